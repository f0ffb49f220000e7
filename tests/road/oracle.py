"""What readers must meet, told from life.md in the simplest way there is. Shares no code with `story/`.

A thread is a list of items, each going on from the one before. `said` is all that ever came for it, in any order.
"""

from datetime import datetime
from typing import NamedTuple

USABLE, CANCELED, WITHHELD = "usable", "canceled", "withheld"
HEADLINE, HOLD, RELEASE, KILL = "headline", "hold", "release", "kill"


class Sent(NamedTuple):
    """A version that came by the wire. `place` is which item of the thread it is of; an order by another name is -1."""

    place: int
    version: int
    status: str
    created: datetime
    arrived: datetime
    mark: str
    embargo: datetime | None = None


class Did(NamedTuple):
    """What a person did, with the version that was before them."""

    what: str
    at: datetime
    place: int
    version: int
    words: str = ""


class Met(NamedTuple):
    """What readers meet: the status of the page's address, and the words on it."""

    status: int
    mark: str = ""
    headline: str = ""


Said = list[Sent | Did]


def met(said: Said, now: datetime) -> Met:
    """What readers meet now. An order by another name means nobody until the first item, whose name it is, has come."""
    if not any(isinstance(one, Sent) and one.place == 0 for one in said):
        said = [one for one in said if not (isinstance(one, Sent) and one.place < 0)]
    sent = [one for one in said if isinstance(one, Sent)]
    stands = standing(said)
    if not stands:
        stopped = any(one.status != USABLE for one in sent) or any(isinstance(one, Did) for one in said)
        return Met(410 if sent and stopped else 404)
    if is_shut(said, now) or is_held(said, stands):
        return Met(410 if was_open(said, now) else 404)
    return Met(200, stands[-1].mark, headline(said, stands))


def standing(said: Said) -> list[Sent]:
    """From the highest usable version down to the first that a stop reaches: what is left."""
    usable = sorted((one for one in said if isinstance(one, Sent) and one.status == USABLE), key=height)
    left: list[Sent] = []
    while usable and not is_stopped(usable[-1], said):
        left.insert(0, usable.pop())
    return left


def height(one: Sent) -> tuple[int, int, datetime, float]:
    return (one.place, one.version, one.created, -one.arrived.timestamp())


def is_stopped(one: Sent, said: Said) -> bool:
    for other in said:
        if isinstance(other, Sent) and other.status != USABLE:
            if one.place == other.place and one.version <= other.version:
                return True
            if one.place != other.place and (one.place < other.place or one.created <= other.created):
                return True
        if isinstance(other, Did) and other.what == KILL:
            here = [s for s in said if isinstance(s, Sent) and s.arrived <= other.at and s.place >= 0]
            known = max([(s.place, s.version) for s in here] + [(other.place, other.version)])
            of_mine = [s.version for s in here if s.place == one.place]
            if one.arrived <= other.at or one.place < known[0] or one.version <= max(of_mine, default=-1):
                return True
    return False


def is_shut(said: Said, now: datetime) -> bool:
    carrying = sorted((s for s in said if isinstance(s, Sent) and s.embargo and s.status == USABLE), key=height)
    if not carrying:
        return False
    last = [s for s in carrying if height(s)[:3] == height(carrying[-1])[:3]]
    newer = [s for s in said if isinstance(s, Sent) and s.status == USABLE and height(s)[:3] > height(last[-1])[:3]]
    lifted = any(saw(act, newer) and act.at > max(s.arrived for s in last) for act in releases(said))
    return max(s.embargo for s in last if s.embargo) > now and not lifted


def is_held(said: Said, stands: list[Sent]) -> bool:
    holds = [act.at for act in said if isinstance(act, Did) and act.what == HOLD]
    if holds and not any(act.at > max(holds) for act in releases(said)):
        return True
    deaths = [s.arrived for s in said if isinstance(s, Sent) and s.status == CANCELED]
    deaths += [act.at for act in said if isinstance(act, Did) and act.what == KILL]
    return bool(deaths) and not any(act.at > max(deaths) and saw(act, stands) for act in releases(said))


def releases(said: Said) -> list[Did]:
    return [act for act in said if isinstance(act, Did) and act.what == RELEASE]


def saw(act: Did, versions: list[Sent]) -> bool:
    return any(s.arrived <= act.at and (s.place, s.version) <= (act.place, act.version) for s in versions)


def was_open(said: Said, now: datetime) -> bool:
    """Whether there was an instant at which what was known then let readers in."""
    instants = {s.arrived for s in said if isinstance(s, Sent)} | {act.at for act in releases(said)}
    instants |= {s.embargo for s in said if isinstance(s, Sent) and s.embargo}
    for instant in sorted(instants):
        known = [s for s in said if (s.arrived if isinstance(s, Sent) else s.at) <= instant < now]
        stands = standing(known)
        if stands and not is_shut(known, instant) and not is_held(known, stands):
            return True
    return False


def headline(said: Said, stands: list[Sent]) -> str:
    """The house's last, if it was made on a version that still stands and after every kill by hand."""
    kills = [act.at for act in said if isinstance(act, Did) and act.what == KILL]
    made = [act for act in said if isinstance(act, Did) and act.what == HEADLINE]
    made = [act for act in made if act.at > max(kills, default=datetime.min.replace(tzinfo=act.at.tzinfo))]
    kept = [act for act in made if (act.place, act.version) >= (stands[0].place, stands[0].version)]
    return max(kept, key=lambda act: act.at).words if kept and max(kept, key=lambda act: act.at).words else ""
