"""What is done about a story at the desk, and what comes back when it cannot be."""

import re
from datetime import timedelta
from html import escape, unescape
from threading import Thread

import pytest

from conftest import NOON
from makers import chief
from road.wire import PARAGRAPHS, cancel, g2, guid
from stet.desk import edit
from stet.journal import inquiry
from stet.model.change import Hold, Kill, Release, SetHeadline
from stet.model.person import Role

AGENCYS = "Velmora council approves ferry timetable 1"


@pytest.fixture
def story(road) -> str:
    """The address of a live story."""
    road.take(g2(1))
    return f"/desk/story/{inquiry.find(guid(1)).id}/"


def seen(desk, story: str) -> str:
    return re.search(r'name="seen" value="([^"]+)"', desk.get(story).text)[1]


def send(desk, story: str, act: str, **fields: str):
    """Send a form as it stands on the page now."""
    return desk.post(f"{story}{act}/", {"seen": seen(desk, story)} | fields, form=story)


def changes(road) -> list:
    return list(road.stet.history(inquiry.find(guid(1)).key).changes)


def state() -> str:
    return inquiry.find(guid(1)).state


def typed(answer) -> str:
    """What stands in the field of the headline."""
    return unescape(re.search(r'<textarea id="headline"[^>]*>\n(.*?)</textarea>', answer.text, re.DOTALL)[1])


def error(answer) -> str:
    found = re.search(r'id="wrong"[^>]*>(.*?)</div>', answer.text, re.DOTALL)
    assert found, answer.text
    return unescape(re.sub(r"<[^>]+>", " ", found[1]))


def page(road) -> str:
    (put,) = road.pages().values()
    return put.decode()


# -- the headline


def test_a_headline_is_set_signed_and_on_the_page(road, desk, story):
    editor = desk(Role.EDITOR)
    answer = send(editor, story, "headline", text="Ferries on time from Monday")
    assert (answer.status_code, answer.headers["location"]) == (303, story)
    assert "The headline is set." in editor.get(story).text
    assert '<h1 itemprop="headline">Ferries on time from Monday</h1>' in page(road)
    (change,) = changes(road)
    assert (change.who, change.place, change.against) == ("editor", "203.0.113.7", 1)


def test_the_agencys_headline_comes_back_by_its_button(road, desk, story):
    send(desk(), story, "headline", text="Ferries on time")
    send(desk(), story, "headline", text="whatever is typed", back="1")
    assert AGENCYS in page(road)
    assert [one.text for one in changes(road)] == ["Ferries on time", ""]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "The headline is empty"),
        ("   ", "The headline is empty"),
        ("x" * 2000, "2000 characters long"),
        ("<b>Ferries</b>", "holds markup"),
        ("Ferries \u202eemit no", "U+202E"),
        ("Ferries \x00", "U+0000"),
        ("Two\nlines", "U+000A"),
        ("\u200b", "nothing that can be seen"),
    ],
)
def test_a_headline_that_cannot_be_set_comes_back_with_what_was_typed(road, desk, story, text, says):
    answer = send(desk(), story, "headline", text=text)
    assert answer.status_code == 422
    assert says in error(answer)
    assert typed(answer) == text
    assert changes(road) == []


def test_the_agencys_own_words_are_no_rework(road, desk, story):
    answer = send(desk(), story, "headline", text=AGENCYS)
    assert answer.status_code == 303
    assert changes(road) == []
    send(desk(), story, "headline", text="Ferries on time")
    send(desk(), story, "headline", text=f" {AGENCYS}")
    assert changes(road)[-1].text == ""


# -- roles: what edit.py says, whatever the page shows


@pytest.mark.parametrize("act", ["headline", "picture", "hold", "release", "kill", "unseal"])
def test_a_reader_does_nothing(road, desk, story, act):
    answer = desk(Role.READER).post(f"{story}{act}/", {"text": "x", "reason": "x", "back": "1"}, form="/desk/?q=x")
    assert answer.status_code == 403
    assert "is a reader here" in error(answer)
    assert changes(road) == []


@pytest.mark.parametrize("act", ["kill", "unseal"])
def test_an_editor_does_not_do_what_takes_a_chief(road, desk, story, act):
    assert send(desk(Role.EDITOR), story, act, reason="x").status_code == 403
    assert changes(road) == []


@pytest.mark.parametrize(
    "act", ["headline", "headline/check", "picture", "picture/shelf", "hold", "release", "kill", "unseal"]
)
def test_no_act_is_done_by_looking_and_none_without_a_token(road, desk, story, act):
    chief = desk()
    assert chief.get(f"{story}{act}/").status_code == 405
    assert chief.send("POST", f"{story}{act}/", data={"text": "x", "reason": "x"}).status_code == 403
    assert changes(road) == []


# -- hold, release, kill


def test_a_story_is_held_and_released(road, desk, story):
    send(desk(Role.EDITOR), story, "hold", reason="the mayor denies it")
    assert state() == "held"
    assert not road.pages()
    send(desk(Role.EDITOR), story, "release")
    assert state() == "live"
    assert road.pages()


def test_a_kill_takes_a_reason_and_takes_the_page_down(road, desk, story):
    answer = send(desk(), story, "kill", reason=" ")
    assert answer.status_code == 422
    assert "The reason of the kill" in error(answer)
    assert send(desk(), story, "kill", reason="the port denies it").status_code == 303
    assert state() == "withdrawn"
    assert not road.pages()


def test_a_release_during_an_embargo_opens_nothing_and_says_when_it_opens(road, desk):
    road.take(g2(1, embargo=NOON + timedelta(hours=2)))
    story = f"/desk/story/{inquiry.find(guid(1)).id}/"
    answer = desk().post(f"{story}release/", {"seen": seen(desk(), story)}, form=story)
    assert answer.status_code == 422
    assert "opens by itself" in error(answer)
    assert state() == "scheduled"


def test_an_editor_does_not_lift_a_stop_and_a_chief_does(road, desk, story):
    road.clock.now += timedelta(minutes=1)
    road.take(cancel(1))
    road.clock.now += timedelta(minutes=1)
    road.take(g2(1, 3))
    assert f'action="{story}release/"' not in desk(Role.EDITOR).get(story).text
    assert send(desk(Role.EDITOR), story, "release").status_code == 403
    assert "the stop does not count" in desk().get(story).text
    assert send(desk(), story, "release").status_code == 303
    assert state() == "live"


# -- two people at once


def test_125_a_headline_on_a_story_that_was_corrected_meanwhile_is_asked_again(road, desk, story):
    editor = desk(Role.EDITOR)
    stamp = seen(editor, story)
    road.clock.now += timedelta(minutes=1)
    road.take(g2(1, 2, correction=True, paragraphs=(PARAGRAPHS[0].replace("six", "nine"), *PARAGRAPHS[1:])))
    form = {"seen": stamp, "text": "Six hours for a ferry"}
    answer = editor.post(f"{story}headline/", form, form=story)
    assert answer.status_code == 409
    assert "“six” is now “nine”" in error(answer)
    assert typed(answer) == "Six hours for a ferry"
    assert changes(road) == []
    fresh = re.search(r'name="seen" value="([^"]+)"', answer.text)[1]
    assert fresh != stamp
    assert editor.post(f"{story}headline/", form | {"seen": fresh}, form=story).status_code == 303


def test_who_saves_over_somebody_elses_headline_is_told_first(road, desk, story):
    first, second = desk(Role.EDITOR, "asha"), desk(Role.EDITOR, "imra")
    stamp = seen(second, story)
    send(first, story, "headline", text="Ferries on time")
    answer = second.post(f"{story}headline/", {"seen": stamp, "text": "Boats on time"}, form=story)
    assert answer.status_code == 409
    assert "asha set the headline “Ferries on time”" in error(answer)
    assert typed(answer) == "Boats on time"


def test_saving_on_a_story_killed_a_second_ago_changes_nothing_and_loses_no_word(road, desk, story):
    editor = desk(Role.EDITOR)
    stamp = seen(editor, story)
    road.clock.now += timedelta(seconds=1)
    road.take(cancel(1))
    answer = editor.post(f"{story}headline/", {"seen": stamp, "text": "Boats leave"}, form="/desk/?q=x")
    assert answer.status_code == 409
    assert "It was live and is withdrawn now" in error(answer)
    assert "the story was stopped while you had it open" in error(answer)
    assert "ask again" not in error(answer)
    assert "Boats leave" in answer.text
    assert "ferry" not in answer.text
    assert changes(road) == []


@pytest.mark.parametrize(("act", "kind"), [("kill", Kill), ("hold", Hold)])
def test_nothing_that_moved_holds_a_stop_up_and_it_is_told_afterwards(road, desk, story, act, kind):
    chief_ = desk()
    stamp = seen(chief_, story)
    road.stet.act(guid(1), lambda s: edit.set_headline(s, "Ferries on time", who=chief("asha"), at=road.clock()))
    answer = chief_.post(f"{story}{act}/", {"seen": stamp, "reason": "it is wrong"}, form=story)
    assert answer.status_code == 303
    assert not road.pages()
    assert isinstance(changes(road)[-1], kind)
    assert "It had moved since you looked: asha set" in chief_.get(story).text


@pytest.mark.parametrize("stamp", ["", "nonsense", "a.b.c"])
def test_a_kill_needs_no_stamp(road, desk, story, stamp):
    assert desk().post(f"{story}kill/", {"seen": stamp, "reason": "it is wrong"}, form=story).status_code == 303
    assert state() == "withdrawn"


@pytest.mark.parametrize(
    ("act", "fields", "says"),
    [
        ("headline", {"text": "Ferries on time"}, "This headline stands already."),
        ("hold", {"reason": "look"}, "It is held already."),
        ("kill", {"reason": "wrong"}, "It is killed already."),
    ],
)
def test_the_same_form_sent_twice_is_done_once(road, desk, story, act, fields, says):
    chief_ = desk()
    form = {"seen": seen(chief_, story)} | fields
    assert chief_.post(f"{story}{act}/", form, form=story).status_code == 303
    assert chief_.post(f"{story}{act}/", form, form=story).status_code == 303
    assert says in chief_.get(story).text
    assert len(changes(road)) == 1


def test_a_release_sent_twice_is_done_once(road, desk):
    road.take(g2(1), feed="slow")
    story = f"/desk/story/{inquiry.find(guid(1)).id}/"
    form = {"seen": seen(desk(), story)}
    for _ in range(2):
        assert desk().post(f"{story}release/", form, form="/desk/?q=x").status_code == 303
    assert [type(one) for one in changes(road)] == [Release]


def test_two_clicks_at_the_same_instant_are_one_change(road, desk, story):
    """A double click is two requests, and the second does not wait for the answer to the first."""
    from types import SimpleNamespace

    from stet.newsroom.carrying_out import AlreadySo, carry_out

    request = SimpleNamespace(stet=road.stet)
    stamp, ended = seen(desk(), story), []

    def click() -> None:
        from django.db import connections

        try:
            make = lambda s: edit.set_headline(s, "Ferries on time", who=chief(), at=road.clock())  # noqa: E731
            carry_out(request, guid(1), SetHeadline, make, seen=stamp)
            ended.append("done")
        except AlreadySo:
            ended.append("already")
        finally:
            connections.close_all()

    clicks = [Thread(target=click) for _ in range(2)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert sorted(ended) == ["already", "done"]
    assert len(changes(road)) == 1


def test_what_was_an_act_of_one_tab_is_told_in_the_other(road, desk, story):
    editor = desk(Role.EDITOR)
    other_tab = seen(editor, story)
    send(editor, story, "hold", reason="")
    answer = editor.post(f"{story}headline/", {"seen": other_tab, "text": "Boats leave"}, form=story)
    assert answer.status_code == 409
    assert "editor held it" in error(answer)


# -- forms that come from nowhere


def test_a_wrong_token_is_a_page_in_words_with_what_was_typed(road, desk, story):
    editor = desk(Role.EDITOR)
    stamp = seen(editor, story)
    form = {"seen": stamp, "text": "Boats <leave>", "csrfmiddlewaretoken": "x" * 64}
    answer = editor.send("POST", f"{story}headline/", data=form, headers={"Referer": f"https://news.example{story}"})
    assert answer.status_code == 403
    assert "Nothing was done" in answer.text
    assert escape("Boats <leave>") in answer.text
    assert changes(road) == []
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.text)[1]
    again = editor.send(
        "POST", f"{story}headline/", data={"seen": stamp, "text": "Boats leave", "csrfmiddlewaretoken": token},
        headers={"Referer": f"https://news.example{story}headline/"},
    )  # fmt: skip
    assert again.status_code == 303


def test_who_was_signed_out_while_they_typed_loses_no_word(road, desk, story):
    editor = desk(Role.EDITOR)
    stamp = seen(editor, story)
    editor.client.cookies.delete("stet_desk")
    page = editor.get("/desk/static/desk/desk.css")
    assert page.status_code == 200
    token = editor.client.cookies.get("stet_desk_csrf")
    form = {"seen": stamp, "text": "Boats leave", "csrfmiddlewaretoken": token}
    answer = editor.send("POST", f"{story}headline/", data=form, headers={"Referer": f"https://news.example{story}"})
    assert answer.status_code == 403
    assert "you are signed out" in answer.text
    assert "Boats leave" in answer.text
    assert f'href="/desk/sign-in/?next={story}"' in answer.text
    assert "approves ferry timetable" not in answer.text
    assert changes(road) == []


def test_no_password_is_ever_shown_again(road, desk):
    answer = desk(None).send("POST", "/desk/sign-in/", data={"login": "mira", "password": "hunter22"})
    assert "hunter22" not in answer.text


# -- what a stop has sealed


def test_a_chief_reads_what_is_sealed_on_record_and_with_a_reason(road, desk, story):
    send(desk(), story, "headline", text="Boats on time")
    road.clock.now += timedelta(minutes=1)
    road.take(cancel(1))
    assert send(desk(), story, "unseal", reason="").status_code == 422
    answer = send(desk(), story, "unseal", reason="our lawyer asks")
    assert answer.status_code == 200
    assert "harbour council of Velmora" in answer.text
    assert "Boats on time" in answer.text
    assert changes(road)[-1].reason == "our lawyer asks"
    assert "our lawyer asks" in desk().get(story).text
