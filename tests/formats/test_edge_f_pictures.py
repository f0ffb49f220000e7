"""Edge cases 92 to 100, pictures, as far as reading decides them: what is said of a picture, and where its file is.

Files are opened, checked and shown elsewhere (94, 95); here is shown what reading hands on for that.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from stet.formats import read
from stet.formats.hrefs import picture_href
from stet.model.dispatch import Dispatch, Kind, Picture, Status
from stet.model.packet import Origin

TEXT = "<contentSet><inlineXML><html><body><p>Boats left.</p></body></html></inlineXML></contentSet>"
ASIDE = '<link rel="irel:seeAlso" residref="urn:mw:P"/>'
FILE = '<remoteContent href="P.jpg" contenttype="image/jpeg" width="2400" height="1600"/>'


def picture(
    *, meta: str = "", about: str = '<description role="drol:caption">Boats.</description>', files: str = FILE,
    version: int = 1,
) -> str:  # fmt: skip
    return (
        f'<newsItem guid="urn:mw:P" version="{version}"><itemMeta><itemClass qcode="ninat:picture"/>'
        f'<provider literal="MW"/>{meta}</itemMeta><contentMeta>{about}</contentMeta>'
        f"<contentSet>{files}</contentSet></newsItem>"
    )


def story(meta: str = ASIDE) -> str:
    return (
        f'<newsItem guid="urn:mw:1" version="1"><itemMeta><provider literal="MW"/>{meta}</itemMeta>'
        f"<contentMeta><headline>Boats</headline></contentMeta>{TEXT}</newsItem>"
    )


def message(*items: str) -> bytes:
    return f"<newsMessage><itemSet>{''.join(items)}</itemSet></newsMessage>".encode()


def told(origin: Origin, *items: str) -> Dispatch:
    """The story of a message."""
    return next(one for one in read(message(*items), origin).dispatches if one.kind is Kind.STORY)


def test_92_a_story_reads_without_its_picture_and_names_the_one_to_come(origin: Origin) -> None:
    alone = told(origin, story())
    assert (alone.pictures, alone.problems, alone.queries) == ((), (), ())
    assert [link.target for link in alone.links] == ["urn:mw:P"]
    announced = told(origin, story('<link residref="urn:mw:P" contenttype="image/jpeg"><title>Boats</title></link>'))
    assert announced.pictures == (Picture(guid="urn:mw:P", alt="Boats"),)
    assert told(origin, picture(), story()).pictures == told(origin, story(), picture()).pictures != ()


ESCAPES = [
    "../P.jpg", "a/../../P.jpg", "/etc/P.jpg", "\\\\host\\P.jpg", "..\\P.jpg", "C:\\P.jpg", "c:P.jpg", "//host/P.jpg",
    "file:///etc/P.jpg", "file:P.jpg", "%2e%2e/P.jpg", "%252e%252e/P.jpg", "..%2fP.jpg", "%2fetc/P.jpg", "~/P.jpg",
    "~root/P.jpg", "javascript:P.jpg", "data:image/jpeg;base64,AAAA", "ftp://host/P.jpg", "http:P.jpg", "https:///P.jpg",
    "http:\\\\host\\P.jpg", "P\x00.jpg", "a\nb.jpg", "%00P.jpg", "a/.. /P.jpg", "?P.jpg", "#P", "  ", "urn:mw:P",
]  # fmt: skip


@pytest.mark.parametrize("href", ESCAPES)
def test_93_a_file_that_is_not_beside_the_item_is_dropped_and_said(href: str, origin: Origin) -> None:
    assert picture_href(href) is None


@pytest.mark.parametrize(
    ("href", "kept"),
    [("P.jpg", "P.jpg"), ("pics/P.jpg", "pics/P.jpg"), ("./P.jpg", "./P.jpg"), (" P 1.jpg ", "P 1.jpg"),
     ("https://pics.example/../P.jpg?x=1", "https://pics.example/../P.jpg?x=1"), ("HTTP://x/P.jpg", "HTTP://x/P.jpg"),
     ("file:///./P.jpg", "P.jpg"), ("file:./ P.jpg", "P.jpg"), ("P..1.jpg", "P..1.jpg"), ("P%201.jpg", "P%201.jpg"),
     ("P~1.jpg", "P~1.jpg")],
)  # fmt: skip
def test_93_a_file_beside_the_item_stays_relative_and_an_address_stays_an_address(href: str, kept: str) -> None:
    assert picture_href(href) == kept


@given(st.text(alphabet="./\\%25eEfF2~:aC?#", max_size=20))
def test_93_no_relative_name_leads_out_of_its_folder(href: str) -> None:
    from posixpath import normpath
    from urllib.parse import unquote

    kept = picture_href(href)
    if kept is not None:
        for name in (kept, unquote(kept), unquote(unquote(kept))):
            path = normpath("/in/here/" + name.replace("\\", "/"))
            assert path.startswith("/in/here")


def test_93_every_xml_format_drops_the_rendition_and_keeps_the_rest(origin: Origin) -> None:
    files = '<remoteContent href="../P.jpg" contenttype="image/jpeg"/>' + FILE
    dispatch = told(origin, picture(files=files), story())
    assert [one.href for one in dispatch.pictures[0].renditions] == ["P.jpg"]
    assert any("'../P.jpg'" in problem and "left out" in problem for problem in dispatch.problems)
    media = '<media><media-reference source="/P.jpg"/><media-reference source="P.jpg"/></media>'
    copy = f"<body><body.content><p>x</p>{media}</body.content></body>"
    nitf = f'<nitf><head><docdata><doc-id id-string="1"/></docdata></head>{copy}</nitf>'
    (dispatch,) = read(nitf.encode(), origin).dispatches
    assert [one.href for one in dispatch.pictures[0].renditions] == ["P.jpg"]
    assert any("'/P.jpg'" in problem for problem in dispatch.problems)


def test_94_a_file_s_declared_type_is_handed_on_and_not_believed(origin: Origin) -> None:
    """That it is a whole picture of that type is found by decoding it, where files are fetched."""
    files = (
        '<remoteContent href="P.jpg" contenttype="image/jpeg"/><remoteContent href="P.mp4" contenttype="video/mp4"/>'
    )
    (shown,) = told(origin, picture(files=files), story()).pictures
    assert [(one.href, one.type) for one in shown.renditions] == [("P.jpg", "image/jpeg")]


def test_95_sizes_no_picture_has_are_read_as_numbers_and_limited_elsewhere(origin: Origin) -> None:
    """A cap on pixels holds for what is decoded; numbers in the wire only help to choose a file."""
    files = '<remoteContent href="P.jpg" contenttype="image/jpeg" width="99999999999999999999" height="-5"/>'
    (shown,) = told(origin, picture(files=files), story()).pictures
    assert (shown.renditions[0].width, shown.renditions[0].height) == (None, None)


def test_96_a_rendition_without_a_size_has_none_and_one_in_other_units_neither(origin: Origin) -> None:
    files = (
        '<remoteContent href="a.jpg" contenttype="image/jpeg" rendition="rnd:highRes"/>'
        '<remoteContent href="b.jpg" contenttype="image/jpeg" width="100" widthunit="dimunit:mm" height="300"/>'
        '<remoteContent href="c.jpg" contenttype="image/jpeg" width="300" height="200"'
        ' widthunit="dimensionunit:pixels"/>'
    )
    (shown,) = told(origin, picture(files=files), story()).pictures
    assert [(one.width, one.height) for one in shown.renditions] == [(None, None), (None, 300), (300, 200)]


def test_97_a_picture_without_caption_and_credit_keeps_nothing_from_its_story(origin: Origin) -> None:
    """Whether a credit is mandatory is the contract's to say, not the reader's."""
    dispatch = told(origin, picture(about=""), story())
    assert (dispatch.pictures[0].caption, dispatch.pictures[0].credit) == (None, None)
    assert (dispatch.queries, dispatch.problems, dispatch.body_text) == ((), (), "Boats left.")


NOT_NOW = {
    '<pubStatus qcode="stat:canceled"/>': "killed",
    '<pubStatus qcode="stat:withheld"/>': "withheld",
    '<pubStatus qcode="stat:odd"/>': "of a status not known here",
    '<signal qcode="mw:pull"/>': "killed",
    "<embargoed/>": "under an embargo of its own",
    '<pubStatus qcode="stat:embargoed"/>': "under an embargo of its own",
    "<embargoed>2026-03-04T12:00:01Z</embargoed>": "under an embargo of its own",
    "<embargoed>some day</embargoed>": "under an embargo of its own",
    "<expires>2026-03-04T12:00:00Z</expires>": "expired",
    '</itemMeta><rightsInfo validto="2026-03-01T00:00:00Z"/><itemMeta>': "expired",
}


@pytest.mark.parametrize("meta", NOT_NOW)
def test_98_a_picture_that_is_stopped_embargoed_or_expired_comes_off_a_story_that_is_fine(
    meta: str, origin: Origin
) -> None:
    dispatch = told(replace(origin, stop_signals=("mw:pull",)), picture(meta=meta), story())
    assert (dispatch.status, dispatch.pictures, dispatch.body_text) == (Status.USABLE, (), "Boats left.")
    assert dispatch.problems == (f"the picture urn:mw:P is {NOT_NOW[meta]} and was left out",)


@pytest.mark.parametrize(
    "meta",
    ["<embargoed>2026-03-04T12:00:00Z</embargoed>", "<expires>2026-03-04T12:00:01Z</expires>", "<expires>?</expires>",
     '<pubStatus qcode="stat:usable"/>'],
)  # fmt: skip
def test_98_a_picture_whose_time_has_come_or_lasts_stays(meta: str, origin: Origin) -> None:
    assert len(told(origin, picture(meta=meta), story()).pictures) == 1


def test_98_a_picture_under_its_story_s_own_embargo_comes_with_it(origin: Origin) -> None:
    shut, longer = ("<embargoed>2026-03-09T12:00:00Z</embargoed>", "<embargoed>2026-03-10T12:00:00Z</embargoed>")
    assert len(told(origin, picture(meta=shut), story(ASIDE + shut)).pictures) == 1
    assert told(origin, picture(meta=longer), story(ASIDE + shut)).pictures == ()


def test_98_a_picture_without_a_name_costs_the_story_beside_it_nothing(origin: Origin) -> None:
    nameless = picture().replace("urn:mw:P", " ")
    assert told(origin, nameless, story('<link residref=" "/>')).body_text == "Boats left."


def test_98_each_picture_brings_its_own_terms(origin: Origin) -> None:
    item = picture().replace(
        "<itemMeta>", "<rightsInfo><usageTerms>Not in Eastmere.</usageTerms></rightsInfo><itemMeta>"
    )
    dispatch = told(origin, item, story())
    assert (dispatch.usage_terms, dispatch.pictures[0].usage_terms) == (None, "Not in Eastmere.")


def test_99_a_new_version_of_a_picture_has_the_same_name_a_higher_version_and_its_new_words(origin: Origin) -> None:
    """That they replace the old ones is the desk's and the edition's to do."""
    corrected = picture(
        version=2, about='<description role="drol:caption">Ships.</description>', files=FILE.replace("P", "Q")
    )
    old, new = (read(message(one), origin).dispatches[0] for one in (picture(), corrected))
    assert (old.story_key, old.kind, old.version, new.version) == (new.story_key, Kind.PICTURE, 1, 2)
    assert [one.pictures[0].caption for one in (old, new)] == ["Boats.", "Ships."]
    assert [one.pictures[0].renditions[0].href for one in (old, new)] == ["P.jpg", "Q.jpg"]
    assert told(origin, corrected, story()).pictures == new.pictures


def test_100_the_caption_is_that_of_the_item_and_a_file_s_own_words_are_not_read(origin: Origin) -> None:
    (shown,) = told(origin, picture(), story()).pictures
    assert shown.caption == "Boats."
    reading = read(b"\xff\xd8\xff\xe1\x00\x20Exif\x00\x00 ImageDescription: Ships.", origin)
    assert (reading.format, reading.dispatches) == ("image", ())
