"""Pictures on the road: they come by name, are shared, and go with the last story that shows them."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from makers import chief
from road.wire import cancel, g2
from stet.desk import edit
from stet.journal.models import Fact
from stet.model.packet import Packet

WORDS = {"caption": "A ferry", "credit": "Desk", "alt": "A ferry at its berth", "who": chief("desk")}


def file_of(name: str) -> str:
    return f'<remoteContent href="{name}" contenttype="image/jpeg" rendition="rnd:web"/>'


def jpeg(colour: str) -> bytes:
    file = BytesIO()
    Image.new("RGB", (300, 200), colour).save(file, "JPEG")
    return file.getvalue()


def set_picture_everywhere(road, digest: str) -> None:
    for path in list(road.pages()):
        road.stet.act(path, lambda s: edit.set_picture(s, digest, **WORDS, at=road.clock()))


def media(road) -> list[str]:
    return sorted(file.name for file in road.site.glob("media/*.jpg"))


def pull_the_plug(road) -> None:
    """As the journal is after a process was killed before its first checkpoint."""
    Fact.objects.filter(name="checkpoint").delete()
    Fact.objects.update_or_create(name="open", defaults={"value": True})
    road.stet.ledger.opened()
    road.stet.flow.open()


def test_a_shared_picture_goes_when_all_who_show_it_are_killed_at_once(road, picture):
    road.take(g2(1), g2(2), g2(3))
    set_picture_everywhere(road, road.stet.keep_picture(picture))
    road.take(cancel(1), cancel(3))
    assert media(road)
    assert road.take(cancel(2), g2(4)) == ["withdrawn", "live"]
    assert not media(road)


def test_a_kill_after_a_crash_takes_the_picture_files_too(road, picture):
    road.take(g2(1))
    set_picture_everywhere(road, road.stet.keep_picture(picture))
    pull_the_plug(road)
    road.stet.flow.keep([Packet(feed="wire", source="kill.xml", data=cancel(1), arrived=road.clock())])
    road.stet.flow.run_dry()
    assert not media(road)


def test_a_picture_lost_in_a_crash_is_put_again(road, picture):
    road.take(g2(1))
    set_picture_everywhere(road, road.stet.keep_picture(picture))
    before = road.edition()
    for name in media(road):
        (road.site / "media" / name).unlink()
    pull_the_plug(road)
    road.stet.flow.run_dry()
    assert road.edition() == before


def test_what_a_power_cut_brings_back_to_the_disk_is_taken_away_again(road, picture):
    road.take(g2(1))
    set_picture_everywhere(road, road.stet.keep_picture(picture))
    up = road.edition()
    road.take(cancel(1))
    down = road.edition()
    for name in up.keys() - down.keys():
        (road.site / name).parent.mkdir(exist_ok=True, parents=True)
        (road.site / name).write_bytes(up[name])
    pull_the_plug(road)
    road.stet.flow.run_dry()
    assert road.edition() == down


def test_the_same_picture_under_two_names_is_found_by_either(road):
    for name in ("a.jpg", "b.jpg"):
        road.take(jpeg("#123"), source=name)
    road.take(g2(1, picture=file_of("a.jpg")), g2(2, picture=file_of("b.jpg")))
    assert [b"<picture>" in page for page in road.pages().values()] == [True, True]
    before = road.edition()
    road.stet.replay()
    assert road.edition() == before


@pytest.mark.parametrize("times", [1, 3])
def test_under_one_name_the_picture_that_came_last_is_shown(road, times):
    road.take(g2(1, picture=file_of("a.jpg")))
    for colour in ["#123", "#456"] * times + ["#123"]:
        road.clock.now += timedelta(minutes=1)
        road.take(jpeg(colour), source="a.jpg")
    shown = media(road)
    road.stet.replay()
    assert media(road) == shown
    road.clock.now += timedelta(minutes=1)
    road.take(jpeg("#456"), source="a.jpg")
    assert media(road) != shown
