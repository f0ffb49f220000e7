"""Pictures are made ready beside the road: nothing waits for them, and every file of one goes with it."""

import time
from datetime import timedelta
from threading import Event, Thread

import pytest
from selectolax.lexbor import LexborHTMLParser

from road.test_pictures import WORDS, file_of, jpeg, pull_the_plug
from road.wire import cancel, g2
from stet.darkroom import make_asset
from stet.desk import edit
from stet.edition import RECIPE
from stet.errors import Refused
from stet.journal import inquiry
from stet.journal.models import Asset, AssetFile, Fact
from stet.model.packet import Packet
from stet.model.page import Cut

STORY = g2(1, picture=file_of("a.jpg"))


def media(road) -> set[str]:
    return {file.name for file in road.site.glob("media/*") if not file.name.startswith("card-")}


def named(road) -> set[str]:
    """The picture files that the pages and lists of the site name."""
    found = set()
    for html in [*road.pages().values(), (road.site / "index.html").read_bytes()]:
        for node in LexborHTMLParser(html.decode()).css("img, source"):
            for text in (node.attributes.get("src"), *(node.attributes.get("srcset") or "").split(", ")):
                if text:
                    found.add(text.split()[0].rpartition("/")[2])
    return found


def the_page(road) -> str:
    [page] = road.pages().values()
    return page.decode()


def keep(road, *packets: tuple[str, bytes]) -> None:
    road.stet.flow.keep([Packet(feed="wire", source=name, data=data, arrived=road.clock()) for name, data in packets])


def until(what, seconds: float = 10.0) -> float:
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if what():
            return time.monotonic() - began
        time.sleep(0.005)
    raise AssertionError(f"not within {seconds} s")


def test_92_a_story_goes_up_without_its_picture_and_gets_it_when_it_is_ready(road):
    keep(road, ("a.jpg", jpeg("#123")), ("1.xml", STORY))
    while road.stet.flow.turn():
        pass
    assert "<picture>" not in the_page(road)
    modified = LexborHTMLParser(the_page(road)).css_first("time[itemprop=dateModified]").attributes["datetime"]
    road.clock.now += timedelta(minutes=1)
    assert road.stet.flow.develop()
    while road.stet.flow.turn():
        pass
    assert "<picture>" in the_page(road)
    assert f'datetime="{modified}"' in the_page(road)
    assert not road.stet.flow.develop()


def test_every_file_that_a_page_names_is_there_and_all_of_them_go_with_the_story(road):
    road.take(jpeg("#123"), source="a.jpg")
    road.take(STORY)
    assert {name.rpartition(".")[2] for name in media(road)} == {"avif", "webp", "jpg"}
    assert named(road) <= media(road)
    assert media(road) - named(road) == {name for name in media(road) if "share" in name}
    assert all(f"media/{name}" in the_page(road) for name in media(road))
    road.take(cancel(1))
    assert not media(road)


def test_every_file_of_a_picture_goes_when_another_takes_its_place(road):
    road.take(jpeg("#123"), source="a.jpg")
    road.take(STORY)
    before = media(road)
    road.clock.now += timedelta(minutes=1)
    road.take(jpeg("#456"), source="a.jpg")
    assert media(road)
    assert not media(road) & before


def test_no_kill_waits_for_a_picture_that_is_being_made(road, monkeypatch):
    under_way, go_on = Event(), Event()

    def slow(data, *_):
        under_way.set()
        assert go_on.wait(20)
        return make_asset(data)

    monkeypatch.setattr("stet.darkroom.make_asset", slow)
    road.take(g2(1))
    engine = road.stet.engine()
    engine.start()
    try:
        keep(road, ("a.jpg", jpeg("#123")), ("2.xml", g2(2, picture=file_of("a.jpg"))))
        assert under_way.wait(10)
        until(lambda: len(road.pages()) == 2)
        keep(road, ("kill.xml", cancel(1)))
        took = until(lambda: len(road.pages()) == 1)
        assert not media(road)
        go_on.set()
        until(lambda: media(road) and not inquiry.waiting())
    finally:
        go_on.set()
        engine.stop()
    assert took < 2
    assert "<picture>" in the_page(road)


def test_a_picture_that_is_ready_after_its_story_was_killed_is_not_put(road):
    keep(road, ("a.jpg", jpeg("#123")), ("1.xml", STORY))
    while road.stet.flow.turn():
        pass
    road.take(cancel(1))
    assert not media(road)


def test_94_a_damaged_picture_is_refused_by_name_and_the_next_one_is_made(road):
    keep(road, ("bad.jpg", jpeg("#123")[:200]), ("a.jpg", jpeg("#456")), ("1.xml", STORY))
    road.stet.flow.run_dry()
    [refused] = inquiry.refused()
    assert (refused.source, "damaged" in refused.reason) == ("bad.jpg", True)
    assert media(road)


def test_a_picture_at_which_the_process_ends_again_and_again_is_put_aside(road, monkeypatch):
    class Ended(BaseException):
        """As if the process were gone."""

    def deadly(data, *_):
        raise Ended if data == jpeg("#123") else Refused("no")

    monkeypatch.setattr("stet.darkroom.make_asset", deadly)
    keep(road, ("a.jpg", jpeg("#123")), ("b.jpg", jpeg("#456")))
    for _ in range(2):
        with pytest.raises(Ended):
            road.stet.flow.develop()
    while road.stet.flow.develop():
        pass
    assert {item.source: "ended without a word" in item.reason for item in inquiry.refused()} == {
        "a.jpg": True,
        "b.jpg": False,
    }
    assert not Fact.objects.filter(name="developing").exists()


def focused(road, picture: bytes, path: str, focus: tuple[float, float] | None) -> None:
    digest = road.stet.keep_picture(picture, focus)
    road.clock.now += timedelta(minutes=1)
    road.stet.act(path, lambda s: edit.set_picture(s, digest, **WORDS, focus=focus, at=road.clock()))


def test_the_focal_point_of_the_desk_is_on_the_page_on_lists_and_in_the_share_image(road, picture):
    road.take(g2(1))
    [path] = road.pages()
    focused(road, picture, path, (0.28, 1))
    for html in (the_page(road), (road.site / "index.html").read_text()):
        assert LexborHTMLParser(html).css_first("picture img").attributes["class"] == "x30 y100"
    [share] = [name for name in media(road) if "share" in name]
    assert share.endswith("-share-30-100.jpg")
    image = LexborHTMLParser(the_page(road)).css_first('meta[property="og:image"]').attributes["content"]
    assert image == f"https://news.example/media/{share}"
    before = media(road)
    focused(road, picture, path, None)
    assert media(road) - before == {share.replace("-30-100", "")}
    assert before - media(road) == {share}
    edition = road.edition()
    road.stet.replay()
    assert road.edition() == edition
    road.take(cancel(1))
    assert not media(road)


def test_of_two_stories_with_one_picture_each_has_its_own_focal_point(road, picture):
    road.take(g2(1), g2(2))
    first, second = sorted(road.pages())
    focused(road, picture, first, (0.2, 0.2))
    focused(road, picture, second, (0.8, 0.2))
    assert {name.partition("-share")[2] for name in media(road) if "share" in name} == {"-20-20.jpg", "-80-20.jpg"}
    road.take(cancel(1 if "timetable-1" in first else 2))
    assert {name.partition("-share")[2] for name in media(road) if "share" in name} == {"-80-20.jpg"}
    assert named(road) <= media(road)


def test_a_picture_cut_anew_keeps_its_focal_points(road, picture):
    road.take(g2(1))
    [path] = road.pages()
    focused(road, picture, path, (0.2, 0.9))
    before = road.edition()
    Asset.objects.update(recipe=RECIPE - 1)
    while road.stet.flow.develop():
        pass
    road.stet.flow.run_dry()
    assert road.edition() == before


def test_a_replay_cuts_no_picture_again(road, picture, monkeypatch):
    road.take(jpeg("#123"), source="a.jpg")
    road.take(STORY, g2(2))
    digest = road.stet.keep_picture(picture)
    road.stet.act(
        next(path for path in road.pages() if "timetable-2" in path),
        lambda s: edit.set_picture(s, digest, **WORDS, at=road.clock()),
    )
    before = road.edition()
    monkeypatch.setattr("stet.darkroom.make_asset", lambda *_: pytest.fail("cut again"))
    road.stet.replay()
    assert road.edition() == before


def older(road) -> None:
    """The journal and the edition as a Stet left them that made three JPEG cuts and kept none of them."""
    name = Asset.objects.get().digest[:20]
    cuts = tuple(Cut(path=f"media/{name}-{width}.jpg", width=width, height=width) for width in (48, 96, 300))
    AssetFile.objects.all().delete()
    AssetFile.objects.bulk_create(
        [AssetFile(path=cut.path, asset_id=Asset.objects.get().digest, data=b"old") for cut in cuts]
    )
    from msgspec.json import encode

    Asset.objects.update(cuts=encode(cuts), recipe=0)


def set_as_it_is(road) -> None:
    """Set every page again, and make no picture."""
    pull_the_plug(road)
    while road.stet.flow.turn():
        pass
    road.stet.flow.lists()


def test_a_picture_that_an_older_stet_cut_is_served_until_it_is_cut_anew_and_then_in_all_formats(road):
    road.take(jpeg("#123"), source="a.jpg")
    road.take(STORY, g2(2, picture=file_of("a.jpg")))
    new = road.edition()
    older(road)
    # As the older one would have set it: the page shows the old cuts, whose files are there.
    set_as_it_is(road)
    old = media(road)
    assert {name.rpartition("-")[2] for name in old} == {"48.jpg", "96.jpg", "300.jpg"}
    assert named(road) <= old
    assert road.stet.flow.develop()
    assert not road.stet.flow.develop()
    assert named(road) <= media(road)
    while road.stet.flow.turn():
        road.stet.flow.lists()
        assert named(road) <= media(road)
    assert road.edition() == new
    assert Asset.objects.get().recipe == RECIPE


def test_a_picture_of_an_older_stet_that_cannot_be_read_any_more_stays_as_it_is(road, monkeypatch):
    road.take(jpeg("#123"), source="a.jpg")
    road.take(STORY)
    older(road)
    set_as_it_is(road)
    old = road.edition()

    def no(*_):
        raise Refused("it is no picture any more")

    monkeypatch.setattr("stet.darkroom.make_asset", no)
    while road.stet.flow.develop():
        pass
    road.stet.flow.run_dry()
    assert road.edition() == old
    road.take(cancel(1))
    assert not media(road)


def test_no_command_waits_for_old_pictures_to_be_cut_anew_and_a_story_that_calls_for_one_gets_it_then(road):
    road.take(jpeg("#123"), source="a.jpg")
    older(road)
    road.take(STORY)
    assert not media(road)
    assert Asset.objects.get().recipe < RECIPE
    while road.stet.flow.develop():
        pass
    road.stet.flow.run_dry()
    assert named(road) <= media(road)
    assert media(road)


def test_a_replay_cuts_old_pictures_anew_before_it_puts_the_first_page(road, picture):
    road.take(g2(1))
    [path] = road.pages()
    focused(road, picture, path, None)
    before = road.edition()
    older(road)
    road.stet.replay()
    assert road.edition() == before


def test_the_darkroom_and_the_road_do_not_get_into_each_others_way(road):
    """Pictures are made in one thread while stories that call for them come in another."""
    stop = Event()

    def develop():
        while not stop.is_set() or road.stet.flow.develop():
            road.stet.flow.develop()

    thread = Thread(target=develop)
    thread.start()
    try:
        for number in range(8):
            name = f"{number}.jpg"
            keep(road, (name, jpeg(f"#{number}{number}9")), (f"{number}.xml", g2(number, picture=file_of(name))))
            road.stet.flow.turn()
    finally:
        stop.set()
        thread.join()
    road.stet.flow.run_dry()
    assert [b"<picture>" in page for page in road.pages().values()] == [True] * 8
    assert named(road) <= media(road)
