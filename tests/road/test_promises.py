"""The seven promises on the whole road: bytes in, files out."""

import random
from datetime import timedelta

import pytest
from selectolax.lexbor import LexborHTMLParser

from makers import chief
from road.wire import PARAGRAPHS, cancel, g2
from stet.desk import edit
from stet.edition import Edition
from stet.errors import Misused
from stet.journal import inquiry
from stet.journal.store import DjangoJournal
from stet.model.packet import Packet


def only(road) -> LexborHTMLParser:
    [page] = road.pages().values()
    return LexborHTMLParser(page.decode())


def text(page: LexborHTMLParser, selector: str) -> str:
    node = page.css_first(selector)
    assert node is not None, selector
    return " ".join(node.text().split())


def set_headline(road, words: str, story: str) -> None:
    road.stet.act(story, lambda s: edit.set_headline(s, words, who=chief("desk"), at=road.clock()))


def set_picture(road, digest: str, story: str) -> None:
    words = {"caption": "A ferry", "credit": "Desk", "alt": "A ferry at its berth"}
    road.stet.act(story, lambda s: edit.set_picture(s, digest, **words, who=chief("desk"), at=road.clock()))


def story_id(road) -> str:
    [path] = road.pages()
    return path.rpartition("-")[2]


# -- 1. verbatim


def test_the_page_shows_the_agencys_words(road):
    assert road.take(g2(1)) == ["live"]
    body = text(only(road), "[itemprop=articleBody]")
    assert body == " ".join((*PARAGRAPHS, "This is take 1 of story 1."))
    assert [verdict.fault for verdict in road.stet.verify()] == [None]


@pytest.mark.parametrize(
    "damage", [("ferry", "fery"), ("Boats", "boats"), ("“We", '"We'), ("six", "six or"), ("rain", "")]
)
def test_one_letter_changed_by_the_theme_leaves_no_page(road, monkeypatch, damage):
    from stet.edition import press

    class Careless(press.Press):
        def set(self, template, **values):
            page = super().set(template, **values)
            head, mark, body = page.partition(b"articleBody")
            return head + mark + body.replace(damage[0].encode(), damage[1].encode(), 1)

    monkeypatch.setattr("stet.edition.edition.Press", Careless)
    road.stet.edition = Edition(road.stet.site, ["India"])
    road.stet.flow = road.stet._flow(road.stet.publisher)
    assert road.take(g2(1)) == ["held"]
    assert road.pages() == {}
    assert "ferry timetable" not in (road.site / "index.html").read_text()
    [row] = inquiry.stories_in("held")
    assert row.id in row.reason


def test_a_page_tampered_with_is_found(road):
    road.take(g2(1))
    [file] = road.site.glob("india/*-*.html")
    whole = file.read_text()
    file.write_text(whole.replace("twenty minutes", "thirty minutes"))
    [verdict] = road.stet.verify()
    assert "twenty minutes" in verdict.fault
    assert "thirty minutes" in verdict.fault
    file.write_text(whole.replace("<h1", "<h1 hidden", 1))
    [verdict] = road.stet.verify()
    assert "changed after it was put" in verdict.fault
    file.unlink()
    [verdict] = road.stet.verify()
    assert "not in the edition" in verdict.fault


# -- 2. a stop always wins


def test_a_kill_takes_the_page_down_and_out_of_every_list(road):
    road.take(g2(1))
    id_ = story_id(road)
    assert id_.encode() in (road.site / "index.html").read_bytes()
    assert road.take(cancel(1)) == ["withdrawn"]
    assert road.pages() == {}
    assert (road.site / "gone" / f"{id_}.html").is_file()
    for name, body in road.edition().items():
        assert b"ferry timetable" not in body, name
        assert name == f"gone/{id_}.html" or id_ not in name
        assert name == f"gone/{id_}.html" or id_.encode() not in body, name


def test_a_kill_that_arrives_before_its_story_blocks_it(road):
    assert road.take(cancel(1)) == ["withdrawn"]
    assert road.take(g2(1)) == ["withdrawn"]
    assert road.pages() == {}


def test_a_kill_in_the_same_batch_as_its_story_wins(road):
    assert set(road.take(g2(1), cancel(1))) == {"withdrawn"}
    assert road.pages() == {}


def test_a_kill_whose_body_cannot_be_read_is_still_a_kill(road):
    road.take(g2(1))
    broken = g2(1, 2, status="canceled")
    road.take(broken[: broken.index(b"<p>") + 20])
    assert road.pages() == {}


def test_an_embargo_opens_at_its_instant_and_not_before(road):
    opens = road.clock() + timedelta(minutes=10)
    assert road.take(g2(1, embargo=opens)) == ["scheduled"]
    assert b"ferry" not in b"".join(road.edition().values())
    road.clock.now = opens - timedelta(microseconds=1)
    road.stet.flow.run_dry()
    assert road.pages() == {}
    road.clock.now = opens
    road.stet.flow.run_dry()
    assert len(road.pages()) == 1
    assert "Nov 21 2026 | 5:40 PM IST" in text(only(road), "time[itemprop=datePublished]")


def test_an_embargo_without_an_end_stays_shut(road):
    empty = g2(1).replace(b"</versionCreated>", b"</versionCreated><embargoed/>")
    assert road.take(empty) == ["scheduled"]
    road.clock.now += timedelta(days=3650)
    road.stet.flow.run_dry()
    assert road.pages() == {}


def test_a_kill_takes_the_picture_files_too(road, picture):
    road.take(g2(1))
    id_ = story_id(road)
    digest = road.stet.keep_picture(picture)
    set_picture(road, digest, id_)
    assert list(road.site.glob("media/*.jpg"))
    road.take(cancel(1))
    assert not list(road.site.glob("media/*.jpg"))


def test_a_picture_two_stories_share_stays_for_the_one_that_lives(road, picture):
    road.take(g2(1), g2(2))
    digest = road.stet.keep_picture(picture)
    for path in list(road.pages()):
        road.stet.act(
            path,
            lambda s: edit.set_picture(
                s, digest, caption="A ferry", credit="Desk", alt="Ferry", who=chief("d"), at=road.clock()
            ),
        )
    road.take(cancel(1))
    assert list(road.site.glob("media/*.jpg"))
    road.take(cancel(2))
    assert not list(road.site.glob("media/*.jpg"))


# -- 3. overlay, not fork


def test_the_house_headline_survives_an_update_of_the_body(road):
    road.take(g2(1))
    address = next(iter(road.pages()))
    set_headline(road, "Ferries every twenty minutes from Monday", address)
    road.clock.now += timedelta(minutes=1)
    road.take(g2(1, 2, headline="Velmora adds night boats"))
    assert list(road.pages()) == [address]
    page = only(road)
    assert text(page, "h1") == "Ferries every twenty minutes from Monday"
    assert "take 2" in text(page, "[itemprop=articleBody]")


def test_a_kill_drops_the_house_headline_and_a_lift_does_not_bring_it_back(road):
    road.take(g2(1))
    id_ = story_id(road)
    set_headline(road, "Ours", id_)
    road.clock.now += timedelta(minutes=1)
    road.take(cancel(1))
    road.clock.now += timedelta(minutes=1)
    assert road.take(g2(1, 3)) == ["held"]
    road.clock.now += timedelta(minutes=1)
    road.stet.act(id_, lambda s: edit.release(s, who=chief("desk"), at=road.clock()))
    assert text(only(road), "h1") == "Velmora council approves ferry timetable 1"


# -- 4. nothing is lost


def test_what_cannot_be_read_is_refused_by_name_kept_and_hurts_nothing_else(road):
    assert road.take(g2(1)[:-30], g2(2)) == ["live"]
    [item] = inquiry.refused()
    assert item.source == "item.xml"
    assert item.reason
    kept = Packet(feed="wire", source="", data=g2(1)[:-30], arrived=road.clock())
    assert inquiry.packet_bytes("wire", kept.digest) == kept.data


def test_a_bug_met_by_one_file_stops_no_other(road, monkeypatch):
    from stet import formats

    real = formats.read

    def clumsy(data, origin):
        if b"story 1" in data:
            raise ZeroDivisionError("oops")
        return real(data, origin)

    monkeypatch.setattr("stet.formats.read", clumsy)
    assert road.take(g2(1), g2(2)) == ["live"]
    assert "fault of Stet" in inquiry.refused()[0].reason


def test_a_bug_met_by_filing_one_file_stops_no_other(road, monkeypatch):
    real = DjangoJournal.file

    def clumsy(journal, filed):
        if any(b"story 1" in one.kept.packet.data and one.reading.dispatches for one in filed):
            raise ZeroDivisionError("oops")
        real(journal, filed)

    monkeypatch.setattr(DjangoJournal, "file", clumsy)
    assert road.take(g2(1), g2(2)) == ["live"]
    assert "fault of Stet" in inquiry.refused()[0].reason


# -- 5. the disclosure


def test_the_disclosure_says_what_the_desk_really_did(road, picture):
    road.take(g2(1))
    id_ = story_id(road)
    assert "reworked nothing" in text(only(road), ".disclosure")
    set_headline(road, "Ours", id_)
    assert text(only(road), ".disclosure").startswith("Only the headline of this report may have been reworked")
    digest = road.stet.keep_picture(picture)
    set_picture(road, digest, id_)
    assert text(only(road), ".disclosure") == (
        "Only the headline and picture of this report may have been reworked by the Morning Ledger staff; "
        "the rest of the content is auto-generated from a syndicated feed."
    )
    road.clock.now += timedelta(minutes=1)
    set_headline(road, "", id_)
    assert text(only(road), ".disclosure").startswith("Only the picture of this report may have been reworked")


# -- 6. order does not matter


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_thousand_stories_in_any_order_with_duplicates_give_the_same_edition(new_road):
    chance = random.Random(7)
    files = []
    for number in range(1000):
        files += [g2(number, version) for version in range(1, chance.choice([2, 2, 3, 4]))]
        if chance.random() < 0.1:
            files.append(cancel(number, 9))
    ordered = new_road("ordered")
    for start in range(0, len(files), 500):
        ordered.take(*files[start : start + 500])
    expected = _without_cards(ordered)
    shuffled = files + chance.sample(files, 300)
    chance.shuffle(shuffled)
    mixed = new_road("mixed")
    while shuffled:
        part = [shuffled.pop() for _ in range(min(len(shuffled), chance.randint(1, 400)))]
        mixed.take(*part)
    assert _without_cards(mixed) == expected
    assert len(ordered.pages()) > 800


def _without_cards(road):
    """The edition but for share cards, which are drawn when nothing else waits and named by what is on them."""
    return {path: body for path, body in road.edition().items() if not path.startswith("media/card-")}


def test_a_lower_version_that_arrives_late_is_filed_and_not_shown(road):
    road.take(g2(1, 3))
    road.take(g2(1, 1))
    assert "take 3" in text(only(road), "[itemprop=articleBody]")


def test_words_of_a_version_that_nobody_is_shown_come_into_no_address(road):
    """ADR 2: neither of one that comes late, nor of one that a later one replaced before anybody released the story."""
    road.take(g2(1, 2, headline="Mayor leaves office"))
    [page] = road.pages()
    road.clock.now += timedelta(minutes=5)
    road.take(g2(1, 1, headline="Smithers arrested for theft"))
    road.take(g2(2, 1, headline="Smithers arrested for theft"), feed="slow")
    road.clock.now += timedelta(minutes=5)
    road.take(g2(2, 2, headline="Mayor leaves office"), feed="slow")
    [held] = inquiry.stories_in("held")
    road.stet.act(held.id, lambda story: edit.release(story, who=chief("desk"), at=road.clock()))
    assert page in road.pages()
    assert len(road.pages()) == 2
    assert not [name for name in road.edition() if "smithers" in name]
    assert not [name for name, body in road.edition().items() if b"smithers" in body.lower()]


def test_an_update_within_a_minute_may_move_the_page_and_leads_visitors_there(road):
    road.take(g2(1))
    [old] = road.pages()
    road.clock.now += timedelta(seconds=30)
    road.take(g2(1, 2, headline="Night boats from Monday"))
    [new] = road.pages()
    assert new != old
    assert (road.site / "at" / story_id(road)).read_text() == new


def test_the_same_file_twice_changes_nothing(road):
    road.take(g2(1))
    before = road.edition()
    road.clock.now += timedelta(hours=1)
    road.take(g2(1))
    assert road.edition() == before


# -- 7. replay


def test_replaying_the_journal_gives_the_same_pages(road, picture):
    road.take(g2(1), g2(2), g2(2, 2), cancel(3), b"not a wire file")
    set_headline(road, "Ours", next(iter(road.pages())))
    road.take(cancel(2, 3))
    before = road.edition()
    (road.site / "india" / "left-over-0123456789.html").write_text("from nowhere")
    next(road.site.glob("india/*-*.html")).unlink()
    road.stet.replay()
    assert road.edition() == before
    assert all(verdict.fault is None for verdict in road.stet.verify())


# -- the desk


def test_a_held_feed_waits_for_a_person(road):
    assert road.take(g2(1), feed="slow") == ["held"]
    assert road.pages() == {}
    [row] = inquiry.stories_in("held")
    road.stet.act(row.id, lambda s: edit.release(s, who=chief("desk"), at=road.clock()))
    assert len(road.pages()) == 1


def test_a_release_never_opens_an_embargo(road):
    road.take(g2(1, embargo=road.clock() + timedelta(hours=1)))
    [row] = inquiry.stories_in("scheduled")
    with pytest.raises(Misused):
        road.stet.act(row.id, lambda s: edit.release(s, who=chief("desk"), at=road.clock()))
    assert road.pages() == {}


def test_a_person_can_kill_hold_and_release(road):
    road.take(g2(1), g2(2))
    first, second = (path.rpartition("-")[2] for path in road.pages())
    assert road.stet.act(first, lambda s: edit.hold(s, "", who=chief("d"), at=road.clock())).state == "held"
    assert len(road.pages()) == 1
    road.clock.now += timedelta(seconds=1)
    assert road.stet.act(first, lambda s: edit.release(s, who=chief("d"), at=road.clock())).state == "live"
    assert road.stet.act(second, lambda s: edit.kill(s, "lawyer", who=chief("d"), at=road.clock())).state == "withdrawn"
    assert len(road.pages()) == 1
    assert (road.site / "gone" / f"{second}.html").is_file()


def test_a_topic_is_headed_as_stories_in_the_sites_own_language_name_it(road):
    road.take(
        g2(1, paragraphs=("Ministers of India and Nepal met.", "India's ministers and Nepal's agreed on trains."))
    )
    hindi = g2(2, headline="भारत और नेपाल सहमत", paragraphs=("भारत और नेपाल के मंत्री मिले।", "भारत और नेपाल सहमत हुए।"))
    road.clock.now += timedelta(minutes=1)
    road.take(hindi.replace(b'xml:lang="en"', b'xml:lang="hi"'))
    topic = LexborHTMLParser((road.site / "topic" / "nepal" / "index.html").read_text())
    assert text(topic, "h1") == "Nepal"
    assert len(topic.css("main a[href*='/india/']")) >= 2


def test_a_kill_that_lies_where_a_clean_reading_does_not_look_is_obeyed(road):
    road.take(g2(1))
    assert len(road.pages()) == 1
    road.take(
        b'{"uri": "urn:page", "type": "text", "headline": "Page two", "body_text": "Words.", "items": '
        b'[{"uri": "urn:newsml:northwind.example:20261121:1", "type": "text", "pubstatus": "canceled"}]}'
    )
    assert not any("timetable-1" in path for path in road.pages())


@pytest.mark.parametrize("where", ["stet.formats.stop_orders", "stet.darkroom.make_asset"])
def test_a_bug_met_beside_the_reader_stops_no_kill_of_another_story(road, monkeypatch, picture, where):
    def clumsy(*_):
        raise ZeroDivisionError("oops")

    road.take(g2(1))
    monkeypatch.setattr(where, clumsy)
    road.take(g2(2)[:-40], picture, cancel(1))
    assert road.pages() == {}
    assert "fault of Stet" in inquiry.refused()[0].reason
