"""`/desk/people/`: chiefs say there who may use the desk; nobody else sees it."""

import re

import pytest

from newsroom.asking import Desk
from road.conftest import Road
from stet.model.person import Person, Role
from stet.newsroom import accounts
from stet.newsroom.models import Act, User

PEOPLE = "/desk/people/"
PASSWORD = "boats all night"
BY = Person(name="root", role=Role.CHIEF, place="command line")


@pytest.fixture
def chief(desk) -> Desk:
    return desk(Role.CHIEF, "mira")


@pytest.fixture
def tom(road: Road) -> User:
    return accounts.add("tom", Role.EDITOR, PASSWORD, by=BY, at=road.clock())[0]


@pytest.fixture
def tom_inside(desk, tom: User) -> Desk:
    door = desk(None)
    door.post("/desk/sign-in/", {"login": "tom", "password": PASSWORD})
    assert door.get("/desk/").status_code == 200
    return door


def shown_password(page: str) -> str:
    found = re.search(r'id="password-given">([^<]+)<', page)
    assert found, page
    return found[1]


def last_act() -> tuple[str, str, str, str, str]:
    act = Act.objects.order_by("pk").last()
    return act.who, act.place, act.kind, act.about, act.words


def test_a_chief_adds_somebody_whose_password_is_shown_once(chief, desk):
    answer = chief.post(PEOPLE, {"name": "eva", "role": "editor"})
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    given = shown_password(answer.text)
    assert given not in chief.get(PEOPLE).text
    assert last_act() == ("mira", "203.0.113.7", "user-added", "eva", "editor")
    door = desk(None)
    answer = door.post("/desk/sign-in/", {"login": "eva", "password": given})
    assert answer.headers["location"] == "/desk/"
    assert door.get("/desk/").headers["location"] == "/desk/me/password/"


@pytest.mark.parametrize(
    ("name", "told"), [("", "cannot be a name"), ("<i>x</i>", "cannot be a name"), ("TOM", "already")]
)
def test_what_cannot_be_added_is_told_with_what_was_typed(chief, tom, name, told):
    answer = chief.post(PEOPLE, {"name": name, "role": "reader"})
    assert answer.status_code == 422
    assert told in answer.text
    assert "<i>x</i>" not in answer.text
    assert '<option value="reader" selected>' in answer.text
    assert "is no role" in chief.post(PEOPLE, {"name": "eva", "role": "boss"}).text
    assert User.objects.count() == 2


def test_a_role_holds_from_the_next_request_on(chief, tom, tom_inside):
    assert tom_inside.get(PEOPLE).status_code == 403
    chief.post(f"{PEOPLE}{tom.pk}/role/", {"role": "chief"}, form=PEOPLE)
    assert last_act() == ("mira", "203.0.113.7", "role-changed", "tom", "editor to chief")
    assert tom_inside.get(PEOPLE).headers["location"] == "/desk/me/second-factor/"
    chief.post(f"{PEOPLE}{tom.pk}/role/", {"role": "reader"}, form=PEOPLE)
    assert tom_inside.get(PEOPLE).status_code == 403


def test_whoever_is_shut_out_is_out_at_once_and_in_again_only_by_signing_in(chief, tom, tom_inside, desk):
    chief.post(f"{PEOPLE}{tom.pk}/shut-out/", form=PEOPLE)
    assert last_act()[2:4] == ("user-disabled", "tom")
    assert tom_inside.get("/desk/").status_code == 302
    assert desk(None).post("/desk/sign-in/", {"login": "tom", "password": PASSWORD}).status_code == 200
    chief.post(f"{PEOPLE}{tom.pk}/let-in/", form=PEOPLE)
    assert tom_inside.get("/desk/").status_code == 302
    assert desk(None).post("/desk/sign-in/", {"login": "tom", "password": PASSWORD}).status_code == 302


def test_a_reset_takes_password_second_factor_and_sessions_away(chief, tom, tom_inside, desk):
    from allauth.mfa.totp.internal import auth

    auth.TOTP.activate(tom, auth.generate_totp_secret())
    given = shown_password(chief.post(f"{PEOPLE}{tom.pk}/reset/", form=PEOPLE).text)
    assert last_act() == ("mira", "203.0.113.7", "user-reset", "tom", "")
    assert tom_inside.get("/desk/").status_code == 302
    assert not accounts.has_second_factor(tom)
    door = desk(None)
    assert door.post("/desk/sign-in/", {"login": "tom", "password": PASSWORD}).status_code == 200
    assert door.post("/desk/sign-in/", {"login": "tom", "password": given}).status_code == 302


def test_a_chief_signs_somebody_out_everywhere(chief, tom, tom_inside):
    chief.post(f"{PEOPLE}{tom.pk}/end-sessions/", form=PEOPLE)
    assert last_act() == ("mira", "203.0.113.7", "session-ended", "tom", "1: from 203.0.113.7")
    assert tom_inside.get("/desk/").status_code == 302


def test_the_last_chief_can_neither_shut_themselves_out_nor_be_made_less(chief):
    mira = User.objects.get(username="mira")
    for path, form in (("shut-out/", {}), ("role/", {"role": "reader"})):
        answer = chief.post(f"{PEOPLE}{mira.pk}/{path}", form, form=PEOPLE)
        assert answer.headers["location"] == PEOPLE
        assert "last chief" in chief.get(PEOPLE).text
    mira.refresh_from_db()
    assert mira.is_active
    assert mira.role == Role.CHIEF


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR])
def test_nobody_but_a_chief_sees_or_changes_who_may_use_the_desk(desk, tom, role):
    somebody = desk(role)
    before = list(User.objects.order_by("pk").values())
    assert "Only a chief" in somebody.get(PEOPLE).text
    asks: list[tuple[str, dict[str, str]]] = [
        ("", {"name": "eva", "role": "chief"}), (f"{tom.pk}/role/", {"role": "chief"}), (f"{tom.pk}/shut-out/", {}),
        (f"{tom.pk}/let-in/", {}), (f"{tom.pk}/reset/", {}), (f"{tom.pk}/end-sessions/", {}),
    ]  # fmt: skip
    for path, form in asks:
        assert somebody.post(PEOPLE + path, form, form="/desk/me/").status_code == 403
    assert list(User.objects.order_by("pk").values()) == before


def test_somebody_who_is_not_there_is_not_found(chief):
    assert chief.post(f"{PEOPLE}4711/role/", {"role": "chief"}, form=PEOPLE).status_code == 404
