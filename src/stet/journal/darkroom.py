"""Pictures in the journal: the file as it came, its cuts as the edition has them, and which of both is wanted."""

from collections.abc import Collection

import msgspec

from stet.journal.base import Asset, Undrawn
from stet.journal.derived import SHOWN, parts, shown_of
from stet.journal.models import Asset as AssetRow
from stet.journal.models import AssetFile, AssetName, Change, PictureWanted, Receipt, Story
from stet.model.page import Act, Cut

_cuts = msgspec.json.Decoder(tuple[Cut, ...])
_encode = msgspec.json.Encoder().encode


def keep(asset: Asset) -> list[str]:
    """Keep a picture, or what it was cut into by a higher recipe, or one more cut of it. Keys of the stories that show
    it, or may, where it was cut by a lower one."""
    row = AssetRow.objects.defer("data").filter(pk=asset.digest).first()
    if row is None:
        AssetRow.objects.create(digest=asset.digest, data=asset.data, cuts=_encode(asset.cuts), recipe=asset.recipe)
        _keep_files(asset)
        return []
    if row.recipe > asset.recipe:
        return []
    if row.recipe == asset.recipe:
        known = _cuts.decode(row.cuts)
        more = tuple(cut for cut in asset.cuts if cut not in known)
        if more:
            AssetRow.objects.filter(pk=asset.digest).update(cuts=_encode((*known, *more)))
            _keep_files(asset)
        return []
    AssetRow.objects.filter(pk=asset.digest).update(cuts=_encode(asset.cuts), recipe=asset.recipe)
    AssetFile.objects.filter(asset_id=asset.digest).delete()
    _keep_files(asset)
    return sorted(_callers(asset.digest))


def _callers(digest: str) -> set[str]:
    """Keys of the stories that show a picture or call for it: what was cut anew may be shown again."""
    found = set(Story.objects.filter(asset=digest).values_list("key", flat=True))
    for feed, name in AssetName.objects.filter(asset_id=digest).values_list("feed", "name"):
        found |= set(PictureWanted.objects.filter(feed=feed, name=name).values_list("story_key", flat=True))
    for key, value in Change.objects.filter(kind="picture").values_list("story_key", "value").iterator():
        if digest.encode() in bytes(value):
            found.add(key)
    return found


def _keep_files(asset: Asset) -> None:
    rows = [AssetFile(path=path, asset_id=asset.digest, data=data) for path, data in asset.files.items()]
    AssetFile.objects.bulk_create(rows, ignore_conflicts=True)


def asset(digest: str) -> Asset:
    """A picture, without its files."""
    row = AssetRow.objects.get(pk=digest)
    return Asset(digest=digest, data=bytes(row.data), cuts=_cuts.decode(row.cuts), recipe=row.recipe)


def files(paths: Collection[str]) -> dict[str, bytes]:
    """Cuts as files, by path; those that are kept."""
    found: dict[str, bytes] = {}
    for some in parts(paths):
        rows = AssetFile.objects.filter(path__in=some).values_list("path", "data")
        found.update((path, bytes(data)) for path, data in rows)
    return found


def outdated(recipe: int) -> str | None:
    """The digest of a picture that was cut by a lower recipe; those that pages show come first."""
    old = AssetRow.objects.filter(recipe__lt=recipe).values_list("digest", flat=True)
    if not old.exists():
        return None
    shown = Story.objects.filter(asset__in=old, path__isnull=False).values_list("asset", flat=True).first()
    return shown or old.order_by("recipe").first()


def cuts_shown(digest: str, besides: Collection[str]) -> set[str]:
    """Paths of the cuts of a picture that the pages of stories other than those show."""
    others = Story.objects.filter(asset=digest, path__isnull=False).exclude(key__in=besides)
    return {path for row in others.values_list(*SHOWN) for path in shown_of(*row).files}


def undrawn(limit: int) -> list[Undrawn]:
    """Stories whose share card is to be drawn, the latest first."""
    rows = Story.objects.filter(undrawn=True).order_by("-updated", "key")
    shown = {key: shown_of(*row) for key, *row in rows.values_list("key", *SHOWN)[:limit]}
    paths = {one.drawn for one in shown.values() if one.drawn}
    last = {
        path: digest if act == Act.PUT else None
        for path, act, digest in Receipt.objects.filter(story_key__in=shown, path__in=paths)
        .order_by("pk")
        .values_list("path", "act", "digest")
    }
    return [
        Undrawn(key=key, card=one.card, digest=None if one.unsure else last.get(one.drawn))
        for key, one in shown.items()
        if one.card and one.drawn
    ]


def cards_to_come() -> set[str]:
    """Paths of the share cards that are still to be drawn."""
    rows = Story.objects.filter(undrawn=True).values_list(*SHOWN).iterator()
    return {path for row in rows if (path := shown_of(*row).drawn)}
