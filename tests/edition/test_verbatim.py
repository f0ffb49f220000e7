"""Promise 1: the text on the page is the agency's text or there is no page."""

from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition.making import SECTIONS, SITE, copy
from stet.edition import Edition, article_text, check
from stet.edition.press import THEME
from stet.errors import Withheld
from stet.model.page import Copy
from stet.model.text import fingerprint, fold

BODIES = sorted((Path(__file__).parent / "bodies").glob("*.html"), key=lambda file: file.name)
EDITION = Edition(SITE, SECTIONS)
PAGE = '<!doctype html><html><body><h1>Elsewhere</h1><div itemprop="articleBody">{}</div><p>Elsewhere</p></body></html>'


def page_of(body_html: str) -> bytes:
    return PAGE.format(body_html).encode()


def sent(body: Path) -> str:
    """The agency's text, written down by hand beside the markup."""
    return body.with_suffix(".txt").read_text("utf-8")


def altered(markup: str) -> dict[str, str]:
    """Each way of changing one letter of a body that a theme could come up with."""
    letters = [at for at, c in enumerate(markup) if c.isalpha() and _in_text(markup, at)]
    middle, last = letters[len(letters) // 2], letters[-1]
    swap = next(at for at in letters if at + 1 in letters and markup[at] != markup[at + 1])
    return {
        "a letter lost": markup[:middle] + markup[middle + 1 :],
        "the last letter lost": markup[:last] + markup[last + 1 :],
        "a letter added": f"{markup[:middle]}x{markup[middle:]}",
        "two letters swapped": markup[:swap] + markup[swap + 1] + markup[swap] + markup[swap + 2 :],
        "another letter": f"{markup[:middle]}\u0416{markup[middle + 1 :]}",
        "a joiner added": f"{markup[:middle]}\u200d{markup[middle:]}",
        "a soft hyphen added": f"{markup[:middle]}\u00ad{markup[middle:]}",
        "a blank inside a word": f"{markup[: swap + 1]} {markup[swap + 1 :]}",
        "a word break by a tag": f"{markup[: swap + 1]}<br>{markup[swap + 1 :]}",
        "a quotation mark added": f"{markup[:middle]}&rdquo;{markup[middle:]}",
        "text before": f"By our staff{markup}",
        "text after": f"{markup}<p>Read also</p>",
    }


def _in_text(markup: str, at: int) -> bool:
    """Whether a character stands between tags, outside of references, where taking it away harms no markup."""
    before = markup[:at]
    return before.rfind("<") <= before.rfind(">") and before.rfind("&") <= before.rfind(";")


@pytest.mark.parametrize("body", BODIES, ids=lambda file: file.stem)
def test_the_agencys_text_passes_as_it_stands(body: Path) -> None:
    pages = EDITION.story(copy(body_html=body.read_text("utf-8"), wire_fingerprint=fingerprint(sent(body))))
    assert pages[0].body is not None
    assert article_text(pages[0].body) == fold(sent(body))


@pytest.mark.parametrize("body", BODIES, ids=lambda file: file.stem)
def test_a_theme_that_changes_one_letter_leaves_no_page(body: Path) -> None:
    markup = body.read_text("utf-8")
    for what, changed in altered(markup).items():
        theme = {
            **THEME,
            "article.html": THEME["article.html"].replace("{{ body }}", f"{{% raw %}}{changed}{{% endraw %}}"),
        }
        assert theme["article.html"] != THEME["article.html"]
        with pytest.raises(Withheld, match="abc123defg"):
            pytest.fail(f"{what}: {Edition(SITE, (), theme=theme).story(_copy(markup, sent(body)))}")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{{ body }}", "{{ body|upper }}"),
        ("{{ body }}", '{{ body|replace("\\"", "”") }}'),
        ("{{ body }}", ""),
        ("{{ body }}", "{{ copy.body_html }}"),  # escaped markup: the reader would see tags
        ('itemprop="articleBody"', ""),
        ("{{ body }}</div>", '{{ body }}</div><div itemprop="articleBody">{{ body }}</div>'),
    ],
)
def test_a_theme_that_filters_hides_or_doubles_the_body_leaves_no_page(old: str, new: str) -> None:
    theme = {**THEME, "article.html": THEME["article.html"].replace(old, new)}
    with pytest.raises(Withheld, match="abc123defg"):
        Edition(SITE, (), theme=theme).story(copy())


def test_case_and_marks_of_quotation_count() -> None:
    page = page_of('<p>He said "Stet".</p>')
    check(page, fingerprint('He said "Stet".'), "s1")
    for other in ('he said "Stet".', "He said “Stet”.", "He said Stet.", 'He said "Stet"'):
        with pytest.raises(Withheld):
            check(page, fingerprint(other), "s1")


def test_a_story_without_a_fingerprint_never_passes() -> None:
    with pytest.raises(Withheld, match="no fingerprint"):
        EDITION.story(copy(wire_fingerprint=""))


def test_an_empty_body_passes_when_the_agency_sent_none() -> None:
    assert EDITION.story(copy(body_html="", wire_fingerprint=fingerprint("")))


def test_a_body_that_closes_its_own_container_is_caught() -> None:
    markup = "<p>Inside.</p></div></article><p>Outside.</p>"
    with pytest.raises(Withheld):
        EDITION.story(copy(body_html=markup, wire_fingerprint=fingerprint("Inside. Outside.")))


def test_the_refusal_shows_where_the_texts_part() -> None:
    with pytest.raises(Withheld) as caught:
        check(
            page_of("<p>The boat was late.</p>"),
            fingerprint("The goat was late."),
            "id9 (Amber|9)",
            "<p>The goat was late.</p>",
        )
    assert str(caught.value) == (
        "story id9 (Amber|9) is not published: the page and the agency's text part at character 5: "
        "the page has 'The boat was late.', the agency 'The goat was late.'; mend the theme"
    )


def test_the_refusal_blames_the_reader_when_the_theme_kept_the_body() -> None:
    with pytest.raises(Withheld, match="the reader of its format lost or changed something"):
        EDITION.story(copy(wire_fingerprint=fingerprint("Other words.")))


def test_what_utf8_cannot_hold_leaves_no_page_rather_than_a_wrong_one() -> None:
    broken = "<p>Half a pair: \ud83d.</p>"
    with pytest.raises(Withheld):
        EDITION.story(copy(body_html=broken, wire_fingerprint=fingerprint("Half a pair: \ud83d.")))


def test_deep_markup_is_read_to_the_bottom() -> None:
    page = page_of("<b>" * 5000 + "deep" + "</b>" * 5000)
    check(page, fingerprint("deep"), "s1")


# Characters HTML itself replaces or drops (the standard, 13.2.3.5 and 13.2.5.1) cannot stand in a page: a body that
# has them is withheld, so they are no false alarm. Tests of the formats show that none is let through.
_words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=12)


@st.composite
def inline(draw: st.DrawFn) -> tuple[str, str]:
    words = draw(_words)
    tag = draw(st.sampled_from(["", "", "em", "strong", "a", "sup", "span", "br"]))
    if tag == "br":
        return f"{escape(words)}<br>", f"{words} "
    return (f"<{tag}>{escape(words)}</{tag}>" if tag else escape(words)), words


_SHAPES = (
    "<p>{}</p>",
    "<h2>{}</h2>",
    "<pre>{}</pre>",
    "<ul><li>{}</li></ul>",
    "<blockquote><p>{}</p></blockquote>",
    "<table><tbody><tr><td>{}</td><td></td></tr></tbody></table>",
)


@st.composite
def block(draw: st.DrawFn) -> tuple[str, str]:
    runs = draw(st.lists(inline(), min_size=1, max_size=4))
    markup, text = "".join(run[0] for run in runs), "".join(run[1] for run in runs)
    return draw(st.sampled_from(_SHAPES)).format(markup), f" {text} "


bodies = st.lists(block(), max_size=6).map(
    lambda blocks: ("".join(b[0] for b in blocks), "".join(b[1] for b in blocks))
)


@given(bodies)
def test_no_canonical_body_raises_a_false_alarm(body: tuple[str, str]) -> None:
    markup, text = body
    assert EDITION.story(_copy(markup, text))


@given(bodies, st.integers(0, 200), _words)
def test_never_does_a_changed_text_pass(body: tuple[str, str], at: int, more: str) -> None:
    markup, text = body
    changed = text[:at] + more + text[at + 1 :]
    if fold(changed) != fold(text):
        with pytest.raises(Withheld):
            EDITION.story(_copy(markup, changed))


def _copy(markup: str, text: str) -> Copy:
    return copy(body_html=markup, wire_fingerprint=fingerprint(text))
