"""What the program adds beside a story's text."""

from msgspec.structs import replace

from stet.enrichment.reading_time import minutes
from stet.enrichment.standfirst import standfirst
from stet.enrichment.topics import topics
from stet.model.likeness import likeness
from stet.model.story import Notes, Story


def notes(story: Story) -> Notes:
    """The notes on the version readers get: the same for the same dispatch, whatever came before it."""
    current = story.current
    return Notes(
        marks=tuple(sorted(likeness(current.body_text))),
        minutes=minutes(current.body_text, current.language),
        standfirst=standfirst(current.body_text, headline=current.headline, summary=current.summary),
        topics=topics(replace(current, subjects=(*current.subjects, *story.also)) if story.also else current),
    )
