"""The index of search, on both databases: what enters, what leaves and when, what is found and in which order."""

import random
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from conftest import NOON
from journal.test_store import card, file
from makers import dispatch
from stet.errors import Unavailable
from stet.journal import inquiry, search, search_reader
from stet.journal.base import Settled, Shown
from stet.journal.models import SearchEntry
from stet.journal.search_reader import Index
from stet.journal.store import DjangoJournal
from stet.model.address import story_id
from stet.model.change import Hold
from stet.model.page import Card
from stet.model.search import COUNTED, PAGE, REACH, query
from stet.model.story import Standing, State
from stet.model.words import indexed


@pytest.fixture
def index(journal: DjangoJournal) -> Iterator[Index]:
    index = Index()
    yield index
    index.close()


def shown(key: str, headline: str, text: str = "", *, state: State = State.LIVE, touched: int = 0, **fields) -> Settled:
    listed: Card = replace(card(key), headline=headline, **fields)
    return Settled(
        key=key,
        id=story_id(key),
        touched=touched,
        listed=False,
        standing=Standing(state=state, reason="because"),
        shown=Shown(path=listed.path, card=listed),
        text=text,
    )


def down(key: str, state: State, touched: int = 0) -> Settled:
    return Settled(
        key=key, id=story_id(key), touched=touched, listed=True, standing=Standing(state=state, reason="because"),
        shown=Shown(gone=True),
    )  # fmt: skip


def put(journal: DjangoJournal, *stories: Settled) -> None:
    journal.settle(stories, [], [])


def found(index: Index, typed: str, *, by_date: bool = True, page: int = 1) -> list[str]:
    return [hit.card.headline for hit in index.find(query(typed), by_date=by_date, page=page).hits]


def test_a_story_is_found_by_its_headline_standfirst_body_agency_and_topics(journal, index):
    story = shown("n:1", "Ferry late", "Fog lay on the sound.", standfirst="No boat left.", agency="Invented Press")
    put(journal, story, shown("n:2", "Bridge shut", "Paint dries.", agency="Other Wire"))
    for typed in ("ferry", "boat", "sound", "Invented Press", "ferry fog boat"):
        assert found(index, typed) == ["Ferry late"], typed
    topics = replace(card("n:3", topics=("Velmora",)), headline="Council meets")
    put(journal, replace(story, key="n:3", id=story_id("n:3"), shown=Shown(path="x/y", card=topics)))
    assert found(index, "velmora") == ["Council meets"]
    [hit] = index.find(query("fog"), by_date=True, page=1).hits[-1:]
    assert hit.text == "Fog lay on the sound."


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.HELD, State.LAPSED, State.SCHEDULED, State.FILED])
def test_a_story_that_is_taken_down_is_found_no_more_by_any_word(journal, index, state):
    put(journal, shown("n:1", "Ferry late", "Fog lay on the sound."), shown("n:2", "Bridge shut", "Fog there too."))
    assert index.find(query("fog"), by_date=True, page=1).count == 2
    put(journal, down("n:1", state))
    assert found(index, "fog") == ["Bridge shut"]
    assert index.find(query("fog"), by_date=True, page=1).count == 1
    for typed in ("ferry", "late", "sound", "fer*"):
        assert index.find(query(typed), by_date=False, page=1).count == 0
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM journal_searchwords")
        assert cursor.fetchone() == (1,)
    put(journal, shown("n:1", "Ferry late", "Fog lay on the sound."))
    assert found(index, "ferry") == ["Ferry late"]


def test_a_story_past_its_relevance_is_found(journal, index):
    put(journal, shown("n:1", "Ferry late", state=State.EXPIRED))
    assert found(index, "ferry") == ["Ferry late"]


def test_an_update_is_found_by_its_words_and_not_by_those_of_the_version_before(journal, index):
    put(journal, shown("n:1", "Ferry late", "Fog."))
    put(journal, shown("n:1", "Ferry back", "Sun.", updated=NOON + timedelta(minutes=9)))
    assert found(index, "fog") == found(index, "late") == []
    assert found(index, "ferry sun") == ["Ferry back"]
    assert SearchEntry.objects.count() == 1


def test_what_is_not_committed_is_not_found(journal, index, monkeypatch):
    put(journal, shown("n:1", "Ferry late"))

    def fail(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("stet.journal.listings.make_dirty", fail)
    with pytest.raises(ZeroDivisionError):
        put(journal, down("n:1", State.WITHDRAWN), shown("n:2", "Bridge shut"))
    assert found(index, "ferry") == ["Ferry late"]
    assert found(index, "bridge") == []


def test_the_same_again_is_not_indexed_again(journal, index, monkeypatch):
    put(journal, shown("n:1", "Ferry late", "Fog."))
    monkeypatch.setattr(search, "_add", lambda ready: ready and pytest.fail("indexed again"))
    put(journal, shown("n:1", "Ferry late", "Fog."))
    assert found(index, "fog") == ["Ferry late"]


SCRIPTS = {
    "hi": ("हिंदी में नमस्ते", "ज़मीन पर किसानों ने प्रदर्शन किया।", ["नमस्ते", "जमीन", "किसान*", '"किसानों ने"', "प्रदर्शन"]),
    "bn": ("বাংলাদেশে বন্যা", "কৃষকেরা আশ্রয় নিয়েছেন।", ["বন্যা", "বাংলাদেশ", "আশ্রয়", "কৃষক*"]),
    "ta": ("தமிழ் நாடு", "மழை பெய்தது.", ["தமிழ்", "மழை", '"தமிழ் நாடு"']),
    "ar": ("أحمد في المدينة", "قالَ الوزيرُ إنَّ الجسرَ مُغلَق", ["احمد", "المدينه", "قال الوزير", "مغلق"]),
    "fa": ("می\u200cخواهم", "تهران", ["ميخواهم", "می\u200cخواهم"]),
    "de": ("Straße über Übersee", "Größe zählt", ["strasse", "STRASSE", "ubersee", "groß"]),
    "zh": ("东京举行会议", "部长说，新桥将于周五开放。", ["东京", "会议", "新桥将于", "会", "桥"]),
    "ja": ("東京都庁でiPhone発売", "データセンター", ["京都", "都庁", "iphone発売", "センター"]),
    "th": ("ข่าวประเทศไทย", "ฝนตกหนัก", ["ประเทศ", "ไทย", "ฝนตก"]),
    "ko": ("서울에서 회의", "장관이 말했다", ["서울", "회의", '"서울에서 회의"']),
    "ru": ("Ёлка в Москве", "Ожидается снегопад", ["елка", "МОСКВЕ", "снег*"]),
}


@pytest.mark.parametrize("language", SCRIPTS)
def test_real_words_of_every_script_are_found(journal, index, language):
    headline, text, typed = SCRIPTS[language]
    put(journal, shown("n:1", headline, text), shown("n:2", "Something else", "Entirely other copy."))
    for words in typed:
        assert found(index, words) == [headline], words
    assert found(index, f"else -{indexed(headline)[0]}") == ["Something else"]


def test_phrases_prefixes_and_exclusions(journal, index):
    put(
        journal,
        shown("n:1", "One", "Heavy rain fell on the coast."),
        shown("n:2", "Two", "Rain, heavy at times, and cricket."),
        shown("n:3", "Three", "A rainbow over the heavy seas."),
        shown("n:4", "Heavy", "rain"),
    )
    assert set(found(index, "heavy rain")) == {"One", "Two", "Three", "Heavy"}
    assert set(found(index, "rain heavy")) == {"One", "Two", "Heavy"}
    assert found(index, '"heavy rain"') == ["One"], "a phrase reaches from no field into another"
    assert set(found(index, "rain* -cricket")) == {"One", "Three", "Heavy"}
    assert set(found(index, 'heavy -"heavy rain"')) == {"Two", "Three", "Heavy"}
    assert found(index, "rai") == found(index, "rai*")
    assert found(index, '"rai"') == []
    assert found(index, "-cricket") == found(index, "") == found(index, "!?") == []


def test_newest_first_and_of_one_second_by_id(journal, index):
    minutes = {f"n:{n}": n % 3 for n in range(9)}
    put(journal, *(shown(key, key, "rain", updated=NOON + timedelta(minutes=at)) for key, at in minutes.items()))
    expected = sorted(minutes, key=lambda key: (-minutes[key], story_id(key)))
    assert found(index, "rain") == expected
    assert found(index, "rain", by_date=False) == expected, "what is equally good stands in order of time"


def test_the_best_stand_first_and_of_equals_the_newest(journal, index):
    standing = [
        shown("n:1", "Ferry late", updated=NOON - timedelta(days=9)),
        shown("n:2", "Ferryman rests", updated=NOON + timedelta(days=9)),
        shown("n:3", "Council meets", standfirst="It spoke of the ferry.", updated=NOON + timedelta(days=20)),
        shown("n:4", "Fares fall", standfirst="A ferryman spoke.", updated=NOON + timedelta(days=30)),
        shown("n:5", "Old fog", "The ferry did not leave.", updated=NOON + timedelta(days=40)),
        shown("n:6", "New fog", "The ferry did leave.", updated=NOON + timedelta(days=41)),
        shown("n:7", "Museum opens", "It shows a ferryman.", updated=NOON + timedelta(days=50)),
    ]
    put(journal, *random.Random(3).sample(standing, k=7))
    best = ["Ferry late", "Ferryman rests", "Council meets", "Fares fall", "New fog", "Old fog", "Museum opens"]
    assert found(index, "ferry", by_date=False) == best
    assert found(index, "ferry* -museum -old", by_date=False) == [one for one in best if one not in best[5:]]
    assert found(index, "ferry", by_date=True)[0] == "Museum opens"
    assert found(index, '"ferry"', by_date=False) == [best[0], best[2], best[4], best[5]]


@pytest.mark.parametrize("by_date", [True, False])
def test_every_report_is_on_one_page_and_pages_out_of_reach_are_the_nearest(journal, index, by_date):
    put(journal, *(shown(f"n:{n}", str(n), "rain " * (n % 4 + 1)) for n in range(45)))
    pages = [found(index, "rain", by_date=by_date, page=page) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert len(set().union(*pages)) == 45
    asked = query("rain")
    for beyond, nearest in ((4, 3), (10**30, 3), (0, 1), (-5, 1)):
        assert index.find(asked, by_date=by_date, page=beyond).page == nearest
        assert found(index, "rain", by_date=by_date, page=beyond) == pages[nearest - 1]


def test_of_very_many_the_newest_can_be_paged_through_and_how_many_there_are_is_not_counted(
    journal, index, monkeypatch
):
    assert (COUNTED, REACH) == (10_000, 1000)
    monkeypatch.setattr(search_reader, "COUNTED", 50)
    put(journal, *(shown(f"n:{n}", str(n), "rain", updated=NOON + timedelta(minutes=n)) for n in range(60)))
    assert index.find(query("rain"), by_date=False, page=1).count == 51
    assert found(index, "rain", by_date=False)[0] == "59"
    best = [word for page in (1, 2) for word in found(index, "rain", by_date=False, page=page)]
    assert set(best) == {str(n) for n in range(20, 60)}


def test_two_stories_with_one_place_are_both_found(journal, index, monkeypatch):
    monkeypatch.setattr(search, "_place", lambda card: 7)
    put(journal, *(shown(f"n:{n}", str(n), "rain") for n in range(5)))
    put(journal, *(shown(f"n:{n}", str(n), "rain") for n in range(3, 9)))
    put(journal, shown("n:4", "4", "rain and snow"), down("n:0", State.HELD))
    assert sorted(found(index, "rain")) == [str(n) for n in range(1, 9)]
    assert found(index, "snow") == ["4"]


def test_after_a_rebuild_the_same_is_found_in_the_same_order(journal, index):
    chance = random.Random(7)
    stories = [
        shown(f"n:{n}", f"Story {n}", " ".join(chance.choices(["rain", "coast", "ferry", "東京", "हिंदी"], k=8)),
              updated=NOON + timedelta(minutes=chance.randrange(5)))
        for n in range(40)
    ]  # fmt: skip
    put(journal, *stories)
    asked = ["rain", "ferry coast", "東京", '"rain rain"', "हिंदी -rain"]
    before = [(found(index, one, by_date=by_date), one) for one in asked for by_date in (True, False)]
    assert all(headlines for headlines, _ in before[:8])
    journal.forget()
    assert [found(index, one) for one in asked] == [[]] * 5
    chance.shuffle(stories)
    for story in stories:
        put(journal, story)
    assert [(found(index, one, by_date=by_date), one) for one in asked for by_date in (True, False)] == before


def test_a_journal_that_was_never_indexed_is_due_once_and_behind_everything_else(journal, index):
    file(journal, dispatch(story_key="n:1"), dispatch(story_key="n:2", guid="2"), dispatch(story_key="n:3", guid="3"))
    put(
        journal, shown("n:1", "One", touched=1), shown("n:2", "Two", state=State.EXPIRED, touched=1),
        down("n:3", State.HELD, touched=1),
    )  # fmt: skip
    assert journal.due(NOON, 10) == []
    search.renew()
    assert sorted(journal.due(NOON, 10)) == ["n:1", "n:2"]
    file(journal, dispatch(story_key="n:4", guid="4"), data=b"<later/>")
    assert journal.due(NOON, 10)[0] == "n:4"
    journal.record(Hold(story_key="n:2", who="mira", at=NOON, against=1, reason=""))
    assert journal.due(NOON, 10) == ["n:2"]
    put(journal, shown("n:1", "One", touched=1), down("n:2", State.HELD, touched=2), shown("n:4", "Four", touched=1))
    left = journal.due(NOON, 10)
    search.renew()
    assert journal.due(NOON, 10) == left
    journal.forget()
    search.renew()
    assert inquiry.waiting() == 2, "the two packets: a rebuild has indexed everything"


HOSTILE = [
    "\"'<script>", "x" * 10_000, "!?…", "NEAR", "NEAR(rain coast)", "NEAR/2", "*", "-", "--", '"', '"""', 'a"b"c"', "'",
    "a AND", "OR", "NOT", "AND OR NOT", "(", ")", "((", "^", "head:rain", "{head body}:rain", "-*", '"*', "* *",
    "rain*coast", "a:*", "a & b", "a | b", "!a", "<->", "a <-> b", "a:A", "\\", "a\\", "a' | 'b", "%", "%s", "%(x)s",
    ";DROP TABLE x",
    "\x00", "a\x00b", "\ud800", "😀", "\u0301", "\u200d", "ﷺ", "½", "\u202e rain", "🇮🇳",
    " ".join("abcdefghijklmnopqrstuvwxyz0123456789"),
    "東" * 200, "नमस्ते" * 40, "-a -b", "-rain rain", "rai* r* * *a",
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE)
def test_no_query_is_an_error(journal, index, typed):
    put(journal, shown("n:1", "Rain", "on the coast"))
    for by_date in (True, False):
        assert index.find(query(typed), by_date=by_date, page=1).count in (0, 1)


def test_nothing_that_a_story_says_keeps_it_from_being_settled(journal, index):
    texts = [
        "'",
        "\\",
        "a'b\\c",
        "x" * 5000,
        "ﷺ" * 3000,
        "\U0010ffff",
        "e" + "\u0301" * 5000,
        "क" + "ा" * 9000,
        "a.b" * 900,
    ]
    texts += [" ".join(f"{n:064}" for n in range(20_000)), "word " * 70_000, "東" * 70_000]
    put(journal, *(shown(f"n:{n}", text[:200], text, standfirst=text[:500]) for n, text in enumerate(texts)))
    assert SearchEntry.objects.count() == len(texts)
    assert index.find(query("word"), by_date=False, page=1).count == 1


def test_a_search_cannot_write(journal, index):
    with pytest.raises(Exception, match=r"read-?only"), index._reader().cursor() as cursor:
        cursor.execute("DELETE FROM journal_searchentry")


def test_each_thread_asks_by_a_connection_of_its_own(journal, index):
    put(journal, shown("n:1", "Rain"))
    told: list[list[str]] = []
    threads = [Thread(target=lambda: told.append(found(index, "rain"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == [["Rain"]] * 4


def test_a_search_that_takes_too_long_is_broken_off_and_the_next_one_is_answered(journal, index, monkeypatch):
    put(journal, *(shown(f"n:{n}", str(n), "rain") for n in range(600)))
    monkeypatch.setattr(search_reader, "PATIENCE", 0.5)
    every_three = "journal_searchentry AS a, journal_searchentry AS b, journal_searchentry AS c"
    with monkeypatch.context() as patch:
        for statement in ("_SQLITE", "_COUNT_POSTGRESQL"):
            patch.setattr(search_reader, statement, f"SELECT count(*) FROM {every_three} WHERE %s <> '' AND %s > 0")
        with pytest.raises(Unavailable, match="took longer than") as broken_off:
            index.find(query("rain"), by_date=True, page=1)
        assert broken_off.value.retry_after
    assert index.find(query("rain"), by_date=True, page=1).count == 600


def test_a_search_on_a_connection_that_has_gone_away_is_asked_again_on_a_fresh_one(journal, index):
    put(journal, shown("n:1", "Rain"))
    assert found(index, "rain") == ["Rain"]
    index._reader().connection.close()
    assert found(index, "rain") == ["Rain"]


def test_a_database_that_is_not_there_is_said_to_be_so_and_is_not_made(database: Path, tmp_path: Path):
    from stet.journal.connect import connect

    connect("sqlite:///elsewhere.db", tmp_path)
    index = Index()
    for _ in range(2):
        with pytest.raises(Unavailable):
            index.find(query("rain"), by_date=True, page=1)
    assert not (tmp_path / "elsewhere.db").exists()


def test_a_damaged_database_is_said_to_be_so(database: Path, tmp_path: Path):
    from stet.journal.connect import connect

    (tmp_path / "bad.db").write_bytes(b"no database at all" * 1000)
    connect("sqlite:///bad.db", tmp_path)
    with pytest.raises(Unavailable):
        Index().find(query("rain"), by_date=True, page=1)


# -- the model: whatever is put in and typed, both databases find what the words say

WORDS = ["rain", "rainbow", "coast", "co", "us", "ferry", "東京", "京都", "हिंदी"]


def matches(typed: str, fields: tuple[str, str]) -> bool:
    from stet.model.words import words

    asked = query(typed)
    listed = [list(words(field)) for field in (*fields, "Invented Press")]

    def stands(term) -> bool:
        return any(True for field in listed for _ in term.places(field))

    return bool(asked.wanted) and all(map(stands, asked.wanted)) and not any(map(stands, asked.unwanted))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    copy=st.lists(st.tuples(*[st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)] * 2), min_size=1, max_size=6),
    typed=st.lists(
        st.tuples(
            st.sampled_from(["", "-", '"', '-"']), st.sampled_from(WORDS), st.sampled_from(["", "*", '"', ' rain"'])
        ),
        min_size=1, max_size=4,
    ).map(lambda pieces: " ".join("".join(piece) for piece in pieces)),
)  # fmt: skip
def test_what_is_found_is_what_the_words_say(journal, index, copy, typed):
    journal.forget()
    put(journal, *(shown(f"n:{n}", head, text) for n, (head, text) in enumerate(copy)))
    expected = sum(matches(typed, fields) for fields in copy)
    assert index.find(query(typed), by_date=True, page=1).count == expected
    assert len(index.find(query(typed), by_date=False, page=1).hits) == expected


def test_this_sqlite_has_what_the_index_needs():
    sqlite3.connect(":memory:").execute(
        "CREATE VIRTUAL TABLE t USING fts5(a, tokenize='ascii', prefix='3 4 5')"
    ).close()
    assert PAGE == 20
