"""NewsML-G2, field by field as the mapping has it, in every spelling that agencies use."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from stet.formats import read, stop_orders
from stet.formats.codes import status_of
from stet.model.dispatch import Dispatch, Embargo, Kind, Status
from stet.model.packet import Origin

XHTML = '<inlineXML contenttype="application/xhtml+xml"><html><body><p>Boats left early.</p></body></html></inlineXML>'
STATUS = '<pubStatus qcode="stat:usable"/>'


def item(
    *,
    meta: str = "",
    about: str = "",
    rights: str = "",
    content: str = XHTML,
    status: str = STATUS,
    tag: str = "newsItem",
    attributes: str = 'guid="urn:mw:1" version="3"',
    more: str = "",
) -> str:
    return (
        f'<{tag} xmlns="http://iptc.org/std/nar/2006-10-01/" {attributes} xml:lang="en">'
        f"<rightsInfo>{rights}</rightsInfo>"
        f'<itemMeta><provider literal="MW"/>{status}{meta}</itemMeta><contentMeta>{about}</contentMeta>'
        f"<contentSet>{content}</contentSet>{more}</{tag}>"
    )


def the(xml: str, origin: Origin) -> Dispatch:
    reading = read(xml.encode(), origin)
    assert reading.refusals == ()
    (dispatch,) = reading.dispatches
    return dispatch


# Who it is and what may be done with it.


@pytest.mark.parametrize(
    ("attributes", "version"),
    [('guid="x"', 1), ('guid="x" version="3"', 3), ('guid="x" version=" 4 "', 4), ('guid="x" version="0"', 0),
     ('guid="x" version="1927777166000"', 1927777166000), ('guid="x" version="1.2"', None),
     ('guid="x" version=""', None)],
)  # fmt: skip
def test_the_version_is_a_whole_number_and_one_where_none_is_given(
    attributes: str, version: int | None, origin: Origin
) -> None:
    dispatch = the(item(attributes=attributes), origin)
    assert dispatch.version == version
    assert any("is not a number" in problem for problem in dispatch.problems) == (version is None)


def test_the_number_of_a_record_is_the_version_and_names_nothing(origin: Origin) -> None:
    about = (
        '<altId type="apidtype:recordSequenceNumber">5</altId><altId type="apidtype:itemId">c0ffee</altId>'
        '<altId type="apidtype:friendlyKey">2606301</altId><altId>urn:mw:1</altId><altId type="x:y"/>'
        '<altId environment="srv:day">mw 123</altId>'
    )
    dispatch = the(item(about=about), origin)
    assert dispatch.version == 5
    assert dispatch.alt_ids == ("c0ffee", "2606301", "mw 123")


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        ("", Status.USABLE),
        ('<pubStatus qcode="stat:Usable "/>', Status.USABLE),
        ('<pubStatus qcode="any:CANCELLED"/>', Status.CANCELED),
        ('<pubStatus uri="http://cv.iptc.org/newscodes/pubstatusg2/canceled"/>', Status.CANCELED),
        ('<pubStatus uri="http://cv.iptc.org/newscodes/pubstatusg2/Withheld/"/>', Status.WITHHELD),
        ('<pubStatus literal="canceled"/>', Status.CANCELED),
        ("<pubStatus> withheld </pubStatus>", Status.WITHHELD),
        ("<pubStatus/>", Status.UNKNOWN),
        ('<pubStatus qcode="stat:open"/>', Status.UNKNOWN),
        ('<pubStatus qcode="stat:usable" literal="fine"/>', Status.USABLE),
        ('<pubStatus qcode="stat:usable" uri="http://cv.iptc.org/newscodes/pubstatusg2/canceled"/>', Status.CANCELED),
        ('<pubStatus qcode="stat:usable"/><pubStatus qcode="stat:withheld"/>', Status.WITHHELD),
    ],
)
def test_a_status_is_known_in_every_spelling_and_the_gravest_holds(
    status: str, meaning: Status, origin: Origin
) -> None:
    assert the(item(status=status), origin).status is meaning


@given(word=st.text(min_size=1, max_size=20))
def test_no_word_that_is_not_known_makes_an_item_usable(word: str) -> None:
    if word.strip().casefold() not in ("usable", "embargoed"):
        assert status_of(word) is not Status.USABLE


@pytest.mark.parametrize(
    "signal",
    ['<signal qcode="sig:correction"/>', '<signal uri="http://cv.iptc.org/newscodes/signal/correction"/>',
     '<signal qcode="sig:correction" uri="http://cv.iptc.org/newscodes/signal/correction"/>',
     '<signal qcode="signal:correction"/><signal qcode="sig:correction"/>'],
)  # fmt: skip
def test_a_signal_has_one_spelling_however_it_came(signal: str, origin: Origin) -> None:
    assert the(item(meta=signal), origin).signals == ("sig:correction",)


@pytest.mark.parametrize("code", ["mw:killNow", "mw:zurückziehen", "mw:on-hold", "mw:Cancelled", "ANNULATION"])
def test_a_signal_that_nobody_knows_and_that_sounds_like_a_stop_is_asked_about(code: str, origin: Origin) -> None:
    """life.md section 4."""
    dispatch = the(item(meta=f'<signal qcode="{code}"/>'), origin)
    assert dispatch.status is Status.USABLE
    assert [code in query and "person" in query for query in dispatch.queries] == [True]


@pytest.mark.parametrize("code", ["sig:update", "apsig:newscontent", "stop:nothing", "edStat:U"])
def test_a_signal_that_sounds_harmless_is_recorded_and_nobody_is_asked(code: str, origin: Origin) -> None:
    dispatch = the(item(meta=f'<signal qcode="{code}"/>'), origin)
    assert (dispatch.signals, dispatch.queries) == ((code,), ())


def test_a_signal_that_is_obeyed_is_not_asked_about(origin: Origin) -> None:
    dispatch = the(item(meta='<signal qcode="mw:kill"/>'), replace(origin, stop_signals=("mw:kill",)))
    assert (dispatch.status, dispatch.queries) == (Status.CANCELED, ())


# When.


def test_the_time_of_a_version_falls_back_until_one_can_be_read(origin: Origin) -> None:
    about = (
        "<contentCreated>2026-03-01T10:00:00Z</contentCreated><contentModified>2026-03-02T10:00:00Z</contentModified>"
    )
    dispatch = the(item(meta="<versionCreated/><firstCreated>soon</firstCreated>", about=about), origin)
    assert dispatch.version_created == datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert dispatch.first_created == datetime(2026, 3, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("meta", "status", "embargo"),
    [
        ("", STATUS, None),
        ("<embargoed/>", STATUS, Embargo(None)),
        ("<embargoed>  </embargoed>", STATUS, Embargo(None)),
        ("<embargoed>Friday noon</embargoed>", STATUS, Embargo(None)),
        ("<embargoed>2026-03-09T12:00:00Z</embargoed>", STATUS, Embargo(datetime(2026, 3, 9, 12, tzinfo=UTC))),
        ("<embargoed>2026-03-09T12:00:00Z</embargoed><embargoed>2026-03-10T12:00:00Z</embargoed>", STATUS,
         Embargo(datetime(2026, 3, 10, 12, tzinfo=UTC))),
        ("<embargoed>2026-03-09T12:00:00Z</embargoed><embargoed/>", STATUS, Embargo(None)),
        ("", '<pubStatus qcode="stat:Embargoed"/>', Embargo(None)),
        ("<embargoed>2026-03-09T12:00:00Z</embargoed>", '<pubStatus qcode="stat:embargoed"/>',
         Embargo(datetime(2026, 3, 9, 12, tzinfo=UTC))),
    ],
)  # fmt: skip
def test_an_embargo_lasts_until_the_latest_time_and_for_ever_where_one_cannot_be_read(
    meta: str, status: str, embargo: Embargo | None, origin: Origin
) -> None:
    found = the(item(meta=meta, status=status), origin)
    assert found.embargo == embargo
    assert any("disagree" in problem for problem in found.problems) is (meta.count("<embargoed") > 1)


RIGHTS = (
    '<rightsExpressionXML langid="http://www.w3.org/ns/odrl/2/"><o:Policy xmlns:o="http://www.w3.org/ns/odrl/2/">'
    '<o:{what}><o:constraint name="http://www.w3.org/ns/odrl/2/{name}" operator="http://www.w3.org/ns/odrl/2/{operator}"'
    ' rightOperand="2026-03-20T00:00:00Z"/></o:{what}></o:Policy></rightsExpressionXML>'
)


def test_the_end_of_its_news_value_and_the_end_of_its_rights_are_two_things(origin: Origin) -> None:
    expires = "<expires>2026-04-01T00:00:00Z</expires>"
    until = RIGHTS.format(what="permission", name="dateTime", operator="lteq")
    april, twentieth = datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 3, 20, tzinfo=UTC)
    assert [the(item(meta=expires), origin).expires, the(item(meta=expires), origin).rights_end] == [april, None]
    both = the(item(meta=expires, rights=until), origin)
    assert (both.expires, both.rights_end) == (april, twentieth)


def test_rights_that_begin_later_are_an_embargo(origin: Origin) -> None:
    dispatch = the(item(rights=RIGHTS.format(what="permission", name="dateTime", operator="gteq")), origin)
    assert dispatch.embargo == Embargo(datetime(2026, 3, 20, tzinfo=UTC))


@pytest.mark.parametrize(
    "rights",
    [RIGHTS.format(what="prohibition", name="dateTime", operator="lt"),
     RIGHTS.format(what="permission", name="spatial", operator="eq"),
     '<rightsExpressionData enctype="application/json">{}</rightsExpressionData>'],
)  # fmt: skip
def test_rights_for_machines_that_are_not_understood_are_said_and_not_guessed_at(rights: str, origin: Origin) -> None:
    dispatch = the(item(rights=rights), origin)
    assert (dispatch.rights_end, dispatch.embargo) == (None, None)
    assert any("language for machines" in problem for problem in dispatch.problems)


# Words.


def test_notes_go_to_editors_or_to_readers_by_their_role(origin: Origin) -> None:
    notes = (
        '<edNote>Mind the names.</edNote><edNote role="x:private">Call Ro.</edNote>'
        '<edNote role="dpaednoterole:correction_consumerready">We had the wrong quay.</edNote>'
        '<edNote role="note:public">Updated.</edNote>'
        '<edNote role="note:public" pubconstraint="c:nonpublic">No.</edNote>'
        '<edNote is_publishable="true">Say so.</edNote><edNote/>'
    )
    dispatch = the(item(meta=notes), origin)
    assert dispatch.ed_note == "Mind the names.\nCall Ro.\nNo."
    assert dispatch.public_note == "We had the wrong quay.\nUpdated.\nSay so."


@pytest.mark.parametrize(
    ("about", "headline"),
    [
        ("<headline>One</headline><headline>Two</headline>", "One"),
        ('<headline rank="3">Kicker</headline><headline rank="1">Main</headline>', "Main"),
        ('<headline role="hld:subHeadline">Sub</headline><headline>Main</headline>', "Main"),
        ('<headline role="aprol:extendedHeadline">Long</headline><headline role="hld:main">Main</headline>', "Main"),
        ('<headline role="x:seoHeadline">Only</headline>', "Only"),
        ("<headline> </headline>", "Boats left early."),
        ('<headline pubconstraint="c:nonpublic">Slug</headline>', "Boats left early."),
    ],
)
def test_the_headline_is_the_main_one_and_the_first_sentence_where_there_is_none(
    about: str, headline: str, origin: Origin
) -> None:
    dispatch = the(item(about=about), origin)
    assert dispatch.headline == headline
    assert any("headline was made" in p for p in dispatch.problems) == (headline == "Boats left early.")


@pytest.mark.parametrize(
    ("about", "byline"),
    [
        ('<creator role="cr:reporter"><name>Ro Fenn</name></creator><by>By Tam Orrin</by>', "By Tam Orrin"),
        ('<by/><creator role="cr:author"><name>Ro Fenn</name></creator><creator role="cr:author" literal="T Orrin"/>',
         "Ro Fenn, T Orrin"),
        ('<creator qcode="ed:77"><name>desk.night</name></creator><creator role="cRole:source" literal="MW"/>', None),
    ],
)  # fmt: skip
def test_the_byline_is_as_written_or_names_the_writers_and_never_the_desk(
    about: str, byline: str | None, origin: Origin
) -> None:
    assert the(item(about=about), origin).byline == byline


def test_a_dateline_that_is_a_time_names_no_place(origin: Origin) -> None:
    assert the(item(about="<dateline>Eastmere (MW) - </dateline>"), origin).dateline == "Eastmere (MW) -"
    dispatch = the(item(about="<dateline>2026-03-04 11:40:31 GMT+00:00</dateline>"), origin)
    assert dispatch.dateline is None
    assert any("dateline" in problem for problem in dispatch.problems)


def test_the_credit_is_the_credit_line_or_the_original_source(origin: Origin) -> None:
    source = (
        '<infoSource role="cRole:redistributor" literal="MW"/>'
        '<infoSource role="cRole:origProv"><name>Reel</name></infoSource>'
    )
    assert the(item(about=source), origin).credit == "Reel"
    assert the(item(about=source + "<creditline>MW/Reel</creditline>"), origin).credit == "MW/Reel"


def test_the_summary_has_the_role_of_one(origin: Origin) -> None:
    about = (
        '<description role="drol:caption">A boat.</description><description role="x:teaser">Read it.</description>'
        '<description role="drol:summary"/><description role="mw:abstract">Boats left.</description>'
    )
    assert the(item(about=about), origin).summary == "Boats left."
    assert the(item(about='<description role="drol:caption">A boat.</description>'), origin).summary is None


# The body.


def data(text: str, attributes: str = 'contenttype="text/plain"') -> str:
    return f"<inlineData {attributes}>{text}</inlineData>"


def encoded(text: str, type_: str) -> str:
    return data(base64.encodebytes(text.encode()).decode(), f'encoding="encd:base64" contenttype="{type_}"')


NITF = (
    "<nitf><body><body.head><hedline><hl1>No</hl1></hedline></body.head>"
    "<body.content><p>Best.</p></body.content></body></nitf>"
)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (data("Plain.") + data("&lt;p>Marked up.&lt;/p>", "") + XHTML, "Boats left early."),
        (data("Plain.") + data("&lt;p>Marked up.&lt;/p>", ""), "Marked up."),
        ("<inlineXML><html><body><p> </p></body></html></inlineXML>" + data("Plain."), "Plain."),
        ('<inlineXML xml:lang="fr"><html><body><p>Mer.</p></body></html></inlineXML>' + XHTML, "Boats left early."),
        (encoded("Plain é.", "text/plain"), "Plain é."),
        (encoded("<p>Marked &amp; up.</p>", "text/html"), "Marked & up."),
        (encoded("<html><body><p>Best.</p></body></html>", "application/xhtml+xml"), "Best."),
        (encoded(f"<?xml version='1.0'?>{NITF}", "application/nitf+xml"), "Best."),
        (encoded("\x00\x01", "image/jpeg") + data("Plain."), "Plain."),
        ("<inlineXML><![CDATA[<p>Best.</p>]]></inlineXML>", "Best."),
        (f'<inlineXML contenttype="xhtml/xml">{NITF}</inlineXML>', "Best."),
        (f'<inlineXML contenttype="application/nitf+xml"><wrap>{NITF}</wrap></inlineXML>', "Best."),
        ("<inlineXML><story><p>One.</p><p>Two.</p></story></inlineXML>", "One.\n\nTwo."),
        ("<inlineXML><HTML><BODY><P>Best.</P></BODY></HTML></inlineXML>", "Best."),
        ("<inlineXML><p>One.</p><p>Two.</p></inlineXML>", "One.\n\nTwo."),
    ],
)
def test_the_body_is_the_best_rendition_whatever_it_is_declared_as(content: str, text: str, origin: Origin) -> None:
    assert the(item(content=content), origin).body_text == text


def test_a_body_that_is_declared_as_base64_and_is_not_is_refused(origin: Origin) -> None:
    reading = read(item(content=data("§§", 'encoding="base64"')).encode(), origin)
    assert [refusal.reason for refusal in reading.refusals] == ["its body is declared as base64 and is not"]


def test_a_body_elsewhere_is_named(origin: Origin) -> None:
    dispatch = the(item(content='<remoteContent href="http://mw.example/1.xml" contenttype="text/xml"/>'), origin)
    assert (dispatch.kind, dispatch.body_text) == (Kind.STORY, "")
    assert "the body is not in the item but at http://mw.example/1.xml" in dispatch.problems


# What is no copy.


@pytest.mark.parametrize("class_", ["audio", "video", "graphic", "graphics", "animation", "composite"])
def test_sound_film_and_graphics_are_filed_with_their_words(class_: str, origin: Origin) -> None:
    dispatch = the(
        item(
            meta=f'<itemClass qcode="ninat:{class_}"/><title>Reel 4</title>', about="<description>Boats.</description>"
        ),
        origin,
    )
    assert (dispatch.kind, dispatch.headline, dispatch.summary) == (Kind.PACKAGE, "Reel 4", "Boats.")
    assert dispatch.body_text == "Boats left early."


def test_data_in_an_item_are_filed_with_their_sort(origin: Origin) -> None:
    content = "<inlineXML><sports-content><score>3</score></sports-content></inlineXML>"
    dispatch = the(item(content=content, about="<headline>Results</headline>"), origin)
    assert (dispatch.kind, dispatch.headline, dispatch.body_text) == (Kind.PACKAGE, "Results", "")
    assert "its content is <sports-content> data, not text" in dispatch.problems


CONCEPT = "<concept><name xml:lang='en'>Harbour day</name></concept>"
PLAN = (
    "<newsCoverageSet><newsCoverage><planning><headline>Harbour reopens</headline></planning></newsCoverage>"
    "</newsCoverageSet>"
)


@pytest.mark.parametrize(
    ("tag", "more", "headline"),
    [("conceptItem", CONCEPT, "Harbour day"), ("planningItem", PLAN, "Harbour reopens"), ("knowledgeItem", "", None),
     ("catalogItem", "", None)],
)  # fmt: skip
def test_what_describes_or_announces_is_filed_as_an_advisory(
    tag: str, more: str, headline: str | None, origin: Origin
) -> None:
    dispatch = the(item(tag=tag, more=more, content=""), origin)
    assert (dispatch.kind, dispatch.headline, dispatch.body_text) == (Kind.ADVISORY, headline, "")
    assert any(tag in problem for problem in dispatch.problems)
    killed = item(tag=tag, more=more, content="", status='<pubStatus qcode="stat:canceled"/>')
    assert the(killed, origin).status is Status.CANCELED
    assert [order.guid for order in stop_orders(killed.encode(), origin)] == ["urn:mw:1"]
    nameless = read(item(tag=tag, attributes="", more=more).encode(), origin)
    assert [r.reason for r in nameless.refusals] == [f"a {tag} without a guid: it cannot be told from others"]


# About, rights, relations.


def test_what_a_subject_lacks_is_taken_from_what_the_item_asserts(origin: Origin) -> None:
    about = (
        '<subject qcode="p:1"/><subject literal="poi0"><name>Quay</name></subject>'
        '<subject qcode="mw:7" type="cpnat:geoArea"/><subject uri="http://cv.iptc.org/newscodes/mediatopic/20000430/"/>'
        "<located><name>Eastmere</name></located>"
    )
    asserts = (
        '<assert qcode="p:1"><type qcode="cpnat:person"/><name>Tam Orrin</name></assert>'
        '<assert literal="poi0"><type uri="http://cv.iptc.org/newscodes/cpnature/poi"/></assert>'
        '<assert qcode="mwloc:rich:7"><broader><name>Westmere</name></broader></assert>'
    )
    dispatch = the(item(about=about, more=asserts), origin)
    assert dispatch.people == ("Tam Orrin",)
    assert dispatch.places == ("Quay", "Westmere", "Eastmere")
    assert [(s.scheme, s.code, s.name) for s in dispatch.subjects] == [
        ("p", "1", "Tam Orrin"), (None, "poi0", "Quay"), ("mw", "7", None), ("medtop", "20000430", None),
    ]  # fmt: skip


def test_a_concept_is_named_in_the_item_s_language_and_not_by_its_abbreviation(origin: Origin) -> None:
    about = (
        '<subject qcode="mw:1"><name role="nrol:mnemonic">EM</name><name xml:lang="de">Ostsee</name>'
        '<name xml:lang="en-GB">Eastmere</name></subject>'
        '<subject qcode="mw:2"><name role="nrol:mnemonic">pl</name></subject>'
    )
    assert [subject.name for subject in the(item(about=about), origin).subjects] == ["Eastmere", "pl"]


def test_rights_are_said_in_the_item_s_language(origin: Origin) -> None:
    rights = (
        '<copyrightHolder literal="MW Ltd"/><usageTerms xml:lang="de">Nur hier.</usageTerms>'
        '<usageTerms xml:lang="en">Here only.</usageTerms>'
    )
    dispatch = the(item(rights=rights), origin)
    assert (dispatch.usage_terms, dispatch.copyright) == ("Here only.", "MW Ltd")
    assert the(item(rights=rights + "<copyrightNotice>(c) MW</copyrightNotice>"), origin).copyright == "(c) MW"


def test_a_link_relates_in_one_spelling_and_may_say_nothing(origin: Origin) -> None:
    links = (
        '<link rel="irel:evolvedFrom" residref="urn:mw:0" version="2"/>'
        '<link rel="itemrel:prevVersion" residref="urn:mw:00"/>'
        '<link reluri="http://cv.iptc.org/newscodes/itemrelation/seeAlso" href="http://mw.example/"/>'
        '<link guidref="urn:mw:1" version="1"/><link rel="mw:own" residref="urn:mw:9"/><link rel="x:y"/>'
    )
    assert [(one.rel, one.target, one.version) for one in the(item(meta=links), origin).links] == [
        ("irel:evolvedFrom", "urn:mw:0", 2), ("irel:prevVersion", "urn:mw:00", None),
        ("irel:seeAlso", "http://mw.example/", None), (None, "urn:mw:1", 1), ("mw:own", "urn:mw:9", None),
    ]  # fmt: skip


# In ruins.


def _kill(tag: str) -> tuple[bytes, int]:
    xml = item(
        tag=tag,
        status='<pubStatus qcode="stat:canceled"/>',
        meta="<edNote>Kill</edNote>",
        about="<headline>é</headline>",
    )
    data = xml.encode()
    return data, data.index(b"<edNote>")


@given(
    tag=st.sampled_from(["newsItem", "packageItem", "conceptItem", "planningItem"]),
    place=st.floats(0, 1),
    junk=st.sampled_from([b"", b"<", b"<b></p>", b"\xff\xfe", b"&bogus;", b'<x:y a="1" a="2"/>', b"]]>"]),
    before=st.sampled_from(
        [b"", b"\xef\xbb\xbf", b'<?xml version="1.0" encoding="UTF-8"?>\n', b"<a:newsMessage><a:itemSet>"]
    ),
)
def test_a_kill_is_found_wherever_its_bytes_break_off_after_id_and_status(
    tag: str, place: float, junk: bytes, before: bytes
) -> None:
    whole, least = _kill(tag)
    cut = least + int(place * (len(whole) - least))
    origin = Origin(feed="mw", arrived=datetime(2026, 3, 4, tzinfo=UTC))
    (order,) = stop_orders(before + whole[:cut] + junk, origin)
    assert (order.guid, order.version, order.status) == ("urn:mw:1", 3, Status.CANCELED)


# What agencies make of it.


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("urn:newsml:stt.fi:20260304:105868846", "urn:newsml:stt.fi::105868846"),
        ("tag:reuters.com,2026:newsml_L4N0BT5PJ", "tag:reuters.com,2026:newsml_L4N0BT5PJ:263518268"),
        (
            "urn:newsml:ap.org:20260304:0123456789abcdef0123456789abcdef",
            "tag:ap.org,2026:0123456789abcdef0123456789abcdef",
        ),
    ],
)
def test_an_id_names_one_story_in_each_form_its_agency_gives_it(one: str, other: str, origin: Origin) -> None:
    keys = {the(item(attributes=f'guid="{guid}" version="3"'), origin).story_key for guid in (one, other)}
    assert len(keys) == 1


@pytest.mark.parametrize(
    ("provider", "at"),
    [("STT", 10), ("TT", 11), ("dpa", 11), ("MW", 12)],  # Helsinki, Stockholm, Berlin; the feed's own zone
)
def test_a_time_without_a_zone_is_the_agency_s(provider: str, at: int, origin: Origin) -> None:
    xml = item(meta="<versionCreated>2026-03-04T12:00:00</versionCreated>").replace('"MW"', f'"{provider}"')
    dispatch = the(xml, replace(origin, time_zone="UTC"))
    assert dispatch.version_created == datetime(2026, 3, 4, at, tzinfo=UTC)
