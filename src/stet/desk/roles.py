"""Whose an act is."""

from stet.errors import Forbidden, Misused
from stet.model.person import Person, Role

_IS = {Role.READER: "a reader", Role.EDITOR: "an editor", Role.CHIEF: "a chief"}
_NEEDS = {Role.READER: "a reader", Role.EDITOR: "an editor or a chief", Role.CHIEF: "a chief"}


def must_be(least: Role, who: Person, what: str) -> None:
    """Raises `Forbidden`, with whom to ask, for a person who is less than that; `what` is the act, at the beginning of
    a sentence."""
    if who.role < least:
        raise Forbidden(
            f"{what} takes {_NEEDS[least]}, and {who.name} is {_IS[who.role]} here. Ask {_NEEDS[least]} to do it, or a "
            "chief to change the role."
        )


def name_of(who: Person) -> str:
    """What an act is signed with. Raises `Misused` where nobody's name would stand under it."""
    if not who.name.strip():
        raise Misused("Nobody's name stands under this: say who you are, every change is signed.")
    return who.name.strip()
