"""A story in one line for the desk's list. Pure."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from msgspec.structs import replace

from stet.desk.captions import CutsOf, recaptioned
from stet.desk.doubts import Doubt, doubts
from stet.desk.overlay import Overlay, overlay
from stet.desk.resolve import headline_of, plate_of
from stet.model.brief import Brief, Flag
from stet.model.change import AnyChange
from stet.model.dispatch import Dispatch, Kind
from stet.model.story import Cause, Policy, Standing, State, Story, Topic

_CARRIES_NO_PICTURE = (State.WITHDRAWN, State.FILED, State.LAPSED)
_OF_STOPS = frozenset({Cause.ORDER, Cause.STOPPED_WORDS, Cause.AFTER_A_KILL})


def brief(
    story: Story,
    changes: Iterable[AnyChange],
    standing: Standing,
    *,
    policy: Policy,
    came: datetime,
    cuts_of: CutsOf,
    path: str | None = None,
    topics: Iterable[Topic] = (),
) -> Brief:
    """The line of a story that stands so, which may be lower than its own standing: a page can fail a check.

    `came` is when the last came for it, `path` where its page is.
    """
    current = story.current
    if standing.state is State.WITHDRAWN:
        return _bare(story.id, current, standing, policy, came)
    acts = tuple(changes)
    over = overlay(story, acts)
    picture = None if over.picture and recaptioned(story, over.picture, cuts_of) else over.picture
    plate = plate_of(story, picture, cuts_of)
    headline, is_ours = headline_of(story, over)
    told = doubts(story, acts, cuts_of)
    return replace(
        _bare(story.id, current, standing, policy, came),
        agency=story.agency,
        slug=current.slugline or "",
        headline=headline,
        agency_headline=(current.headline or "") if is_ours else "",
        path=path,
        thumb=min(plate.cuts, key=lambda cut: cut.width).path if plate else None,
        flags=_flags(story, standing, over, told, has_picture=plate is not None, is_ours=is_ours),
        looks=(*(f"{one.about}: {one.words}" for one in told), *_looks(story)),
        topics=tuple(topic.slug for topic in topics),
    )


def brief_of_no_story(id_: str, came: Dispatch | None, standing: Standing, policy: Policy, at: datetime) -> Brief:
    """The line of what could not be folded: what came last says whose it is, and none of its words are shown."""
    if came is None:
        return Brief(
            id=id_, guid="", agency="", section=policy.section, state=standing.state, reason=standing.reason,
            causes=standing.causes, came=at,
        )  # fmt: skip
    return _bare(id_, came, standing, policy, at)


def _bare(id_: str, said: Dispatch, standing: Standing, policy: Policy, came: datetime) -> Brief:
    return Brief(
        id=id_,
        guid=said.guid,
        agency=said.agency,
        section=policy.section,
        state=standing.state,
        reason=standing.reason,
        until=standing.until,
        causes=standing.causes,
        came=came,
        made=said.version_created,
        version=said.version,
        urgency=said.urgency,
        language=said.language,
    )


def _flags(
    story: Story, standing: Standing, over: Overlay, told: Collection[Doubt], *, has_picture: bool, is_ours: bool
) -> Flag:
    found, is_picture = Flag(0), story.current.kind is Kind.PICTURE
    for flag, holds in (
        (Flag.ALERT, story.current.kind is Kind.ALERT),
        (Flag.CORRECTION, bool(story.line) and story.line[-1].corrects),
        (Flag.STALE, any(one.stale for one in told)),
        (Flag.FELL, bool(told) and over.headline is None),
        (Flag.TRIPWIRE, Cause.TRIPWIRE in standing.causes),
        (Flag.EMBARGO, standing.state is State.SCHEDULED),
        (Flag.NO_PICTURE, not has_picture and standing.state not in _CARRIES_NO_PICTURE and not is_picture),
        (Flag.RIGHTS, bool(story.barred)),
        (Flag.ORDER, not _OF_STOPS.isdisjoint(standing.causes)),
        (Flag.LOOK, story.conflict or bool(story.flags)),
        (Flag.HEADLINE, is_ours),
        (Flag.PICTURE, has_picture and over.picture is not None),
    ):
        if holds:
            found |= flag
    return found


def _looks(story: Story) -> Iterator[str]:
    yield from story.flags
    if story.conflict:
        yield "Two contents came under one version; the first to arrive stands."
    for one in story.barred:
        yield f"A picture is not used: {one.reason}"
