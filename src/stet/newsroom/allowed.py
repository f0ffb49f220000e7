"""What desk/edit.py says of each act here and now. It is asked, and no screen has a rule of its own."""

from collections.abc import Callable

from stet.desk import edit
from stet.errors import Forbidden, Misused
from stet.model.change import AnyChange
from stet.model.story import Story
from stet.newsroom.middleware import Asked
from stet.newsroom.people import person
from stet.newsroom.said import said

ACTS = ("headline", "picture", "hold", "release", "kill", "unseal", "kill_picture")


def allowed(request: Asked, story: Story | None) -> dict[str, str | None]:
    """By the name of each act: none where it may be done, else why not in a sentence; empty where the role does not
    allow it, or there is no story to do it to."""
    if story is None:
        return dict.fromkeys(ACTS, "")
    who, at = person(request), request.stet.clock()
    asked: dict[str, Callable[[], AnyChange]] = {
        "headline": lambda: edit.set_headline(story, "", who=who, at=at),
        "picture": lambda: edit.set_picture(story, None, who=who, at=at),
        "hold": lambda: edit.hold(story, who=who, at=at),
        "release": lambda: edit.release(story, who=who, at=at),
        "kill": lambda: edit.kill(story, "x", who=who, at=at),
        "unseal": lambda: edit.unseal(story, "x", who=who, at=at),
        "kill_picture": lambda: edit.kill_picture(story.key, "x", who=who, at=at),
    }
    return {name: _refusal(act) for name, act in asked.items()}


def _refusal(act: Callable[[], AnyChange]) -> str | None:
    try:
        act()
    except Forbidden:
        return ""
    except Misused as why:
        return said(why)
    return None
