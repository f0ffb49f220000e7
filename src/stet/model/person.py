"""Who acts: a person of the house, and what the house lets them do."""

from enum import IntEnum

from msgspec import Struct


class Role(IntEnum):
    """What somebody is at the desk. Each may do all that those before may."""

    READER = 1
    """Sees the wire as the desk does, embargoed copy included, and changes nothing."""
    EDITOR = 2
    """Reworks headline and picture, holds and releases."""
    CHIEF = 3
    """Kills, lifts stops, reads what was sealed, says who may do what."""

    @property
    def called(self) -> str:
        """The word for it: `reader`, `editor`, `chief`."""
        return self.name.lower()


class Person(Struct, frozen=True, kw_only=True):
    """Somebody who acts, and from where."""

    name: str
    """What their acts are signed with."""
    role: Role
    place: str = ""
    """Where the act came from, for the record: a network address, or `command line`."""
