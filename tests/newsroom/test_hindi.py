"""The desk in Hindi: every word of its furniture, for whoever asks for it, and nothing that somebody else wrote."""

import re

import pytest
from babel.messages.mofile import read_mo
from django.utils import translation
from lxml import html
from msgspec.structs import replace

from newsroom import catalog
from newsroom.walking import filled, known, routes
from road.wire import cancel, g2, guid
from stet.journal import inquiry
from stet.model.person import Role
from stet.newsroom.said import CONTEXT, said

HINDI = {"Accept-Language": "hi-IN,hi;q=0.9,en;q=0.8"}

# -- the catalogue


def test_the_catalogue_has_every_sentence_of_code_and_templates_and_no_other():
    assert catalog.keys_of(catalog.read()) == set(catalog.keys())


def ids(message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else list(message.id)


def forms(message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def test_every_sentence_is_translated_with_the_values_of_its_original():
    value = re.compile(r"%\(\w+\)[sd]|%%n?|{\w*(?=[:}])")
    for message in catalog.read():
        if message.id:
            for original, form in zip(ids(message), forms(message), strict=True):
                assert re.search("[\u0900-\u097f]", form) or not re.search("[a-z]", original), original
                assert sorted(value.findall(form)) == sorted(value.findall(original)), (original, form)


def test_only_what_is_known_by_its_fixed_words_asks_for_words_in_its_gaps():
    for message in catalog.read():
        if f":{CONTEXT}}}" in str(message.string):
            assert message.context == CONTEXT
            assert re.sub(r"{\d}", "", message.id).strip()


def test_the_compiled_catalogue_is_that_of_the_file():
    with catalog.PO.with_suffix(".mo").open("rb") as file:
        assert told(read_mo(file)) == told(catalog.read())


def told(messages) -> dict:
    return {(one.context, *ids(one)): tuple(forms(one)) for one in messages if one.id}


# -- what is worded elsewhere in the house


SENTENCES = {
    "Live.": "लाइव।",
    "Held at the desk by mira: checking the figures": "mira ने डेस्क पर रोका: checking the figures",
    "A kill takes a chief, and a chief is an editor here. Ask a chief to do it, or a chief to change the role.": (
        "किल करने के लिए प्रमुख चाहिए, और a chief यहाँ संपादक हैं। किसी प्रमुख से करने को कहें, या प्रमुख से भूमिका बदलवाएँ।"
    ),
    "Under the agency's embargo until 2026-11-22 00:00:00 UTC. A newer version came without it: release the story if "
    "the agency has lifted it.": (
        "2026-11-22 00:00:00 UTC तक एजेंसी के एम्बार्गो में। इसके बिना एक नया संस्करण आया: "
        "एजेंसी ने एम्बार्गो हटा दिया हो तो ख़बर जारी करें।"
    ),
    "Story ab is withdrawn and takes no headline: Killed by the agency; only a later usable version can lift that.": (
        "ख़बर ab वापस ली जा चुकी है और इसमें शीर्षक नहीं लगता: एजेंसी ने किल की; बाद का उपयोग योग्य संस्करण ही इसे हटा सकता है।"
    ),
    "“XXX” in the headline: a place that nobody filled in (tripwire placeholder).": (
        "शीर्षक में “XXX”: कोई जगह जो भरी नहीं गई (ट्रिपवायर placeholder)।"
    ),
    "may be out of date: “12” is “15” now; “held” is “live” now": (
        "पुराना पड़ गया हो सकता है: “12” अब “15” है; “held” अब “live” है"
    ),
}


@pytest.mark.parametrize("english", SENTENCES)
def test_a_sentence_of_the_house_is_said_in_hindi_and_the_words_of_people_in_it_stay(english):
    with translation.override("hi"):
        assert said(english) == SENTENCES[english]
    with translation.override("en"):
        assert said(english) == english


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Nobody has translated this.",
        "“" * 5000,
        "“x” was added" * 400,
        "Held at the desk by",
        "{0}",
        "{x} {0:said}",
    ],
)
def test_what_is_not_known_stays_as_it_is(words):
    with translation.override("hi"):
        assert said(words) == words


def test_braces_in_what_somebody_wrote_are_only_braces():
    with translation.override("hi"):
        assert said("Held at the desk by mira: {0:said} {1} {mira.__class__}") == (
            "mira ने डेस्क पर रोका: {0:said} {1} {mira.__class__}"
        )


def test_sentences_within_sentences_are_followed_only_so_far():
    nested = "x"
    for _ in range(120):
        nested = f"It was held and is live now: {nested}"
    with translation.override("hi"):
        assert said(nested).count("पहले") <= 6


# -- who gets which language


def language(answer) -> str:
    return re.search(r'<html lang="(\w+)"', answer.text)[1]


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        (None, "en"),
        ("hi", "hi"),
        ("HI-in", "hi"),
        ("fr-FR,hi;q=0.7,en;q=0.3", "hi"),
        ("en-GB,hi;q=0.5", "en"),
        ("fr,de", "en"),
        ("*", "en"),
        ("hi;q=nonsense,,;" * 50, "en"),
    ],
)
def test_whoever_chose_nothing_gets_what_their_browser_asks_for_and_else_the_language_of_the_site(desk, asked, given):
    assert language(desk(None).get("/desk/sign-in/", headers={"Accept-Language": asked} if asked else {})) == given


def test_a_choice_goes_before_what_the_browser_asks_for(desk):
    chief = desk()
    chief.post("/desk/me/language/", {"language": "hi"}, form="/desk/me/")
    assert language(chief.get("/desk/", headers={"Accept-Language": "en"})) == "hi"
    chief.post("/desk/me/language/", {"language": ""}, form="/desk/me/")
    assert language(chief.get("/desk/", headers={"Accept-Language": "en"})) == "en"


def test_the_language_of_the_site_is_the_last_word(road, desk, monkeypatch):
    monkeypatch.setattr(road.stet, "site", replace(road.stet.site, language="hi-IN"))
    assert language(desk(None).get("/desk/sign-in/", headers={"Accept-Language": "de"})) == "hi"
    assert language(desk(None).get("/desk/sign-in/", headers={"Accept-Language": "en"})) == "en"


def test_words_that_others_ship_too_are_the_desks_own(desk):
    assert "पासवर्ड" in desk(None).get("/desk/sign-in/", headers=HINDI).text
    assert "कूटशब्द" not in desk(None).get("/desk/sign-in/", headers=HINDI).text


# -- no English furniture

DATA = re.compile(r"[A-Za-z][A-Za-z'’-]+")
PROPER = {
    "Stet", "stet", "toml", "doctor", "CSV", "JSON", "SHA-", "UTC", "IST", "PIN", "JavaScript", "English",
    "JPEG", "PNG", "WebP", "AVIF", "GIF", "TIFF", "MB", "px", "ms", "id", "guid", "Enter", "feeds", "kill",
    "placeholder", "newsml-g", "XXX", "to", "come", "xml", "item", "bad",
}  # fmt: skip
"""What is called so in Hindi too."""
THEIRS = "The Morning Ledger, Northwind News, Southwind News, India, World, wire, slow, chief, figures, twice, Boats of"
"""What people, agencies and the settings say."""
ID = re.compile(r"\b(?=\w*\d)[0-9a-hjkmnp-tv-z]{10}\b")
SHOWN = ("aria-label", "title", "placeholder", "alt", "content")


def furniture(page: str) -> str:
    """What a page says, and what its attributes do: without what is marked as somebody else's words, as code, or as of
    another language."""
    tree = html.document_fromstring(f"<div>{page}</div>" if "<html" not in page else page)
    others = "//script | //style | //code | //pre | //meta | //kbd | //bdi | //*[@lang and not(@lang='hi')]"
    for part in tree.xpath(f"{others} | //*[@class='digest'] | //*[@translate='no'] | //*[contains(@class, 'num')]"):
        part.drop_tree()
    told = list(tree.itertext())
    for part in tree.iter():
        told += [words for name, words in part.items() if name in SHOWN or (name.startswith("data-") and " " in words)]
    return ID.sub("", " ".join(told))


@pytest.fixture
def night(road, desk) -> dict[str, str]:
    """A house in which much has happened; the words that people and agencies wrote in it, and an id."""
    road.take(g2(1), g2(1, 2), g2(2), g2(4, headline="XXX to come"), source="item.xml")
    road.take(g2(3), feed="slow")
    road.take(b"<broken", source="bad.xml")
    chief = desk()
    one, two, three = (inquiry.find(guid(number)).id for number in (1, 2, 3))
    for id_, act, fields in (
        (one, "headline", {"text": "Boats of Velmora"}),
        (one, "hold", {"reason": "figures"}),
        (two, "kill", {"reason": "twice"}),
    ):
        page = f"/desk/story/{id_}/"
        seen = re.search(r'name="seen" value="([^"]+)"', chief.get(page).text)[1]
        assert chief.post(f"{page}{act}/", {"seen": seen, **fields}, form=page).status_code == 303
    road.take(cancel(3))
    return {"one": one, "two": two, "three": three}


def test_no_screen_asked_for_in_hindi_has_english_furniture(road, desk, night):
    chief = desk()
    theirs = PROPER | set(DATA.findall(f"{g2(1).decode()} {THEIRS}"))
    wrong = {}
    walked = 0
    for id_ in night.values():
        for route, parts in routes():
            address = filled(route, parts, known(id_))
            if "static" in address or "sign-out" in address:
                continue
            answer = chief.get(address, headers=HINDI)
            if "text/html" not in answer.headers.get("content-type", "") or "preview" in address:
                continue
            walked += 1
            if words := set(DATA.findall(furniture(answer.text))) - theirs:
                wrong[address] = words
    assert walked > 60
    assert not wrong


def test_a_refusal_is_said_in_hindi(road, desk):
    road.take(g2(1))
    address = f"/desk/story/{inquiry.find(guid(1)).id}/"
    editor = desk(Role.EDITOR)
    seen = re.search(r'name="seen" value="([^"]+)"', editor.get(address).text)[1]
    answer = editor.post(f"{address}kill/", {"reason": "x"}, form=address, headers=HINDI)
    assert answer.status_code == 403
    assert "किल करने के लिए प्रमुख चाहिए, और editor यहाँ संपादक हैं" in answer.text
    answer = editor.post(f"{address}headline/", {"text": "a <b>", "seen": seen}, form=address, headers=HINDI)
    assert answer.status_code == 422
    assert "शीर्षक: इसमें मार्कअप है" in answer.text
