"""Words that name versions in text wires: what the road makes of each (life.md section 3; edge cases 46, 50, 119).

One test for each row of the table there, in its order; docs/reference/text-wires.md tells the same.
"""

from datetime import timedelta
from io import StringIO

import pytest
from rich.console import Console
from selectolax.lexbor import LexborHTMLParser

from makers import chief
from road.anpa import FIRST, MORE, add, anpa, fire
from road.conftest import SETTINGS, Road
from road.test_promises import only, text
from road.test_threads import item, stopped
from stet.app import Stet
from stet.config import House, parse
from stet.desk import edit
from stet.doctor import _like_orders
from stet.journal import inquiry
from stet.model.dispatch import Reading, Refusal
from stet.show import reading

BODY = "[itemprop=articleBody]"
OTHER = "The fire that destroyed two sheds in the harbour of Eastmere was put out by noon, the fire brigade said."
HEADLINE = "^Harbour of Eastmere is closed<"


def body(road) -> str:
    return text(only(road), BODY)


def bodies(road) -> set[str]:
    return {text(LexborHTMLParser(page.decode()), BODY) for page in road.pages().values()}


def updated(road) -> str:
    return text(only(road), "time[itemprop=dateModified]")


@pytest.fixture
def careful(road) -> Road:
    """A house whose wire holds its alerts."""
    settings = SETTINGS.replace('section = "India"', 'section = "India"\nalerts = "hold"')
    road.stet = Stet(House(settings=parse(settings), root=road.root), clock=road.clock)
    return road


# -- FLASH, NewsAlert, BULLETIN, URGENT

ALERTS = ["FLASH", "BULLETIN", "URGENT", "NewsAlert", "Eilmeldung", "SNAP"]


@pytest.mark.parametrize("word", ALERTS)
def test_an_alert_is_published_where_the_feed_allows_it(road, word):
    assert road.take(anpa(f"BC-EM--Harbour, {word},9", "The harbour of Eastmere is closed.", head="")) == ["live"]
    assert text(only(road), "h1") == "The harbour of Eastmere is closed."


@pytest.mark.parametrize("word", ALERTS)
def test_an_alert_waits_where_the_feed_holds_them_and_the_full_story_goes_up(careful, word):
    assert careful.take(anpa(f"BC-EM--Harbour, {word},9", "The harbour is closed.", head="")) == ["held"]
    assert careful.take(anpa("BC-EM--Harbour,90", OTHER, head=HEADLINE, at="0745")) == ["live"]
    assert body(careful) == OTHER


def test_a_person_releases_a_held_alert(careful):
    careful.take(anpa("BC-EM--Harbour, URGENT,9", "The harbour of Eastmere is closed.", head=""))
    [row] = inquiry.stories_in("held")
    assert "alert" in row.reason
    careful.stet.act(row.id, lambda story: edit.release(story, who=chief("desk"), at=careful.clock()))
    assert len(careful.pages()) == 1


# -- 1st Ld


@pytest.mark.parametrize("word", ["1st Ld", "2nd Ld", "Lead", "3rd lead", "WRAPUP", "Zusammenfassung"])
def test_a_lead_replaces_what_came_before_it_at_the_same_address(road, word):
    road.take(fire())
    [page] = road.pages()
    road.clock.now += timedelta(minutes=1)
    assert road.take(fire(word, OTHER, at="0800", head="^Fire in Eastmere is out<")) == ["live"]
    assert list(road.pages()) == [page]
    assert body(road) == OTHER


def test_a_lead_that_picks_up_the_story_before_it_waits_for_a_person(road):
    road.take(fire())
    assert road.take(fire("1st Ld", OTHER, head="^(Eds: Picks up 3rd graf pvs.)<", at="0800")) == ["held"]


# -- Writethru


@pytest.mark.parametrize("word", ["1st Ld-Writethru", "3rdLd-Writethru", "WRITETHRU", "Rewrites throughout"])
def test_a_writethru_replaces_all_before_it_its_takes_too(road, word):
    road.take(fire(), add(1))
    road.take(fire(word, OTHER, at="0800"))
    assert body(road) == OTHER


# -- 1st Add: tests/road/test_takes.py


# -- Sub, Insert


@pytest.mark.parametrize("word", ["Sub", "SUBS 2 grafs", "1st Insert"])
def test_a_part_to_be_replaced_is_a_persons_task_and_the_version_that_is_live_stays(road, word):
    road.take(fire())
    assert road.take(fire(word, OTHER, at="0800", serial="w2108")) == ["held"]
    assert body(road) == FIRST


# -- Correction


@pytest.mark.parametrize("word", ["Correction", "CORRECTED", "Berichtigung", "rectificatif", "1st Ld, Correction"])
def test_a_correction_replaces_the_text_and_is_one_to_readers(road, word):
    road.take(fire())
    road.clock.now += timedelta(minutes=1)
    road.take(fire(word, OTHER, at="0800"))
    assert body(road) == OTHER
    [row] = inquiry.stories_in("live")
    assert len(road.stet.story(row.key).corrections) == 1


# -- REFILE, RPT


def test_a_refile_replaces_the_text_without_a_word(road):
    road.take(fire())
    road.clock.now += timedelta(minutes=1)
    road.take(fire("REFILE", OTHER, at="0800"))
    assert body(road) == OTHER
    [row] = inquiry.stories_in("live")
    assert road.stet.story(row.key).corrections == ()


@pytest.mark.parametrize("word", ["RPT", "REPEAT"])
def test_a_repeat_is_a_duplicate_and_moves_nothing(road, word):
    road.take(fire(), add(1))
    before = road.pages()
    road.clock.now += timedelta(hours=1)
    assert road.take(fire(word, at="1300", serial="w2150")) == ["live"]
    assert road.pages() == before


def test_a_repeat_with_other_words_is_a_version(road):
    road.take(fire())
    road.take(fire("RPT", OTHER, at="0800"))
    assert body(road) == OTHER


def test_a_repeat_of_what_was_withheld_brings_it_back(road):
    road.take(fire())
    road.take(anpa("BC-EM--Harbour-Fire, HOLD,60", "It is being checked.", serial="w2199", head="", at="0800"))
    assert road.pages() == {}
    road.take(fire("RPT", at="0900", serial="w2150"))
    assert body(road) == FIRST


# -- Corrective


def test_a_corrective_is_a_story_of_its_own(road):
    road.take(fire())
    assert road.take(fire("Corrective", OTHER, at="0800", serial="w2108", head=HEADLINE)) == ["live"]
    assert bodies(road) == {FIRST, OTHER}


# -- UPDATE n, (Adds ...)


def test_an_update_replaces_what_came_before_it(road):
    road.take(fire())
    road.take(fire("UPDATE 1", OTHER, at="0800"))
    assert body(road) == OTHER


@pytest.mark.parametrize("line", ["(Adds police, background)", "(Updates with quotes)", "(Recasts, adds details)"])
def test_a_line_for_editors_on_top_of_an_update_is_never_printed(road, line):
    assert road.take(fire("UPDATE 1", line, OTHER)) == ["held"]
    assert road.pages() == {}


# -- ADVISORY, v, digest


@pytest.mark.parametrize(
    "message",
    [
        fire("Advisory"),
        anpa("BC-NWN-News-Digest,30", "HARBOUR-FIRE _ moved."),
        anpa("BC-EM--Fire,30", category="v"),
        anpa("BC-EM--Fire,30", head="^ADVISORY<"),
    ],
)
def test_a_note_to_editors_is_filed(road, message):
    assert road.take(message) == ["filed"]
    assert road.pages() == {}


# -- HOLD HOLD HOLD


def test_a_hold_takes_the_story_down_until_a_later_version(road):
    road.take(fire())
    road.take(fire("HOLD HOLD HOLD", "It is being checked.", serial="w2199", head="", at="0800"))
    assert road.pages() == {}
    road.take(fire("1st Ld-Writethru", OTHER, at="0900"))
    assert body(road) == OTHER


# -- KILL: below


# -- Adv, EMBARGO


@pytest.mark.parametrize("word", ["Adv22", "HFR", "hold for release", "Embargoed", "Sperrfrist"])
def test_an_advance_waits_for_a_person(road, word):
    assert road.take(fire(word)) == ["held"]


# -- two categories


def test_one_story_under_two_categories_is_one_page(road):
    """Edge case 46."""
    road.take(fire(category="f", serial="f0101"), fire(category="a", serial="a0101"))
    assert len(road.pages()) == 1


def test_the_same_words_under_two_slugs_are_published_once(road):
    """Edge case 46."""
    road.take(fire(category="f", serial="f0101"))
    assert road.take(anpa("BC-FIN--Harbour-Fire,87", category="f", serial="f0102")) == ["filed"]
    assert len(road.pages()) == 1


# -- kills in plain text


def kill(words: str, *, slug: str = "BC-Advisory-Kill, KILL", day: str = "21", at: str = "0900") -> bytes:
    return anpa(f"{slug},60", words, "A kill is mandatory.", serial="w2199", head="^BULLETIN KILL<", day=day, at=at)


BY_SERIAL = "Please kill item W2101 (Fire in Eastmere)."


@pytest.mark.parametrize(
    "data",
    [
        b"KILL KILL KILL\n\nEditors: kill the story slugged FERRY-SINKS. It is wrong.\n",
        item("urn:nw:77", headline="KILL: Ferry", body_text="Editors: kill the story slugged FERRY. It is wrong."),
        anpa("BC-EM--Advisory, HOLD,40", "Editors: hold the story about the fire until further notice.", head=""),
    ],
    ids=["refused", "held", "a note to editors"],
)
def test_an_order_that_finds_nothing_is_told_by_the_doctor_for_seven_days(road, data):
    road.take(data, source="order.txt")
    [told] = _like_orders(road.stet)
    assert told.state == "wrong"
    for words in ("order.txt", "reads like", "`stet kill STORY --reason …`"):
        assert words in told.what
    road.clock.now += timedelta(days=7, seconds=1)
    assert not list(_like_orders(road.stet))


def test_the_advice_for_a_file_that_reads_like_an_order_is_to_stop_the_story_by_hand():
    refused = Refusal(source="x", reason="it reads like an order to stop a story, without the frame of a wire")
    console = Console(width=200, record=True, file=StringIO())
    console.print(reading("x", Reading(format=None, why="", refusals=(refused,))))
    said = console.export_text()
    assert "stet kill STORY --reason" in said
    assert "send it again" not in said


def test_ordinary_copy_and_an_order_that_is_obeyed_are_no_orders_that_found_nothing(road):
    road.take(anpa(FIRST), item("urn:nw:1"), stopped("urn:nw:1"))
    assert not list(_like_orders(road.stet))


def test_a_kill_that_names_a_serial_of_the_day_takes_it_down(road):
    """Edge case 119."""
    road.take(fire())
    road.take(kill(BY_SERIAL))
    assert {row.reason for row in inquiry.stories_in("withdrawn") if row.path is None} >= {
        "Killed by the agency; only a later usable version can lift that."
    }
    assert road.pages() == {}


def test_a_kill_that_names_a_serial_of_yesterday_takes_it_down(road):
    """Edge case 50: serials wrap, and days end at midnight."""
    road.take(fire(day="20", at="2350"))
    assert len(road.pages()) == 1
    road.take(kill(BY_SERIAL, at="0010"))
    assert road.pages() == {}
    assert [row.id for row in inquiry.stories_in("held")] == []


def test_a_kill_that_names_a_serial_of_four_days_ago_holds_it_and_asks(road):
    """Edge case 50."""
    road.take(fire(day="17"))
    road.take(kill(BY_SERIAL))
    assert road.pages() == {}
    [row] = inquiry.stories_in("held")
    assert "names this one, but not surely" in row.reason
    road.stet.act(row.id, lambda story: edit.release(story, who=chief("desk"), at=road.clock()))
    assert len(road.pages()) == 1


def test_a_kill_that_names_a_serial_of_nine_days_ago_does_not_mean_that_one(road):
    road.take(fire(day="12"))
    road.take(kill(BY_SERIAL))
    assert len(road.pages()) == 1


def test_a_kill_that_names_a_slug_takes_its_story_down_and_no_other(road):
    road.take(fire(), anpa("BC-EM--Ferry-Fares,87", OTHER, serial="w2120"))
    road.take(kill("Please kill the story EM--Harbour-Fire, of today."))
    assert bodies(road) == {OTHER}


def test_a_kill_under_the_slug_of_a_story_takes_it_down(road):
    road.take(fire())
    road.take(fire("KILL", "It is wrong.", serial="w2199", at="0900"))
    assert road.pages() == {}


def note(slug: str, *words: str) -> bytes:
    return anpa(f"{slug},60", *words, serial="w2199", head="", at="0900")


NOTES = {
    "a serial in small letters": note("BC-Note to Editors", "Please kill Harbour-Fire, w2101. Substitute will follow."),
    "a serial alone": note("BC-Note to Editors", "Please kill w2101."),
    "a slug with the order behind it": note(
        "BC-EM--Harbour-Fire Kill", "Editors, please kill Harbour-Fire. More soon."
    ),
    "a slug after a colon": note("BC-Editors Note", "EDITORS: BULLETIN KILL: BC-EM--Harbour-Fire. It is wrong."),
    "a slug without its desk": note("BC-Harbour-Fire Kill", "Please kill the story."),
    "only the slug of the note": note("BC-EM--Harbour-Fire Withdrawn", "STORY WITHDRAWN", "The story is withdrawn."),
    "only a slug in its words": note("BC-Note to Editors", "Editors, please kill Harbour-Fire. More will follow."),
}


@pytest.mark.parametrize("name", NOTES)
@pytest.mark.parametrize("first", [False, True])
def test_119_a_note_that_names_a_story_of_the_day_by_its_serial_or_its_slug_takes_it_down_and_no_other(
    road, name, first
):
    others = anpa("BC-EM--Ferry-Fares,87", OTHER, serial="w2120")
    for data in (NOTES[name], fire()) if first else (fire(), NOTES[name]):
        road.take(data)
    road.take(others)
    assert bodies(road) == {OTHER}
    assert not list(_like_orders(road.stet))


@pytest.mark.parametrize("slug", ["BC-EM--Harbour-Fire Kill", "BC-Harbour-Fire-Kill", "BC-EM--Harbour-Fire Withdrawn"])
def test_a_slug_that_ends_in_a_word_for_a_stop_over_a_text_with_a_dateline_stops_nothing_and_waits_for_a_person(
    road, slug
):
    road.take(fire())
    road.take(anpa(f"{slug},60", OTHER, serial="w2199", at="0900"))
    assert bodies(road) == {FIRST}
    [told] = _like_orders(road.stet)
    assert told.state == "wrong"


@pytest.mark.parametrize("order", [kill(BY_SERIAL), kill("Please kill the story EM--Harbour-Fire, of today.")])
def test_a_kill_before_its_story_keeps_it_down(road, order):
    road.take(order)
    road.clock.now += timedelta(hours=1)
    road.take(fire())
    assert road.pages() == {}


def mail(subject: str, words: str) -> bytes:
    return (
        "From: Northwind News <desk@northwind.example>\nTo: wire@ledger.example\n"
        f"Date: Sat, 21 Nov 2026 09:00:00 +0000\nSubject: {subject}\nMessage-ID: <k1@northwind.example>\n\n{words}\n"
    ).encode()


@pytest.mark.parametrize(
    "words",
    ["Editors, please kill item W2101 of today. A kill is mandatory.",
     "Editors, please kill the story EM--Harbour-Fire, of today. A kill is mandatory."],
)  # fmt: skip
@pytest.mark.parametrize("kill_first", [False, True])
def test_a_kill_by_mail_takes_down_the_story_it_names(road, words, kill_first):
    order = mail("KILL: Fire in Eastmere", words)
    for data in (order, fire()) if kill_first else (fire(), order):
        road.take(data)
    assert road.pages() == {}


def test_a_kill_by_mail_leaves_what_it_does_not_name(road):
    road.take(fire(), anpa("BC-EM--Ferry-Fares,87", OTHER, serial="w2120"))
    road.take(mail("KILL: Fire in Eastmere", "Please kill item W2101 of today. A kill is mandatory."))
    assert bodies(road) == {OTHER}


def test_the_words_of_a_kill_are_shown_nowhere(road):
    road.take(fire(), kill("Please kill item W2101, which names Anna Pell and is a libel."))
    assert not [name for name, data in road.edition().items() if b"Anna Pell" in data or b"libel" in data]


def test_an_add_of_the_same_day_is_not_meant_by_the_kill_of_another_story(road):
    road.take(fire(), add(1))
    road.take(kill("Please kill item W2177 of today."))
    assert body(road) == f"{FIRST} {MORE}"


# -- kills of IPTC 7901


def iptc(headline: str, words: str, *, number: int, slug: str = "Markt/Obst", at: str = "0730") -> bytes:
    return (
        f"\x01eca{number:04} 4 pl 64  mw {number:04}\r\n\r\n{slug}/\r\n\x02{headline} =\r\n\r\n{words}\r\n\r\n"
        f"\x0321{at} GMT Nov 26\r\n\x7f\x04"
    ).encode()


FRUIT = iptc("Obst wird teurer", "Eastmere (mw) - Obst wird am Samstag teurer.", number=402)


@pytest.mark.parametrize("word", ["KILL KILL KILL", "Zurückziehung", "Elimination", "Achtung Zurückziehung"])
@pytest.mark.parametrize("text_of_it", ["Bitte die Meldung mw 402 nicht verwenden.", "Bitte die Meldung zurückziehen."])
@pytest.mark.parametrize("kill_first", [False, True])
def test_a_kill_in_a_headline_of_iptc_7901_takes_down_what_it_names(road, word, text_of_it, kill_first):
    order = iptc(word, text_of_it, number=411, at="0800")
    for data in (order, FRUIT) if kill_first else (FRUIT, order):
        road.take(data)
    assert road.pages() == {}


AGAIN = [
    iptc("Obst wird teurer", "Eastmere (mw) - Obst wird am Samstag teurer.", number=421, at="0900"),
    iptc("Obst doch nicht teurer", "Eastmere (mw) - Obst wird am Samstag doch nicht teurer.", number=422, at="0900"),
]


@pytest.mark.parametrize("word", ["KILL KILL KILL", "Zurückziehung"])
@pytest.mark.parametrize("again", AGAIN)
def test_a_kill_by_the_slug_of_the_day_is_lifted_by_nobody_but_a_person(road, word, again):
    road.take(FRUIT)
    road.take(iptc(word, "Die Meldung darf nicht verwendet werden.", number=411, at="0800"))
    assert {row.reason for row in inquiry.stories_in("withdrawn")} == {
        "Killed by the agency; only a later usable version can lift that."
    }
    road.clock.now += timedelta(hours=1)
    assert road.take(again) == ["held"]
    assert road.pages() == {}
    [row] = inquiry.stories_in("held")
    assert row.reason == "Usable again after a kill: a person has to confirm it by releasing the story."
    road.stet.act(row.id, lambda story: edit.release(story, who=chief("desk"), at=road.clock()))
    assert len(road.pages()) == 1


def test_a_hold_by_the_slug_of_the_day_ends_by_itself_with_a_later_version(road):
    road.take(FRUIT)
    road.take(iptc("HOLD HOLD HOLD", "Bitte vorerst nicht verwenden.", number=411, at="0800"))
    assert road.pages() == {}
    assert road.take(AGAIN[0]) == ["live"]


def test_versions_of_iptc_7901_are_one_story_where_their_headline_is_the_same_and_two_where_not(road):
    """Its slugs name topics: a story must never take the page of another that shares one."""
    road.take(FRUIT)
    newer = iptc("Obst wird teurer", "Eastmere (mw) - Obst wird um die Hälfte teurer.", number=403, at="0800")
    road.take(newer)
    assert bodies(road) == {"Eastmere (mw) - Obst wird um die Hälfte teurer."}
    road.take(iptc("Obst: Händler klagen", "Eastmere (mw) - Die Händler klagen.", number=404, at="0900"))
    assert bodies(road) == {"Eastmere (mw) - Obst wird um die Hälfte teurer.", "Eastmere (mw) - Die Händler klagen."}
