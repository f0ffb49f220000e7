"""Share cards: drawn with every letter of the headline or not at all, and named by what is on them."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from edition.making import SECTIONS, SITE, copy, plate
from stet.edition import Edition, Faces
from stet.edition.cards import Cards
from stet.edition.faces import Face, characters, script_of
from stet.fonts import Fonts

HEADLINE = "Ferry leaves an hour late"
INSTALLED = Fonts()


def opened(png: bytes) -> Image.Image:
    image = Image.open(BytesIO(png))
    image.load()
    return image


def ink(png: bytes, box: tuple[int, int, int, int] = (0, 90, 1200, 505)) -> int:
    """Pixels of a card that are not paper, where the headline stands."""
    return sum(1 for pixel in opened(png).convert("L").crop(box).tobytes() if pixel < 200)


def a_font(*words: str) -> bytes:
    """An installed font that may know these words. Skips the test where there is none."""
    for word in words:
        for _, data in INSTALLED(script_of(word)):
            if Face("x", data).covers(word):
                return data
    pytest.skip("no installed font knows these letters")


CARDS = Cards("The Harbour Ledger", Faces())


def test_a_card_has_the_size_that_networks_ask_for_and_is_small() -> None:
    cut = CARDS.named("abc123defg", HEADLINE)
    assert cut
    png = CARDS.draw(HEADLINE, "en")
    image = opened(png)
    assert (image.format, image.size) == ("PNG", (cut.width, cut.height)) == ("PNG", (1200, 630))
    assert len(png) < 25_000
    assert ink(png) > 1000


def test_a_card_is_named_by_its_story_and_by_what_is_drawn_on_it() -> None:
    def name(story: str = "abc123defg", headline: str = HEADLINE, site: str = "The Harbour Ledger") -> str:
        cut = Cards(site, Faces()).named(story, headline)
        assert cut
        return cut.path

    assert name() == name()
    assert name().startswith("media/card-abc123defg-")
    assert len({name(), name(story="0000000000"), name(headline="Ferry on time"), name(site="Another")}) == 4


def test_the_same_headline_is_drawn_to_the_same_bytes() -> None:
    assert CARDS.draw(HEADLINE, "en") == Cards("The Harbour Ledger", Faces()).draw(HEADLINE, "en")
    assert CARDS.draw(HEADLINE, "en") != CARDS.draw("Ferry leaves on time", "en")


@pytest.mark.parametrize(
    "headline", ["भारत और रूस", "الجسر يفتح", "東京で地震", "Łódź", "Fire – at last", "Won \U0001f3c6", "\ue000"]
)
def test_a_headline_with_a_letter_that_no_face_has_gets_no_card_rather_than_boxes(headline: str) -> None:
    assert CARDS.named("abc123defg", headline) is None
    with pytest.raises(ValueError, match="no face"):
        CARDS.draw(headline, "en")


@pytest.mark.parametrize("headline", ["Łódź – Příliš žluťoučký kůň", "Πλοίο καθυστερεί", "Паром опоздал на час"])
def test_an_installed_font_draws_what_the_built_in_face_cannot(headline: str) -> None:
    data = a_font(headline)
    cards = Cards("The Harbour Ledger", Faces(lambda script: [("a font", data)]))
    assert cards.named("abc123defg", headline)
    assert ink(cards.draw(headline, "el")) > 1000


def test_what_reads_from_the_right_stands_at_the_right() -> None:
    data = a_font("الجسر")
    png = Cards("The Harbour Ledger", Faces(lambda script: [("a font", data)])).draw("الجسر", "ar")
    assert ink(png, (700, 90, 1200, 505)) > 10 * ink(png, (0, 90, 500, 505))


@pytest.mark.parametrize(
    "headline",
    ["", " ", "x", "word " * 300, "W" * 1000, "a\u200bb\u200d", "line\nbreak\ttab", "<b>&amp;</b>", "-" * 90],
)
def test_no_headline_breaks_the_drawing_or_leaves_the_card(headline: str) -> None:
    png = CARDS.draw(headline, "en")
    for edge in ((0, 90, 60, 505), (1150, 90, 1200, 505), (0, 505, 1200, 515)):
        assert ink(png, edge) == 0


def test_a_long_headline_says_at_its_end_that_there_is_more() -> None:
    from stet.edition.cards import _LINE, _fitted

    face = Faces().choose("x")
    assert face
    lines, size = _fitted("many words " * 100, face, _LINE)
    assert lines[-1].endswith("…")
    assert not _fitted("many words " * 10, face, _LINE)[0][-1].endswith("…")
    assert all(face.at(size).getlength(line) <= 1200 - 2 * 80 + 2 * size for line in lines)


def test_a_story_without_a_picture_is_shared_with_its_card_and_one_with_a_picture_never() -> None:
    edition = Edition(SITE, SECTIONS)
    bare = copy()
    card = edition.card(bare)
    assert card.drawn
    page = edition.story(bare)[0].body or b""
    assert f'<meta property="og:image" content="https://news.example/{card.drawn.path}">'.encode() in page
    assert b'<meta property="og:image:alt" content="Ferry leaves an hour late | The Harbour Ledger">' in page
    drawn = edition.draw(card, bare.key)
    assert drawn
    assert (drawn.path, drawn.story_key) == (card.drawn.path, bare.key)
    assert edition.card(copy(plate=plate())).drawn is None
    assert edition.draw(edition.card(copy(plate=plate())), bare.key) is None


def test_a_story_whose_headline_cannot_be_drawn_is_shared_with_the_sites_own_card() -> None:
    edition = Edition(SITE, SECTIONS)
    hindi = copy(headline="भारत और रूस")
    assert edition.card(hindi).drawn is None
    site = next(page for page in edition.static() if page.path.startswith("assets/card-"))
    assert f'content="https://news.example/{site.path}"'.encode() in (edition.story(hindi)[0].body or b"")


def test_a_site_whose_name_cannot_be_drawn_has_a_card_without_letters() -> None:
    cards = Cards("समाचार", Faces())
    assert ink(cards.plain()) > 1000
    assert ink(cards.draw(HEADLINE, "en")) > 1000


# -- which letters a font has


def test_the_letters_of_a_font_are_read_from_the_font() -> None:
    face = Faces().choose("x")
    assert face
    assert face.covers("Ferry leaves “an hour” late…")
    assert not face.covers("é")
    assert face.covers("soft\u00adhyphen and joiner\u200d")


@pytest.mark.parametrize("data", [b"", b"\0\1\0\0", b"OTTO" + bytes(10), b"ttcf" + b"\xff" * 40, b"<svg/>", bytes(500)])
def test_what_is_no_font_is_told_from_one(data: bytes) -> None:
    with pytest.raises(ValueError, match="font"):
        characters(data)


def test_a_font_cut_off_anywhere_is_refused_or_read_never_a_crash() -> None:
    from PIL import ImageFont

    whole = ImageFont.load_default(20).font_bytes  # type: ignore[union-attr]  # Pillow is built with FreeType here
    assert characters(whole)
    for length in range(0, len(whole), 97):
        try:
            characters(whole[:length])
        except ValueError:
            continue


def test_faces_that_are_no_fonts_are_passed_over_and_a_search_is_made_once() -> None:
    asked = []

    def search(script: str) -> list[tuple[str, bytes]]:
        asked.append(script)
        return [("a page", b"<html>"), ("nothing", b"")]

    faces = Faces(search)
    for _ in range(3):
        assert faces.choose("भारत") is None
    assert asked == ["devanagari"]


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Hello", "latin"),
        ("", "latin"),
        ("G20: भारत", "devanagari"),
        ("東京", "cjk"),
        ("مرحبا", "arabic"),
        ("Привет", "cyrillic"),
    ],
)
def test_the_script_of_a_headline_is_that_of_its_letters_that_are_not_latin(text: str, script: str) -> None:
    assert script_of(text) == script


def test_fonts_are_looked_for_by_name_bold_and_with_serifs_first(tmp_path: Path) -> None:
    for name in (
        "NotoSansDevanagari-Regular.ttf",
        "NotoSerifDevanagari-Bold.ttf",
        "NotoSerif-Bold.ttf",
        "Comic.ttf",
        "a.txt",
    ):
        (tmp_path / name).write_bytes(name.encode())
    (tmp_path / "own.ttf").write_bytes(b"own")
    fonts = Fonts(tmp_path / "own.ttf", (str(tmp_path), str(tmp_path / "none")))
    assert [name for name, _ in fonts("devanagari")] == [
        "own.ttf", "NotoSerifDevanagari-Bold.ttf", "NotoSansDevanagari-Regular.ttf", "NotoSerif-Bold.ttf",
    ]  # fmt: skip
    assert [name for name, _ in fonts("latin")] == ["own.ttf", "NotoSerif-Bold.ttf"]


def test_a_font_that_is_not_there_is_an_error_that_names_the_setting(tmp_path: Path) -> None:
    from stet.errors import Misused

    with pytest.raises(Misused, match=r"theme\.font"):
        Fonts(tmp_path / "missing.ttf")
