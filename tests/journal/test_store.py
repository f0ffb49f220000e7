from contextlib import nullcontext
from datetime import timedelta
from threading import Thread

import pytest
from django.db import connections
from msgspec.structs import replace

from conftest import NOON
from makers import cancel, dispatch
from stet.errors import Misused, Unavailable
from stet.journal import inquiry, store
from stet.journal.base import Asset, Filed, Settled, Shown
from stet.journal.connect import connect, migrate
from stet.journal.ledger import Ledger
from stet.journal.store import DjangoJournal
from stet.model.address import story_id
from stet.model.change import Kill, SetHeadline
from stet.model.dispatch import Picture, Reading, Refusal, Rendition
from stet.model.packet import Packet
from stet.model.page import Act, Card, Cut, Receipt
from stet.model.story import Standing, State, Topic
from stet.story import ties


def packet(data: bytes = b"<a/>", *, feed: str = "wire", source: str = "a.xml") -> Packet:
    return Packet(feed=feed, source=source, data=data, arrived=NOON)


def file(journal: DjangoJournal, *dispatches, data: bytes = b"<a/>") -> None:
    journal.keep([packet(data)], [False])
    [kept] = journal.pending(1)
    reading = Reading(format="g2", why="", dispatches=dispatches)
    journal.file([Filed(kept=kept, reading=reading, ties=tuple(ties(one) for one in dispatches))])


def settled(key: str, *, state: State = State.LIVE, touched: int = 1, card: Card | None = None, until=None) -> Settled:
    return Settled(
        key=key,
        id=story_id(key),
        touched=touched,
        listed=False,
        standing=Standing(state=state, reason="because", until=until),
        shown=Shown(path=card.path if card else None, card=card),
    )


def card(key: str, *, section: str = "India", minutes: int = 0, topics: tuple[str, ...] = ()) -> Card:
    return Card(
        id=story_id(key),
        path=f"india/words-{story_id(key)}",
        section=section,
        language="en",
        agency="Invented Press",
        headline="Words",
        standfirst=None,
        plate=None,
        first_published=NOON,
        updated=NOON + timedelta(minutes=minutes),
        urgency=4,
        topics=tuple(Topic(name=name, slug=name.lower()) for name in topics),
    )


def test_a_packet_comes_back_as_it_arrived(journal):
    sent = Packet(feed="wire", source="naïve name.xml", data=bytes(range(256)), arrived=NOON, facts={"a": "b"})
    journal.keep([sent], [False])
    [kept] = journal.pending(10)
    assert kept.packet == sent


def test_the_same_bytes_from_one_feed_are_kept_once(journal):
    assert journal.keep([packet(), packet(source="again.xml")], [False, False]) == 1
    assert journal.keep([packet(), packet(b"<b/>")], [False, False]) == 1
    assert journal.keep([packet(feed="other")], [False]) == 1
    assert len(journal.pending(10)) == 3


def test_stops_are_handed_out_before_all_else(journal):
    journal.keep([packet(b"1"), packet(b"2"), packet(b"3")], [False, True, False])
    assert [kept.packet.data for kept in journal.pending(10)] == [b"2"]


def test_large_packets_are_handed_out_a_few_at_a_time(journal):
    large = [packet(bytes([n]) * 3_000_000) for n in range(3)]
    journal.keep([*large, packet(b"small")], [False] * 4)
    assert [len(kept.packet.data) for kept in journal.pending(10)] == [3_000_000]
    huge = packet(b"x" * 9_000_000)
    journal.keep([huge], [True])
    assert [kept.packet for kept in journal.pending(10)] == [huge]


def test_a_message_of_very_many_stories_is_filed(journal):
    file(journal, *(dispatch(story_key=f"n:{n}", guid=f"{n}", digest=f"{n}") for n in range(6_000)))
    assert sum(inquiry.count_states().values()) == 6_000


def test_trouble_that_was_never_called_over_is_over_when_a_road_opens(journal):
    Ledger().complain("the disk is full")
    Ledger().mark("wire", {}, "the server is down")
    Ledger().opened()
    assert inquiry.trouble() == ""
    assert inquiry.feeds()[0].trouble == ""


def test_what_was_filed_is_not_pending_and_touches_its_story(journal):
    file(journal, dispatch(story_key="p/1"))
    assert journal.pending(10) == []
    assert journal.due(NOON, 10) == ["p/1"]
    [history] = journal.histories(["p/1"], NOON)
    assert history.dispatches == (dispatch(story_key="p/1"),)


def test_the_same_dispatch_from_two_packets_is_one(journal):
    file(journal, dispatch(story_key="p/1"))
    file(journal, dispatch(story_key="p/1"), data=b"<other/>")
    assert len(journal.histories(["p/1"], NOON)[0].dispatches) == 1


def test_a_stopped_story_is_due_before_all_others(journal):
    for number in range(5):
        file(journal, dispatch(story_key=f"p/{number}"), data=str(number).encode())
    file(journal, cancel(story_key="p/3"), data=b"kill")
    assert journal.due(NOON, 1) == ["p/3"]
    journal.settle([settled("p/3", touched=2)], [], [])
    assert journal.due(NOON, 1) == ["p/0"]


def test_stories_wait_in_the_order_they_came_whatever_their_agency_is_called(journal):
    file(journal, dispatch(story_key="z:1"), data=b"<first/>")
    file(journal, dispatch(story_key="a:1"), data=b"<second/>")
    file(journal, dispatch(2, story_key="z:1"), data=b"<third/>")
    assert journal.due(NOON, 10) == ["z:1", "a:1"]
    journal.settle([settled("z:1", touched=2)], [], [])
    file(journal, dispatch(3, story_key="z:1"), data=b"<fourth/>")
    assert journal.due(NOON, 10) == ["a:1", "z:1"]


def test_what_a_person_did_does_not_wait_behind_the_wire(journal):
    file(journal, dispatch(story_key="z:1"), data=b"<first/>")
    journal.settle([settled("z:1")], [], [])
    file(journal, dispatch(story_key="a:1"), data=b"<second/>")
    journal.record(SetHeadline(story_key="z:1", who="mira", at=NOON, against=1, text="Ours", agency_headline=None))
    assert journal.due(NOON, 10) == ["z:1", "a:1"]


def test_a_story_killed_by_a_person_is_due_before_all_others(journal):
    for number in range(3):
        file(journal, dispatch(story_key=f"p/{number}"), data=str(number).encode())
    journal.record(Kill(story_key="p/2", who="desk", at=NOON, reason="the lawyer rang"))
    assert journal.due(NOON, 1) == ["p/2"]


def test_a_settled_story_is_no_longer_due(journal):
    file(journal, dispatch(story_key="p/1"))
    journal.settle([settled("p/1", card=card("p/1"))], [], [])
    assert journal.due(NOON, 10) == []
    assert inquiry.find(story_id("p/1")).state == "live"


def test_what_happens_to_a_story_while_it_is_settled_is_not_forgotten(journal):
    file(journal, dispatch(story_key="p/1"))
    [history] = journal.histories(["p/1"], NOON)
    journal.record(SetHeadline(story_key="p/1", who="desk", at=NOON, text="Ours"))
    journal.settle([settled("p/1", touched=history.touched)], [], [])
    assert journal.due(NOON, 10) == ["p/1"]
    [history] = journal.histories(["p/1"], NOON)
    assert [change.text for change in history.changes] == ["Ours"]
    journal.settle([settled("p/1", touched=history.touched)], [], [])
    assert journal.due(NOON, 10) == []


def test_a_story_falls_due_at_its_instant(journal):
    file(journal, dispatch(story_key="p/1"))
    later = NOON + timedelta(minutes=1)
    journal.settle([settled("p/1", state=State.SCHEDULED, until=later)], [], [])
    assert journal.due(NOON, 10) == []
    assert journal.due(later, 10) == ["p/1"]


def test_lists_show_live_stories_latest_first(journal):
    for number, state in enumerate([State.LIVE, State.LIVE, State.HELD]):
        key = f"p/{number}"
        file(journal, dispatch(story_key=key), data=key.encode())
        shown = card(key, minutes=number, section="Sport" if number else "India", topics=("Chess",))
        journal.settle([settled(key, state=state, card=shown)], [], ["front"])
    assert [c.id for c in journal.cards("front", by="updated", limit=10)] == [story_id("p/1"), story_id("p/0")]
    assert [c.id for c in journal.cards("section:India", by="updated", limit=10)] == [story_id("p/0")]
    assert [c.id for c in journal.cards("topic:chess", by="updated", limit=10)] == [story_id("p/1"), story_id("p/0")]
    assert journal.dirty_lists() == ["front"]
    journal.clean_lists(["front"], [])
    assert journal.dirty_lists() == []


def test_a_picture_that_comes_late_touches_the_story_that_calls_for_it(journal):
    calls = Picture(renditions=(Rendition(href="harbour.jpg"),))
    file(journal, dispatch(feed="wire", story_key="p/1", pictures=(calls,)))
    journal.settle([settled("p/1")], [], [])
    cut = Cut(path="media/d-480.jpg", width=480, height=320)
    asset = Asset(digest="d" * 64, data=b"jpeg", cuts=(cut,), files={cut.path: b"small"}, recipe=1)
    journal.keep([packet(b"jpeg", source="harbour.jpg")], [False])
    journal.file([Filed(kept=journal.pending(1)[0], reading=Reading(format="image", why=""), asset=asset)])
    assert journal.due(NOON, 10) == ["p/1"]
    [history] = journal.histories(["p/1"], NOON)
    assert history.cuts[history.assets["harbour.jpg"]] == asset.cuts
    assert journal.asset(asset.digest).data == b"jpeg"
    assert journal.picture_files([cut.path, "media/other.jpg"]) == {cut.path: b"small"}


@pytest.mark.parametrize("href", ["../secret.jpg", "/etc/passwd", "https://pictures.example/a.jpg", ".hidden", "a\\b"])
def test_a_picture_is_never_looked_for_outside_its_feed(journal, href):
    file(journal, dispatch(feed="wire", story_key="p/1", pictures=(Picture(renditions=(Rendition(href=href),)),)))
    journal.keep([packet(b"jpeg", source=href)], [False])
    asset = Asset(digest="d" * 64, data=b"jpeg", cuts=())
    journal.file([Filed(kept=journal.pending(1)[0], reading=Reading(format="image", why=""), asset=asset)])
    assert journal.histories(["p/1"], NOON)[0].assets == {}


def test_a_refused_packet_is_kept_and_listed_with_its_reason(journal):
    journal.keep([packet(b"nonsense", source="bad.xml")], [False])
    [kept] = journal.pending(1)
    refusal = Refusal(source="bad.xml", reason="it is cut short")
    journal.file([Filed(kept=kept, reading=Reading(format=None, why="", refusals=(refusal,)))])
    [item] = inquiry.refused()
    assert (item.source, item.reason) == ("bad.xml", "it is cut short")
    assert inquiry.packet_bytes("wire", kept.packet.digest) == b"nonsense"


def test_refused_bytes_that_are_sent_again_are_read_again(journal):
    for _ in range(2):
        journal.keep([packet(b"nonsense")], [False])
        [kept] = journal.pending(1)
        refusal = Refusal(source="bad.xml", reason="it is cut short")
        journal.file([Filed(kept=kept, reading=Reading(format=None, why="", refusals=(refusal,)))])
    assert len(inquiry.refused()) == 1


def test_after_an_unclean_stop_pages_since_the_checkpoint_are_due_again(journal):
    for key in ("p/1", "p/2"):
        file(journal, dispatch(story_key=key), data=key.encode())
    assert Ledger().opened()
    put = [Receipt(path=f"{key}.html", act=Act.PUT, at=NOON, digest="x", story_key=key) for key in ("p/1", "p/2")]
    journal.settle([settled("p/1")], put[:1], [])
    Ledger().checkpoint(Ledger().last_receipt())
    journal.settle([settled("p/2")], put[1:], [])
    assert not Ledger().opened()  # the process before this one ended without a word
    assert journal.due(NOON, 10) == ["p/2"]
    Ledger().closed()
    assert Ledger().opened()


def test_after_an_unclean_stop_lists_put_since_the_checkpoint_are_rendered_again(journal):
    assert Ledger().opened()
    put = Receipt(path="p.html", act=Act.PUT, at=NOON, digest="x", story_key="p/1")
    journal.settle([], [put], ["front", "topic:chess"])
    journal.clean_lists(["front"], [put])
    Ledger().checkpoint(Ledger().last_receipt())
    journal.settle([], [put], ["section:India"])
    journal.clean_lists(["section:India"], [put])
    assert journal.dirty_lists() == ["topic:chess"]
    assert not Ledger().opened()
    assert journal.dirty_lists() == ["section:India", "topic:chess"]


def test_only_live_stories_count_for_a_topic(journal):
    chess = {f"p/{number}": card(f"p/{number}", topics=("Chess",)) for number in range(2)}
    for key in chess:
        file(journal, dispatch(story_key=key), data=key.encode())
        journal.settle([settled(key, card=chess[key])], [], [])
    assert journal.topic_count("chess") == 2
    journal.settle([replace(settled("p/0", state=State.WITHDRAWN, touched=0), listed=True)], [], [])
    assert journal.topic_count("chess") == 1


def test_a_topic_is_called_what_the_oldest_story_in_the_language_calls_it(journal):
    assert journal.topic_told("chess", "en") == ""
    for number, (language, name) in enumerate([("fr", "Échecs"), ("en-IN", "Chess"), ("en-GB", "The chess")]):
        key = f"p/{number}"
        file(journal, dispatch(story_key=key), data=key.encode())
        shown = card(key, minutes=number, topics=("x",))
        hour = f"2026-11-21T1{number}"
        shown = replace(shown, language=language, topics=(Topic(name=name, slug="chess"),), hour=hour)
        journal.settle([settled(key, card=shown)], [], [])
    assert journal.topic_told("chess", "en") == "Chess"
    assert journal.topic_told("chess", "de") == "Échecs"


def test_a_rebuild_that_was_broken_off_is_known(journal):
    file(journal, dispatch(story_key="p/1"))
    journal.forget()
    assert Ledger().rebuilding()
    assert len(journal.pending(10)) == 1
    assert journal.histories([], NOON) == []
    Ledger().rebuilt()
    assert not Ledger().rebuilding()


def test_a_feed_remembers_where_it_stopped(journal):
    assert Ledger().cursor("wire") == {}
    Ledger().mark("wire", {"etag": "x"}, "the server is down")
    assert Ledger().cursor("wire") == {"etag": "x"}
    assert inquiry.feeds()[0].trouble == "the server is down"


def test_a_read_only_database_is_told_in_a_sentence(database, tmp_path):
    connect(f"sqlite:///{database}", tmp_path)
    from django.db import connection

    connection.cursor().execute("PRAGMA query_only=ON")
    with pytest.raises(Unavailable, match="Check that its disk is not full"):
        DjangoJournal().keep([packet()], [False])


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite://stet.db", "postgresql://u@h:port/x", "postgresql://u@h:0/x"])
def test_an_address_that_names_no_database_is_told_so(database, tmp_path, url):
    with pytest.raises(Misused, match=f"storage.database = '{url}' is not an address Stet knows"):
        connect(url, tmp_path)


def test_an_unreachable_database_is_told_in_one_line(database, tmp_path):
    connect("postgresql://stet@127.0.0.1:1/stet", tmp_path)
    with pytest.raises(Unavailable, match="that it runs and that storage") as told:
        migrate()
    assert "\n" not in str(told.value)


def test_a_commit_has_reached_the_disk(database, tmp_path):
    connect("sqlite:///stet.db", tmp_path)
    from django.db import connection

    cursor = connection.cursor()
    assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)


def test_what_touches_a_story_while_it_is_being_settled_is_not_lost(journal, monkeypatch):
    file(journal, dispatch(1, story_key="p/1"))
    real = store.story_row

    def kill() -> None:
        journal.record(Kill(story_key="p/1", who="desk", at=NOON, reason="wrong"))
        connections.close_all()

    def slowly(one, now):
        # As another process would, which does not queue for this one's lock.
        monkeypatch.setattr("stet.journal.connect._one_writer", nullcontext())
        meanwhile.start()
        meanwhile.join(0.2)
        return real(one, now)

    meanwhile = Thread(target=kill)
    monkeypatch.setattr("stet.journal.store.story_row", slowly)
    journal.settle([settled("p/1")], [], [])
    meanwhile.join()
    assert journal.due(NOON, 10) == ["p/1"]


def test_of_two_readings_of_the_same_words_at_one_instant_the_packet_decides_whichever_was_filed_first(journal):
    asked = "It holds several texts."
    for data, other in ((b"<a/>", b"<b/>"), (b"<b/>", b"<a/>")):
        key = f"northwind:{data.decode()}"
        for bytes_, queries in ((data, ()), (other, (asked,))):
            one = packet(bytes_ + key.encode())
            read = dispatch(story_key=key, packet=one.digest, queries=queries)
            file(journal, replace(read, digest="the same words"), data=one.data)
        least = min(data, other, key=lambda some: packet(some + key.encode()).digest)
        [history] = journal.histories([key], NOON)
        [kept] = history.dispatches
        assert kept.queries == (() if least == data else (asked,))
