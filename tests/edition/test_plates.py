"""The markup of a picture: formats for every browser, sizes that are reserved, no style and no markup from outside."""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from edition.making import NOON, SECTIONS, SITE, copy, plate
from stet.edition import Edition
from stet.model.page import Cut


def cut(type_: str, width: int) -> Cut:
    ending = {"image/avif": "avif", "image/webp": "webp", "image/jpeg": "jpg"}[type_]
    return Cut(path=f"media/0a-{width}.{ending}", width=width, height=width // 2, type=type_)


CUTS = tuple(cut(f"image/{kind}", width) for kind in ("avif", "webp", "jpeg") for width in (320, 960, 1600))


def story(**given: object) -> LexborHTMLParser:
    pages = Edition(SITE, SECTIONS).story(copy(plate=plate(cuts=CUTS, **given)))
    return LexborHTMLParser((pages[0].body or b"").decode())


def attributes(node: LexborNode | None) -> dict[str, str | None]:
    assert node
    return dict(node.attributes)


def test_a_browser_chooses_among_three_formats_the_smallest_files_first() -> None:
    sources = [attributes(node) for node in story().css("figure.plate picture > source")]
    assert [one["type"] for one in sources] == ["image/avif", "image/webp"]
    assert sources[0]["srcset"] == "/media/0a-320.avif 320w, /media/0a-960.avif 960w, /media/0a-1600.avif 1600w"
    image = attributes(story().css_first("picture > img"))
    assert image["src"] == "/media/0a-1600.jpg"
    assert image["srcset"] == "/media/0a-320.jpg 320w, /media/0a-960.jpg 960w, /media/0a-1600.jpg 1600w"
    assert (image["width"], image["height"]) == ("1600", "800")
    assert {one["sizes"] for one in sources} == {image["sizes"]}


def test_a_picture_that_does_not_lead_is_offered_no_wider_than_it_can_be_shown() -> None:
    edition = Edition(SITE, SECTIONS)
    cards = [
        edition.card(copy(id=f"story0000{n}", path=f"india/r-{n}", plate=plate(cuts=CUTS), updated=NOON))
        for n in range(3)
    ]
    html = LexborHTMLParser((edition.section("India", cards)[0].body or b"").decode())
    assert "1600w" in (attributes(html.css_first(".lead img"))["srcset"] or "")
    small = attributes(html.css_first(".third img"))
    assert small["srcset"] == "/media/0a-320.jpg 320w, /media/0a-960.jpg 960w"
    assert (small["width"], small["height"], small["loading"]) == ("960", "480", "lazy")


def test_the_focal_point_is_said_by_classes_for_which_the_stylesheet_has_rules() -> None:
    assert "class" not in attributes(story().css_first("picture > img"))
    image = attributes(story(focus=(20, 100)).css_first("picture > img"))
    assert image["class"] == "x20 y100"
    assert "style" not in image
    style = next(page.body for page in Edition(SITE, SECTIONS).static() if page.path.endswith(".css")) or b""
    for per_cent in (0, 10, 20, 30, 40, 60, 70, 80, 90, 100):
        assert b".x%d{--x: %d%%}" % (per_cent, per_cent) in style
        assert b".y%d{--y: %d%%}" % (per_cent, per_cent) in style
    assert b"object-position: var(--x,50%) var(--y,50%)" in style


def test_a_plate_of_an_older_stet_with_jpeg_alone_is_set_without_sources() -> None:
    pages = Edition(SITE, SECTIONS).story(copy(plate=plate()))
    html = LexborHTMLParser((pages[0].body or b"").decode())
    assert not html.css("source")
    assert attributes(html.css_first("picture > img"))["src"] == "/media/0a1b-1600.jpg"


def test_no_alternative_text_is_an_empty_one() -> None:
    assert attributes(story(alt="").css_first("picture > img"))["alt"] == ""
    assert not story(alt="").css('meta[property="og:image:alt"]')
