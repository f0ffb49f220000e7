"""What cannot be answered: a page of the desk's own that says what to do now, and nothing of the inside."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError

from road.wire import g2
from stet.errors import Unavailable
from stet.newsroom import queues

SECRET = "Zebrafinch"


def says(answer, status: int, words: str) -> None:
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert words in answer.text
    assert '<a class="button first" href="/desk/">To the wire</a>' in answer.text
    assert '/desk/static/desk/desk.css"' in answer.text
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    for inside in (SECRET, "Traceback", "Django", "Exception", "urls"):
        assert inside not in answer.text


@pytest.mark.parametrize(
    "address",
    [f"/desk/{SECRET}/", f"/desk/story/{SECRET}/", f"/desk/queues/{SECRET}/", f"/desk/feeds/{SECRET}/refused/1/"],
)
def test_what_is_not_there_is_a_page_that_leads_to_the_wire_and_does_not_repeat_the_address(road, desk, address):
    road.take(g2(1))
    answer = desk().get(address)
    says(answer, 404, "Nothing is here")
    assert 'href="/desk/queues/"' in answer.text


def test_a_stranger_gets_it_without_the_rooms_of_the_desk(desk):
    answer = desk(None).get(f"/desk/{SECRET}/")
    says(answer, 404, "Nothing is here")
    assert "/desk/queues/" not in answer.text


def test_what_no_page_of_the_desk_sends_is_not_understood(desk):
    says(desk().get("/desk/?" + "&".join(f"a{n}=1" for n in range(1001))), 400, "This was not understood")


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        (PermissionDenied(SECRET), 403, "Not yours to do"),
        (RuntimeError(SECRET), 500, "The desk failed"),
        (Unavailable(SECRET), 503, "The journal does not answer"),
        (OperationalError(SECRET), 503, "The journal does not answer"),
    ],
)
def test_what_fails_says_what_to_do_now_and_nothing_of_the_inside(desk, monkeypatch, fault, status, words):
    def fails(_):
        raise fault

    monkeypatch.setattr(queues.lines, "count", fails)
    says(desk().get("/desk/queues/"), status, words)


def test_it_is_said_when_the_journal_answers_nothing_at_all(desk, monkeypatch):
    from django.contrib.sessions.backends.db import SessionStore

    def fails(self):
        raise OperationalError(SECRET)

    chief = desk()
    monkeypatch.setattr(SessionStore, "_get_session_from_db", fails)
    says(chief.get("/desk/queues/"), 503, "The journal does not answer")


def test_the_desk_has_an_icon_of_its_own(desk):
    stranger = desk(None)
    assert (
        '<link rel="icon" href="/desk/static/desk/icon.svg" type="image/svg+xml">'
        in stranger.get("/desk/sign-in/").text
    )
    icon = stranger.get("/desk/static/desk/icon.svg")
    assert (icon.status_code, icon.headers["content-type"]) == (200, "image/svg+xml")


def test_the_address_of_a_form_says_what_to_do_to_who_comes_to_it_by_a_link(desk):
    answer = desk().get("/desk/feeds/wire/switch/")
    says(answer, 405, "begin again on the page where the form is")
    assert answer.headers["allow"] == "POST"
