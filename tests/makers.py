"""Small makers of invented wire copy, changes and stories, for tests.

    from makers import dispatch, cancel, release, moment

Times are given as `moment(minutes)`: minutes after noon UTC of one invented day. A dispatch of version `n`
is created at minute `n * 10` and arrives a minute later, unless said otherwise (versions past 1000: as if 1000).
"""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import msgspec

from stet.model.address import story_id
from stet.model.change import Hold, Kill, Release, SetHeadline, SetPicture, Unsealed
from stet.model.dispatch import Dispatch, Embargo, Kind, Picture, Rendition, Status
from stet.model.page import Site
from stet.model.person import Person, Role
from stet.model.story import Notes, Policy, Standing, State, Story, Version
from stet.model.text import fingerprint

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
AGENCY = "Northwind News Agency"
KEY = "northwind:harbour-1"
HEADLINE = "Harbour bridge reopens after storm repairs"
BODY = "The harbour bridge in Velmora reopened on Saturday.\n\nEngineers had worked through the night, the port said."
POLICY = Policy(section="Harbour")
HOLDING = Policy(section="Harbour", hold=True)
REPEATING = Policy(section="Harbour", embargo_repeats=True)
SITE = Site(name="The Morning Ledger", url="https://news.example", language="en-GB", time_zone="Europe/London")


def chief(name: str = "mira") -> Person:
    """Somebody who may do anything."""
    return Person(name=name, role=Role.CHIEF)


def moment(minutes: float = 0) -> datetime:
    """So many minutes after noon UTC of the invented day."""
    return NOON + timedelta(minutes=minutes)


def dispatch(version: int | None = 1, **fields: Any) -> Dispatch:
    """A usable story of the invented agency, whole and with a true digest. Any field can be given."""
    number = 1 if version is None else min(version, 1000)
    body = fields.setdefault("body_text", BODY)
    given: dict[str, Any] = {
        "feed": "northwind",
        "agency": AGENCY,
        "packet": f"packet-{version}",
        "format": "newsml-g2",
        "index": 0,
        "arrived": moment(number * 10 + 1),
        "story_key": KEY,
        "guid": "urn:northwind.example:harbour-1",
        "version": version,
        "version_created": moment(number * 10),
        "headline": HEADLINE,
        "slugline": "HARBOUR-BRIDGE",
        "language": "en",
        "body_html": "".join(f"<p>{paragraph}</p>" for paragraph in body.split("\n\n") if paragraph),
        "word_count": len(body.split()),
        "wire_fingerprint": fingerprint(body),
    }
    return sign(Dispatch(**(given | fields)))


def sign(item: Dispatch) -> Dispatch:
    """The same dispatch with the digest its content has, transport facts left out."""
    said = msgspec.structs.replace(item, feed="", packet="", format="", index=0, arrived=NOON, digest="")
    return msgspec.structs.replace(item, digest=sha256(msgspec.json.encode(said)).hexdigest())


def cancel(version: int | None = 2, **fields: Any) -> Dispatch:
    """The agency's kill: no headline, no body, status canceled."""
    return dispatch(version, **({"status": Status.CANCELED, "headline": None, "body_text": ""} | fields))


def withhold(version: int | None = 2, **fields: Any) -> Dispatch:
    """The agency's order to stop using the story until told."""
    return dispatch(version, **({"status": Status.WITHHELD, "headline": None, "body_text": ""} | fields))


def embargoed(version: int | None = 1, until: datetime | None = None, **fields: Any) -> Dispatch:
    """A version under embargo; without `until`, no end is known."""
    return dispatch(version, embargo=Embargo(until=until), **fields)


def picture(href: str = "bridge.jpg", **fields: Any) -> Picture:
    """An agency picture with one rendition."""
    given: dict[str, Any] = {
        "guid": f"urn:northwind.example:{href}",
        "caption": "The harbour bridge on Saturday",
        "credit": "Ida Halloran/Northwind",
        "alt": "A steel bridge over grey water",
        "renditions": (Rendition(href=href, type="image/jpeg", width=1600, height=900),),
    }
    return Picture(**(given | fields))


def headline(
    text: str, at: datetime, *, against: int | None = 1, agency_headline: str | None = HEADLINE
) -> SetHeadline:
    """The house headline, as the desk recorded it."""
    return SetHeadline(story_key=KEY, who="mira", at=at, against=against, text=text, agency_headline=agency_headline)


def house_picture(asset: str | None, at: datetime, *, against: int | None = 1) -> SetPicture:
    """The house picture, as the desk recorded it."""
    return SetPicture(
        story_key=KEY,
        who="mira",
        at=at,
        against=against,
        asset=asset,
        caption="Velmora harbour from the air",
        credit="The Morning Ledger",
        alt="A harbour seen from above",
    )


def kill(at: datetime, *, against: int | None = 1, reason: str = "the port denies it") -> Kill:
    """A kill by the desk."""
    return Kill(story_key=KEY, who="mira", at=at, against=against, reason=reason)


def hold(at: datetime, *, against: int | None = 1, reason: str = "") -> Hold:
    """A hold by the desk."""
    return Hold(story_key=KEY, who="mira", at=at, against=against, reason=reason)


def release(at: datetime, *, against: int | None = 1) -> Release:
    """A release by the desk."""
    return Release(story_key=KEY, who="mira", at=at, against=against)


def unsealed(at: datetime, *, against: int | None = 1) -> Unsealed:
    """A reading of sealed words."""
    return Unsealed(story_key=KEY, who="mira", at=at, against=against, reason="the agency's lawyer asks")


def story(current: Dispatch | None = None, **fields: Any) -> Story:
    """A folded story, made by hand: live since its version arrived, unless said otherwise."""
    shown = current if current is not None else dispatch()
    given: dict[str, Any] = {
        "key": shown.story_key,
        "id": story_id(shown.story_key),
        "agency": shown.agency,
        "named": shown,
        "current": shown,
        "pictures": shown.pictures,
        "versions": 1,
        "standing": Standing(state=State.LIVE, reason="Live."),
        "first_live": shown.arrived,
        "line": (Version(dispatch=shown),),
    }
    return Story(**(given | fields))


def standing(state: State, until: datetime | None = None) -> Standing:
    """A standing made by hand."""
    return Standing(state=state, reason=f"It is {state}.", until=until)


def notes(**fields: Any) -> Notes:
    """Notes of a short story."""
    return Notes(**({"minutes": 1} | fields))


__all__ = [
    "AGENCY", "BODY", "HEADLINE", "HOLDING", "KEY", "NOON", "POLICY", "REPEATING", "SITE",
    "Kind", "State", "Status",
    "cancel", "dispatch", "embargoed", "headline", "hold", "house_picture", "kill", "moment", "notes", "picture",
    "release", "sign", "standing", "story", "unsealed", "withhold",
]  # fmt: skip
