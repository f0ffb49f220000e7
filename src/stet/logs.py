"""What the log tells of a fault: where it happened and of what kind, and no word of what was at hand.

What an exception says may quote copy, and copy may be under an embargo or killed (life.md sections 5 and 6). The whole
of it stands in the journal, for who may read that: `stet doctor`, `stet show`.
"""

import sys
import traceback
from collections.abc import Iterator, MutableMapping
from typing import Any


def without_words(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A processor of structlog: puts the trace of an exception into a line, without what the exception says."""
    given = event.pop("exc_info", None)
    fault = given if isinstance(given, BaseException) else sys.exc_info()[1] if given else None
    if fault is not None:
        event["exception"] = "\n".join(_told(fault))
    return event


def kind(fault: BaseException) -> str:
    """What sort of fault it is, in a word; of one of the system's also its number."""
    number = getattr(fault, "errno", None)
    return f"{type(fault).__name__}" + (f" [errno {number}]" if isinstance(fault, OSError) and number else "")


def _told(fault: BaseException) -> Iterator[str]:
    """The trace of a fault, after those of the faults that led to it."""
    before = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    if before is not None:
        yield from _told(before)
        yield "and then:"
    yield "Traceback (most recent call last):"
    yield "".join(traceback.format_tb(fault.__traceback__)) + kind(fault)
