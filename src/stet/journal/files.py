"""Which items a picture's file came with, and which stories may show it, by whatever name either calls for it.

The same bytes are one file, and one digest. Stories call for a file by a name of their feed's; the names under which
a file ever came stand with its packets, which are never forgotten, so one whose name means another by now is found too.
What is asked as a story is settled is answered by ties: which of all the items of a file were ever stopped or held is
found out when that happens, or when more of them comes, and not for every story that shows it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

import msgspec

from stet.journal.connect import asking
from stet.journal.derived import FILE, digest_of, parts, tie_row
from stet.journal.models import AssetFile, AssetName, Change, Dispatch, Packet, PictureWanted, Story, Tie
from stet.journal.prepared import prepared
from stet.model.change import SetPicture
from stet.model.dispatch import STOPS, Kind, file_key
from stet.model.dispatch import Dispatch as DispatchNoun
from stet.model.packet import FETCHED

Name = tuple[str, str]
"""Feed, and what its stories call a file."""

_BARS = "bars"
"""The one was stopped or held at some time, and has the other for its file."""
_ACTS = ("kill", "hold")
_dispatch = msgspec.json.Decoder(DispatchNoun)
_set_picture = msgspec.json.Decoder(SetPicture)


# -- writing


def put_over(acts: Iterable[SetPicture]) -> None:
    """Remember over which stories the desk put which files."""
    rows = [tie_row(act.story_key, "shows", file_key(act.asset)) for act in acts if act.asset]
    Tie.objects.bulk_create(rows, ignore_conflicts=True)


def put_over_once() -> None:
    """Remember it of all that the desk ever did."""
    acts = Change.objects.filter(kind="picture").values_list("value", flat=True)
    put_over(_set_picture.decode(bytes(value)) for value in acts.iterator())


def filed(many: Iterable[DispatchNoun]) -> list[tuple[str, str]]:
    """These dispatches were filed just now. Remembers which files are stopped by them. The stories that they concern
    by a file alone, each after the key of the dispatch."""
    own: set[str] = set()
    items: set[str] = set()
    named: dict[Name, set[str]] = defaultdict(set)
    for said in many:
        if said.pictures or said.kind is Kind.PICTURE:
            own.add(said.story_key)
        if said.status in STOPS:
            items.add(said.story_key)
        for name, item in _pictures(said):
            items.add(item)
            named[said.feed, name].add(said.story_key)
    if down := _ever_down({*items, *own} - {""}):
        bar(down)
    return [*_borrowers(named), *also_showing(down & own, back=True)]


def _borrowers(named: dict[Name, set[str]]) -> Iterator[tuple[str, str]]:
    of_files: dict[str, set[str]] = defaultdict(set)
    for name, digest in _digests(named):
        of_files[digest] |= named[name]
    for digest, story in _with_house_picture(of_files):
        yield from ((key, story) for key in of_files[digest])


def bar(keys: Collection[str]) -> None:
    """Something was stopped or held: remember which files these items have, of those that are items of pictures."""
    rows = [tie_row(key, _BARS, file_key(digest)) for key, many in _of_items(keys).items() for digest in many]
    Tie.objects.bulk_create(rows, ignore_conflicts=True)


def came(digest: str, names: Collection[Name]) -> None:
    """This file is here, under these names: remember which of the items that call for it were stopped or held."""
    calling = {key for _, key in _callers(names)}
    shows = {key: {key} for key in calling}
    for some in parts(calling):
        for key, other in _shown_by(some):
            shows[key].add(other)
    down = _ever_down({key for many in shows.values() for key in many})
    if down:
        bar(down)


# -- questions


def barred_by(digests: Collection[str]) -> dict[str, tuple[str, ...]]:
    """For each of these files the items of pictures that have it, of those that were ever stopped or held; and last its
    own key, for something may have been done with the file itself."""
    found: dict[str, set[str]] = {digest: set() for digest in digests}
    for some in parts(file_key(digest) for digest in digests):
        for key, other in _barring(some):
            found[other.removeprefix(FILE)].add(key)
    return {digest: (*sorted(keys), file_key(digest)) for digest, keys in found.items()}


def callers_of(digests: Collection[str], limit: int) -> dict[str, list[str]]:
    """For each of these files the keys that call for it by any name it ever came under, the newest so many."""
    names: dict[Name, set[str]] = defaultdict(set)
    for digest, name in _names(digests):
        names[name].add(digest)
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for name, key in _callers(names):
        for digest in names[name]:
            if len(found[digest]) < limit:
                found[digest].setdefault(key)
    return {digest: list(keys) for digest, keys in found.items()}


def put_on(digest: str) -> list[str]:
    """The keys of the stories over which the desk ever put this file."""
    return [key for _, key in _with_house_picture([digest])]


def names_of(digests: Collection[str]) -> dict[str, set[Name]]:
    """The names under which these files ever came."""
    found: dict[str, set[Name]] = defaultdict(set)
    for digest, name in _names(digests):
        found[digest].add(name)
    return found


@asking()
def paths_of(key: str) -> set[str]:
    """Where the edition has the cuts of the files that ever came for an item of a picture, or of the file of that key;
    none of anything else."""
    digests = set().union(*_of_items([key]).values())
    return set(AssetFile.objects.filter(asset__in=digests).values_list("path", flat=True))


def also_showing(keys: Collection[str], *, back: bool = False) -> Iterator[tuple[str, str]]:
    """Stories that show the file of these items, or over which the desk has put one of theirs, each after the key that
    it concerns; with `back`, also those that would show it if it were let go."""
    own, lent = _of_items(keys), _of_items(keys, lent=True)
    having: dict[str, set[str]] = defaultdict(set)
    for digest, story in _with_house_picture(set().union(*own.values(), *lent.values())):
        having[digest].add(story)
    yield from ((key, one) for key, many in lent.items() for digest in many for one in having[digest])
    digests = set().union(*own.values())
    for some in parts(digests):
        for shown, story in _with_asset(some):
            having[str(shown)].add(story)
    if back and digests:
        for digest, many in callers_of(digests, _BACK).items():
            having[digest].update(many)
    yield from ((key, one) for key, many in own.items() for digest in many for one in having[digest])


_BACK = 1000
"""So many stories at most come back with a file that is let go, the newest; others when something happens to them."""


def _with_house_picture(digests: Collection[str]) -> Iterator[tuple[str, str]]:
    for some in parts(file_key(digest) for digest in digests):
        for other, key in _showing(some):
            yield other.removeprefix(FILE), key


def _ever_down(keys: Collection[str]) -> set[str]:
    """Those of the keys for which a stop or a hold ever came."""
    found: set[str] = set()
    for some in parts(keys):
        found.update(_ordered(some), _acted(some))
    return found


def _of_items(keys: Collection[str], *, lent: bool = False) -> dict[str, set[str]]:
    """For each of these keys that is a picture's item the digests of the files that ever came for it, also where it
    only came with stories; with `lent`, for each that is a story's, of the files of its pictures."""
    asked = set(keys)
    found = {key: {digest} for key in asked if not lent and (digest := digest_of(key))}
    told = set(asked)
    for some in parts(asked) if not lent else ():
        told |= {key for _, key in _showing(some)}
    named: dict[Name, set[str]] = defaultdict(set)
    for some in parts(told):
        for value in _said(some):
            said = _dispatch.decode(value)
            for name, item in _pictures(said):
                key = said.story_key if lent and said.kind is not Kind.PICTURE else item
                if key in asked and (not lent or said.kind is not Kind.PICTURE):
                    named[said.feed, name].add(key)
    for called, digest in _digests(named):
        for key in named[called]:
            found.setdefault(key, set()).add(digest)
    return found


def _pictures(said: DispatchNoun) -> Iterator[tuple[str, str]]:
    """The names of the files of a dispatch's pictures, each with the key of the picture's item; empty where it has
    none."""
    for picture, key in zip(said.pictures, said.picture_keys or [""] * len(said.pictures), strict=True):
        for rendition in picture.renditions:
            yield rendition.href, said.story_key if said.kind is Kind.PICTURE else key


def _names(digests: Collection[str]) -> Iterator[tuple[str, Name]]:
    for some in parts(digests):
        for feed, name, digest in _called(some):
            yield digest, (feed, name)
        for feed, digest, source, facts in _once_called(some):
            yield digest, (feed, facts.get(FETCHED) or source)


def _digests(names: Collection[Name]) -> Iterator[tuple[Name, str]]:
    """The files that ever came under these names."""
    feeds = sorted({feed for feed, _ in names})
    for some in parts({name for _, name in names}):
        for feed, name, digest in [*_known_by(feeds, some), *_once_known_by(feeds, some)]:
            if (feed, name) in names:
                yield (feed, name), digest


def _callers(names: Collection[Name]) -> Iterator[tuple[Name, str]]:
    """The keys that call for files by these names, the newest first."""
    feeds = sorted({feed for feed, _ in names})
    for some in parts({name for _, name in names}):
        for feed, name, key in _calling(feeds, some):
            if (feed, name) in names:
                yield (feed, name), key


# -- what is asked


_shown_by = prepared(lambda keys: Tie.objects.filter(kind="shows", key__in=keys).values_list("key", "other"))
_showing = prepared(lambda keys: Tie.objects.filter(kind="shows", other__in=keys).values_list("other", "key"))
_barring = prepared(lambda keys: Tie.objects.filter(kind=_BARS, other__in=keys).values_list("key", "other"))
_with_asset = prepared(lambda digests: Story.objects.filter(asset__in=digests).values_list("asset", "key"))
_ordered = prepared(
    lambda keys: Dispatch.objects.filter(story_key__in=keys, status__in=[status.value for status in STOPS]).values_list(
        "story_key", flat=True
    )
)
_acted = prepared(
    lambda keys: Change.objects.filter(story_key__in=keys, kind__in=_ACTS).values_list("story_key", flat=True)
)
_said = prepared(lambda keys: Dispatch.objects.filter(story_key__in=keys).values_list("value", flat=True))
_called = prepared(lambda digests: AssetName.objects.filter(asset__in=digests).values_list("feed", "name", "asset"))
_once_called = prepared(
    lambda digests: Packet.objects.filter(digest__in=digests, picture=True).values_list(
        "feed", "digest", "source", "facts"
    )
)
_known_by = prepared(
    lambda feeds, names: AssetName.objects.filter(feed__in=feeds, name__in=names).values_list("feed", "name", "asset")
)
_once_known_by = prepared(
    lambda feeds, names: Packet.objects.filter(feed__in=feeds, source__in=names, picture=True).values_list(
        "feed", "source", "digest"
    )
)
_calling = prepared(
    lambda feeds, names: (
        PictureWanted.objects.filter(feed__in=feeds, name__in=names)
        .order_by("-id")
        .values_list("feed", "name", "story_key")
    )
)
