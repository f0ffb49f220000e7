"""What can be understood of JSON that breaks off or is damaged: enough to find an id and a status (edge_cases.md 117).

A quote, a bracket or a value may be lost or stray. What stands where nothing can stand is passed over, and names tell
where a text that was never closed must have ended: in JSON that is whole, no text holds a comma, a quote and a name.
"""

import re
from typing import Any

import msgspec

_TOKEN = re.compile(
    r'"(?:[^"\\\n,]|\\["\\/bfnrtu]?|,(?!\s*"[\w$.@-]{1,64}"\s*:))*"?'  # a text, closed or not; it cannot fail
    r"|\{(?!\s*[,:\]])|[}\[\]:,]"
    r'|[^\s{}\[\]:,"]+'
)

_DEEPEST = 256
"""No item lies deeper; each closing sign looks through all that is open."""

_IDS = ("uri", "guid", "urn")
"""What items are named by: one of them in each item."""
_STATUSES = ("pubstatus", "pubStatus", "state")

Stack = list[Any]
"""What is open, outermost first: a list for what stands at the top, then objects and lists."""


def as_far_as_it_goes(text: str) -> Any:
    """The value as far as it can be told; several values, one after the other, come as a list."""
    top: list[Any] = []
    stack: Stack = [top]
    name = last = ""
    for found in _TOKEN.finditer(text):
        mark = found[0]
        if mark == ":":
            _into_object(stack, last)
            name = last
        elif mark == ",":
            name = ""
        elif mark in ("}", "]"):
            if not name:  # where a value is due, it is the damage
                _close(stack, dict if mark == "}" else list)
            name = ""
        elif mark in ("{", "["):
            if len(stack) > _DEEPEST:
                continue
            _open(stack, name, {} if mark == "{" else [])
            name = ""
        else:
            value = _value(mark)
            if _is_anothers(stack[-1], name, value):
                _open(stack, "", {})
            _put(stack[-1], name, value)
            last, name = str(value), ""
    return top[0] if len(top) == 1 else [value for value in top if isinstance(value, dict | list)]


def _value(mark: str) -> Any:
    try:
        return msgspec.json.decode(mark)
    except msgspec.DecodeError:
        return mark.strip('"')


def _put(parent: Any, name: str, value: Any) -> bool:
    """Of two values under one name the first stands. False where the value has no place."""
    if isinstance(parent, list):
        parent.append(value)
    elif name:
        parent.setdefault(name, value)
    return isinstance(parent, list) or bool(name)


def _is_anothers(parent: Any, name: str, value: Any) -> bool:
    """Whether a value is the id of another item than the one that is open: that one was never closed.

    Until an item has said its status, it may still be that of a part of it.
    """
    if name not in _IDS or not isinstance(parent, dict) or not any(parent.get(said) for said in _STATUSES):
        return False
    return any(parent.get(id_, value) != value for id_ in _IDS)


def _open(stack: Stack, name: str, value: Any) -> None:
    """An object in an object, and no name for it: the outer one was never closed."""
    if not _put(stack[-1], name, value) and isinstance(value, dict):
        while not isinstance(stack[-1], list):
            stack.pop()
        stack[-1].append(value)
    stack.append(value)


def _close(stack: Stack, kind: type) -> None:
    """Closes the innermost of its kind, and with it all that was never closed within."""
    if any(isinstance(value, kind) for value in stack[1:]):
        while not isinstance(stack.pop(), kind):
            pass


def _into_object(stack: Stack, name: str) -> None:
    """A name in a list: the sign that opens another of its objects was lost, or the list was never closed. At the top
    an object was closed too early."""
    if isinstance(stack[-1], list) and stack[-1] and stack[-1][-1] == name:
        stack[-1].pop()
    if isinstance(stack[-1], list) and _begins_another(stack, name):
        stack[-1].append({})
        stack.append(stack[-1][-1])
    while len(stack) > 1 and isinstance(stack[-1], list):
        stack.pop()
    if len(stack) == 1:
        if not stack[0] or not isinstance(stack[0][-1], dict):
            stack[0].append({})
        stack.append(stack[0][-1])


def _begins_another(stack: Stack, name: str) -> bool:
    """Whether a name in a list is that of an object of its own: the one before it begins with that name too, for
    objects of a list are written alike, or the object that the list is in bears it already."""
    before = next((value for value in reversed(stack[-1]) if isinstance(value, dict)), None)
    if before is None:
        return False
    around = stack[-2] if len(stack) > 1 else ()
    return next(iter(before), None) == name or (isinstance(around, dict) and name in around)
