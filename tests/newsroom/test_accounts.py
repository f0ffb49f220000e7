"""Who may use the desk: what a chief may say of it, and what not even a chief may."""

import pytest

from stet.errors import Forbidden, Misused
from stet.model.person import Person, Role
from stet.newsroom import accounts
from stet.newsroom.models import Act, User

MIRA = Person(name="mira", role=Role.CHIEF, place="203.0.113.7")
STRONG = "boats all night"


@pytest.fixture
def add(road):
    def add(name: str, role: Role = Role.EDITOR, password: str | None = STRONG) -> User:
        return accounts.add(name, role, password, by=MIRA, at=road.clock())[0]

    return add


def acts() -> list[tuple[str, str, str, str]]:
    return [(act.who, act.kind, act.about, act.words) for act in Act.objects.order_by("pk")]


def test_somebody_new_gets_a_strong_password_that_is_good_once(road):
    user, given = accounts.add("tom", Role.EDITOR, by=MIRA, at=road.clock())
    other = accounts.add("eva", Role.READER, by=MIRA, at=road.clock())[1]
    assert user.check_password(given)
    assert user.password_given
    assert len(given.replace("-", "")) == 16
    assert given != other
    assert acts()[0] == ("mira", "user-added", "tom", "editor")


def test_no_password_is_ever_on_record(road, add):
    given = accounts.reset(add("tom"), by=MIRA, at=road.clock())
    assert not [act for act in acts() if given in str(act) or STRONG in str(act)]


@pytest.mark.parametrize("password", ["short", "password1234", "1234567890123", "tom tom tom"])
def test_a_weak_password_is_refused_and_nothing_is_done(road, add, password):
    with pytest.raises(Misused, match="too weak"):
        add("tom tom tom", password=password)
    assert not User.objects.exists()


@pytest.mark.parametrize("name", ["", " ", "a" * 61, "<b>tom</b>", "tom\u202e", "tom\x00", "-tom", "../tom"])
def test_a_name_that_acts_cannot_be_signed_with_is_refused(add, name):
    with pytest.raises(Misused, match="cannot be a name"):
        add(name)


def test_two_people_never_have_one_name(add):
    add("Tom")
    with pytest.raises(Misused, match="already"):
        add("tom")


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR])
def test_only_a_chief_says_who_may_do_what(road, add, role):
    user, by, at = add("tom"), Person(name="eva", role=role), road.clock()
    for act in (
        lambda: accounts.add("new", Role.READER, by=by, at=at),
        lambda: accounts.set_role(user, Role.CHIEF, by=by, at=at),
        lambda: accounts.shut_out(user, by=by, at=at),
        lambda: accounts.let_in(user, by=by, at=at),
        lambda: accounts.reset(user, by=by, at=at),
        lambda: accounts.end_sessions(user, [], by=by, at=at),
    ):
        with pytest.raises(Forbidden, match="takes a chief"):
            act()
    assert len(acts()) == 1


def test_the_last_chief_who_can_sign_in_is_neither_shut_out_nor_made_less(road, add):
    chief, other = add("ada", Role.CHIEF), add("bob", Role.CHIEF)
    accounts.shut_out(other, by=MIRA, at=road.clock())
    with pytest.raises(Misused, match="last chief"):
        accounts.shut_out(chief, by=MIRA, at=road.clock())
    with pytest.raises(Misused, match="last chief"):
        accounts.set_role(chief, Role.EDITOR, by=MIRA, at=road.clock())
    chief.refresh_from_db()
    assert chief.is_active
    assert chief.role == Role.CHIEF
    accounts.let_in(other, by=MIRA, at=road.clock())
    accounts.set_role(chief, Role.EDITOR, by=MIRA, at=road.clock())
    assert [kind for _, kind, *_ in acts()][-2:] == ["user-enabled", "role-changed"]


def test_what_changes_nothing_is_not_on_record(road, add):
    user = add("tom")
    accounts.set_role(user, Role.EDITOR, by=MIRA, at=road.clock())
    accounts.let_in(user, by=MIRA, at=road.clock())
    assert len(acts()) == 1
