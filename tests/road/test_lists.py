"""Lists, archives, topics and sitemaps on the real road: what stands where, and how little one story changes."""

import asyncio
import json
import random
import re
from contextlib import suppress
from datetime import timedelta
from io import StringIO

import pytest
from rich.console import Console
from selectolax.lexbor import LexborHTMLParser

from conftest import NOON
from makers import chief
from road.conftest import SETTINGS, Road
from road.wire import cancel, g2
from stet import lists, show_why
from stet.app import Stet
from stet.config import House, parse
from stet.desk import edit
from stet.edition import archive, sitemap
from stet.engine.site import Site
from stet.errors import Misused
from stet.journal import inquiry
from stet.model.address import story_id

INDIA = ("Ministers of India met in Velmora.", "India agreed to new trains, India said.")
PLAIN = ("The harbour council met.", "It agreed on the timetable after six hours.")


def id_of(number: int | str) -> str:
    return story_id(f"northwind-news/urn:newsml:northwind.example:20261121:{number}")


def listed(road: Road, path: str) -> list[str]:
    """Ids of the stories that a page lists, in its order."""
    page = LexborHTMLParser((road.site / path).read_bytes())
    return [(a.attributes["href"] or "")[-10:] for a in page.css("main article.card :is(h2, h3) > a")]


def links(road: Road, path: str) -> dict[str, str]:
    """Where the head of a page leads, by `rel`."""
    page = LexborHTMLParser((road.site / path).read_bytes())
    return {link.attributes["rel"] or "": link.attributes["href"] or "" for link in page.css("head link")}


def words(road: Road, path: str) -> str:
    return " ".join(LexborHTMLParser((road.site / path).read_bytes()).css("main")[0].text().split())


def changed(road: Road, before: dict[str, bytes]) -> set[str]:
    now = road.edition()
    return {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}


def same_after_a_replay(road: Road) -> None:
    before = road.edition()
    road.stet.replay()
    assert changed(road, before) == set()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of few stories, so that few stories fill them."""
    monkeypatch.setattr(lists, "LENGTH", 3)
    monkeypatch.setattr(archive, "MOST", 2)
    monkeypatch.setattr(sitemap, "PART", 2)


def publish(road: Road, number: int, *, paragraphs=PLAIN, after=timedelta(hours=5), **given) -> None:
    road.clock.now += after
    road.take(g2(number, created=road.clock(), paragraphs=(*paragraphs, f"Report {number}."), **given))


# -- archives


def test_a_story_stands_in_the_archive_of_the_day_of_its_first_publication_in_the_sites_zone(road):
    road.clock.now = NOON.replace(hour=19)  # half past midnight of the 22nd in India
    publish(road, 1, after=timedelta(0))
    road.clock.now += timedelta(days=2)
    road.take(g2(1, 2, created=road.clock()))
    assert listed(road, "archive/2026/11/22/index.html") == [id_of(1)]
    assert not (road.site / "archive/2026/11/21").exists()
    assert "1 report" in words(road, "archive/2026/11/index.html")
    assert "November 1 report" in words(road, "archive/2026/index.html")


def test_the_archive_has_what_is_past_its_relevance_and_no_list_has_it(road):
    road.take(g2(1, created=road.clock() - timedelta(days=400)))
    assert listed(road, "archive/2026/11/21/index.html") == [id_of(1)]
    assert listed(road, "india/index.html") == listed(road, "index.html") == []
    assert id_of(1) in (road.site / "sitemaps/2026-11.xml").read_text()
    assert id_of(1) not in (road.site / "news-sitemap.xml").read_text()
    same_after_a_replay(road)


def test_days_lead_to_the_one_before_and_the_one_after_that_have_something(road):
    for number, days in enumerate((0, 3, 40)):
        publish(road, number, after=timedelta(days=days))
    first, second, third = (f"/archive/{day}/" for day in ("2026/11/21", "2026/11/24", "2027/01/03"))
    assert links(road, f"{first[1:]}index.html").get("next") == second
    assert "prev" not in links(road, f"{first[1:]}index.html")
    middle = links(road, f"{second[1:]}index.html")
    assert (middle["prev"], middle["next"]) == (first, third)
    road.take(cancel(1))
    assert links(road, f"{first[1:]}index.html").get("next") == third
    assert not (road.site / second[1:]).exists()
    same_after_a_replay(road)


def test_a_month_says_which_days_before_its_last_are_empty(road):
    publish(road, 1)
    month = words(road, "archive/2026/11/index.html")
    assert "20 November no reports" in month
    assert "21 November 1 report" in month
    assert "22 November" not in month


def answer(road: Road, address: str) -> tuple[int, str]:
    """What the site answers."""
    sent: list = []

    async def send(message) -> None:
        sent.append(message)

    asyncio.run(Site(road.site)({"type": "http", "method": "GET", "path": address, "headers": []}, None, send))
    return sent[0]["status"], sent[1]["body"].decode()


@pytest.mark.parametrize(
    "address", ["/archive/2026/11/20/", "/archive/2026/11/31/", "/archive/2026/13/", "/archive/x", "/archive/404"]
)
def test_a_day_with_nothing_in_it_is_a_404_that_says_so_and_leads_on(road, address):
    publish(road, 1)
    status, page = answer(road, address)
    assert status == 404
    assert "Nothing was first published here then." in page
    assert 'href="/archive/"' in page


@pytest.mark.parametrize(
    "page", ["-1/", "0/", "1/", "2/", "99999999999999999999/", "page/2/", "2026/", "2026/11/", "%2e/"]
)
def test_a_page_number_that_is_none_is_a_404(road, page):
    publish(road, 1)
    assert answer(road, f"/india/{page}")[0] in (400, 404)
    assert answer(road, "/india/")[0] == 200


def test_a_busy_day_leads_to_its_hours_and_a_busy_hour_has_parts(road, small):
    publish(road, 1)
    publish(road, 2, after=timedelta(0))
    day = "archive/2026/11/21"
    assert set(listed(road, f"{day}/index.html")) == {id_of(1), id_of(2)}
    publish(road, 3, after=timedelta(minutes=1))
    publish(road, 4, after=timedelta(hours=1))
    assert listed(road, f"{day}/index.html") == []
    assert "10 PM to 11 PM 3 reports 11 PM to 12 AM 1 report" in words(road, f"{day}/index.html")
    assert len(listed(road, f"{day}/22/index.html")) == 2
    assert listed(road, f"{day}/22/2/index.html") == [id_of(3)]
    assert listed(road, f"{day}/23/index.html") == [id_of(4)]
    assert links(road, f"{day}/22/index.html")["next"] == f"/{day}/22/2/"
    assert links(road, f"{day}/22/2/index.html")["prev"] == f"/{day}/22/"
    assert links(road, f"{day}/23/index.html")["prev"] == f"/{day}/22/"
    same_after_a_replay(road)
    road.take(cancel(1), cancel(4))
    assert len(listed(road, f"{day}/index.html")) == 2
    assert not (road.site / f"{day}/22").exists()
    same_after_a_replay(road)


def test_a_list_that_fits_on_its_first_page_has_no_others_and_one_that_does_not_has_an_archive(road, small):
    for number in range(3):
        publish(road, number, after=timedelta(days=20))
    assert not (road.site / "india/2026").exists()
    assert "prev" not in links(road, "india/index.html")
    publish(road, 3, after=timedelta(days=20))
    assert listed(road, "india/index.html") == [id_of(number) for number in (3, 2, 1)]
    assert listed(road, "india/2026/12/index.html") == [id_of(0), id_of(1)]
    assert links(road, "india/index.html")["prev"] == "/india/2027/02/"
    assert "January 1 report" in words(road, "india/2027/index.html")
    months = [f"india/{month}/index.html" for month in ("2026/12", "2027/01", "2027/02")]
    assert [links(road, month).get("prev") for month in months] == [None, "/india/2026/12/", "/india/2027/01/"]
    assert [links(road, month).get("next") for month in months] == ["/india/2027/01/", "/india/2027/02/", None]
    assert (road.site / "agency/northwind-news/2026/12/index.html").is_file()
    same_after_a_replay(road)
    road.take(cancel(0))
    assert not (road.site / "india/2026").exists()
    same_after_a_replay(road)


def test_a_kill_of_an_old_story_changes_its_own_pages_and_no_address(road, small):
    for number in range(40):
        publish(road, number, after=timedelta(days=3, hours=1))
    before = road.edition()
    path = next(path for path in road.pages() if path.endswith(id_of(11)))
    [day] = [name for name, body in before.items() if name.startswith("archive/") and id_of(11).encode() in body]
    road.take(cancel(11))
    others = changed(road, before) - {f"{path}.html", f"{path}/provenance.json", f"gone/{id_of(11)}.html"}
    for folder in ("archive", "india", "agency/northwind-news"):
        own = day.replace("archive/", f"{folder}/").split("/")[:-1]
        around = {"/".join([*own[:length], "index.html"]) for length in range(1, len(own) + 1)}
        changes = {name for name in others if name.startswith(f"{folder}/")}
        assert len(changes - around) <= 2, "the days beside its own, which led to it"
        others -= changes
    assert all("sitemap" in name or name.startswith("media/card-") for name in others)
    assert len([name for name in others if name.startswith("sitemaps/")]) <= 5, "the parts of its month"
    same_after_a_replay(road)


def test_publishing_changes_as_few_files_with_many_stories_as_with_few(road, small):
    counts = []
    for number in range(60):
        before = road.edition()
        publish(road, number, paragraphs=INDIA, after=timedelta(hours=7))
        counts.append(len(changed(road, before)))
    assert max(counts[30:]) <= max(counts[:30]) + 4
    assert max(counts) < len(road.edition()) / 4


@pytest.mark.slow
@pytest.mark.parametrize("seed", [*range(12), 116])
def test_whatever_happens_the_files_are_those_that_a_replay_makes(road, small, seed):
    chance = random.Random(seed)
    versions: dict[int, int] = {}
    for _ in range(30):
        road.clock.now += timedelta(minutes=chance.choice([0, 1, 40, 60 * 23, 60 * 24 * 20]))
        what, number = chance.choice(["new", "new", "new", "update", "kill", "hold", "release"]), chance.randrange(12)
        words = chance.choice([PLAIN, INDIA])
        if what in ("new", "update") and (what == "new") != (number in versions):
            versions[number] = versions.get(number, 0) + 1
            body = (*words, f"Report {number}.")
            road.take(g2(number, versions[number], created=road.clock(), paragraphs=body))
        elif what == "kill" and number in versions:
            versions[number] += 1
            road.take(cancel(number, versions[number]))
        elif what in ("hold", "release") and number in versions:
            act = getattr(edit, what)
            with suppress(Misused):
                road.stet.act(id_of(number), lambda s, act=act: act(s, who=chief("desk"), at=road.clock()))
    road.stet.flow.run_dry()
    same_after_a_replay(road)


def test_the_order_of_arrival_changes_no_list(road, new_road, small):
    files = [g2(number, paragraphs=(*INDIA, f"Report {number}.")) for number in range(7)]
    road.take(*files)
    other = new_road("other")  # from here on the journal is its
    for file in reversed(files):
        other.take(file)
    assert road.edition() == other.edition()


def test_after_a_crash_before_a_page_was_put_all_that_hangs_on_it_is_put(road, small, monkeypatch):
    for number in range(3):
        publish(road, number, after=timedelta(days=2))

    class Killed(BaseException):
        pass

    def die(*_):
        raise Killed

    for name in ("recounted", "clean_lists", "settle"):
        publish(road, name, after=timedelta(days=2))
        with monkeypatch.context() as patch:
            patch.setattr(type(road.stet.journal), name, die)
            with pytest.raises(Killed):
                publish(road, f"{name}-2", after=timedelta(days=2))
        road.stet.lock.release()
        road.stet.engine().run_dry()
        same_after_a_replay(road)


# -- topics


def topic_links(road: Road, number: int) -> list[str]:
    [page] = [body for path, body in road.pages().items() if path.endswith(id_of(number))]
    return [a.attributes["href"] or "" for a in LexborHTMLParser(page).css(".topics a[rel=tag]")]


def test_a_topic_has_a_page_and_links_from_its_first_story_to_its_last_and_is_told_from_the_second(road):
    publish(road, 1, paragraphs=INDIA)
    assert topic_links(road, 1) == ["/topic/india/"]
    assert "India" not in words(road, "topic/index.html")
    publish(road, 2, paragraphs=INDIA)
    assert topic_links(road, 1) == topic_links(road, 2) == ["/topic/india/"]
    assert set(listed(road, "topic/india/index.html")) == {id_of(1), id_of(2)}
    assert "India 2 reports" in words(road, "topic/index.html")
    road.take(cancel(1))
    assert topic_links(road, 2) == ["/topic/india/"]
    road.take(cancel(2))
    assert not (road.site / "topic/india/index.html").exists()


def test_a_topic_of_many_stories_stays_paged(road, small):
    for number in range(9):
        publish(road, number, paragraphs=INDIA, after=timedelta(days=1))
    assert len(listed(road, "topic/india/index.html")) == 3
    assert "9 reports" in words(road, "topic/india/index.html")
    assert listed(road, "topic/india/2026/11/22/index.html") == [id_of(0)]
    assert words(road, "topic/india/2026/11/22/index.html").startswith("India 2026 November 2026")


# -- agencies


def test_an_agency_has_a_page_to_which_bylines_lead(road):
    publish(road, 1)
    [page] = road.pages().values()
    made = LexborHTMLParser(page)
    assert [a.attributes["href"] for a in made.css(".byline a")] == ["/agency/northwind-news/"]
    told = json.loads(made.css('script[type="application/ld+json"]')[0].text())["@graph"][0]
    assert told["author"][-1]["url"] == "https://news.example/agency/northwind-news/"
    assert listed(road, "agency/northwind-news/index.html") == [id_of(1)]
    assert listed(road, "agency/southwind-news/index.html") == []


# -- contracts


@pytest.fixture
def contract(tmp_path, database, clock):
    """A house whose first feed has further settings."""

    def make(more: str) -> Road:
        changed = SETTINGS.replace('section = "India"', f'section = "India"\n{more}')
        road = Road(tmp_path, clock)
        road.stet = Stet(House(settings=parse(changed), root=tmp_path), clock=clock)
        return road

    return make


def head(road: Road, number: int) -> dict[str, str]:
    [page] = [body for path, body in road.pages().items() if path.endswith(id_of(number))]
    made = LexborHTMLParser(page)
    metas = {m.attributes["name"]: m.attributes["content"] for m in made.css("meta[name]")}
    return metas | {"canonical": made.css("link[rel=canonical]")[0].attributes["href"]}


@pytest.mark.parametrize(
    ("indexing", "robots", "googlebot_news", "general", "news"),
    [
        ("index", "max-image-preview:large", None, True, True),
        ("noindex", "noindex", None, False, False),
        ("noindex-news", "max-image-preview:large", "noindex", True, False),
    ],
)
def test_what_search_engines_may_show_is_the_contracts(contract, indexing, robots, googlebot_news, general, news):
    road = contract(f'indexing = "{indexing}"')
    publish(road, 1)
    told = head(road, 1)
    assert (told["robots"], told.get("Googlebot-News")) == (robots, googlebot_news)
    maps = {name: body.decode() for name, body in road.edition().items() if "sitemap" in name}
    assert (id_of(1) in maps.get("sitemaps/2026-11.xml", "")) == general
    assert (id_of(1) in maps["news-sitemap.xml"]) == news
    assert ("2026-11.xml" in maps["sitemap.xml"]) == general
    assert listed(road, "india/index.html") == [id_of(1)]


def test_a_change_of_the_contract_reaches_what_was_published_before_it(contract):
    road = contract("")
    publish(road, 1)
    road.stet.lock.release()
    stricter = contract('indexing = "noindex"\nai = "allow"')
    stricter.stet._walk(lambda: True)
    with stricter.stet.lock:
        stricter.stet._remember_feeds()
        stricter.stet.engine().run_dry()
    assert head(stricter, 1)["robots"] == "noindex"
    assert id_of(1) not in "".join(body.decode() for name, body in stricter.edition().items() if "sitemap" in name)


def test_a_story_may_be_canonical_on_the_agencys_site_if_the_item_says_where_that_is(contract):
    road = contract('canonical = "agency"')
    page = "https://northwind.example/ferry"
    link = f'<link rel="alternate" href="{page}"/>'
    road.take(ATOM.format(link=link).encode(), source="a.xml")
    road.take(g2(1))
    [path] = [path for path in road.pages() if not path.endswith(id_of(1))]
    made = LexborHTMLParser(road.pages()[path])
    assert made.css("link[rel=canonical]")[0].attributes["href"] == page
    assert head(road, 1)["canonical"].startswith("https://news.example/india/")
    assert path not in (road.site / "sitemaps/2026-11.xml").read_text()


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Northwind</title><id>urn:nw</id>
<updated>2026-11-21T11:00:00Z</updated><entry><title>Ferry is late</title><id>urn:nw:7</id>{link}
<updated>2026-11-21T11:00:00Z</updated><content type="html">&lt;p&gt;The ferry came an hour late on Saturday, the port
said, after a storm over the bay.&lt;/p&gt;</content></entry></feed>"""


def test_mining_is_reserved_unless_every_contract_allows_it(contract):
    road = contract('ai = "allow"')
    publish(road, 1)
    assert head(road, 1)["tdm-reservation"] == "0"
    assert "User-agent: GPTBot" in (road.site / "robots.txt").read_text(), "the other feed reserves its stories"
    assert answer(road, "/.well-known/tdmrep.json")[1] == '[{"location":"/","tdm-reservation":1}]'


def test_feeds_have_the_whole_text_only_where_the_contract_allows_it(contract):
    road = contract('feed_text = "full"')
    publish(road, 1)
    road.stet.act(id_of(1), lambda s: edit.set_headline(s, "Ours", who=chief("d"), at=road.clock()))
    [item] = json.loads((road.site / "feed.json").read_text())["items"]
    assert "It agreed on the timetable after six hours." in item["content_html"]
    assert "Only the headline of this report may have been reworked" in item["content_html"]
    assert "It agreed on the timetable" in (road.site / "rss.xml").read_text()
    assert "It agreed on the timetable" in (road.site / "india/atom.xml").read_text()


def test_feeds_have_an_excerpt_where_the_contract_says_nothing(road):
    publish(road, 1)
    for name in ("rss.xml", "atom.xml", "feed.json"):
        body = (road.site / name).read_text()
        assert "It agreed on the timetable" in body or "The harbour council met" in body
        assert "Report 1." not in body


# -- sitemaps


def test_the_news_sitemap_has_two_days_and_forgets_by_itself(road):
    publish(road, 1)
    publish(road, 2, after=timedelta(hours=30))
    assert (road.site / "news-sitemap.xml").read_text().count("<news:news>") == 2
    road.clock.now += timedelta(hours=18)
    road.stet.flow.run_dry()
    assert id_of(1) not in (road.site / "news-sitemap.xml").read_text()
    assert id_of(2) in (road.site / "news-sitemap.xml").read_text()
    road.clock.now += timedelta(hours=30)
    road.stet.flow.run_dry()
    assert "<news:news>" not in (road.site / "news-sitemap.xml").read_text()


def test_a_month_with_much_in_it_has_several_sitemaps_and_a_story_changes_one_of_them(road, small):
    for number in range(5):
        publish(road, number, after=timedelta(hours=30))
    assert sorted(path.name for path in (road.site / "sitemaps").iterdir()) == [
        "2026-11-2.xml", "2026-11-3.xml", "2026-11.xml",
    ]  # fmt: skip
    before = road.edition()
    publish(road, 5, after=timedelta(hours=1))
    assert {name for name in changed(road, before) if name.startswith("sitemaps/")} == {"sitemaps/2026-11-3.xml"}
    index = (road.site / "sitemap.xml").read_text()
    stamps = re.findall(r"<loc>(.*?)</loc><lastmod>(.*?)</lastmod>", index)
    assert [url.rpartition("/")[2] for url, _ in stamps] == ["2026-11.xml", "2026-11-2.xml", "2026-11-3.xml"]
    for url, stamp in stamps:
        part = (road.site / "sitemaps" / url.rpartition("/")[2]).read_text()
        assert max(re.findall(r"<lastmod>(.*?)</lastmod>", part)) == stamp
    road.take(*(cancel(number) for number in range(4)))
    assert [path.name for path in (road.site / "sitemaps").iterdir()] == ["2026-11.xml"]
    same_after_a_replay(road)


def test_lastmod_is_when_the_page_last_changed(road):
    publish(road, 1)
    first = re.findall(r"<lastmod>(.*?)</lastmod>", (road.site / "sitemap.xml").read_text())
    road.clock.now += timedelta(hours=1)
    road.take(g2(1, 2, created=road.clock(), paragraphs=(*PLAIN, "Later.")))
    assert re.findall(r"<lastmod>(.*?)</lastmod>", (road.site / "sitemap.xml").read_text()) > first
    [page] = road.pages().values()
    told = LexborHTMLParser(page).css('meta[property="article:modified_time"]')[0].attributes["content"]
    assert f"<lastmod>{told}</lastmod>" in (road.site / "sitemaps/2026-11.xml").read_text()


# -- why


def test_show_why_tells_the_parts_of_a_storys_weight_and_its_place(road, capsys):
    publish(road, 1)
    publish(road, 2)
    found = road.stet.why(inquiry.find(id_of(1)).key)
    assert found is not None
    assert (found.rank, found.looked_at, found.slot, found.in_section) == (2, 2, "beside the lead, 1 of 1", 2)
    page = StringIO()
    Console(file=page, width=160).print(show_why.told(found))
    for piece in ("2026-11-21 17:00:00 UTC: the time of the version shown", "+3 h for urgency 4",
                  "nothing for a picture", "2 of 2 by news value: beside the lead",
                  "India: 2 among the newest"):  # fmt: skip
        assert piece in page.getvalue()
    road.take(cancel(1))
    assert road.stet.why(inquiry.find(id_of(1)).key) is None
