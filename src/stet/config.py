"""`stet.toml` and the environment in, frozen and typed settings out.

Settings are read once, at the start. A key that Stet does not know is an error, not a remark: a misspelt `publsh`
must not publish. Every error names the file, the line and the key, and says what to write instead.
Passwords never stand in the file: a feed names the environment variable that holds one.
"""

import codecs
import os
import re
import tomllib
from collections.abc import Iterable, Iterator
from datetime import timedelta
from difflib import get_close_matches
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from msgspec import Meta, Struct

from stet.errors import Misused
from stet.model.address import slug
from stet.model.page import Style, Wording
from stet.model.story import Clause, Indexing
from stet.story.tripwires import ALWAYS, NAMES

FILE_NAME = "stet.toml"
Name = Annotated[str, Meta(min_length=1, max_length=100)]


class SiteSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[site]`: what readers see of the house."""

    name: Name
    url: str = "http://127.0.0.1:8000"
    """The public address. Links and feeds use it."""
    language: str = "en"
    time_zone: str = "UTC"
    country: str | None = None
    """ISO 3166; the one of `language` when absent."""
    notice: str | None = None
    """A line above every page."""
    about: str = "about"
    """A folder of Markdown files: the house's pages about itself."""

    @property
    def where(self) -> str | None:
        """The country the site is in, as far as it says: by `country`, else by its language (`en-IN`)."""
        region = re.search(r"-([A-Za-z]{2})\b", self.language)
        return self.country or (region[1].upper() if region else None)


class ThemeSettings(Style, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[theme]`: how the site looks. Colours and faces as CSS writes them."""

    folder: str | None = None
    """A folder whose files take the place of the theme's, by name."""
    font: str | None = None
    """A font file for the headlines on share cards."""
    logo: str | None = None
    """An SVG, PNG, WebP or JPEG file."""
    logo_height: Annotated[int, Meta(gt=0, le=400)] = 48
    """Pixels of the page; its width follows."""


class DisclosureSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[disclosure]`: the house's own wording of the sentence under each story. `{site}` is the site's name."""

    nothing: str = Wording().nothing
    headline: str = Wording().headline
    picture: str = Wording().picture
    both: str = Wording().both


class ServerSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[server]`: where `stet run` listens."""

    bind: str = "127.0.0.1:8000"
    trusted_proxies: tuple[str, ...] = ()

    @property
    def host(self) -> str:
        """The address part of `bind`."""
        return self.bind.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        """The port part of `bind`."""
        return int(self.bind.rpartition(":")[2])

    @property
    def is_loopback(self) -> bool:
        """Whether nobody can reach it but from this machine."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


class StorageSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[storage]`: where the journal and the edition lie. Paths are relative to the file."""

    database: str = "sqlite:///stet.db"
    edition: str = "site"


class DeskSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[desk]`: how people come in to the desk."""

    second_factor: Literal["chief", "all", "none"] = "chief"
    """Of whom more than a password is asked."""


class LimitsSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[limits]`: how much one file may ask of a reader. What is above is refused by name, and kept."""

    bytes: Annotated[int, Meta(gt=0)] = 20 * 1024 * 1024
    items: Annotated[int, Meta(gt=0)] = 5000
    depth: Annotated[int, Meta(gt=0, le=256)] = 256
    text: Annotated[int, Meta(gt=0)] = 10_000_000


class FeedSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[[feeds]]`: one way in, and what the house decided for what comes by it."""

    name: Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9_-]*$", max_length=60)]
    agency: Name
    transport: Literal["folder", "poll"] = "folder"
    path: str | None = None
    after: Literal["move", "remove", "leave"] = "move"
    url: str | None = None
    every: float | str = 60.0
    size_limit: Annotated[int, Meta(gt=0)] = 20_000_000
    timeout: Annotated[float, Meta(gt=0, le=600)] = 30.0
    user: str | None = None
    password_env: str | None = None
    websub: bool = False
    allow_private: tuple[str, ...] = ()
    picture_hosts: tuple[str, ...] = ()
    time_zone: str | None = None
    """The zone of times that carry none; the site's when absent."""
    language: str | None = None
    charset: str | None = None
    cut: tuple[str, ...] = ()
    stop_signals: tuple[str, ...] = ()
    section: Name = "News"
    publish: Literal["auto", "hold"] = "auto"
    alerts: Literal["publish", "hold"] = "publish"
    tripwires_off: tuple[str, ...] = ()
    dated_behind: float | str = "1826d"
    dated_ahead: float | str = "7d"
    unlisted_behind: float | str = "365d"
    archive_days: Annotated[int, Meta(gt=0, le=36500)] | None = None
    agreed_terms: tuple[Clause, ...] = ()
    embargo_repeats: bool = False
    about: str | None = None
    """Who the agency is, for its page."""
    website: str | None = None
    indexing: Indexing = Indexing.INDEX
    canonical: Literal["site", "agency"] = "site"
    ai: Literal["reserve", "allow"] = "reserve"
    feed_text: Literal["excerpt", "full"] = "excerpt"

    @property
    def seconds(self) -> float:
        """`every` in seconds."""
        return _seconds(self.every)

    @property
    def behind(self) -> timedelta:
        """`dated_behind` as a length of time."""
        return timedelta(seconds=_seconds(self.dated_behind))

    @property
    def ahead(self) -> timedelta:
        """`dated_ahead` as a length of time."""
        return timedelta(seconds=_seconds(self.dated_ahead))

    @property
    def unlisted(self) -> timedelta:
        """`unlisted_behind` as a length of time."""
        return timedelta(seconds=_seconds(self.unlisted_behind))


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of `stet.toml`."""

    site: SiteSettings
    theme: ThemeSettings = ThemeSettings()
    disclosure: DisclosureSettings = DisclosureSettings()
    server: ServerSettings = ServerSettings()
    storage: StorageSettings = StorageSettings()
    desk: DeskSettings = DeskSettings()
    limits: LimitsSettings = LimitsSettings()
    feeds: tuple[FeedSettings, ...] = ()


class House(Struct, frozen=True, kw_only=True):
    """Settings together with the folder their paths are relative to."""

    settings: Settings
    root: Path
    file: Path | None = None
    """What they were read from; none where they did not come from a file."""
    text: str = ""
    """What stood in it then."""

    def path(self, text: str) -> Path:
        """A path from the settings, made absolute."""
        return (self.root / text).expanduser().resolve()

    @property
    def edition(self) -> Path:
        """The folder of published pages."""
        return self.path(self.settings.storage.edition)

    def feed(self, name: str) -> FeedSettings:
        """The feed of that name. Raises `Misused` naming those there are."""
        for feed in self.settings.feeds:
            if feed.name == name:
                return feed
        known = ", ".join(feed.name for feed in self.settings.feeds) or "none"
        raise Misused(f"No feed is called {name!r}. stet.toml has: {known}.")

    def password(self, feed: FeedSettings) -> str | None:
        """The feed's password, from the environment. Raises `Misused` when the variable is not set."""
        if feed.password_env is None:
            return None
        password = os.environ.get(feed.password_env)
        if password is None:
            raise Misused(f"Feed {feed.name!r}: set the environment variable {feed.password_env} to its password.")
        return password


# First parts of addresses that are no sections, now or in the faces others rely on.
RESERVED = frozenset(
    {
        "about",
        "agency",
        "api",
        "archive",
        "assets",
        "at",
        "desk",
        "gone",
        "media",
        "metrics",
        "push",
        "search",
        "sitemaps",
        "topic",
    }
)

# Settings that a container sets from outside. Secrets have variables of their own, named by the feed.
FROM_ENVIRONMENT = {
    "STET_SITE_URL": ("site", "url"),
    "STET_SERVER_BIND": ("server", "bind"),
    "STET_STORAGE_DATABASE": ("storage", "database"),
    "STET_STORAGE_EDITION": ("storage", "edition"),
}


def load(file: Path) -> House:
    """Read settings from a file and the environment.

    Raises `Misused`, whose message names file, line and key and says what to do.
    """
    try:
        text = file.read_text("utf-8")
    except FileNotFoundError:
        raise Misused(f"There is no {file}. Make one with `stet init`, or name another with --config FILE.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise Misused(f"{file} cannot be read: {error}.") from error
    return House(settings=parse(text, str(file)), root=file.resolve().parent, file=file.resolve(), text=text)


def parse(text: str, file: str = FILE_NAME) -> Settings:
    """Settings from the text of a `stet.toml`. Raises `Misused` as `load` does."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Misused(f"{file}: not TOML: {error}.") from error
    for variable, (table, key) in FROM_ENVIRONMENT.items():
        if variable in os.environ and isinstance(values := raw.setdefault(table, {}), dict):
            values[key] = os.environ[variable]
    for place, problem in _unknown(raw):
        raise _complaint(file, text, place, problem)
    try:
        settings = msgspec.convert(raw, Settings)
    except msgspec.ValidationError as error:
        raise _located(str(error), text, file) from error
    for place, problem in _problems(settings):
        raise _complaint(file, text, place, problem)
    return settings


Place = tuple[str | int, ...]
"""The way to a key: `("feeds", 0, "url")`."""

_TABLES: dict[str, type[Struct]] = {
    "site": SiteSettings,
    "theme": ThemeSettings,
    "disclosure": DisclosureSettings,
    "server": ServerSettings,
    "storage": StorageSettings,
    "desk": DeskSettings,
    "limits": LimitsSettings,
    "feeds": FeedSettings,
}


def _unknown(raw: dict[str, Any]) -> Iterator[tuple[Place, str]]:
    """Keys that Stet does not know, with what was probably meant."""
    for name, value in raw.items():
        if name not in _TABLES:
            yield (name,), _not_known(name, _TABLES)
        elif isinstance(value, list if name != "feeds" else dict):
            yield (name,), "write [[feeds]], once for each feed" if name == "feeds" else f"write [{name}], and once"
        for number, table in enumerate(value if isinstance(value, list) else [value]):
            here: Place = (name, number) if isinstance(value, list) else (name,)
            if isinstance(table, dict):
                known = _TABLES[name].__struct_fields__
                yield from (((*here, key), _not_known(key, known)) for key in table if key not in known)


def _not_known(key: str, known: Iterable[str]) -> str:
    meant = get_close_matches(key, known, n=1)
    return (
        f"Stet knows no such key here; did you mean {meant[0]}?"
        if meant
        else ("Stet knows no such key here. It knows: " + ", ".join(known))
    )


def _problems(settings: Settings) -> list[tuple[Place, str]]:
    """What types alone cannot see: (path to the key, what is wrong and what to write)."""
    found: list[tuple[Place, str]] = []
    site = settings.site
    if not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", site.url):
        found.append((("site", "url"), f"{site.url!r} is not a public address; write https://news.example"))
    found += _zone(("site", "time_zone"), site.time_zone)
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", site.language):
        found.append((("site", "language"), f"{site.language!r} is not a language tag; write en-IN, hi, ar"))
    if site.country is not None and not re.fullmatch(r"[A-Z]{2}", site.country):
        found.append((("site", "country"), f"{site.country!r} is not a country's code; write two letters: IN, DE, US"))
    for key in ThemeSettings.__struct_fields__:
        value = getattr(settings.theme, key)
        if isinstance(value, str) and key not in _NO_CSS and not _CSS.fullmatch(value):
            found.append((("theme", key), f"{value!r} is no value of CSS; write a colour, #9b1c1c, or a list of fonts"))
    if not re.fullmatch(r"(\[[0-9A-Fa-f:]+\]|[^\s:]+):\d{1,5}", settings.server.bind) or settings.server.port > 65535:
        found.append((("server", "bind"), f"{settings.server.bind!r} is not address:port; write 127.0.0.1:8000"))
    found += [
        (("server", "trusted_proxies"), f"{one!r} is no address; write 127.0.0.1, or a network as 10.0.0.0/8")
        for one in settings.server.trusted_proxies
        if not _is_network(one)
    ]
    names: set[str] = set()
    for number, feed in enumerate(settings.feeds):
        here = ("feeds", number)
        if feed.name in names:
            found.append(((*here, "name"), f"two feeds are called {feed.name!r}; each needs a name of its own"))
        names.add(feed.name)
        found += _feed_problems(here, feed)
    return found


def _is_network(text: str) -> bool:
    try:
        return bool(ip_network(text))
    except ValueError:
        return False


_CSS = re.compile(r"[\w#%.,()/ +*\"'-]+")
"""What stands in a value of CSS: nothing that ends it."""
_NO_CSS = ("folder", "font", "logo", "credo")


def _feed_problems(here: Place, feed: FeedSettings) -> list[tuple[Place, str]]:
    found: list[tuple[Place, str]] = []
    if feed.transport == "folder" and not feed.path:
        found.append((here, f'feed {feed.name!r} has transport = "folder" and needs path = "wire/{feed.name}"'))
    if feed.transport == "poll":
        if not feed.url:
            found.append((here, f'feed {feed.name!r} has transport = "poll" and needs url = "https://..."'))
        elif urlsplit(feed.url).scheme not in ("http", "https") or "@" in urlsplit(feed.url).netloc:
            found.append(((*here, "url"), "write an http or https address without user or password in it"))
    try:
        if not 1 <= feed.seconds <= 86400:
            found.append(((*here, "every"), 'between one second and one day; write 60, "90s", "5m" or "1h"'))
    except ValueError:
        found.append(((*here, "every"), f'{feed.every!r} is not a length of time; write 60, "90s", "5m" or "1h"'))
    if feed.time_zone is not None:
        found += _zone((*here, "time_zone"), feed.time_zone)
    found += _picture_problems(here, feed)
    if feed.website is not None and not re.fullmatch(r"https?://[^\s/?#@]+(/\S*)?", feed.website):
        found.append(
            ((*here, "website"), f"{feed.website!r} is not an address on the web; write https://agency.example")
        )
    found += _reading_problems(here, feed)
    found += _tripwire_problems(here, feed)
    if not slug(feed.section):
        found.append(((*here, "section"), f"{feed.section!r} has no letter to make an address of"))
    elif slug(feed.section) in RESERVED:
        found.append(
            ((*here, "section"), f"/{slug(feed.section)}/ is an address Stet needs itself; choose another name")
        )
    return found


def _picture_problems(here: Place, feed: FeedSettings) -> Iterator[tuple[Place, str]]:
    for host in feed.picture_hosts:
        if not _HOST.fullmatch(host):
            advice = (
                'write a host as "images.agency.example", with its port if it has one of its own, or "*.agency.example"'
            )
            yield (*here, "picture_hosts"), f"{host!r} is not a host; {advice}"


_HOST = re.compile(r"(?:(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(?::\d{1,5})?", re.IGNORECASE)


def _reading_problems(here: Place, feed: FeedSettings) -> Iterator[tuple[Place, str]]:
    """What a reader of wires would stumble over."""
    if feed.charset is not None:
        try:
            codecs.lookup(feed.charset)
        except LookupError:
            yield (*here, "charset"), f"{feed.charset!r} is not a charset; write one like windows-1252 or cp1256"
    for pattern in feed.cut:
        try:
            re.compile(pattern)
        except re.error as error:
            yield (*here, "cut"), f"{pattern!r} is not a pattern: {error}"


def _tripwire_problems(here: Place, feed: FeedSettings) -> Iterator[tuple[Place, str]]:
    for name in feed.tripwires_off:
        if name in ALWAYS:
            yield (*here, "tripwires_off"), f"{name!r} cannot be switched off; those that can: {', '.join(NAMES)}"
        elif name not in NAMES:
            yield (*here, "tripwires_off"), f"{name!r} is no tripwire; write of these: {', '.join(NAMES)}"
    for key in ("dated_behind", "dated_ahead", "unlisted_behind"):
        try:
            fits = 0 < _seconds(getattr(feed, key)) <= _LONGEST
        except ValueError:
            fits = False
        if not fits:
            yield (*here, key), f'{getattr(feed, key)!r} is not a length of time above zero; write "5m", "12h" or "30d"'


_LONGEST = 100 * 365 * 86400
"""Seconds: what is further apart is no date."""


def without_effect(feed: FeedSettings) -> list[str]:
    """Keys of a feed that its transport does not look at, though they say something."""
    bare = FeedSettings(name=feed.name, agency=feed.agency)
    return [key for key in _OF_THE_OTHER[feed.transport] if getattr(feed, key) != getattr(bare, key)]


_OF_THE_OTHER = {
    "folder": ("url", "every", "timeout", "user", "password_env", "websub"),
    "poll": ("path", "after"),
}


def _zone(place: Place, name: str) -> list[tuple[Place, str]]:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return [(place, f"{name!r} is not a time zone; write one like Asia/Kolkata or Europe/Berlin")]
    return []


def _seconds(every: float | str) -> float:
    if isinstance(every, str):
        match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([smhd]?)\s*", every)
        if not match:
            raise ValueError(every)
        return float(match[1]) * {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}[match[2]]
    return float(every)


# -- errors that name a line


def _located(message: str, text: str, file: str) -> Misused:
    """A validation error of msgspec, told with file, line and key."""
    problem, _, where = message.partition(" - at `$")
    place: Place = tuple(
        int(part) if part.isdigit() else part for part in re.findall(r"[^.\[\]`]+", where) if part != "..."
    )
    missing = re.search(r"missing required field `(.+?)`", problem)
    if missing:
        return _complaint(file, text, (*place, missing[1]), "this key must be there")
    return _complaint(file, text, place, _in_plain_words(problem))


_TYPES = {"array": 'a list: ["…"]', "int": "a whole number, without quotes", "float": "a number",
          "str": 'text in quotes: "…"', "bool": "true or false", "object": "a table"}  # fmt: skip


def _in_plain_words(problem: str) -> str:
    """What msgspec says of a type or a bound, for people who write TOML and not Python."""
    if wanted := re.fullmatch(r"Expected `(\w+)`, got `\w+`", problem):
        return f"write {_TYPES.get(wanted[1], wanted[1])}"
    if bound := re.fullmatch(r"Expected `(?:int|float)` (<=|>=|<|>) (\S+)", problem):
        return f"write a number {_BOUNDS[bound[1]]} {bound[2]}"
    if re.match(r"Expected `str` matching regex", problem):
        return "write small letters a to z, figures, - and _, beginning with a letter or figure"
    return problem


_BOUNDS = {"<=": "not above", ">=": "not below", "<": "below", ">": "above"}


def _complaint(file: str, text: str, place: Place, problem: str) -> Misused:
    line = line_of(text, place)
    where = f"{file}, line {line}" if line else file
    if outside := [name for name, key in FROM_ENVIRONMENT.items() if key == place and name in os.environ]:
        where = f"environment variable {outside[0]}"
    return Misused(f"{where}: {_spelt(place)}: {problem}" + ("" if problem.endswith("?") else "."))


def _spelt(place: Place) -> str:
    """`feeds[1].url`, as people write it."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in place).lstrip(".")


def line_of(text: str, place: Place) -> int | None:
    """The line on which a key stands, or else its table; tomllib keeps no positions."""
    table: Place = ()
    counts: dict[str, int] = {}
    best: int | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[(\[?)\s*([\w.\"-]+)\s*\]", line):
            name = header[2].strip('"')
            if header[1]:
                counts[name] = counts.get(name, -1) + 1
                table = (name, counts[name])
            else:
                table = tuple(name.split("."))
            if place[: len(table)] == table or table[: len(place)] == place:
                best = number
        elif (key := re.match(r"\s*\"?([\w-]+)\"?\s*[=.]", line)) and (*table, key[1]) == place[: len(table) + 1]:
            return number
    return best
