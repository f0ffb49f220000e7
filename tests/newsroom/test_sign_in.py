"""Coming in: who is let in by what, what is said to whoever is not, and what is on record of it."""

import re
import time
from collections.abc import Callable

import httpx
import pytest

from newsroom.asking import ORIGIN, Desk
from road.conftest import Road
from stet.model.person import Person, Role
from stet.newsroom import accounts
from stet.newsroom.models import Act, User

PASSWORD = "boats all night"
SIGN_IN = "/desk/sign-in/"
ME = "/desk/me/"
BY = Person(name="root", role=Role.CHIEF, place="command line")


@pytest.fixture
def person(road: Road) -> Callable[..., User]:
    def person(name: str = "tom", role: Role = Role.EDITOR, password: str | None = PASSWORD) -> User:
        return accounts.add(name, role, password, by=BY, at=road.clock())[0]

    return person


@pytest.fixture
def door(desk) -> Desk:
    """Somebody who is not signed in."""
    return desk(None)


def come_in(door: Desk, name: str = "tom", password: str = PASSWORD, **more: str) -> httpx.Response:
    return door.post(SIGN_IN, {"login": name, "password": password, **more})


def where(answer: httpx.Response) -> str:
    assert answer.status_code == 302, answer.text
    return answer.headers["location"]


def acts(kind: str = "") -> list[tuple[str, str, str, str]]:
    found = Act.objects.order_by("pk").filter(kind__startswith=kind).exclude(kind="user-added")
    return [(act.who, act.kind, act.about, act.words) for act in found]


def code_of(user: User, step: int = 0) -> str:
    """What their authenticator app shows."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal import auth

    secret = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP).data["secret"]
    return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30 + step))


def give_an_app(user: User) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal import auth

    auth.TOTP.activate(user, auth.generate_totp_secret())
    RecoveryCodes.activate(user)


def recovery_codes_of(user: User) -> list[str]:
    from allauth.mfa.models import Authenticator

    return Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()


# -- by password


def test_name_and_password_let_an_editor_in_and_it_is_on_record_from_where(door, person):
    person()
    assert where(come_in(door)) == "/desk/"
    assert door.get("/desk/").status_code == 200
    assert acts() == [("tom", "sign-in", "tom", "password")]
    assert Act.objects.get(kind="sign-in").place == "203.0.113.7"


def test_the_session_is_another_one_after_signing_in(door, person):
    person()
    door.get(SIGN_IN)
    door.client.cookies.set("stet_desk", "planted", domain="news.example", path="/desk/")
    answer = come_in(door)
    [cookie] = [one for one in answer.headers.get_list("set-cookie") if one.startswith("stet_desk=")]
    assert "planted" not in cookie
    assert "HttpOnly" in cookie
    assert "Secure" in cookie
    assert "Path=/desk/" in cookie


def test_what_is_said_does_not_tell_whether_the_name_or_the_password_was_wrong(door, person):
    person()
    accounts.shut_out(person("eva"), by=BY, at=door.stet.clock())

    def told(name: str, password: str) -> str:
        answer = come_in(door, name, password)
        assert answer.status_code == 200
        return re.sub(r'value="[^"]*"', "", answer.text)

    wrong = told("tom", "wrong")
    assert "do not belong together" in wrong
    assert told("nobody", PASSWORD) == wrong
    assert told("eva", PASSWORD) == wrong


def test_a_refusal_is_on_record_without_what_was_typed(door, person):
    person()
    come_in(door, "tom", "wrong horse")
    come_in(door, "my secret password", "tom")
    assert acts() == [("", "sign-in-refused", "tom", "wrong password"), ("", "sign-in-refused", "", "wrong password")]


def test_whoever_keeps_guessing_is_not_listened_to_even_with_the_right_password(door, person):
    person()
    for _ in range(5):
        come_in(door, password="wrong")
    answer = come_in(door)
    assert answer.status_code == 200
    assert "Wait five minutes" in answer.text
    person("eva")
    assert where(come_in(door, "eva")) == "/desk/"


def test_an_address_that_keeps_asking_is_told_to_wait(door):
    answers = [come_in(door, f"name {number}") for number in range(31)]
    assert answers[-1].status_code == 429
    assert "Wait a minute" in answers[-1].text


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/desk/", "//evil.example/desk/", "/\\evil.example", "javascript:alert(1)", "/", "/x"],
)
def test_nobody_is_sent_on_to_another_place_than_this_desk(door, person, elsewhere):
    person()
    assert where(come_in(door, next=elsewhere)) == "/desk/"


def test_whoever_wanted_a_page_comes_to_it(door, person):
    person()
    wanted = where(door.get("/desk/me/"))
    assert where(door.post(wanted, {"login": "tom", "password": PASSWORD, "next": ME})) == ME


def test_signing_out_takes_a_form_and_ends_the_session(door, person):
    person()
    come_in(door)
    assert "Sign out?" in door.get("/desk/sign-out/").text
    assert door.get("/desk/").status_code == 200
    assert where(door.post("/desk/sign-out/")) == SIGN_IN
    assert "You are signed out." in door.get(SIGN_IN).text
    assert where(door.get("/desk/")).startswith(SIGN_IN)
    assert acts()[-1][:2] == ("tom", "sign-out")


@pytest.mark.parametrize("path", ["signup/", "sign-up/", "password/reset/", "email/", "login/", "accounts/"])
def test_there_is_no_door_that_is_not_needed(desk, path):
    assert desk(Role.EDITOR).get(f"/desk/{path}").status_code == 404


# -- a password that was given


def test_whoever_was_given_a_password_chooses_their_own_before_the_desk_opens(desk, road):
    given = accounts.add("tom", Role.EDITOR, by=BY, at=road.clock())[1]
    door = desk(None)
    come_in(door, "tom", given)
    for path in ("/desk/", ME, "/desk/me/app/"):
        assert where(door.get(path)) == "/desk/me/password/"
    form = {"oldpassword": given, "password1": PASSWORD, "password2": PASSWORD}
    assert where(door.post("/desk/me/password/", form)) == "/desk/"
    assert door.get("/desk/").status_code == 200
    assert acts()[-1] == ("tom", "password-changed", "tom", "")


def test_a_password_is_changed_by_the_present_one_and_ends_every_other_session(desk, person):
    person()
    door, other = desk(None), desk(None)
    come_in(door)
    come_in(other)
    new = "ferries all day"
    assert (
        "present password"
        in door.post("/desk/me/password/", {"oldpassword": "x", "password1": new, "password2": new}).text
    )
    weak = door.post("/desk/me/password/", {"oldpassword": PASSWORD, "password1": "short", "password2": "short"})
    assert "too short" in weak.text
    assert where(door.post("/desk/me/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})) == ME
    assert door.get(ME).status_code == 200
    assert where(other.get(ME)).startswith(SIGN_IN)


# -- second factors


def test_a_chief_sets_up_a_second_factor_before_the_desk_opens(door, person):
    person("ada", Role.CHIEF)
    come_in(door, "ada")
    for path in ("/desk/", ME, "/desk/people/"):
        assert where(door.get(path)) == "/desk/me/second-factor/"
    assert "authenticator app" in door.get("/desk/me/second-factor/").text
    page = door.get("/desk/me/app/")
    assert "<svg" in page.text
    secret = re.search(r'class="secret">(\w+)<', page.text)
    assert secret
    from allauth.mfa.totp.internal import auth

    assert "not right" in door.post("/desk/me/app/", {"code": "000000"}).text
    page = door.get("/desk/me/app/")
    secret = re.search(r'class="secret">(\w+)<', page.text)[1]
    code = auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30))
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]
    answer = door.send(
        "POST", "/desk/me/app/", data={"code": code, "csrfmiddlewaretoken": token},
        headers={"Referer": f"{ORIGIN}/desk/me/app/"},
    )  # fmt: skip
    assert where(answer) == "/desk/me/recovery-codes/"
    assert len(re.findall(r"<li><code>\d{8}</code>", door.get("/desk/me/recovery-codes/").text)) == 10
    assert door.get("/desk/").status_code == 200
    added = [words for _, kind, _, words in acts() if kind == "second-factor-added"]
    assert sorted(added) == ["authenticator app", "recovery codes"]


def test_the_house_says_of_whom_a_second_factor_is_asked(desk, person):
    from msgspec.structs import replace

    from stet.config import DeskSettings

    person("ada", Role.CHIEF)
    person("tom", Role.READER)
    door = desk(None)
    house = door.stet.house
    for said, asked in (("chief", ["ada"]), ("all", ["ada", "tom"]), ("none", [])):
        settings = replace(house.settings, desk=DeskSettings(second_factor=said))
        door.stet.house = replace(house, settings=settings)
        for name in ("ada", "tom"):
            one = desk(None)
            come_in(one, name)
            assert (one.get("/desk/").status_code == 302) == (name in asked), (said, name)


def test_a_second_factor_is_asked_for_after_the_password_and_a_code_is_good_once(desk, person):
    user = person()
    give_an_app(user)
    door = desk(None)
    assert where(come_in(door)) == "/desk/sign-in/code/"
    assert where(door.get("/desk/")).startswith(SIGN_IN)
    assert "passkey" not in door.get("/desk/sign-in/code/").text
    code = code_of(user)
    assert where(door.post("/desk/sign-in/code/", {"code": code})) == "/desk/"
    assert acts()[-1] == ("tom", "sign-in", "tom", "password, authenticator app")
    other = desk(None)
    come_in(other)
    assert "used already" in other.post("/desk/sign-in/code/", {"code": code}).text
    assert acts()[-1] == ("", "sign-in-refused", "tom", "wrong code")


def test_codes_cannot_be_guessed_for_long(door, person):
    user = person()
    give_an_app(user)
    come_in(door)
    for _ in range(5):
        door.post("/desk/sign-in/code/", {"code": "000000"})
    assert "Wait five minutes" in door.post("/desk/sign-in/code/", {"code": code_of(user)}).text


def test_a_recovery_code_is_good_once(desk, person):
    user = person()
    give_an_app(user)
    code = recovery_codes_of(user)[0]
    door = desk(None)
    come_in(door)
    assert where(door.post("/desk/sign-in/code/", {"code": code})) == "/desk/"
    assert acts()[-1][3] == "password, recovery codes"
    other = desk(None)
    come_in(other)
    assert other.post("/desk/sign-in/code/", {"code": code}).status_code == 200


def test_how_somebody_signs_in_is_changed_only_by_whoever_showed_it_lately(desk, person, monkeypatch):
    user = person()
    door = desk(None)
    come_in(door)
    assert door.get("/desk/me/app/").status_code == 200
    from stet.newsroom.sign_in import adapters

    monkeypatch.setattr(adapters, "REAUTHENTICATION_TIMEOUT", -1)
    for path in ("/desk/me/app/", "/desk/me/passkeys/add/"):
        assert where(door.get(path)).startswith("/desk/me/confirm/?next=")
    give_an_app(user)
    for path in ("/desk/me/recovery-codes/", "/desk/me/recovery-codes/new/", "/desk/me/app/off/"):
        assert where(door.get(path)).startswith("/desk/me/confirm/?next=")
    assert "not your password" in door.post("/desk/me/confirm/", {"password": "wrong"}).text
    answer = door.post("/desk/me/confirm/", {"password": PASSWORD, "next": "/desk/me/app/off/"})
    assert where(answer) == "/desk/me/app/off/"
    monkeypatch.setattr(adapters, "REAUTHENTICATION_TIMEOUT", 60)
    assert where(door.post("/desk/me/app/off/")) == ME
    removed = [words for _, kind, _, words in acts() if kind == "second-factor-removed"]
    assert removed == ["authenticator app", "recovery codes"]


def test_a_passkey_that_is_none_lets_nobody_in(door, person):
    person()
    for credential in (
        "",
        "{}",
        "[]",
        "null",
        '"x"',
        '{"response": {"userHandle": "MQ"}}',
        '{"id": 1, "response": null}',
    ):
        assert where(door.post("/desk/sign-in/passkey/", {"credential": credential}, form=SIGN_IN)) == SIGN_IN
    assert where(door.get("/desk/")).startswith(SIGN_IN)


# -- one's own sessions and language


def test_somebody_sees_where_they_are_signed_in_and_ends_what_is_not_theirs_any_more(desk, person):
    person()
    door, other = desk(None), desk(None)
    other.client.headers["user-agent"] = "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0"
    come_in(door)
    come_in(other)
    page = door.get(ME).text
    assert "Firefox, Windows" in page
    assert "203.0.113.7" in page
    number = re.search(r"/desk/me/sessions/(\d+)/end/", page)
    assert where(door.post(f"/desk/me/sessions/{number[1]}/end/", form=ME)) == ME
    assert where(other.get("/desk/")).startswith(SIGN_IN)
    assert door.get("/desk/").status_code == 200
    assert acts()[-1] == ("tom", "session-ended", "tom", "1: from 203.0.113.7")


def test_nobody_ends_somebody_elses_session_from_their_own_page(desk, person):
    from allauth.usersessions.models import UserSession

    person()
    person("eva")
    door, other = desk(None), desk(None)
    come_in(door)
    come_in(other, "eva")
    number = UserSession.objects.get(user__username="eva").pk
    door.post(f"/desk/me/sessions/{number}/end/", form=ME)
    assert other.get("/desk/").status_code == 200


def test_the_desks_own_words_are_in_the_language_somebody_chose(door, person):
    person()
    come_in(door)
    assert '<html lang="en"' in door.get(ME).text
    door.post("/desk/me/language/", {"language": "hi"}, form=ME)
    assert '<html lang="hi"' in door.get(ME).text
    door.post("/desk/me/language/", {"language": "xx"}, form=ME)
    assert User.objects.get(username="tom").language == ""


# -- the demonstration


def demonstrated(road: Road, bind: str) -> Desk:
    from msgspec.structs import replace

    from stet.config import ServerSettings

    settings = replace(road.stet.house.settings, server=ServerSettings(bind=bind))
    road.stet.house = replace(road.stet.house, settings=settings)
    return Desk(road.stet, None, demo=True)


@pytest.mark.parametrize("role", list(Role))
def test_the_demonstration_lets_anybody_in_by_a_click_and_says_that_it_is_one(road, role):
    door = demonstrated(road, "127.0.0.1:8000")
    assert "This is a demonstration" in door.get(SIGN_IN).text
    assert where(door.post("/desk/sign-in/demonstration/", {"role": role.called}, form=SIGN_IN)) == "/desk/"
    assert door.get("/desk/").status_code == 200
    assert "by a click" in door.get(ME).text
    assert acts()[-1] == (f"demo {role.called}", "sign-in", f"demo {role.called}", "demonstration")
    assert where(door.get("/desk/me/password/")) == ME
    door.close()


def test_no_other_desk_has_that_button(desk):
    door = desk(None)
    assert "demonstration" not in door.get(SIGN_IN).text
    assert door.post("/desk/sign-in/demonstration/", {"role": "chief"}, form=SIGN_IN).status_code == 404
    assert not User.objects.exists()


@pytest.mark.parametrize("bind", ["0.0.0.0:8000", "192.0.2.1:8000", "[::]:8000", "news.example:8000"])
def test_nor_has_a_demonstration_that_others_can_reach(road, bind):
    door = demonstrated(road, bind)
    assert "demonstration" not in door.get(SIGN_IN).text
    assert door.post("/desk/sign-in/demonstration/", {"role": "chief"}, form=SIGN_IN).status_code == 404
    door.close()


# -- what holds for each form


@pytest.mark.parametrize(
    "path", ["sign-in/", "sign-out/", "me/password/", "me/language/", "me/sessions/1/end/", "people/"]
)
def test_no_form_is_taken_without_its_token(desk, path):
    assert desk().send("POST", f"/desk/{path}", data={"login": "a", "password": "b"}).status_code == 403


@pytest.mark.parametrize("path", ["me/language/", "me/sessions/1/end/", "me/sessions/others/end/", "people/1/role/",
                                  "people/1/shut-out/", "people/1/let-in/", "people/1/reset/", "people/1/end-sessions/",
                                  "sign-in/demonstration/"])  # fmt: skip
def test_nothing_is_done_by_looking(desk, path):
    assert desk().get(f"/desk/{path}").status_code == 405
