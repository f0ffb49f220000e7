"""What else there is to read about a story's topics, and the same story in other languages.

A choice out of the few stories that stand nearest to it in time on its topics' shelves (journal/beside.py), so it is
the same for any order of arrival and after a replay, and a story that comes or goes concerns few pages. Of stories with
the same text, or under the same headline, one is named; and none that has the text or headline of the page itself.
"""

from collections.abc import Iterable
from datetime import timedelta

from stet.model.likeness import is_near
from stet.model.page import Card
from stet.model.text import fold

MOST = 6
"""Stories named on a page at most. It names one where there is only one."""
AROUND = 4
"""Stories on either side, on the shelf of each topic, out of which they are chosen."""
WITHIN = timedelta(days=30)
"""How far apart in time two stories may be to be named on one another's pages."""


def related(page: Card, near: Iterable[Card]) -> tuple[str, ...]:
    """Ids of the stories to name on a page: those with most topics in common with it first, then those whose text is
    most like its text, then those nearest in time."""
    chosen: list[Card] = []
    for card in sorted(near, key=lambda card: _distance(page, card)):
        if not any(_is_twin(card, other) for other in (page, *chosen)):
            chosen.append(card)
        if len(chosen) == MOST:
            break
    return tuple(card.id for card in chosen)


def _distance(page: Card, card: Card) -> tuple[int, int, timedelta, str]:
    topics = {topic.slug for topic in page.topics} & {topic.slug for topic in card.topics}
    alike = set(page.marks) & set(card.marks)
    return -len(topics), -len(alike), abs(card.updated - page.updated), card.id


def _is_twin(one: Card, other: Card) -> bool:
    if one.id == other.id or _headline(one) == _headline(other):
        return True
    return is_near(frozenset(one.marks), frozenset(other.marks))


def _headline(card: Card) -> str:
    return fold(card.headline).casefold()


def translations(page: Card, told: Iterable[Card]) -> tuple[str, ...]:
    """Ids of the same story in other languages, one in each: the first to be published here. All pages of such a group
    come to the same choice, so that each that is named names the others."""
    own = page.language.lower()
    chosen: dict[str, Card] = {}
    for card in sorted((page, *told), key=lambda card: (card.first_published, card.id)):
        chosen.setdefault(card.language.lower(), card)
    if chosen[own].id != page.id:
        return ()
    return tuple(card.id for language, card in sorted(chosen.items()) if language != own)
