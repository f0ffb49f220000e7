"""The demo's pictures are drawn, not stored: the same each time, quickly, and all different."""

from io import BytesIO

import pytest
from PIL import Image

from stet.demo.items import stories
from stet.demo.pictures import SCENES, draw


def test_every_story_picture_can_be_drawn() -> None:
    names = {story.picture.name for story in stories().values() if story.picture}
    assert names <= set(SCENES)
    assert len(SCENES) >= 10


def test_every_scene_is_a_small_jpeg_when_asked_small_and_no_two_are_alike() -> None:
    drawn = {name: draw(name, 160) for name in SCENES}
    assert len(set(drawn.values())) == len(SCENES)
    for data in drawn.values():
        with Image.open(BytesIO(data)) as image:
            assert (image.format, image.size) == ("JPEG", (160, 107))


def test_a_scene_is_the_same_each_time() -> None:
    first = draw("chess", 200)
    draw.cache_clear()
    assert draw("chess", 200) == first


@pytest.mark.slow
def test_every_scene_is_drawn_at_its_full_size_well_within_a_size_a_desk_would_send() -> None:
    for name in SCENES:
        with Image.open(BytesIO(draw(name))) as image:
            assert image.size == (1600, 1067)
            colours = image.resize((40, 27)).getcolors(2000)
        assert colours
        assert len(colours) > 200
