"""May readers see the story now, and why not (life.md sections 1 and 5 to 7).

What shows least wins, in this order: a stop, not being a news page at all, the end of the right to show it, an embargo,
a hold, the end of its news value.
A hold has one cause or several; each is a function of its own in `HOLDS`, and a further cause is a further function.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from stet.model.address import story_id
from stet.model.dispatch import CLOCK_SKEW, Dispatch, Kind, Status
from stet.model.story import Cause, Policy, Standing, State
from stet.story.doubts import is_one_id_for_many
from stet.story.effective import Effective, has_text
from stet.story.embargo import embargo
from stet.story.history import History, is_take
from stet.story.release import saw, usable
from stet.story.rights import rights_end
from stet.story.stops import mark, of
from stet.story.takes import join, takes_of, waits_until
from stet.story.tripwires import Look, trips
from stet.story.twins import earlier_twin, stopped_twins, words_of

WITHHELD = "Withheld by the agency; it comes back by itself when a later usable version arrives."
"""Why a story is down that the agency is still checking."""
_FILED = {
    Kind.PICTURE: "A picture: it goes with stories and has no page of its own.",
    Kind.PACKAGE: "A package: sound, film or a list of other items, and has no page of its own.",
    Kind.ADVISORY: "An advisory: a note to editors, not copy.",
}

_OF_PICTURES = (Cause.AFTER_A_KILL, Cause.DESK)
"""What holds a picture, which has no words to trip over."""


class Case(Struct, frozen=True, kw_only=True):
    """What is judged: a story's history as far as it is known, and what is left of it after its stops."""

    history: History
    left: Effective
    policy: Policy
    first_live: datetime | None = None
    """When readers could first see it here, where that is known: the archive limit counts from then."""


def standing(case: Case, now: datetime) -> Standing:
    """The standing of a story at `now`, from what is known of it.

    `until` is the next instant at which the clock alone may change it: the first of the ends of an embargo, of its
    news value, of the right to show it.
    """
    ended = _withdrawn(case) or _filed(case, now) or _published_elsewhere(case) or _lapsed(case, now)
    if ended:
        return ended
    found = _scheduled(case, now) or _held(case) or _waits_for_more(case, now) or _shown(case, now)
    pending = (found.until, *(end for end, _ in _ends(case)))
    return replace(found, until=min(filter(None, pending), default=None))


def _withdrawn(case: Case) -> Standing | None:
    """Stopped by the agency or the desk, with nothing usable above. The words of a kill are never repeated here."""
    if case.left.versions:
        return None
    if case.left.tombstone is None:
        if not of(case.history, Status.WITHHELD):
            return None
        reason = WITHHELD
    elif of(case.history, Status.CANCELED):
        reason = "Killed by the agency; only a later usable version can lift that."
    else:
        reason = "Killed at the desk; only a later usable version from the agency can lift that."
    return Standing(state=State.WITHDRAWN, reason=reason)


def _filed(case: Case, now: datetime) -> Standing | None:
    """What is no page is filed; but a picture stands as stories that show it need to know."""
    kind = case.left.newest.kind
    reason = _FILED.get(kind)
    filed = Standing(state=State.FILED, reason=reason) if reason else None
    if kind is not Kind.PICTURE:
        return filed
    return _lapsed(case, now) or _scheduled(case, now) or held_picture(case) or filed


def held_picture(case: Case) -> Standing | None:
    """An item of a picture that waits for a person: every page does without the picture until they let it go."""
    found = [(cause, reason) for cause, why in HOLDS if cause in _OF_PICTURES and (reason := why(case)) is not None]
    if not found:
        return None
    return Standing(state=State.HELD, reason=found[0][1], causes=tuple(cause for cause, _ in found))


def _published_elsewhere(case: Case) -> Standing | None:
    twin = earlier_twin(case.history)
    if twin is None or twin.stopped or words_of(case.left.current) != twin.words:
        return None
    reason = f"The same words came before, as story {story_id(twin.key)}: that one stands for both."
    return Standing(state=State.FILED, reason=reason)


def _lapsed(case: Case, now: datetime) -> Standing | None:
    """Whatever else may be said of it, nobody may show it any more: no release brings it back."""
    over = [(end, reason) for end, reason in _ends(case) if end <= now]
    return Standing(state=State.LAPSED, reason=min(over)[1]) if over else None


def _ends(case: Case) -> Iterator[tuple[datetime, str]]:
    """When the right to show it ends, and why."""
    end = rights_end(case.history, case.left)
    if end is not None:
        yield end, f"The agency's rights in it ended on {end:%Y-%m-%d %H:%M:%S} UTC."
    days = case.policy.archive_days
    if days is not None and case.first_live is not None:
        limit = case.first_live + timedelta(days=days)
        yield limit, f"This feed's stories may stand for {days} days; that was until {limit:%Y-%m-%d %H:%M:%S} UTC."


def _scheduled(case: Case, now: datetime) -> Standing | None:
    shut = embargo(case.history, now, repeats=case.policy.embargo_repeats)
    if shut is None:
        return None
    if shut.until is None:
        reason = "Under an embargo without an end: it stays shut until the agency names one or lifts it."
    else:
        reason = f"Under the agency's embargo until {shut.until:%Y-%m-%d %H:%M:%S} UTC."
    if shut.dropped:
        reason += " A newer version came without it: release the story if the agency has lifted it."
    return Standing(state=State.SCHEDULED, reason=reason, until=shut.until)


def _held(case: Case) -> Standing | None:
    found = [(cause, reason) for cause, why in HOLDS if (reason := why(case)) is not None]
    if not found:
        return None
    causes = tuple(dict.fromkeys(cause for cause, _ in found))
    return Standing(state=State.HELD, reason=found[0][1], causes=causes)


def _usable_after_a_kill(case: Case) -> str | None:
    killed = case.left.tombstone
    if killed is None or any(r.at > killed and saw(r, case.left.versions, case.history) for r in case.history.releases):
        return None
    return "Usable again after a kill: a person has to confirm it by releasing the story."


def _named_by_an_order(case: Case) -> str | None:
    """An order that may mean another story: this one waits until a person has looked (life.md 5, rule 1)."""
    orders = case.history.doubts
    if not orders or _agreed(case, max(order.dispatch.arrived for order in orders)):
        return None
    return "An order to stop a story names this one, but not surely: a person has to kill it or release it."


def _same_words_stopped(case: Case) -> str | None:
    """A stop is meant for the words, under whatever id they came and in whatever order (life.md 5, rule 1).

    Whoever released these words after the last of those stops knew of it.
    """
    for twin, same in stopped_twins(case.history, case.left.versions):
        agreed = (release for release in case.history.releases if saw(release, same, case.history))
        if twin.stopped and not any(release.at > twin.stopped for release in agreed):
            return f"The same words came as story {story_id(twin.key)}, which was stopped: a person has to look."
    return None


def _twin_of_another(case: Case) -> str | None:
    """What began as the words of another story and cannot be told to be that one."""
    twin = earlier_twin(case.history)
    if twin is None or _agreed(case, max(twin.arrived, case.left.newest.arrived)):
        return None
    if twin.stopped:
        return f"It began with the words of story {story_id(twin.key)}, which was stopped: a person has to look."
    return (
        f"It began with the words of story {story_id(twin.key)} and has changed since: "
        "a person has to say whether both are published."
    )


def _one_id_for_many(case: Case) -> str | None:
    if not is_one_id_for_many(case.history):
        return None
    return "Different reports come under this one id: it does not say which story it is. The agency has to be asked."


def _held_at_the_desk(case: Case) -> str | None:
    """The later of hold and release decides; at the same instant the hold does."""
    holds = case.history.holds
    if not holds or any(release.at > holds[-1].at for release in case.history.releases):
        return None
    if not holds[-1].reason:
        return f"Held at the desk by {holds[-1].who}."
    return f"Held at the desk by {holds[-1].who}: {holds[-1].reason}"


def _held_by_the_house(case: Case) -> str | None:
    if not case.policy.hold or case.history.releases:
        return None
    return case.policy.hold_because or "This feed waits for a person: release the story to publish it."


def _unknown_status(case: Case) -> str | None:
    decided = usable(case.history)
    unknown = [d for d in of(case.history, Status.UNKNOWN) if d not in decided and not _is_past(case, d)]
    if not unknown or _agreed(case, max(dispatch.arrived for dispatch in unknown)):
        return None
    return "The agency gave a version a status that is not known here: a person has to decide."


def _is_past(case: Case, dispatch: Dispatch) -> bool:
    """Whether the newest version is surely later."""
    newest, history = case.left.newest, case.history
    if dispatch.story_key == newest.story_key:
        return mark([dispatch]).is_below(newest)
    return history.place(dispatch.story_key) < history.place(newest.story_key)


def _queried(case: Case) -> str | None:
    """Something met while reading the newest version that a machine must not decide."""
    newest = case.left.newest
    return newest.queries[0] if newest.queries and not _agreed(case, newest.arrived) else None


def _nothing_but_takes(case: Case) -> str | None:
    newest = case.left.newest
    if not is_take(newest) or _agreed(case, newest.arrived):
        return None
    return "It continues another take, which has not come, and is nothing without it."


def _asked_about_a_take(case: Case) -> str | None:
    doubt = join(case.history, case.left).doubt
    return doubt[1] if doubt and not _agreed(case, doubt[0]) else None


def _alert(case: Case) -> str | None:
    newest = case.left.newest
    if not case.policy.hold_alerts or newest.kind is not Kind.ALERT or _agreed(case, newest.arrived):
        return None
    return "An alert: on this feed they wait for a person, or for the full story."


def _waits_for_more(case: Case, now: datetime) -> Standing | None:
    """A first take alone is kept back for a while, so that readers get a text with an end; never what they had before
    it (edge case 89)."""
    newest = case.left.newest
    until = waits_until(newest)
    if until is None or now >= until or newest is not case.left.first or takes_of(case.history, case.left):
        return None
    if _agreed(case, newest.arrived):
        return None
    reason = "More of the text is to come: it waits for that a while."
    return Standing(state=State.HELD, reason=reason, until=until, causes=(Cause.TAKE,))


def _tripped(case: Case) -> str | None:
    """What a tripwire found in the newest version, or in the one that is shown in its place (story/tripwires.py).

    The whole story is held, also one that was live and is updated or corrected: what is older is no safer.
    """
    newest, current = case.left.newest, case.left.current
    for shown in (newest,) if current is newest else (newest, current):
        if not _agreed(case, shown.arrived):
            for tripped in trips(looked_at(case, shown)):
                if not _was_found_before(case, tripped.reason):
                    return tripped.reason
    return None


def _was_found_before(case: Case, reason: str) -> bool:
    """Whether a person released the story with a version before them in which the same was found."""
    for release in case.history.releases:
        seen = [version for version in case.left.versions if saw(release, [version], case.history)]
        if seen and any(tripped.reason == reason for tripped in trips(looked_at(case, seen[-1]))):
            return True
    return False


def looked_at(case: Case, shown: Dispatch) -> Look:
    """What tripwires are shown of a version."""
    known_since = min(version.arrived for version in (*case.left.versions, shown))
    burst = case.history.bursts.get(case.left.first.story_key)
    return Look(item=shown, known_since=known_since, policy=case.policy, burst=burst)


def _without_text(case: Case) -> str | None:
    """Nothing but an alert goes out without a body (edge cases 68 and 69), and nothing at all without a word."""
    newest = case.left.newest
    if has_text(newest):
        return None
    kept = has_text(case.left.current)
    had = kept or any(has_text(d) for d in case.history.dispatches if d.status is Status.USABLE)
    if not kept and (had or not (newest.headline or "").strip()):
        return "There are no words to show: the agency has to send a version with a body."
    if _agreed(case, newest.arrived):
        return None
    if kept:
        return (
            "The newest version came without a body: the story is off the site until a person has looked. A release "
            "shows the text before it."
        )
    return None if newest.kind is Kind.ALERT else "The story came without a body: a person has to look."


def _agreed(case: Case, since: datetime) -> bool:
    """Whether a person released the story, with a version before them that stands, when the cause was known."""
    stands = case.left.versions or (case.left.current,)
    return any(release.at >= since and saw(release, stands, case.history) for release in case.history.releases)


HOLDS: tuple[tuple[Cause, Callable[[Case], str | None]], ...] = (
    (Cause.AFTER_A_KILL, _usable_after_a_kill),
    (Cause.ORDER, _named_by_an_order),
    (Cause.DESK, _held_at_the_desk),
    (Cause.ONE_ID, _one_id_for_many),
    (Cause.STOPPED_WORDS, _same_words_stopped),
    (Cause.TWIN, _twin_of_another),
    (Cause.STATUS, _unknown_status),
    (Cause.QUERY, _queried),
    (Cause.TAKE, _nothing_but_takes),
    (Cause.TAKE, _asked_about_a_take),
    (Cause.ALERT, _alert),
    (Cause.TRIPWIRE, _tripped),
    (Cause.NO_TEXT, _without_text),
    (Cause.FEED, _held_by_the_house),
)


def _shown(case: Case, now: datetime) -> Standing:
    """Live, or expired: a story whose news value is over leaves the fronts and the feeds.

    Expiry ends what the agency calls relevance, not rights (life.md section 7): the page may stay where it is,
    so an expired story can still be resolved and has the instant at which readers could first see it.
    """
    current = case.left.current
    expires, created = current.expires, current.version_created
    if created is not None and created < current.arrived - case.policy.unlisted:
        days = (current.arrived - created).days
        return Standing(state=State.EXPIRED, reason=f"Archive copy: it is dated {days} days before it came.")
    if expires is None or (created is not None and expires < created):
        ignored = "" if expires is None else " Its expiry lies before its own time and is ignored."
        return Standing(state=State.LIVE, reason="Live." + ignored + _ahead(current))
    if expires <= now:
        return Standing(state=State.EXPIRED, reason=f"Expired by the agency on {expires:%Y-%m-%d %H:%M:%S} UTC.")
    return Standing(state=State.LIVE, reason="Live." + _ahead(current), until=expires)


def _ahead(shown: Dispatch) -> str:
    if shown.version_created is None or shown.version_created <= shown.arrived + CLOCK_SKEW:
        return ""
    return " The agency's time for it lies in the future; the time of arrival is shown instead."
