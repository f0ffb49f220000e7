"""A story at the desk: what readers see beside the controls, and what of it is shown to whom."""

import re
from datetime import timedelta

import pytest

from makers import chief
from road.test_pictures import file_of, jpeg
from road.wire import cancel, g2, guid
from stet.desk import edit
from stet.journal import inquiry
from stet.model.person import Role


def page(number: int = 1) -> str:
    return f"/desk/story/{inquiry.find(guid(number)).id}/"


def test_a_story_stands_with_its_headline_its_standing_and_its_page(road, desk):
    road.take(g2(1))
    answer = desk().get(page())
    assert answer.status_code == 200
    assert '<h1 dir="auto" lang="en">Velmora council approves ferry timetable 1</h1>' in answer.text
    assert '<span class="tag good">live</span>' in answer.text
    assert f'src="{page()}preview/"' in answer.text


def test_an_id_that_nothing_has_is_no_page(road, desk):
    assert desk().get("/desk/story/0000000000/").status_code == 404


def test_an_item_of_a_story_leads_to_the_story(road, desk):
    road.take(g2(1))
    road.clock.now += timedelta(minutes=1)
    road.take(g2(2, after=(1,)))
    ids = {inquiry.find(guid(n)).id for n in (1, 2)}
    assert len(ids) == 1
    from stet.model.address import story_id

    whole = ids.pop()
    other = next(one for one in (story_id(key) for key in keys()) if one != whole)
    answer = desk().get(f"/desk/story/{other}/")
    assert (answer.status_code, answer.headers["location"]) == (302, f"/desk/story/{whole}/")


def keys() -> list[str]:
    from stet.journal.models import Story

    return list(Story.objects.values_list("key", flat=True))


# -- what readers see


def test_the_page_is_shown_as_readers_get_it(road, desk):
    road.take(g2(1))
    shown = desk().get(f"{page()}preview/").content
    (put,) = road.pages().values()
    assert shown.replace(b'<base target="_blank">', b"") == put


def test_nothing_runs_in_the_page_that_is_shown_and_only_the_desk_may_frame_it(road, desk):
    road.take(g2(1))
    policy = desk().get(f"{page()}preview/").headers["content-security-policy"]
    assert "script" not in policy
    assert "frame-ancestors 'self'" in policy
    assert 'sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"' in desk().get(page()).text


def test_a_held_story_is_shown_as_it_would_be_set(road, desk):
    road.take(g2(1), feed="slow")
    assert "Velmora council approves ferry timetable 1" in desk().get(f"{page()}preview/").text
    assert not road.pages()


def test_pictures_of_a_page_that_is_not_up_come_out_of_the_journal_to_whoever_is_signed_in(road, desk):
    road.take(jpeg("#345"), feed="slow", source="a.jpg")
    road.take(g2(1, picture=file_of("a.jpg")), feed="slow")
    shown = desk().get(f"{page()}preview/").text
    (source,) = re.findall(r'<img src="([^"]+)"', shown)
    assert source.startswith("/desk/story/picture/media/")
    assert desk().get(source).headers["content-type"] == "image/jpeg"
    assert desk(None).get(source).status_code == 302


def test_of_a_withdrawn_story_no_word_is_on_the_page(road, desk):
    road.take(g2(1))
    road.stet.act(guid(1), lambda s: edit.set_headline(s, "Boats on time", who=chief(), at=road.clock()))
    road.clock.now += timedelta(minutes=1)
    road.take(cancel(1))
    for path in ("", "preview/", "receipt/", "?whole=1"):
        text = desk().get(f"{page()}{path}").text.casefold()
        assert "ferry" not in text
        assert "boats on time" not in text
    assert "(sealed)" in desk().get(page()).text


def test_the_kill_receipt_is_shown_and_can_be_taken_along(road, desk):
    road.take(g2(1))
    road.take(cancel(1))
    assert f'hx-get="{page()}receipt/"' in desk().get(page()).text
    assert "No file of the edition names the story." in desk().get(f"{page()}receipt/").text
    assert desk().get(f"{page()}receipt/?json=1").json()["receipt"]["state"] == "withdrawn"


# -- who may what


@pytest.mark.parametrize(
    ("role", "forms"),
    [
        (Role.READER, set()),
        (Role.EDITOR, {"headline", "picture", "hold"}),
        (Role.CHIEF, {"headline", "picture", "hold", "kill"}),
    ],
)
def test_only_what_somebody_may_do_is_offered(road, desk, role, forms):
    road.take(g2(1))
    text = desk(role).get(page()).text
    assert set(re.findall(rf'action="{page()}(\w+)/"', text)) == forms


def test_nothing_on_the_page_is_a_field_for_the_body(road, desk):
    road.take(g2(1))
    names = set(re.findall(r'<(?:input|textarea|select)[^>]*name="([^"]+)"', desk().get(page()).text))
    assert names == {
        "csrfmiddlewaretoken", "seen", "text", "reason", "choice", "asset", "words", "file", "left", "top", "caption",
        "credit", "alt",
    }  # fmt: skip


def test_what_no_release_can_open_says_why(road, desk):
    road.take(g2(1, embargo=road.clock.now + timedelta(hours=2)))
    text = desk().get(page()).text
    assert "nobody can open it before" in text
    assert f'action="{page()}release/"' not in text


# -- hostile content


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)> javascript:alert(1) \u202eevil\u2066 {{ 7*7 }}"


def test_hostile_words_are_text_and_marks_that_turn_the_direction_are_seen(road, desk):
    road.take(g2(1, headline=HOSTILE, paragraphs=(HOSTILE, HOSTILE)))
    text = desk().get(page()).text
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "{{ 7*7 }}" in text
    head = text.partition("<h1")[2].partition("</h1>")[0]
    assert "\u202e" not in head
    assert "49" not in head


def test_length_and_what_others_show_of_a_headline_are_told_while_it_is_typed(road, desk):
    road.take(g2(1))
    answer = desk().post(f"{page()}headline/check/", {"text": "Ferries " * 20}, form=page())
    assert answer.status_code == 200
    assert "<h1" not in answer.text
    assert 'class="search over"' in answer.text


def test_what_a_headline_says_and_the_copy_does_not_is_told_while_it_is_typed(road, desk):
    road.take(g2(1))
    page = f"/desk/story/{inquiry.find(guid(1)).id}/"
    told = (
        desk().post(f"{page}headline/check/", {"text": "Velmora council fines Quillfeather 400 crore"}, form=page).text
    )
    assert re.findall(r'<bdi class="tag bad">([^<]*)</bdi>', told) == ["Quillfeather", "400 crore"]
    fine = desk().post(f"{page}headline/check/", {"text": "Velmora council approves ferries"}, form=page).text
    assert "Not in the copy" not in fine
