from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import SetClock
from newsroom.asking import Desk
from road.conftest import Road
from stet.model.person import Role


@pytest.fixture(autouse=True)
def _quick_passwords_and_nobody_throttled(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings
    from django.contrib.auth import hashers
    from django.core.cache import cache

    monkeypatch.setattr(settings, "PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])
    hashers.get_hashers.cache_clear()
    hashers.get_hashers_by_algorithm.cache_clear()
    cache.clear()


@pytest.fixture
def road(tmp_path: Path, clock: SetClock, database: Path) -> Road:
    """A house with two feeds (`wire`, and `slow`, whose stories wait for a person) under a clock of the test's own."""
    return Road(tmp_path, clock)


@pytest.fixture
def desk(road: Road) -> Iterator[Callable[..., Desk]]:
    """Makes somebody at the desk of that house: `desk()` a chief, `desk(Role.EDITOR)`, `desk(None)` nobody."""
    made: list[Desk] = []

    def somebody(role: Role | None = Role.CHIEF, name: str | None = None) -> Desk:
        made.append(Desk(road.stet, role, name or (role.called if role else "")))
        return made[-1]

    yield somebody
    for one in made:
        one.close()
