"""What a house brings of its own: a look, a logo, templates, pages about itself."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from stet import house_files
from stet.config import House, parse
from stet.edition import Edition
from stet.errors import Misused
from stet.model.page import Look, Page, Site

EXAMPLE = Path(__file__).parents[1] / "docs" / "guide" / "example-theme"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 50"><rect width="200" height="50"/></svg>'
Make = Callable[..., House]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A house with these lines in its tables, and these files beside its settings."""

    def made(theme: str = "", site: str = "", **files: str | bytes) -> House:
        for name, data in files.items():
            path = tmp_path / name.replace("__", "/").replace("_md", ".md").replace("_html", ".html")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data if isinstance(data, bytes) else data.encode())
        text = f'[site]\nname = "The Alder Post"\n{site}\n[theme]\n{theme}\n'
        return House(settings=parse(text), root=tmp_path)

    return made


def static(house: House, language: str = "en") -> dict[str, bytes]:
    """The files that no story changes, by path; names of assets without their digest."""
    site = Site(
        name=house.settings.site.name,
        url="https://post.example",
        language=language,
        look=house_files.look(house),
        about=house_files.about(house),
    )
    pages = Edition(site, ["News"], theme=house_files.theme(house)).static()
    return {re.sub(r"-[0-9a-f]{10}\.", ".", page.path): _bytes(page) for page in pages}


def _bytes(page: Page) -> bytes:
    assert page.body is not None
    return page.body


def test_a_house_that_brings_nothing_has_the_theme_as_it_ships(make: Make) -> None:
    assert house_files.look(make()) == Look()
    assert static(make()).keys() == {
        "assets/style.css", "assets/icon.svg", "assets/card.png", "404.html", "about/index.html",
        "about/corrections/index.html", "archive/404.html", "robots.txt", ".well-known/tdmrep.json",
    }  # fmt: skip


def test_colours_and_fonts_go_after_those_of_the_theme_in_light_and_in_dark(make: Make) -> None:
    house = make('paper = "#fbfaf4"\ndark_accent = "#7fd1b9"\ndisplay_font = "Palatino, serif"')
    style = static(house)["assets/style.css"].decode()
    assert style.endswith(
        "@media not all and (prefers-color-scheme: dark){:root{--paper:#fbfaf4}}"
        "@media (prefers-color-scheme: dark){:root{--accent:#7fd1b9}}"
        "@media print{:root{--paper:#fff;--ink:#000;--accent:#000}}"
        "h1,.nameplate,.lead h2{font-family:Palatino,serif,var(--display)}"
    )


@pytest.mark.parametrize("value", ["red;} body{display:none", "</style><script>", "url(x) {", "a\\\\n"])
def test_what_would_end_a_value_of_css_is_an_error_that_names_the_key(make: Make, value: str) -> None:
    with pytest.raises(Misused, match=r"accent.*no value of CSS"):
        make(f'accent = "{value}"')


def test_a_logo_takes_the_place_of_the_name_and_says_it(make: Make) -> None:
    house = make('logo = "mark.svg"\nlogo_height = 40', **{"mark.svg": SVG})
    pages = static(house)
    assert pages["assets/logo.svg"] == SVG
    [logo] = LexborHTMLParser(pages["404.html"].decode()).css(".masthead img")
    given = logo.attributes
    assert (given["alt"], given["width"], given["height"]) == ("The Alder Post", "160", "40")


def test_a_logo_may_be_a_picture(make: Make) -> None:
    drawn = BytesIO()
    Image.new("RGB", (300, 100)).save(drawn, "PNG")
    mark = house_files.look(make('logo = "mark.png"', **{"mark.png": drawn.getvalue()})).logo
    assert mark is not None
    assert (mark.ending, mark.width, mark.height) == ("png", 144, 48)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("mark.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("mark.svg", b"not a drawing"),
        ("mark.png", b"not a picture"),
        ("mark.gif", b"GIF89a"),
        ("other.svg", SVG),
    ],
)
def test_a_logo_that_is_none_is_an_error_that_names_the_file(make: Make, name: str, data: bytes) -> None:
    file = "mark.svg" if name == "other.svg" else name
    with pytest.raises(Misused, match=rf"theme\.logo: .*{re.escape(file)} cannot be used"):
        house_files.look(make(f'logo = "{file}"', **{name: data}))


def test_a_template_of_the_house_takes_the_place_of_the_themes(make: Make) -> None:
    own = '{% extends "base.html" %}{% block main %}<h1>Nothing here</h1>{% include "more.html" %}{% endblock %}'
    house = make('folder = "mine"', mine__404_html=own, mine__more_html="<p>{{ house.name }}</p>")
    page = LexborHTMLParser(static(house)["404.html"].decode())
    assert [one.text() for one in page.css("main h1, main p")] == ["Nothing here", "The Alder Post"]


def test_a_file_that_no_page_asks_for_is_an_error(make: Make) -> None:
    with pytest.raises(Misused, match=r"the theme has no artcle\.html"):
        house_files.theme(make('folder = "mine"', mine__artcle_html="<p>"))


def test_a_theme_folder_that_is_not_there_is_an_error(make: Make) -> None:
    with pytest.raises(Misused, match=r"mine cannot be read .*theme\.folder"):
        house_files.theme(make('folder = "mine"'))


def test_a_template_can_read_no_file_and_run_no_code(make: Make) -> None:
    for hostile in ('{% include "/etc/passwd" %}', "{{ house.__class__.__mro__ }}", "{{ house.words.__globals__ }}"):
        house = make('folder = "mine"', mine__404_html=hostile)
        with pytest.raises(Exception, match=r"template not found|undefined|no attribute|missing"):
            static(house)


def test_markdown_of_the_house_is_a_page_linked_from_every_page(make: Make) -> None:
    house = make(about__contact_md="# Write to us\n\nAt *the quay*.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")
    pages = static(house)
    page = LexborHTMLParser(pages["about/contact/index.html"].decode())
    assert [one.text() for one in page.css("h1")] == ["Write to us"]
    assert page.css_first("main em").text() == "the quay"
    assert page.css("main table")
    for each in pages:
        if each.endswith(".html"):
            assert b'<a href="/about/contact/">Write to us</a>' in pages[each]


def test_a_page_of_the_house_takes_the_place_of_one_that_ships(make: Make) -> None:
    pages = static(make(about__index_md="# Who we are\n\nA newspaper."))
    assert b"A newspaper." in pages["about/index.html"]
    assert b"The staff may rework" not in pages["about/index.html"]


def test_html_and_scripts_in_markdown_are_text(make: Make) -> None:
    pages = static(make(about__terms_md="# Terms\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1))"))
    page = LexborHTMLParser(pages["about/terms/index.html"].decode())
    assert not page.css("script, main a")
    assert "<script>alert(1)</script>" in page.css_first("main").text()


def test_a_name_that_makes_no_address_is_an_error(make: Make) -> None:
    with pytest.raises(Misused, match="part of an address"):
        house_files.about(make(**{"about__Our Terms_md": "# Terms"}))


def test_a_sites_name_is_no_markdown(make: Make) -> None:
    house = make()
    site = Site(name="*Star* [News]", url="https://post.example", look=house_files.look(house))
    pages = {page.path: page.body for page in Edition(site, []).static()}
    assert b"*Star* [News] publishes reports" in (pages["about/index.html"] or b"")


def test_the_second_theme_of_the_guide_can_be_used(make: Make) -> None:
    """As docs/reference/theme.md has it: the settings, the logo, the template."""
    text = (EXAMPLE.parents[1] / "reference" / "theme.md").read_text("utf-8")
    settings = "\n".join(line[4:] for line in text.splitlines() if line.startswith("    ") and "=" in line)
    files = {f"theme/{file.name}": file.read_bytes() for file in EXAMPLE.iterdir() if file.suffix == ".svg"}
    own = {f"mine/{file.name}": file.read_bytes() for file in EXAMPLE.iterdir() if file.suffix != ".svg"}
    house = make(f'{settings}\nfolder = "mine"', **files, **own)
    pages = static(house)
    assert b"Words by the agencies" in pages["404.html"]
    site = Site(name="The Alder Post", url="https://post.example", look=house_files.look(house))
    gone = Edition(site, [], theme=house_files.theme(house)).gone("abc123defg", "key")[1].body or b""
    assert b'class="flag"' in gone
    assert b"/assets/logo-" in gone


ENGLISH = re.compile(r"[A-Za-z]{3,}")


@pytest.mark.parametrize("language", ["hi", "ar"])
def test_no_english_is_left_on_the_pages_of_a_site_in_another_language(make: Make, language: str) -> None:
    names = {"The", "Alder", "Post", "News", "RSS", "Atom", "JSON", "Feed"}
    for path, page in static(make(), language).items():
        if path.endswith(".html"):
            tree = LexborHTMLParser(page.decode())
            labels = [one.attributes.get("aria-label") or "" for one in tree.css("[aria-label]")]
            text = " ".join([tree.css_first("title").text(), tree.css_first("body").text(separator=" "), *labels])
            assert set(ENGLISH.findall(text)) <= names, path
