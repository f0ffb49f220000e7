"""What became of a story since a person looked at it (edge case 125), and whether what they ask for is so already.

A form carries a stamp of what its person had before them. The stamp is no secret and no proof: whoever makes one up is
asked again, or is not, and the act is signed all the same.
"""

from collections.abc import Iterator, Sequence

from stet.desk.overlay import overlay
from stet.desk.resolve import headline_of
from stet.desk.seen import since
from stet.model.change import AnyChange, Change, Hold, Kill, Release, SetHeadline, SetPicture, Unsealed
from stet.model.story import SHOWN, Cause, State, Story
from stet.model.text import fold

UNKNOWN = "This form does not say which version you had before you: look at the story as it stands now."
_TOLD = 5
"""Acts that are told."""


def stamp(story: Story, changes: Sequence[AnyChange]) -> str:
    """What stands now: the version, its standing, and how many acts there were."""
    return f"{story.current.digest}.{story.standing.state}.{len(_acts(changes))}"


def moved(story: Story, changes: Sequence[AnyChange], seen: str) -> tuple[str, ...]:
    """What has become of the story since somebody saw what this stamp says, a sentence each; mostly nothing."""
    digest, _, rest = seen.partition(".")
    state, _, number = rest.partition(".")
    if state not in list(State) or not (number.isascii() and number.isdigit()) or len(number) > 9:
        return (UNKNOWN,)
    return (*_versions(story, digest), *_standing(story, State(state)), *_done(story, _acts(changes)[int(number) :]))


def _acts(changes: Sequence[AnyChange]) -> list[AnyChange]:
    return [one for one in changes if not isinstance(one, Unsealed)]


def _versions(story: Story, digest: str) -> Iterator[str]:
    if digest == story.current.digest:
        return
    if story.standing.state is State.WITHDRAWN:
        return  # what came was a stop, and its words are sealed
    found = since(story, digest)
    if found is None:
        yield "The version that you had before you does not stand any more."
    elif found.told:
        yield f"The agency corrected it: {found.told}." if found.corrected else f"The agency updated it: {found.told}."
    elif found.pictures:
        yield "The agency's pictures of it are others now."


def _standing(story: Story, was: State) -> Iterator[str]:
    now = story.standing
    if now.state is not was:
        yield f"It was {was} and is {now.state} now: {now.reason}"


def _done(story: Story, acts: Sequence[AnyChange]) -> Iterator[str]:
    is_sealed = story.standing.state is State.WITHDRAWN
    if len(acts) > _TOLD:
        yield f"{len(acts) - _TOLD} more acts of the desk, and then:"
    for act in acts[-_TOLD:]:
        yield _in_a_sentence(act, is_sealed=is_sealed)


def _in_a_sentence(act: AnyChange, *, is_sealed: bool) -> str:
    who, at = act.who, f"{act.at:%H:%M:%S} UTC"
    match act:
        case SetHeadline(text=""):
            return f"{who} went back to the agency's headline at {at}."
        case SetHeadline():
            return f"{who} set a headline at {at}." if is_sealed else f"{who} set the headline “{act.text}” at {at}."
        case SetPicture(asset=None):
            return f"{who} went back to the agency's picture at {at}."
        case SetPicture():
            return f"{who} set a picture at {at}."
        case Kill():
            return f"{who} killed it at {at}."
        case Hold():
            return f"{who} held it at {at}."
        case Release():
            return f"{who} released it at {at}."
        case _:
            return f"{who} looked into what is sealed at {at}."


def already(story: Story, changes: Sequence[AnyChange], asked: type[Change], act: AnyChange | None) -> str:
    """In words that the story is already as somebody asks for it, so that an act sent twice is done once; empty where
    it is not. `act` is what the act comes to, none where it was refused."""
    if isinstance(act, SetHeadline):
        return _headline_is(story, changes, act)
    if isinstance(act, SetPicture):
        return _picture_is(story, changes, act)
    state, acts = story.standing.state, _acts(changes)
    last = acts[-1] if acts else None
    if asked is Hold and state is State.HELD and Cause.DESK in story.standing.causes and isinstance(last, Hold):
        return "It is held already."
    if asked is Kill and state is State.WITHDRAWN and isinstance(last, Kill) and _is_newest(story, last):
        return "It is killed already."
    if asked is Release and state in SHOWN and isinstance(last, Release):
        return "It is released already."
    return ""


def _is_newest(story: Story, kill: Kill) -> bool:
    return all(one.dispatch.arrived < kill.at for one in story.line) and story.current.arrived < kill.at


def _headline_is(story: Story, changes: Sequence[AnyChange], act: SetHeadline) -> str:
    over = overlay(story, changes)
    if over.fallen is not None:
        return ""  # to set it again, or to go back for good, says something
    shown, is_ours = headline_of(story, over)
    if not act.text:
        return "" if is_ours or over.headline else "The agency's headline stands already."
    if fold(act.text) != fold(shown):
        return ""
    return "This headline stands already." if is_ours else "This is the agency's own headline, and it stands already."


def _picture_is(story: Story, changes: Sequence[AnyChange], act: SetPicture) -> str:
    stands = overlay(story, changes).picture
    if stands is None:
        return "The agency's picture stands already." if act.asset is None else ""
    same = (stands.asset, stands.caption, stands.credit, stands.alt, stands.focus)
    return "This picture stands already." if same == (act.asset, act.caption, act.credit, act.alt, act.focus) else ""
