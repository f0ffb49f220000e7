"""What a kill comes to beside the promises: whom it reaches, what stays, what may follow (docs/policy/kills.md)."""

from datetime import timedelta
from hashlib import sha256

import pytest

from makers import chief
from road.conftest import SETTINGS
from road.test_threads import answer, item, stopped
from road.wire import cancel, g2, guid
from stet.app import Stet
from stet.config import House, parse
from stet.desk import edit
from stet.doctor import _stories
from stet.errors import Misused
from stet.journal import inquiry
from stet.lists import Lists
from stet.model.address import story_id
from stet.model.packet import Packet
from stet.story import WITHHELD

ID = story_id(f"northwind-news/{guid(1)}")


def test_lists_go_in_the_turn_in_which_a_kill_is_read_and_wait_for_no_tick(road):
    road.take(g2(1), g2(2))
    road.stet.flow.keep([Packet(feed="wire", source="kill.xml", data=cancel(1), arrived=road.clock())])
    road.stet.flow.turn()
    assert not [name for name, body in road.edition().items() if ID.encode() in body or b"timetable 1" in body]


def test_a_second_kill_goes_before_the_lists_of_the_first_and_these_follow_it_without_a_tick(road, monkeypatch):
    road.take(g2(1, paragraphs=("Nepal and India agreed in Kathmandu on a railway.",)), g2(2))
    [topic] = {name for name in road.edition() if name.startswith("topic/nepal/index")}
    flow, counted = road.stet.flow, Lists.counted

    def keep(number: int) -> None:
        flow.keep([Packet(feed="wire", source=f"{number}.xml", data=cancel(number), arrived=road.clock())])

    def busy(lists: Lists, names: list[str]) -> list[str]:
        monkeypatch.setattr(Lists, "counted", counted)
        keep(2)
        return counted(lists, names)

    monkeypatch.setattr(Lists, "counted", busy)
    keep(1)
    flow.turn()
    assert len(road.pages()) == 1
    assert topic in road.edition()
    flow.turn()
    assert not road.pages()
    assert topic not in road.edition()
    assert not [name for name, body in road.edition().items() if b"ferry timetable" in body]


def test_in_a_flood_of_kills_no_list_keeps_a_dead_story_for_long(road, monkeypatch):
    road.take(g2(0, paragraphs=("Nepal and India agreed in Kathmandu on a railway.",)), *map(g2, range(1, 30)))
    flow, counted, sent = road.stet.flow, Lists.counted, iter(range(30))

    def busy(lists: Lists, names: list[str]) -> list[str]:
        for number in sent:
            flow.keep([Packet(feed="wire", source=f"{number}.xml", data=cancel(number), arrived=road.clock())])
            break
        return counted(lists, names)

    monkeypatch.setattr(Lists, "counted", busy)
    busy(flow._lists, [])
    while "topic/nepal/index.html" in road.edition():
        flow.turn()
    assert len(road.pages()) >= 10  # of thirty, ten in a row go before the lists


def test_a_kill_by_one_agency_stops_nothing_of_another_under_the_same_id(road):
    road.take(item("urn:x:1"))
    road.take(stopped("urn:x:1"), feed="slow")
    assert len(road.pages()) == 1
    road.take(stopped("urn:x:1"))
    assert road.pages() == {}


def test_an_order_of_another_agency_under_the_same_id_stands_in_the_way_of_no_kill_by_hand(road):
    road.take(item("urn:x:1"))
    road.take(stopped("urn:x:1"), feed="slow")
    assert inquiry.find("urn:x:1").state == "live"
    road.stet.act("urn:x:1", lambda one: edit.kill(one, "lawyer", who=chief("mira"), at=road.clock()))
    assert road.pages() == {}


def test_of_two_stories_under_one_id_each_is_named_with_agency_standing_and_headline(road):
    road.take(item("urn:x:1", headline="Ferry sails"))
    road.take(item("urn:x:1", headline="Ferry \x1b[31msinks"), feed="slow")
    with pytest.raises(Misused) as said:
        inquiry.find("urn:x:1")
    for words in ("Northwind News, live", "Ferry sails", "Southwind News, held", "sinks"):
        assert words in str(said.value)
    assert "\x1b" not in str(said.value)
    for line in str(said.value).splitlines()[1:]:
        assert inquiry.find(line.split()[0]).id == line.split()[0]


def test_a_kill_by_hand_of_what_never_came_says_who_can_stop_it(road):
    with pytest.raises(Misused, match="nothing of that id has come, and only an agency's order"):
        road.stet.act("urn:x:1", lambda one: edit.kill(one, "lawyer", who=chief("mira"), at=road.clock()))


def test_a_kill_by_another_feed_of_the_agency_is_a_kill(road):
    """The feed that brings the order need not be the one that brought the story, nor one that publishes by itself."""
    settings = SETTINGS.replace("Southwind News", "Northwind News")
    road.stet = Stet(House(settings=parse(settings), root=road.root), clock=road.clock)
    road.take(g2(1))
    road.take(cancel(1), feed="slow")
    assert road.pages() == {}


def test_what_was_killed_and_the_order_stay_in_the_journal_as_they_came(road):
    sent = (g2(1), cancel(1))
    road.take(*sent)
    for data in sent:
        assert inquiry.packet_bytes("wire", sha256(data).hexdigest()) == data
    history = road.stet.history(f"northwind-news/{guid(1)}")
    assert {one.status for one in history.dispatches} == {"usable", "canceled"}


def test_the_reason_of_a_kill_by_hand_is_on_no_file_of_the_site(road):
    road.take(g2(1))
    row = road.stet.act(ID, lambda one: edit.kill(one, "quillfeather sues", who=chief("mira"), at=road.clock()))
    assert "quillfeather" not in row.reason
    assert not [name for name, body in road.edition().items() if b"quillfeather" in body or b"mira" in body]
    [kill] = road.stet.history(row.key).changes
    assert (kill.who, kill.reason) == ("mira", "quillfeather sues")
    assert kill.at - road.clock() < timedelta(milliseconds=1)


def test_what_has_never_come_cannot_be_killed_by_hand(road):
    with pytest.raises(Misused, match="No story goes by"):
        road.stet.act(guid(1), lambda one: edit.kill(one, "denied", who=chief("mira"), at=road.clock()))


def test_after_a_kill_is_lifted_the_old_address_leads_to_the_page_and_has_none_of_the_words(road):
    road.take(g2(1, headline="Quillfeather took money"))
    [old] = road.pages()
    road.clock.now += timedelta(minutes=1)
    road.take(cancel(1), g2(1, 3, headline="Council adds night boats"))
    assert answer(road, f"/{old}") == (410,)
    road.clock.now += timedelta(minutes=1)
    road.stet.act(ID, lambda one: edit.release(one, who=chief("mira"), at=road.clock()))
    [new] = road.pages()
    assert answer(road, f"/{old}") == (301, f"/{new}")
    assert not [name for name, body in road.edition().items() if b"uillfeather" in name.encode() + body]


def test_a_second_kill_and_an_older_version_after_it_change_nothing(road):
    road.take(g2(1), cancel(1, 3))
    down = road.edition()
    road.clock.now += timedelta(minutes=1)
    assert set(road.take(cancel(1, 3), g2(1, 2), g2(1, 3))) == {"withdrawn"}
    assert road.edition() == down


def test_a_withheld_story_comes_back_by_itself_at_the_same_address(road):
    road.take(g2(1))
    [path] = road.pages()
    road.take(g2(1, 2, status="withheld", headline="", paragraphs=()))
    assert answer(road, f"/{path}") == (410,)
    assert [one.what for one in _stories() if one.what.startswith("withheld")] == [f"withheld: {ID}: {WITHHELD}"]
    assert road.take(g2(1, 3)) == ["live"]
    assert list(road.pages()) == [path]
    assert not [one.what for one in _stories() if one.what.startswith("withheld")]


NOTE = """<nitf><head><docdata management-status="usable"{more}><doc-id regsrc="NWN" id-string="{id}"/>
<date.issue norm="20261121T{at}00Z"/></docdata></head><body><body.head><hedline><hl1>{headline}</hl1></hedline>
</body.head><body.content><p>{words}</p></body.content></body></nitf>"""


@pytest.mark.parametrize("headline", ["Story withdrawn: radio host", "The ferry"])
@pytest.mark.parametrize("note_first", [False, True])
def test_what_is_said_with_a_stop_of_another_item_is_never_published_by_itself(road, headline, note_first):
    story = NOTE.format(id="Y2", more="", at="1000", headline="Radio host held", words="He was held.").encode()
    order = ' management-doc-idref="Y2" management-idref-status="canceled"'
    note = NOTE.format(id="Y9", more=order, at="1100", headline=headline, words="He is no thief.").encode()
    for data in (note, story) if note_first else (story, note):
        road.take(data)
    assert road.pages() == {}
    assert not [name for name, body in road.edition().items() if b"no thief" in body]
    [row] = inquiry.stories_in("held")
    assert "stops another item" in row.reason


def test_an_item_that_names_one_stopped_in_the_same_file_waits_for_a_person(road):
    road.take(g2(1))
    note = g2(9, headline="About the ferry", meta=f'<link rel="irel:seeAlso" residref="{guid(1)}"/>')
    items = b"".join(data.partition(b"?>")[2] for data in (cancel(1), note, g2(3)))
    head = b'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header/><itemSet>'
    road.take(head + items + b"</itemSet></newsMessage>")
    assert len(road.pages()) == 1  # the third, which names nothing
    [row] = inquiry.stories_in("held")
    assert "stopped in the same file" in row.reason
