"""What a person at the desk may do to a feed: one function per act, allowed or refused here and nowhere else.

A feed can be held, paused, and left to itself again; none of it can keep a stop from having its effect, and a stop is
all that an editor could not do by these. And what could not be read can be read again.
"""

from datetime import datetime

from stet.desk.roles import must_be, name_of
from stet.desk.words import required
from stet.errors import Misused
from stet.model.person import Person, Role
from stet.model.switch import Gate, Mode, Switch

LINE_LIMIT = 500
"""Characters of a reason."""
_DOING = {Mode.HOLD: "Holding a feed", Mode.PAUSE: "Pausing a feed", Mode.AUTO: "Resuming a feed"}
_REASON = {
    Mode.HOLD: "The reason of the hold",
    Mode.PAUSE: "The reason of the pause",
    Mode.AUTO: "The reason why the feed goes on",
}
_IN_FORCE = {Mode.HOLD: "held", Mode.PAUSE: "paused"}


def switch(gate: Gate, feed: str, mode: Mode, reason: str, *, who: Person, at: datetime) -> Switch:
    """Have all new stories of a feed wait for a person, pause it, or leave it to itself again.

    `gate` is what was switched before. Refused without a reason, and where the feed is switched so already, with who
    did it and why.
    """
    must_be(Role.EDITOR, who, _DOING[mode])
    if at.tzinfo is None:
        raise ValueError("the time of a switch needs a zone")
    now = gate.now(feed)
    if now is None and mode is Mode.AUTO:
        raise Misused(f"Feed {feed} is neither held nor paused: there is nothing to resume.")
    if now is not None and now.mode is mode:
        was = now.switch
        raise Misused(
            f"Feed {feed} is {_IN_FORCE[mode]} already, by {was.who} since {now.since:%Y-%m-%d %H:%M:%S} UTC: "
            f"{was.reason}"
        )
    return Switch(
        feed=feed,
        mode=mode,
        reason=required(_REASON[mode], reason, limit=LINE_LIMIT),
        who=name_of(who),
        at=at,
        place=who.place,
    )


def may_read_again(*, who: Person) -> None:
    """Whether this person may have a file read again that could not be read. Raises `Forbidden`."""
    must_be(Role.EDITOR, who, "Having a file read again")
    name_of(who)
