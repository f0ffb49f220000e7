"""The notes as a whole."""

from makers import dispatch
from stet.enrichment import notes
from stet.model.likeness import likeness
from stet.model.story import Notes, Standing, State, Story, Topic

BODY = (
    "Norway reopened the harbour bridge in Velmora on Saturday after storm repairs that took nine weeks.\n\n"
    "Engineers replaced forty steel plates on the harbour bridge and tested the repairs with loaded lorries.\n\n"
    "Norway will repair two more bridges next year."
)


def story(version: int, **fields: object) -> Story:
    first = dispatch(1, body_text="Sweden closed a bridge. Sweden opened a road.")
    return Story(
        key="k",
        id="0123456789",
        agency="a",
        named=first,
        current=dispatch(version, body_text=BODY, **fields),
        versions=version,
        standing=Standing(state=State.LIVE, reason="usable"),
        first_live=None,
    )


def test_notes_stand_beside_the_text() -> None:
    assert notes(story(2)) == Notes(
        minutes=1,
        standfirst=BODY.split("\n\n")[1].rstrip("."),
        topics=(Topic(name="Norway", slug="norway"),),
        marks=tuple(sorted(likeness(BODY))),
    )


def test_notes_depend_on_the_version_shown_and_on_nothing_before_it() -> None:
    assert notes(story(2)) == notes(story(7)) == notes(story(7))


def test_an_empty_story_has_empty_notes() -> None:
    bare = dispatch(1, body_text="", headline=None, slugline=None)
    standing = Standing(state=State.HELD, reason="no text")
    empty = Story(key="k", id="0", agency="a", named=bare, current=bare, versions=1, standing=standing, first_live=None)
    assert notes(empty) == Notes(minutes=0)
