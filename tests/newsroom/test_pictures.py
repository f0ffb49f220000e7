"""The picture over a story: what may be chosen, what may not and why, and what becomes of a file somebody brings."""

import json
import re
from datetime import timedelta
from html import unescape
from io import BytesIO

import pytest
from PIL import Image

from makers import chief
from newsroom.test_acts import error, seen
from road.test_pictures import jpeg
from road.test_threads import pictured
from road.wire import cancel, g2, guid
from stet.desk import edit
from stet.journal import inquiry
from stet.model.person import Role

WORDS = {"caption": "A ferry at its berth", "credit": "The Morning Ledger", "alt": "A white ferry at a stone quay"}


def with_picture(name: str = "a.jpg") -> str:
    """A picture of an item, as NewsML-G2 has it."""
    return f'<remoteContent href="{name}" contenttype="image/jpeg" rendition="rnd:web"/>'


def file(kind: str = "JPEG", size: tuple[int, int] = (300, 200), mode: str = "RGB", **how) -> bytes:
    out = BytesIO()
    Image.new(mode, size, how.pop("colour", 0)).save(out, kind, **how)
    return out.getvalue()


@pytest.fixture
def story(road) -> str:
    road.take(g2(1))
    return f"/desk/story/{inquiry.find(guid(1)).id}/"


def send(desk, story: str, data: bytes | None = None, name: str = "a.jpg", **fields: str):
    """Send the form of the picture."""
    files = {"file": (name, data, "image/jpeg")} if data is not None else None
    return desk.post(f"{story}picture/", {"seen": seen(desk, story)} | fields, form=story, files=files)


def changes(road) -> list:
    return list(road.stet.history(inquiry.find(guid(1)).key).changes)


def value(answer, name: str) -> str:
    """What stands in a field."""
    if found := re.search(rf'<textarea[^>]* name="{name}"[^>]*>\n(.*?)</textarea>', answer.text, re.DOTALL):
        return unescape(found[1])
    return unescape(re.search(rf'<input[^>]* name="{name}"[^>]*? value="([^"]*)"', answer.text)[1])


# -- a file that somebody brings


def test_a_picture_that_is_brought_is_set_with_its_words_and_focal_point(road, desk, story):
    answer = send(desk(Role.EDITOR), story, jpeg("#345"), left="20", top="70", **WORDS)
    assert answer.status_code == 303
    (change,) = changes(road)
    assert (change.caption, change.credit, change.alt) == tuple(WORDS.values())
    assert change.focus == (0.2, 0.7)
    (page,) = road.pages().values()
    assert "A ferry at its berth" in page.decode()
    assert "-share-20-70.jpg" in page.decode()


@pytest.mark.parametrize("missing", ["caption", "credit", "alt"])
def test_when_words_are_missing_the_picture_is_kept_and_all_words_are(road, desk, story, missing):
    editor = desk(Role.EDITOR)
    answer = send(editor, story, jpeg("#345"), left="20", **(WORDS | {missing: ""}))
    assert answer.status_code == 422
    assert "empty" in error(answer)
    for name in WORDS.keys() - {missing}:
        assert value(answer, name) == WORDS[name]
    assert value(answer, "left") == "20"
    assert changes(road) == []
    asset = value(answer, "asset")
    again = send(editor, story, choice="kept", asset=asset, left="20", **WORDS)
    assert again.status_code == 303
    assert changes(road)[0].asset == asset


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"<!doctype html><p>503</p>", "markup"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        (b"", "empty file"),
        (file()[:200], "damaged"),
        (file("PNG", (12_000, 7_000), "1"), "more than can be set"),
        (b"%PDF-1.7", "PDF"),
    ],
    ids=["html", "svg", "nothing", "cut", "bomb", "pdf"],
)
def test_a_file_that_is_no_picture_gives_the_form_again_with_one_sentence(road, desk, story, data, says):
    answer = send(desk(Role.EDITOR), story, data, **WORDS)
    assert answer.status_code == 422
    assert says in error(answer)
    assert {name: value(answer, name) for name in WORDS} == WORDS
    assert changes(road) == []


def _rotated() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return file(size=(300, 200), exif=exif)


def _animated() -> bytes:
    out = BytesIO()
    frames = [Image.new("RGB", (300, 200), colour) for colour in ("#300", "#030")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (_animated(), "a.gif"),
        (file(mode="CMYK"), "a.jpg"),
        (_rotated(), "a.jpg"),
        (file(), "../../etc/passwd"),
        (file(), "a\\b/c:d\x01.html"),
    ],
    ids=["animated", "cmyk", "rotated", "path", "odd name"],
)
def test_odd_pictures_are_taken_and_put_right(road, desk, story, data, name):
    assert send(desk(Role.EDITOR), story, data, name, **WORDS).status_code == 303
    (page,) = road.pages().values()
    (src,) = re.findall(r'<img src="/(media/[^"]+)"', page.decode())
    with Image.open(road.site / src) as shown:
        assert (shown.mode, shown.size) == ("RGB", (200, 300) if data == _rotated() else (300, 200))


@pytest.mark.parametrize(
    ("left", "top"), [("101", "0"), ("-1", "0"), ("a", "0"), ("0.5", "0"), ("٣", "1"), ("9" * 400, "0")]
)
def test_a_focal_point_outside_the_picture_is_asked_again(road, desk, story, left, top):
    answer = send(desk(Role.EDITOR), story, jpeg("#345"), left=left, top=top, **WORDS)
    assert answer.status_code == 422
    assert "focal point" in error(answer)
    assert value(answer, "caption") == WORDS["caption"]


def test_a_picture_that_was_brought_is_kept_when_the_story_moved(road, desk, story):
    editor = desk(Role.EDITOR)
    stamp = seen(editor, story)
    road.stet.act(guid(1), lambda s: edit.hold(s, who=chief("asha"), at=road.clock()))
    form = {"seen": stamp} | WORDS
    answer = editor.post(f"{story}picture/", form, form=story, files={"file": ("a.jpg", jpeg("#345"), "image/jpeg")})
    assert answer.status_code == 409
    assert "asha held it" in error(answer)
    assert value(answer, "caption") == WORDS["caption"]
    assert send(editor, story, choice="kept", asset=value(answer, "asset"), **WORDS).status_code == 303


@pytest.mark.parametrize(
    "fields", [{}, {"choice": "upload"}, {"choice": "own:"}, {"choice": "x:y"}, {"choice": "kept"}]
)
def test_without_a_picture_the_form_says_what_to_do(road, desk, story, fields):
    answer = send(desk(Role.EDITOR), story, **fields, **WORDS)
    assert answer.status_code == 422
    assert "choose" in error(answer)


def test_nobody_sets_a_file_that_they_did_not_bring_and_the_library_does_not_have(road, desk, story):
    digest = road.stet.keep_picture(jpeg("#999"))
    for choice in ("kept", f"own:{digest}", f"library:{digest}"):
        answer = send(desk(Role.EDITOR), story, choice=choice, asset=digest, **WORDS)
        assert answer.status_code == 422
        assert "not in the library" in error(answer)


def test_a_reader_brings_nothing(road, desk, story):
    from stet.journal.models import Asset

    reader = desk(Role.READER)
    answer = reader.post(f"{story}picture/", WORDS, form="/desk/?q=x", files={"file": ("a.jpg", jpeg("#345"))})
    assert answer.status_code == 403
    assert not Asset.objects.exists()


# -- the item's own


def offered(road, desk, picture: str, **fields) -> tuple[str, str]:
    """A story with one picture of the agency's: its address, and its page at the desk."""
    road.take(jpeg("#345"), source="a.jpg")
    road.take(g2(1, picture=picture, **fields))
    story = f"/desk/story/{inquiry.find(guid(1)).id}/"
    return story, desk(Role.EDITOR).get(story).text


def test_its_own_picture_is_offered_with_its_terms(road, desk):
    _, text = offered(road, desk, with_picture())
    assert re.search(r'name="choice" value="own:[0-9a-f]{64}"', text)
    assert "No restriction is known" in text


def test_a_picture_that_its_terms_bar_is_shown_with_the_reason_and_cannot_be_chosen(road, desk):
    rights = "<rightsInfo><usageTerms>JAPAN OUT. Pool picture.</usageTerms></rightsInfo>"
    data = g2(1, picture=with_picture()).replace(b"\n <itemMeta>", rights.encode() + b"\n <itemMeta>", 1)
    road.take(jpeg("#345"), source="a.jpg")
    road.take(data)
    story = f"/desk/story/{inquiry.find(guid(1)).id}/"
    text = desk(Role.EDITOR).get(story).text
    assert "May not be used." in text
    assert "only members of the pool may use it" in text
    assert 'value="own:' not in text
    from stet.journal.models import Asset

    digest = Asset.objects.get().digest
    for choice in ("kept", f"own:{digest}", f"library:{digest}"):
        answer = send(desk(Role.EDITOR), story, choice=choice, asset=digest, **WORDS)
        assert answer.status_code == 422
        assert "may not be used" in error(answer)
    brought = send(desk(Role.EDITOR), story, jpeg("#345"), **WORDS)
    assert brought.status_code == 422
    assert changes(road) == []


# -- the library


def library(desk, story: str, words: str) -> list[str]:
    answer = desk.post(f"{story}picture/shelf/", {"words": words, "caption": "typed"}, form=story)
    assert answer.status_code == 200
    assert value(answer, "caption") == "typed"
    return re.findall(r'name="choice" value="library:([0-9a-f]{64})"', answer.text)


def test_the_library_finds_pictures_of_the_house_by_their_words_and_keeps_what_was_typed(road, desk, story):
    road.take(g2(2))
    digest = road.stet.keep_picture(jpeg("#123"))
    words = {"caption": "Imra Doss at the quay", "credit": "Ledger", "alt": "A woman at a quay"}
    road.stet.act(guid(2), lambda s: edit.set_picture(s, digest, **words, who=chief(), at=road.clock()))
    editor = desk(Role.EDITOR)
    assert library(editor, story, "doss QUAY") == [digest]
    assert library(editor, story, "zebra") == []
    assert send(editor, story, choice=f"library:{digest}", **WORDS).status_code == 303
    assert changes(road)[0].asset == digest


def test_an_agencys_picture_out_of_the_library_keeps_the_agencys_words(road, desk, story):
    picture = {
        "uri": "urn:northwind.example:crane", "type": "picture", "description_text": "The crane on Friday",
        "creditline": "Ida Halloran/Northwind", "renditions": {"web": {"href": "b.jpg", "mimetype": "image/jpeg"}},
    }  # fmt: skip
    item = {
        "uri": "urn:northwind.example:2", "type": "text", "version": "1", "versioncreated": "2026-11-21T11:00:00Z",
        "language": "en", "headline": "A crane falls at Port Ruell", "pubstatus": "usable",
        "body_xhtml": "<p>A crane fell at Port Ruell on Friday, and nobody was hurt, the port said.</p>",
        "associations": {"main": picture},
    }  # fmt: skip
    road.take(jpeg("#789"), source="b.jpg")
    road.take(json.dumps(item).encode())
    editor = desk(Role.EDITOR)
    (digest,) = library(editor, story, "crane")
    assert send(editor, story, choice=f"library:{digest}", **WORDS).status_code == 303
    (change,) = changes(road)
    assert (change.caption, change.credit) == ("The crane on Friday", "Ida Halloran/Northwind")
    assert change.alt == WORDS["alt"]


def test_of_a_story_that_a_stop_reached_the_library_has_nothing(road, desk, story):
    road.take(g2(2))
    digest = road.stet.keep_picture(jpeg("#123"))
    words = {"caption": "Imra Doss at the quay", "credit": "Ledger", "alt": "A woman at a quay"}
    road.stet.act(guid(2), lambda s: edit.set_picture(s, digest, **words, who=chief(), at=road.clock()))
    road.clock.now += timedelta(minutes=1)
    road.take(cancel(2))
    assert library(desk(Role.EDITOR), story, "doss") == []
    assert send(desk(Role.EDITOR), story, choice=f"library:{digest}", **WORDS).status_code == 422


def test_the_agencys_picture_comes_back_by_its_button(road, desk, story):
    send(desk(Role.EDITOR), story, jpeg("#345"), **WORDS)
    assert send(desk(Role.EDITOR), story, back="1", caption="typed").status_code == 303
    assert changes(road)[-1].asset is None
    (page,) = road.pages().values()
    assert "<picture>" not in page.decode()


# -- the kill of a picture


def kill(desk, story: str, **fields):
    page = desk.get(story).text
    named = re.search(r'name="named" value="([^"]+)"', page)
    sent = {"reason": "it shows somebody else"} | ({"named": named[1]} if named else {}) | fields
    return desk.post(f"{story}picture/kill/", sent, form=story)


@pytest.fixture
def two(road) -> str:
    """Two pages with one picture of the agency's, which came with them alone; where the desk has the first."""
    road.take(jpeg("#345"), source="ferry.jpg")
    road.take(pictured(1), pictured(2))
    return f"/desk/story/{inquiry.find('urn:nw:1').id}/"


def test_a_chief_kills_the_picture_of_a_page_off_every_page_and_is_told_before_how_many_they_are(road, desk, two):
    chief_ = desk()
    assert "1 other page shows it now." in chief_.get(two).text
    answer = kill(chief_, two)
    assert answer.status_code == 303
    assert not any(b"<img" in page for page in road.pages().values())
    after = chief_.get(two).text
    assert "no page shows it any more" in after
    assert "Kill the picture" not in after
    assert len(road.pages()) == 2


def test_a_picture_of_the_house_is_killed_by_its_file_and_set_by_nobody_again(road, desk, story):
    chief_ = desk()
    assert send(chief_, story, jpeg("#345"), **WORDS).status_code == 303
    assert kill(chief_, story).status_code == 303
    assert not any(b"<img" in page for page in road.pages().values())
    assert "is not shown" in chief_.get(story).text
    again = send(chief_, story, jpeg("#345"), **WORDS)
    assert again.status_code == 422
    assert "may not be used" in error(again)
    assert library(chief_, story, "ferry") == []


def test_a_kill_of_a_picture_sent_twice_is_done_once_and_without_a_reason_not_at_all(road, desk, two):
    chief_ = desk()
    named = {"named": "urn:nw:p"}
    assert kill(chief_, two, reason=" ", **named).status_code == 422
    assert all(b"<img" in page for page in road.pages().values())
    assert [kill(chief_, two, **named).status_code for _ in range(2)] == [303, 303]
    assert len(road.stet.history("northwind-news/urn:nw:p").changes) == 1


@pytest.mark.parametrize("named", ["", "urn:nw:1", "urn:nw:x", "northwind-news/urn:nw:2"])
def test_the_form_of_a_picture_takes_no_story_down(road, desk, two, named):
    answer = kill(desk(), two, named=named)
    assert answer.status_code == 422
    assert "No picture goes by" in error(answer)
    assert len(road.pages()) == 2


def test_an_editor_kills_no_picture(road, desk, two):
    editor = desk(Role.EDITOR)
    assert "Kill the picture" not in editor.get(two).text
    assert kill(editor, two, named="urn:nw:p").status_code == 403
    assert all(b"<img" in page for page in road.pages().values())


def test_a_picture_that_the_agency_stopped_is_not_in_the_library(road, desk, two, story):
    editor = desk(Role.EDITOR)
    (digest,) = library(editor, story, "ferry")
    road.clock.now += timedelta(minutes=1)
    road.take(json.dumps({"uri": "urn:nw:p", "type": "picture", "version": "2", "pubstatus": "canceled"}).encode())
    assert library(editor, story, "ferry") == []
    assert send(editor, story, choice=f"library:{digest}", **WORDS).status_code == 422


def at_the_desk(road) -> list[str]:
    """Where the desk has the cuts of the picture of the one page, whether it is up or not."""
    return [f"/desk/story/picture/{path}" for path in road.edition() if path.startswith("media/")]


def test_the_desk_has_no_picture_any_more_that_was_killed(road, desk, story):
    send(desk(), story, file(), **WORDS)
    cuts = at_the_desk(road)
    assert {desk(Role.READER).get(cut).status_code for cut in cuts} == {200}
    kill(desk(), story, reason="the wrong ferry")
    assert {desk(Role.READER).get(cut).status_code for cut in cuts} == {404}


def test_the_desk_has_no_picture_any_more_of_a_story_that_was_killed_but_one_of_a_story_that_is_held(road, desk, story):
    send(desk(), story, file(), **WORDS)
    cuts = at_the_desk(road)
    road.stet.act(guid(1), lambda s: edit.hold(s, who=chief(), at=road.clock()))
    assert {desk(Role.READER).get(cut).status_code for cut in cuts} == {200}
    road.stet.act(guid(1), lambda s: edit.kill(s, "not true", who=chief(), at=road.clock()))
    assert {desk(Role.READER).get(cut).status_code for cut in cuts} == {404}
