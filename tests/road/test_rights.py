"""Rights and archive limits on the whole road: what may no longer be shown goes by itself, with all that is of it."""

from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image

from makers import chief
from road.conftest import SETTINGS, Road
from road.wire import cancel, g2
from stet.app import Stet
from stet.config import House, parse
from stet.desk import edit
from stet.errors import Misused
from stet.journal import inquiry

SHORT = timedelta(microseconds=1)
WORDS = b"ferry timetable"


def until(end: datetime, item: bytes | None = None) -> bytes:
    """An item whose rights end then."""
    rights = f'<rightsInfo validto="{end.isoformat()}"/>\n <itemMeta>'.encode()
    return (item or g2(1)).replace(b"<itemMeta>", rights, 1)


def terms(words: str, item: bytes) -> bytes:
    return item.replace(
        b"<itemMeta>", f"<rightsInfo><usageTerms>{words}</usageTerms></rightsInfo><itemMeta>".encode(), 1
    )


def with_picture(number: int, name: str = "quay.jpg") -> bytes:
    return g2(number, picture=f'<remoteContent href="{name}" contenttype="image/jpeg" rendition="rnd:web"/>')


def jpeg(colour: str = "#345") -> bytes:
    file = BytesIO()
    Image.new("RGB", (300, 200), colour).save(file, "JPEG")
    return file.getvalue()


def set_up(road: Road, **settings: object) -> None:
    """The house as it is after a restart with these settings of its first feed, in TOML."""
    more = "".join(f"{key} = {value}\n" for key, value in settings.items())
    written = SETTINGS.replace('path = "wire"\n', f'path = "wire"\n{more}')
    road.stet = Stet(House(settings=parse(written), root=road.root), clock=road.clock)


def at(road: Road, now: datetime) -> None:
    road.clock.now = now
    road.stet.flow.run_dry()


def gone(road: Road) -> list[str]:
    return sorted(file.stem for file in road.site.glob("gone/*.html"))


def words(road: Road) -> list[str]:
    """Files of the edition with the story's words in them, or its id; but for the one that says it is gone."""
    ids = [row.id.encode() for row in inquiry.stories_in("lapsed", "withdrawn")]
    return [
        name
        for name, body in road.edition().items()
        if WORDS in body or (not name.startswith("gone/") and any(id_ in body or id_.decode() in name for id_ in ids))
    ]


def test_at_the_end_of_its_rights_a_story_goes_by_itself_from_every_page_and_list(road):
    end = road.clock() + timedelta(days=3)
    assert road.take(until(end)) == ["live"]
    at(road, end - SHORT)
    assert len(road.pages()) == 1
    at(road, end)
    assert (road.pages(), len(gone(road)), words(road)) == ({}, 1, [])
    [row] = inquiry.stories_in("lapsed")
    assert row.until is None


def test_what_came_too_late_for_its_rights_never_had_an_address(road):
    assert road.take(until(road.clock() - timedelta(days=1))) == ["lapsed"]
    assert (road.pages(), gone(road), words(road)) == ({}, [], [])


def test_no_release_and_no_headline_brings_a_lapsed_story_back(road):
    road.take(until(road.clock() + timedelta(days=3)))
    at(road, road.clock() + timedelta(days=3))
    [row] = inquiry.stories_in("lapsed")
    for act in (
        lambda s: edit.release(s, who=chief("desk"), at=road.clock()),
        lambda s: edit.set_headline(s, "Ours", who=chief("desk"), at=road.clock()),
    ):
        with pytest.raises(Misused, match=row.id):
            road.stet.act(row.id, act)
    assert road.pages() == {}


def test_a_release_before_the_end_does_not_keep_the_story_up(road):
    end = road.clock() + timedelta(days=3)
    assert road.take(until(end), feed="slow") == ["held"]
    [row] = inquiry.stories_in("held")
    road.stet.act(row.id, lambda s: edit.release(s, who=chief("desk"), at=road.clock()))
    assert len(road.pages()) == 1
    at(road, end)
    assert road.pages() == {}


def test_a_later_version_that_may_be_shown_longer_comes_up_at_the_same_address(road):
    end = road.clock() + timedelta(days=3)
    road.take(until(end))
    [address] = road.pages()
    at(road, end)
    road.clock.now += timedelta(hours=1)
    assert road.take(g2(1, 2)) == ["live"]
    assert (list(road.pages()), gone(road)) == ([address], [])


def test_a_kill_of_a_lapsed_story_is_still_a_kill(road):
    road.take(until(road.clock() + timedelta(days=3)))
    at(road, road.clock() + timedelta(days=3))
    assert road.take(cancel(1)) == ["withdrawn"]
    assert road.take(g2(1, 1)) == ["withdrawn"]
    assert (road.pages(), words(road)) == ({}, [])


def test_so_many_days_after_it_was_first_published_here_a_story_is_gone_with_all_that_is_of_it(road, picture):
    set_up(road, archive_days=30)
    first = road.clock()
    road.take(jpeg(), source="quay.jpg")
    assert road.take(with_picture(1)) == ["live"]
    assert list(road.site.glob("media/*.jpg"))
    road.clock.now = first + timedelta(days=20)
    road.take(g2(1, 2, picture='<remoteContent href="quay.jpg" contenttype="image/jpeg" rendition="rnd:web"/>'))
    at(road, first + timedelta(days=30) - SHORT)
    assert (len(road.pages()), gone(road)) == (1, [])
    at(road, first + timedelta(days=30))
    assert (road.pages(), len(gone(road)), words(road), list(road.site.glob("media/*"))) == ({}, 1, [], [])


def test_the_days_count_from_the_end_of_an_embargo_for_then_readers_first_saw_it(road):
    set_up(road, archive_days=30)
    opens = road.clock() + timedelta(days=5)
    assert road.take(g2(1, embargo=opens)) == ["scheduled"]
    at(road, opens)
    at(road, opens + timedelta(days=30) - SHORT)
    assert len(road.pages()) == 1
    at(road, opens + timedelta(days=30))
    assert road.pages() == {}


def test_what_the_agency_sent_stays_in_the_journal_when_the_page_is_gone(road):
    set_up(road, archive_days=30)
    sent = g2(1)
    road.take(sent)
    at(road, road.clock() + timedelta(days=30))
    [row] = inquiry.stories_in("lapsed")
    assert (road.pages(), inquiry.packet_bytes("wire", sha256(sent).hexdigest())) == ({}, sent)
    assert "ferry timetable 1" in road.stet.story(row.key).current.headline


def test_a_limit_that_is_new_in_the_settings_reaches_what_was_published_before_it(road):
    road.take(g2(1), g2(2))
    old = road.clock()
    at(road, old + timedelta(days=40))
    assert len(road.pages()) == 2
    set_up(road, archive_days=30)
    road.take(g2(3))  # any turn of the road
    assert [path.partition("-timetable-")[2][0] for path in road.pages()] == ["3"]
    set_up(road, archive_days=90)
    road.take(g2(4))
    assert len(road.pages()) == 4


def test_replaying_gives_the_same_pages_after_a_limit(road):
    set_up(road, archive_days=30)
    first = road.clock()
    road.take(g2(1), until(first + timedelta(days=2), g2(2)))
    at(road, first + timedelta(days=29))
    road.take(g2(3))
    at(road, first + timedelta(days=30))
    before = road.edition()
    assert len(road.pages()) == 1
    road.stet.replay()
    assert road.edition() == before


def test_a_picture_comes_off_the_page_and_off_the_disk_when_its_days_are_over_and_the_story_stays(road):
    first = road.clock()
    road.take(jpeg(), source="quay.jpg")
    road.take(terms("For 14 days only", with_picture(1)))
    assert list(road.site.glob("media/*.jpg"))
    [before] = road.pages().values()
    created = first - timedelta(hours=1) + timedelta(minutes=1)  # the version's own time is the earliest known
    at(road, created + timedelta(days=14) - SHORT)
    assert list(road.site.glob("media/*.jpg"))
    at(road, created + timedelta(days=14))
    [after] = road.pages().values()
    assert (b"<picture>" in before, b"<picture>" in after, list(road.site.glob("media/*.jpg"))) == (True, False, [])
    assert not [name for name, body in road.edition().items() if b"<picture>" in body]


def test_98_a_picture_that_comes_as_an_item_of_its_own_goes_at_the_end_of_its_own_rights(road):
    own = g2(7, headline="", paragraphs=()).replace(b"ninat:text", b"ninat:picture").replace(
        b"<contentSet>", b'<contentSet><remoteContent href="quay.jpg" contenttype="image/jpeg"/>'
    )  # fmt: skip
    guid = "urn:newsml:northwind.example:20261121:7"
    link = f'<link rel="irel:seeAlso" contenttype="image/jpeg" residref="{guid}" href="quay.jpg"/></itemMeta>'
    end = road.clock() + timedelta(days=3)
    road.take(jpeg(), source="quay.jpg")
    road.take(g2(1).replace(b"</itemMeta>", link.encode()))
    assert b"<picture>" in next(iter(road.pages().values()))
    assert "filed" in road.take(until(end, own))
    at(road, end - SHORT)
    assert b"<picture>" in next(iter(road.pages().values()))
    at(road, end)
    assert b"<picture>" not in next(iter(road.pages().values()))
    assert not list(road.site.glob("media/*.jpg"))


def test_130_terms_that_bar_a_picture_hold_no_text_and_the_setting_lets_the_picture_through(road):
    road.take(jpeg(), source="quay.jpg")
    assert road.take(terms("Pool photo", with_picture(1))) == ["live"]
    [page] = road.pages().values()
    assert b"<picture>" not in page
    set_up(road, agreed_terms='["pool"]')
    road.take(g2(2))
    assert sum(b"<picture>" in page for page in road.pages().values()) == 1


def test_a_picture_barred_from_the_sites_own_country_is_not_shown_there(road):
    road.take(jpeg(), source="quay.jpg")
    road.take(terms("INDIA OUT", with_picture(1)), terms("JAPAN OUT", with_picture(2)))
    shown = {path.partition("-timetable-")[2][0]: b"<picture>" in page for path, page in road.pages().items()}
    assert shown == {"1": False, "2": True}
