"""The documents say what the code does: nothing missing, nothing made up, no dead link, no command that is none."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files as package_files
from itertools import takewhile
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
import typer.main
from django.apps import apps

from stet import config, formats
from stet.cli import app
from stet.config import FROM_ENVIRONMENT, FeedSettings, Settings
from stet.formats.agencies import AGENCIES, Agency
from stet.journal import connect  # sets Django up
from stet.model.change import AnyChange
from stet.model.dispatch import Dispatch, Kind, Link, Rendition, Status, Subject
from stet.model.packet import Origin
from stet.model.story import State
from stet.show import READ_KEYS, READ_PICTURE_KEYS
from stet.story.tripwires import ALWAYS, NAMES

ROOT = Path(__file__).parent.parent
_FOUND = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "tests").rglob("*.md")]
DOCS = sorted(path for path in _FOUND if "node_modules" not in path.parts)
TABLES = {
    "site": "[site]",
    "theme": "[theme]",
    "disclosure": "[disclosure]",
    "server": "[server]",
    "storage": "[storage]",
    "desk": "[desk]",
    "limits": "[limits]",
} | {"feeds": "[[feeds]]"}
OF_THE_SITE = {"time_zone", "language"}


@cache
def text(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


def section(path: str, heading: str) -> str:
    """What stands below a heading, up to the next of its rank or above."""
    lines = iter(text(path).splitlines())
    found = next((line for line in lines if line.startswith("#") and heading in line), None)
    assert found, f"{path} has no heading with {heading}"
    rank = len(found) - len(found.lstrip("#"))
    return "\n".join(takewhile(lambda line: not re.match(rf"#{{1,{rank}}} ", line), lines))


def rows(markdown: str) -> dict[str, list[str]]:
    """Table rows by each of the names in code in their first cell."""
    found: dict[str, list[str]] = {}
    for line in markdown.splitlines():
        if line.startswith("| `"):
            cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
            found |= dict.fromkeys(re.findall(r"`([^`]+)`", cells[0]), cells)
    return found


def codes(markdown: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", markdown))


# -- settings


def struct_of(table: str) -> type[msgspec.Struct]:
    field = {one.name: one for one in msgspec.structs.fields(Settings)}[table]
    found = get_args(field.type)[0] if get_args(field.type) else field.type
    assert issubclass(found, msgspec.Struct)
    return found


def test_every_table_of_the_settings_is_looked_at():
    assert TABLES.keys() == set(Settings.__struct_fields__)


@pytest.mark.parametrize("table", TABLES)
def test_every_setting_is_in_the_reference_and_no_other(table: str):
    documented = rows(section("docs/reference/settings.md", f"`{TABLES[table]}`"))
    assert documented.keys() == set(struct_of(table).__struct_fields__)


@pytest.mark.parametrize("table", TABLES)
def test_the_reference_gives_the_default_that_the_code_has(table: str):
    documented = rows(section("docs/reference/settings.md", f"`{TABLES[table]}`"))
    for field in msgspec.structs.fields(struct_of(table)):
        said = documented[field.name][2]
        if field.required:
            assert said == "must be given", field.name
        elif field.default is None:
            assert said in ("none", "must be given", "the site's"), field.name
        else:
            assert same(field.name, toml(said.strip("`")), field.default), f"{field.name}: {said}"


def toml(value: str) -> Any:
    return tomllib.loads(f"it = {value}")["it"]


def same(name: str, said: Any, default: Any) -> bool:
    """Whether a written value means the default; `every` is a length of time, and lists are tuples in the code."""
    if name == "every":
        return config._seconds(said) == config._seconds(default)
    if isinstance(said, list):
        return tuple(said) == default
    return bool(said == default)


def test_every_environment_variable_is_in_the_reference_and_no_other():
    documented = rows(section("docs/reference/settings.md", "Environment"))
    assert {name: cells[1].strip("`") for name, cells in documented.items()} == {
        name: ".".join(place) for name, place in FROM_ENVIRONMENT.items()
    }


def test_every_transport_is_in_the_reference_and_in_the_guide():
    transports = get_args(FeedSettings.__annotations__["transport"])
    assert transports
    cells = rows(section("docs/reference/settings.md", "`[[feeds]]`"))["transport"]
    for name in transports:
        assert f'`"{name}"`' in cells[1]
        assert f'transport = "{name}"' in text("docs/guide/first-feed.md")


def test_every_tripwire_is_in_the_reference_in_its_order_and_no_other():
    documented = rows(text("docs/reference/tripwires.md").partition("\n## ")[0])
    assert list(documented) == [*NAMES, *ALWAYS]
    for name in ALWAYS:
        assert f"`{name}`" in section("docs/reference/tripwires.md", "Off, for a feed")


# -- the commented stet.toml


def template(*, uncommented: bool) -> str:
    written = package_files("stet").joinpath("stet.toml").read_text("utf-8")
    return re.sub(r"^# (?=\[|[a-z_]+ *=)", "", written, flags=re.MULTILINE) if uncommented else written


def test_the_stet_toml_of_init_can_be_used_as_it_is_and_with_everything_in_it_uncommented():
    assert len(config.parse(template(uncommented=False)).feeds) == 1
    assert len(config.parse(template(uncommented=True)).feeds) == 2


@pytest.mark.parametrize("table", TABLES)
def test_the_stet_toml_of_init_has_every_setting_with_the_default_that_the_code_has(table: str):
    raw = tomllib.loads(template(uncommented=True))[table]
    written = raw if isinstance(raw, list) else [raw]
    for field in msgspec.structs.fields(struct_of(table)):
        said = [one[field.name] for one in written if field.name in one]
        assert said, f"{TABLES[table]} of stet.toml has no {field.name}"
        if not field.required and field.default is not None:
            assert any(same(field.name, value, field.default) for value in said), field.name


# -- commands


COMMANDS = {
    " ".join(filter(None, [name, below])): one
    for name, command in typer.main.get_command(app).commands.items()
    for below, one in getattr(command, "commands", {"": command}).items()
}
GROUPS = {name.partition(" ")[0] for name in COMMANDS if " " in name}


def command_of(name: str) -> Any:
    return COMMANDS[name]


def command_names() -> list[str]:
    return list(COMMANDS)


def options_of(command: Any) -> dict[str, Any]:
    return {opt: one for one in command.params for opt in one.opts if one.param_type_name == "option"}


@pytest.mark.parametrize("name", command_names())
def test_every_command_and_option_is_in_the_reference(name: str):
    told = section("docs/reference/commands.md", f"`stet {name}")
    documented = rows(told)
    assert documented.keys() >= options_of(command_of(name)).keys()
    assert f"    stet {name}" in told, "an example"


def test_the_reference_has_no_command_or_option_that_there_is_not():
    page = text("docs/reference/commands.md")
    assert sorted(re.findall(r"^### `stet ([\w-]+(?: [a-z]+)?)", page, re.MULTILINE)) == sorted(command_names())
    for name in command_names():
        documented = rows(section("docs/reference/commands.md", f"`stet {name}"))
        assert documented.keys() <= options_of(command_of(name)).keys()


def test_every_option_of_stet_itself_is_in_the_reference():
    documented = " ".join(codes(text("docs/reference/commands.md").partition("\n## ")[0]))
    for option in options_of(typer.main.get_command(app)):
        assert option in documented


def test_every_staff_action_is_in_the_reference():
    acts = [change.__struct_config__.tag for change in get_args(AnyChange)]
    assert acts
    for act in acts:
        assert f"(the act `{act}`)" in section("docs/reference/commands.md", "The desk")


def shown_commands(path: Path) -> Iterator[str]:
    """What a document shows of the command `stet`: in code blocks whole lines, in the text what stands in backticks."""
    fenced = False
    for line in path.read_text("utf-8").splitlines():
        fenced ^= line.startswith("```")
        block = fenced or line.startswith("    ")
        if block and (found := re.match(r"\s*(?:\$ )?(?:\S.*/)?(?:bin/)?stet (.+)", line)):
            yield found[1]
        elif not block:
            yield from re.findall(r"`stet ([a-z\[-][^`]*)`", line)


@pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_command_shown_in_a_document_is_one(path: Path):
    for shown in shown_commands(path):
        words = shlex.split(re.sub(r"[\[\]]", " ", shown), comments=True)
        if "--config" in words:
            at = words.index("--config")
            del words[at : at + 2]
        named = [word for word in words if not word.startswith("-")]
        group = typer.main.get_command(app)
        options = {"--help"} | options_of(group).keys()
        if len(named) > 1 and named[0] in GROUPS:
            named[:2] = [" ".join(named[:2])]
        if named and named[0] != "COMMAND" and named[0] not in GROUPS:
            assert named[0] in command_names(), f"stet {shown}"
            options |= options_of(command_of(named[0])).keys()
        for word in words:
            if re.match(r"--?[a-z]", word):
                assert word.partition("=")[0] in options, f"stet {shown}"


# -- formats and what is read


def test_every_format_is_in_the_reference_and_no_other():
    opening = text("docs/reference/formats.md").partition("\n## ")[0]
    assert list(rows(opening)) == [format_.name for format_ in formats.FORMATS]


def test_every_key_of_read_json_is_in_the_reference_and_no_other():
    assert list(rows(text("docs/reference/read-json.md"))) == ["source", *READ_KEYS]


def sources() -> dict[str, dict[str, str]]:
    """What the reference says of each format: the source of each key, by the columns of its tables."""
    found: dict[str, dict[str, str]] = {}
    columns: list[list[str]] = []
    for line in section("docs/reference/formats.md", "What is read from where").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| key |"):
            columns = [re.findall(r"`([^`]+)`", cell) for cell in cells[1:]]
        elif line.startswith("| `"):
            for key in re.findall(r"`([^`]+)`", cells[0]):
                for names, cell in zip(columns, cells[1:], strict=True):
                    for name in names:
                        assert key not in found.setdefault(name, {}), f"{name} has two rows for {key}"
                        found[name][key] = cell
    return found


SOURCES = sources()
HOLDS_ITEMS = [format_.name for format_ in formats.FORMATS if format_.name != "image"]
MADE_HERE = {"format", "index", "story_key", "problems"}
SAID = [*(key for key in READ_KEYS if key not in MADE_HERE), "rights_end"]


@cache
def shown_by_fixtures() -> dict[str, set[str]]:
    """The keys that the readings of the wire files set, by format."""
    found: dict[str, set[str]] = {name: set() for name in HOLDS_ITEMS}
    for path in sorted((ROOT / "tests" / "wires").glob("*/*/*")):
        if path.name != "expected.json":
            origin = Origin(feed="wire", arrived=datetime(2026, 3, 4, 12, tzinfo=UTC))
            for dispatch in formats.read(path.read_bytes(), origin).dispatches:
                found[dispatch.format] |= set(keys_said_by(dispatch))
    return found


def keys_said_by(dispatch: Dispatch) -> Iterator[str]:
    plain = {"status": Status.USABLE, "kind": Kind.STORY}
    for key in SAID:
        value = getattr(dispatch, key)
        if value not in (None, "", (), plain.get(key)):
            yield key


def test_every_format_has_a_column_and_every_key_a_row_in_it():
    assert set(SOURCES) == set(HOLDS_ITEMS)
    for name in HOLDS_ITEMS:
        assert SOURCES[name].keys() == set(SAID), name


@pytest.mark.parametrize("name", HOLDS_ITEMS)
def test_what_the_reference_says_is_read_is_read_from_a_wire_file_and_nothing_else_is(name: str):
    shown, together = shown_by_fixtures()[name], shown_by_fixtures()["rss"] | shown_by_fixtures()["atom"]
    shown = together if name in ("rss", "atom") else shown  # one reader, one column
    for key, source in SOURCES[name].items():
        if source == "none":
            assert key not in shown, f"{name}: {key} is read from somewhere"
        elif source != "the feed's or the agency's":
            assert key in shown, f"{name}: no wire file shows that {key} is read from {source}"


def test_every_key_of_the_agencies_is_in_the_reference_and_no_other():
    documented = rows(section("docs/reference/formats.md", "Agencies"))
    assert list(documented) == list(Agency.__struct_fields__)


def test_every_agency_is_in_the_reference_and_no_other():
    told = section("docs/reference/formats.md", "Agencies").partition("Known are ")[2].partition(". ")[0]
    named = [" ".join(name.split()) for name in told.split(",")]
    assert named == sorted((agency.name for agency in AGENCIES), key=str.casefold)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("status", [status.value for status in Status]),
        ("kind", [kind.value for kind in Kind]),
        ("subjects", list(Subject.__struct_fields__)),
        ("links", list(Link.__struct_fields__)),
        ("pictures", [*READ_PICTURE_KEYS, *Rendition.__struct_fields__]),
    ],
)
def test_every_word_a_key_can_hold_is_in_the_reference(key: str, words: list[str]):
    cells = " ".join(rows(text("docs/reference/read-json.md"))[key])
    assert not [word for word in words if not re.search(rf"[`\"]{word}[`\"]", cells)]


@pytest.mark.parametrize("number", [1, 2])
def test_the_files_of_the_first_feed_are_versions_of_one_story(number: int):
    data = (ROOT / f"docs/guide/example/ferry-{number}.xml").read_bytes()
    (dispatch,) = formats.read(data, Origin(feed="", arrived=datetime.now(UTC))).dispatches
    assert dispatch.version == number
    assert f"stet headline {dispatch.guid} " in text("README.md")


# -- the rest of the guide


def test_every_standing_is_in_the_guide_and_no_other():
    assert rows(section("docs/guide/desk.md", "Standing")).keys() == {state.value for state in State}


def test_every_table_of_the_journal_is_in_the_guide_and_no_other():
    assert connect
    tables = {model._meta.db_table.removeprefix("journal_") for model in apps.get_app_config("journal").get_models()}
    documented = rows(section("docs/guide/how-it-works.md", "The journal"))
    assert documented.keys() - {"journal_..."} == tables


def test_every_line_of_the_log_is_in_the_guide_with_its_level_and_no_other():
    written: dict[str, str] = {}
    for source in (ROOT / "src" / "stet").rglob("*.py"):
        calls = re.findall(r"\blog\.(info|warning|error|exception)\(\s*\"(\w+)\"", source.read_text("utf-8"))
        written |= {event: level.replace("exception", "error") for level, event in calls}
    documented = rows(section("docs/guide/operations.md", "The log"))
    assert {event: cells[1] for event, cells in documented.items()} == written


def test_every_file_of_the_theme_is_in_the_reference_and_no_other():
    there = {file.name for file in package_files("stet").joinpath("edition", "theme").iterdir() if file.is_file()}
    assert rows(section("docs/reference/theme.md", "Templates")).keys() == there


def test_every_hook_of_the_story_page_is_in_the_theme():
    theme = package_files("stet").joinpath("edition", "theme")
    pages = theme.joinpath("article.html").read_text("utf-8") + theme.joinpath("parts.html").read_text("utf-8")
    hooks = rows(section("docs/reference/edition.md", "A story page"))
    assert "[itemprop=articleBody]" in hooks
    for hook in hooks:
        for name in re.findall(r"(?<=\.)[a-z-]+", hook):
            assert re.search(rf'class="[^"]*\b{name}\b', pages), hook
        for name, value in re.findall(r"\[([a-z-]+)(?:=(\w+))?\]", hook):
            assert re.search(rf'\b{name}="{value}', pages), hook


@pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_link_leads_nowhere(path: Path):
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text("utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        found = (path.parent / file) if file else path
        assert found.exists(), target
        if anchor:
            assert anchor in anchors(found), target


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_no_document_names_a_place_on_a_machine():
    for path in DOCS:
        assert not re.search(r"/(?:work|home|root|tmp|Users)/", path.read_text("utf-8")), path
