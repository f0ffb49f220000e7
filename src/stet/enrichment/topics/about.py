"""What a story is about, and not every name in it.

Each mention is worth more the earlier it stands and the plainer it names its subject; mentions crowded in one
paragraph count less than mentions spread over many. A headline and a slugline say most. What falls under the
line for the story's length, or far behind its first topic, was met in passing.
"""

from bisect import bisect_right
from collections import defaultdict

_HEADLINE = 7.5
_HEADLINE_SLOPE = 2.0
"""What stands first in a headline is its subject more often than what stands last."""
_SLUGLINE = 2.5
_AGENCY = 3.0
_REACH = ((300, 3.0), (700, 2.0), (1200, 1.5))
"""Characters into the body, and what a mention before that point is worth."""
_STRETCH = 600
"""Characters: a paragraph longer than this counts as several, so that a body in one piece is weighed alike."""
_LINE = ((300, 2.5), (600, 3.5), (1500, 4.0))
"""Characters of body, and the least weight for a topic of a story no longer than that."""
_LONG_LINE = 5.0
_BEHIND = 0.22
"""The least share of the first topic's weight."""
_FAR = 1 << 40


class _Evidence:
    """What speaks for one subject."""

    __slots__ = ("extra", "first", "headline", "named", "stretches")

    def __init__(self) -> None:
        self.headline = 0.0
        self.extra = 0.0
        self.named = False
        self.first = _FAR
        self.stretches: dict[int, tuple[float, float]] = {}
        """By stretch of the body: the best mention's worth, and all mentions' together."""

    def weight(self) -> float:
        """A second mention in one stretch counts half, and all of a stretch no more than twice its best."""
        total = self.headline + self.extra
        for best, together in self.stretches.values():
            total += min(2 * best, best + (together - best) / 2)
        return total


class Weights:
    """Gathers the evidence for each subject of one story."""

    def __init__(self, body: str) -> None:
        self._length = len(body)
        self._breaks = _breaks(body)
        self._evidence: defaultdict[str, _Evidence] = defaultdict(_Evidence)

    def in_body(self, key: str, at: int, plainness: float) -> None:
        """A mention in the body, `at` characters in; `plainness` is 1 for the name, 0.5 for a demonym."""
        evidence = self._evidence[key]
        worth = plainness * _worth(at)
        stretch = bisect_right(self._breaks, at)
        best, together = evidence.stretches.get(stretch, (0.0, 0.0))
        evidence.stretches[stretch] = (max(best, worth), together + worth)
        evidence.first = min(at, evidence.first)
        evidence.named |= plainness >= 1

    def in_headline(self, key: str, plainness: float, along: float) -> None:
        """A mention in the headline, `along` from 0 (its first word) to 1: the one that says most counts."""
        evidence = self._evidence[key]
        evidence.headline = max(plainness * (_HEADLINE - _HEADLINE_SLOPE * along), evidence.headline)

    def in_slugline(self, key: str) -> None:
        """A word of the slugline."""
        self._evidence[key].extra += _SLUGLINE

    def by_agency(self, key: str) -> None:
        """The agency names it among what the story is about."""
        self._evidence[key].extra += _AGENCY

    def is_in_body(self, key: str) -> bool:
        """Whether the body mentions it at all."""
        return key in self._evidence and bool(self._evidence[key].stretches)

    def topics(self) -> list[str]:
        """What the story is about, the weightiest first."""
        weighed = sorted((-e.weight(), e.first, key, e) for key, e in self._evidence.items())
        if not weighed:
            return []
        line = max(self._line(), _BEHIND * -weighed[0][0])
        return [key for weight, _, key, evidence in weighed if -weight >= line and _is_plain(evidence)]

    def _line(self) -> float:
        return next((line for length, line in _LINE if self._length <= length), _LONG_LINE)


def _is_plain(evidence: _Evidence) -> bool:
    """Named outright somewhere, or at least in the headline or in three paragraphs."""
    return evidence.named or evidence.headline > 0 or len(evidence.stretches) >= 3


def _worth(at: int) -> float:
    for reach, worth in _REACH:
        if at < reach:
            return worth
    return 1.0


def _breaks(body: str) -> list[int]:
    """Where paragraphs end, and long ones are cut."""
    found: list[int] = []
    start = 0
    for paragraph in body.split("\n\n"):
        stop = start + len(paragraph) + 2
        if stop - start > _STRETCH:
            found.extend(range(start + _STRETCH, stop, _STRETCH))
        found.append(stop)
        start = stop
    return found
