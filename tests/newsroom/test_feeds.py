"""Feeds at the desk: how each is, what it is switched to, and what of it could not be read."""

import re
from datetime import UTC, timedelta

import pytest

from makers import NOON, chief
from road.wire import cancel, g2, guid
from stet.desk import edit
from stet.journal import inquiry
from stet.journal import refused as refusals
from stet.journal.switches import current
from stet.model.person import Role
from stet.model.switch import Mode
from stet.newsroom import heartbeat
from stet.newsroom.feeds import interval

BROKEN = b"<script>alert('x')</script> \xe2\x80\xae not wire copy\x00\x1b[31m"


def section(page: str, name: str) -> str:
    return page.partition(f'id="feed-{name}"')[2].partition("</section>")[0]


def refuse(road, data=BROKEN, source="odd<b>.xml", feed="wire") -> int:
    road.take(data, feed=feed, source=source)
    return refusals.refused(feed, 1)[0].id


def test_every_feed_is_shown_with_last_arrival_and_counts(road, desk):
    road.take(g2(1), g2(2))
    page = desk(Role.READER).get("/desk/feeds/").text
    wire, slow = section(page, "wire"), section(page, "slow")
    assert "Northwind News" in wire
    assert "17:30" in wire, "the site's zone"
    assert "2 new stories in the last 24 hours" in wire
    assert "nothing yet" in slow
    assert "wait for a person, by stet.toml" in slow
    assert wire.count('class="bar"') == 24
    assert "style=" not in page


def test_a_reader_sees_who_switched_a_feed_and_why_and_has_no_button(road, desk):
    editor = desk(Role.EDITOR)
    answer = editor.post("/desk/feeds/wire/switch/", {"mode": "pause", "reason": "<i>mad</i>"}, form="/desk/feeds/")
    assert answer.status_code == 422
    assert "holds markup" in section(answer.text, "wire")
    assert 'value="&lt;i&gt;mad&lt;/i&gt;"' in answer.text, "what was typed is still there"
    answer = editor.post("/desk/feeds/wire/switch/", {"mode": "pause", "reason": "goes mad"}, form="/desk/feeds/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/feeds/")
    page = desk(Role.READER).get("/desk/feeds/").text
    assert "goes mad" in section(page, "wire")
    assert "editor" in section(page, "wire")
    assert "<form" not in page
    (span,) = current().spans["wire"]
    assert (span.mode, span.switch.who, span.switch.place) == (Mode.PAUSE, "editor", "203.0.113.7")


def test_a_switch_at_the_desk_has_its_effect_and_ends_with_the_next(road, desk):
    editor = desk(Role.EDITOR)
    switch = "/desk/feeds/wire/switch/"
    editor.post(switch, {"mode": "pause", "reason": "mad"}, form="/desk/feeds/")
    road.clock.now += timedelta(minutes=1)
    road.take(g2(1))
    assert road.pages() == {}
    road.clock.now += timedelta(minutes=1)
    editor.post(switch, {"mode": "auto", "reason": "mended"}, form="/desk/feeds/")
    assert len(road.pages()) == 1


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"mode": "pause", "reason": ""}, "reason of the pause is empty"),
        ({"mode": "auto", "reason": "x"}, "nothing to resume"),
        ({"mode": "nonsense", "reason": "x"}, "Say what to do"),
        ({"reason": "x"}, "Say what to do"),
    ],
)
def test_a_switch_that_cannot_be_says_what_to_do(desk, given, says):
    answer = desk(Role.EDITOR).post("/desk/feeds/wire/switch/", given, form="/desk/feeds/")
    assert answer.status_code == 422
    assert says in section(answer.text, "wire")
    assert current().spans == {}


def test_nobody_switches_a_feed_without_role_token_or_post(road, desk):
    number = refuse(road)
    for path in ("/desk/feeds/wire/switch/", f"/desk/feeds/wire/refused/{number}/again/"):
        reader = desk(Role.READER)
        given = {"mode": "pause", "reason": "x"}
        assert reader.post(path, given, form="/desk/?q=x").status_code == 403
        assert "Ask an editor or a chief" in reader.post(path, given, form="/desk/?q=x").text
        editor = desk(Role.EDITOR)
        assert editor.send("POST", path, data=given).status_code == 403
        assert editor.get(path).status_code == 405
        assert desk(None).send("POST", path, data=given).status_code in (302, 403)
    assert current().spans == {}


def test_what_does_not_exist_is_not_found(road, desk):
    number = refuse(road)
    somebody = desk()
    for path in (f"slow/refused/{number}", f"nonsense/refused/{number}", "wire/refused/999999"):
        assert somebody.get(f"/desk/feeds/{path}/").status_code == 404
        assert somebody.get(f"/desk/feeds/{path}/bytes/").status_code == 404
    road.take(g2(1))
    read = inquiry.feeds()
    assert read
    assert somebody.get(f"/desk/feeds/wire/refused/{number + 1}/").status_code == 404, "it was read"
    assert somebody.post("/desk/feeds/nonsense/switch/", {"mode": "pause"}, form="/desk/feeds/").status_code == 404


# -- refused files


def test_a_refused_file_is_shown_with_its_reason_and_its_bytes_as_text(road, desk):
    number = refuse(road)
    somebody = desk(Role.READER)
    assert "odd&lt;b&gt;.xml" in section(somebody.get("/desk/feeds/").text, "wire")
    page = somebody.get(f"/desk/feeds/wire/refused/{number}/").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; [U+202E] not wire copy[U+0000][U+001B][31m" in page
    assert "00000000  3c 73 63 72 69 70 74" in page
    assert "Read it again" not in page


def test_the_bytes_are_handed_out_as_they_came_and_as_nothing_that_opens(road, desk):
    answer = desk().get(f"/desk/feeds/wire/refused/{refuse(road)}/bytes/")
    assert answer.content == BROKEN
    assert answer.headers["content-type"] == "application/octet-stream"
    assert re.fullmatch(r'attachment; filename="wire-\d+\.bin"', answer.headers["content-disposition"])
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_file_is_read_again_and_who_had_it_done_is_on_record(road, desk):
    from stet.newsroom.models import Act

    number = refuse(road)
    path = f"/desk/feeds/wire/refused/{number}/"
    answer = desk(Role.EDITOR).post(path + "again/", form=path)
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    assert refusals.one("wire", number).reasons
    [act] = Act.objects.filter(kind="read-again")
    assert (act.who, act.about, act.place) == ("editor", "wire", "203.0.113.7")


def test_reading_again_doubles_nothing(road, desk, monkeypatch):
    from stet.journal import models

    real = road.stet.flow._file
    monkeypatch.setattr(road.stet.flow, "_file", lambda kept: 1 / 0)
    road.take(g2(1))
    monkeypatch.setattr(road.stet.flow, "_file", real)
    (file,) = refusals.refused("wire", 10)
    path = f"/desk/feeds/wire/refused/{file.id}/"
    editor = desk(Role.EDITOR)
    answer = editor.post(path + "again/", form=path)
    assert answer.headers["location"] == "/desk/feeds/"
    assert len(road.pages()) == 1

    def counted():
        tables = (models.Dispatch, models.Story, models.Packet, models.Refusal)
        return [table.objects.count() for table in tables], sorted(models.Minute.objects.values_list("stories"))

    before, edition = counted(), road.edition()
    models.Refusal.objects.create(packet_id=file.id, index=1, reason="one item of it")
    editor.post(path + "again/", form=path)
    assert (counted(), road.edition()) == (before, edition)


def test_a_file_of_which_nothing_was_refused_is_not_read_again(road, desk):
    from stet.errors import Misused

    road.take(g2(1))
    with pytest.raises(Misused, match="nothing to read again"):
        road.stet.read_again(1)


def test_the_bytes_of_what_was_stopped_are_sealed(road, desk):
    """A file with a good item and a bad one: the good one is killed, and its words are in those bytes."""
    road.take(g2(1))
    from stet.journal import models

    file = models.Packet.objects.order_by("id").first()
    models.Refusal.objects.create(packet=file, index=1, reason="one item of it")
    path = f"/desk/feeds/wire/refused/{file.pk}/"
    assert "ferry timetable" in desk().get(path).text
    road.take(cancel(1))
    for role in Role:
        page = desk(role).get(path)
        assert "ferry timetable" not in page.text
        assert "its words are sealed" in page.text
        assert desk(role).get(path + "bytes/").status_code == 404


def test_a_kill_by_hand_seals_the_bytes_too(road, desk):
    from stet.journal import models

    road.take(g2(1))
    file = models.Packet.objects.get()
    models.Refusal.objects.create(packet=file, index=1, reason="one item of it")
    road.clock.now += timedelta(minutes=1)
    road.stet.act(guid(1), lambda s: edit.kill(s, "not true", who=chief(), at=road.clock()))
    assert road.stet.is_sealed(file.pk)


@pytest.mark.parametrize("coded", ["utf-8", "utf-16"])
def test_a_file_that_nobody_could_read_is_sealed_when_the_story_it_names_is_killed(road, desk, coded):
    road.take(g2(1))
    broken = g2(1, 2, headline="Words of a broken file").decode()[:-40].replace('encoding="UTF-8"', "")
    road.take(broken.encode(coded))
    [file] = [one for one in refusals.refused("wire", 5) if one.whole]
    path = f"/desk/feeds/wire/refused/{file.id}/"
    assert desk(Role.READER).get(path + "bytes/").status_code == 200
    road.take(cancel(1, 3))
    for role in Role:
        assert "its words are sealed" in desk(role).get(path).text
        assert desk(role).get(path + "bytes/").status_code == 404


@pytest.mark.parametrize("lost", ["session", "token"])
def test_the_reason_of_a_switch_is_not_lost_with_the_session_nor_with_the_token(road, desk, lost):
    editor = desk(Role.EDITOR)
    if lost == "session":
        editor.client.cookies.clear()
    answer = editor.send("POST", "/desk/feeds/wire/switch/", data={"mode": "hold", "reason": "two figures differ"})
    assert answer.status_code == 403
    assert "two figures differ" in answer.text
    assert 'name="mode" value="hold"' in answer.text
    assert 'action="/desk/feeds/wire/switch/"' in answer.text
    assert 'href="/desk/feeds/"' in answer.text
    assert current().now("wire") is None


# -- silence


def hours(rate: int, days: int = 10, night: bool = False) -> dict[int, int]:
    present = int(NOON.timestamp()) // 3600
    return {hour: rate for hour in range(present - 24 * days, present) if not night or 6 <= hour % 24 < 20}


def beat(came: dict[int, int], last: timedelta, now=NOON):
    return heartbeat.beat(came, min(came, default=None), now - last, now, UTC)


def test_a_feed_is_silent_when_much_would_usually_have_come():
    assert not beat(hours(40), timedelta(minutes=5)).is_silent
    assert beat(hours(40), timedelta(minutes=7)).is_silent
    assert not beat(hours(1), timedelta(hours=3)).is_silent
    assert beat(hours(1), timedelta(hours=4, minutes=1)).is_silent


def test_a_feed_that_sleeps_at_night_is_not_silent_then():
    midnight = NOON + timedelta(hours=12)
    came = hours(10, night=True)
    assert not heartbeat.beat(came, min(came), NOON + timedelta(hours=8), midnight, UTC).is_silent


def test_nothing_is_usual_on_the_first_day_of_a_feed():
    assert beat(hours(40, days=0) | {int(NOON.timestamp()) // 3600 - 3: 9}, timedelta(hours=3)).rates == ()
    assert beat({}, timedelta(hours=3)).rates == ()


@pytest.mark.parametrize(
    ("rate", "said"),
    [(0, "nothing"), (120, "several a minute"), (60, "every minute"), (12, "every 5 minutes"), (0.5, "every 2 hours")],
)
def test_the_usual_interval_is_told_in_words(rate, said):
    assert interval(rate) == said


def test_a_silent_feed_is_said_to_be_silent(road, desk):
    from stet.journal import models

    road.take(g2(1))
    present = int(NOON.timestamp()) // 60
    models.Minute.objects.bulk_create(
        [models.Minute(feed="wire", minute=present - 60 * n, stories=40) for n in range(1, 24 * 8)]
    )
    road.clock.now += timedelta(minutes=30)
    page = section(desk().get("/desk/feeds/").text, "wire")
    assert "Silent for longer than usual" in page
    assert "every 2 minutes" in page


def test_a_packet_that_waits_to_be_read_again_is_said_to_wait(road, desk):
    number = refuse(road)
    refusals.mark_unread(number)
    assert "waits to be read again" in desk().get("/desk/feeds/").text
