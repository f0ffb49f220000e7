"""NewsML 1.0 to 1.2: who an item is, what stops it, and which of its texts is the body."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from stet.formats import looks_like_stop, newsml_1, read, sent_texts, stop_orders
from stet.formats.agencies import cuts
from stet.model.dispatch import STOPS, Dispatch, Embargo, Kind, Status
from stet.model.packet import Origin
from stet.model.text import fingerprint, fold
from stet.story.effective import effective
from stet.story.history import gather

ORIGIN = Origin(feed="mw", source="here.xml", arrived=datetime(2026, 3, 4, 12, tzinfo=UTC))
IDENTIFIER = (
    "<Identification><NewsIdentifier><ProviderId>{provider}</ProviderId><DateId>{day}</DateId>"
    "<NewsItemId>{number}</NewsItemId>"
    '<RevisionId PreviousRevision="0" Update="{update}">{revision}</RevisionId>'
    "<PublicIdentifier>{public}</PublicIdentifier></NewsIdentifier></Identification>"
)
MANAGEMENT = (
    '<NewsManagement><NewsItemType FormalName="News"/><FirstCreated>20260304T100000Z</FirstCreated>'
    '<ThisRevisionCreated>20260304T101500Z</ThisRevisionCreated><Status FormalName="{status}"/>{more}</NewsManagement>'
)
NITF = "<nitf><body><body.content>{}</body.content></body></nitf>"
WILL_CHANGE = "<StatusWillChange>{}</StatusWillChange>"
COMPONENT = (
    "<NewsComponent><NewsLines><HeadLine>Harbour opens</HeadLine></NewsLines><ContentItem>"
    '<MediaType FormalName="Text"/><DataContent>{data}</DataContent></ContentItem></NewsComponent>'
)


def item(
    *, provider: str = "marlow.example", day: str = "20260304", number: str = "TX-1", revision: object = 1,
    update: str = "N", public: str | None = None, status: str = "Usable", more: str = "",
    component: str | None = None, data: str = NITF.format("<p>It is open.</p>"),
) -> str:  # fmt: skip
    public = f"urn:newsml:{provider}:{day}:{number}:{revision}{update}" if public is None else public
    said = IDENTIFIER.format(
        provider=provider, day=day, number=number, revision=revision, update=update, public=public
    ) + MANAGEMENT.format(status=status, more=more)  # fmt: skip
    return f"<NewsItem>{said}{COMPONENT.format(data=data) if component is None else component}</NewsItem>"


def document(*items: str) -> bytes:
    return f'<?xml version="1.0"?>\n<NewsML Version="1.2"><NewsEnvelope/>{"".join(items)}</NewsML>'.encode()


def text_of(words: str) -> str:
    return f'<ContentItem><Format FormalName="Text"/><DataContent>{words}</DataContent></ContentItem>'


def part(role: str, content: str) -> str:
    return f'<NewsComponent><Role FormalName="{role}"/>{content}</NewsComponent>'


def nest(*parts: str) -> str:
    return f"<NewsComponent>{''.join(parts)}</NewsComponent>"


def only(data: bytes, origin: Origin) -> Dispatch:
    (dispatch,) = read(data, origin).dispatches
    return dispatch


# Who it is.


@given(st.integers(0, 10**12), st.sampled_from("NUA"))
def test_neither_a_revision_nor_its_letter_is_part_of_the_story_key(revision: int, update: str) -> None:
    dispatch = only(document(item(revision=revision, update=update)), ORIGIN)
    assert dispatch.story_key == "marlow-example/marlow.example:20260304:TX-1"
    assert dispatch.version == revision
    assert dispatch.guid == f"urn:newsml:marlow.example:20260304:TX-1:{revision}{update}"


@pytest.mark.parametrize("letter", ["", "N", "U", "A"])
def test_without_a_news_item_id_the_public_identifier_less_its_revision_is_the_story(
    letter: str, origin: Origin
) -> None:
    keys = {
        only(
            document(item(number="", revision=n, public=f"urn:newsml:marlow.example:20260304:TX-1:{n}{letter}")), origin
        ).story_key
        for n in (1, 2)
    }
    assert keys == {"marlow-example/urn:newsml:marlow.example:20260304:TX-1"}


@pytest.mark.parametrize("shared", ["urn:newsml:www.grand.example", "urn:newsml:www.belga.be"])
def test_a_public_identifier_that_all_items_share_names_none_of_them(shared: str, origin: Origin) -> None:
    one, other = (only(document(item(number=n, public=shared)), origin) for n in ("71", "72"))
    assert one.story_key != other.story_key
    assert shared not in {one.guid, other.guid, *one.alt_ids}


@pytest.mark.parametrize("number", ["", "0"])
def test_an_item_that_calls_itself_nothing_gets_a_weak_id_and_says_so(number: str, origin: Origin) -> None:
    dispatch = only(document(item(number=number, public="urn:newsml:www.grand.example")), origin)
    assert dispatch.guid.startswith("derived:")
    assert any("carries no id" in problem for problem in dispatch.problems)
    assert "0" not in dispatch.alt_ids


def test_an_item_with_nothing_to_tell_it_by_is_refused_and_hides_no_neighbour(origin: Origin) -> None:
    reading = read(document("<NewsItem><Identification/><NewsManagement/></NewsItem>", item()), origin)
    assert [refusal.index for refusal in reading.refusals] == [0]
    assert [dispatch.index for dispatch in reading.dispatches] == [1]


def test_a_revision_inside_a_news_item_id_is_taken_out_where_the_agency_is_known_for_it(origin: Origin) -> None:
    keys = {
        only(document(item(provider="ANP", number=f"ANPX-1-v{n}", revision=n)), origin).story_key for n in (1, 2, 3)
    }
    assert keys == {"anp/ANP:20260304:ANPX-1"}


def test_a_date_id_that_moves_with_the_revision_is_no_part_of_the_key_where_that_is_known(origin: Origin) -> None:
    public = "urn:newsml:www.belga.be"
    keys = {
        only(document(item(provider="belga.be", number="4711", day=day, public=public)), origin).story_key
        for day in ("20260304T100000", "20260304T113012")
    }
    assert keys == {"belga/4711"}


def test_a_news_item_of_newsml_g2_is_not_claimed(wires: Path, origin: Origin) -> None:
    assert read((wires / "newsml-g2/story/01.xml").read_bytes(), origin).format == "newsml-g2"


def test_a_document_without_items_is_refused(origin: Origin) -> None:
    (refusal,) = read(b"<NewsML><NewsEnvelope/></NewsML>", origin).refusals
    assert refusal.reason == "a NewsML document that holds no NewsItem"


# What stops it.


@given(
    st.sampled_from([("usable", Status.USABLE), ("withheld", Status.WITHHELD), ("canceled", Status.CANCELED),
                     ("cancelled", Status.CANCELED), ("embargoed", Status.USABLE)]),
    st.lists(st.booleans(), min_size=9, max_size=9),
    st.sampled_from(["", " ", "\n"]),
)  # fmt: skip
def test_a_status_word_is_known_in_any_case(word: tuple[str, Status], upper: list[bool], blank: str) -> None:
    spelled = "".join(c.upper() if up else c for c, up in zip(word[0], upper, strict=False))
    assert only(document(item(status=f"{blank}{spelled}{blank}")), ORIGIN).status is word[1]


@pytest.mark.parametrize("word", ["OPEN", "", "Usable?", "Approved"])
def test_any_other_status_is_unknown(word: str, origin: Origin) -> None:
    assert only(document(item(status=word)), origin).status is Status.UNKNOWN


def test_an_embargo_without_a_time_that_ends_it_has_no_end(origin: Origin) -> None:
    future = "<FutureStatus FormalName='Usable'/>"
    at = "<DateAndTime>{}</DateAndTime>"
    for said in (None, future, future + at.format("soon"), at.format("20260304T120000Z")):
        more = WILL_CHANGE.format(said) if said else ""
        dispatch = only(document(item(status="Embargoed", more=more)), origin)
        assert dispatch.embargo is not None
        assert dispatch.embargo.until is None


KILL = item(number="TX-9", revision=7, status="Canceled")
CUT = document(item(), KILL).index(b'"Canceled"/>') + len(b'"Canceled"/>')


@given(st.integers(0, len(document(item(), KILL)) - CUT), st.binary(max_size=12))
@settings(max_examples=200)
def test_a_stop_is_found_wherever_the_file_breaks_off_after_its_status(more: int, junk: bytes) -> None:
    data = document(item(), KILL)[: CUT + more] + junk.replace(b"\x00", b"")
    assert looks_like_stop(data)
    assert ("marlow-example/marlow.example:20260304:TX-9", 7, Status.CANCELED) in stops(data)


@given(st.sampled_from(["<b></p>", "<", "]]>", "<x:y/>", "&bogus; & \x01", "<p>", "</NewsItem>", "\ufffe"]))
def test_a_stop_behind_a_damaged_item_is_still_a_stop(damage: str) -> None:
    data = document(item(data=damage), KILL)
    assert stops(data) == {("marlow-example/marlow.example:20260304:TX-9", 7, Status.CANCELED)}


def stops(data: bytes) -> set[tuple[str, int | None, Status]]:
    return {(order.story_key, order.version, order.status) for order in stop_orders(data, ORIGIN)}


def test_a_stop_behind_a_document_type_that_is_refused_is_still_a_stop(origin: Origin) -> None:
    data = document(KILL).replace(
        b"<NewsML ", b'<!DOCTYPE NewsML SYSTEM "n.dtd" [<!ENTITY % nitf SYSTEM "nitf.dtd"> %nitf; ]>\n<NewsML ', 1
    )
    assert not read(data, origin).dispatches
    assert [order.guid for order in stop_orders(data, origin)] == ["urn:newsml:marlow.example:20260304:TX-9:7N"]


@pytest.mark.parametrize("case", ["kill", "orders", "revisions"])
def test_the_minimal_reader_names_the_same_stories_as_the_full_one(case: str, wires: Path, origin: Origin) -> None:
    data = (wires / "newsml-1" / case / "01.xml").read_bytes()
    full = {(d.story_key, d.version, d.status) for d in read(data, origin).dispatches if d.status in STOPS}
    assert {(d.story_key, d.version, d.status) for d in stop_orders(data, origin)} == full != set()
    assert looks_like_stop(data)


ORDER = '<Instruction><RevisionStatus{which}><Status FormalName="{word}"/></RevisionStatus></Instruction>'


@pytest.mark.parametrize(
    ("which", "stopped"), [(' Revision="2"', 2), ("", 4), (' Revision="two"', 4), (' Revision="5"', 5)]
)
def test_an_instruction_stops_the_older_revisions_it_names_or_all_of_them(
    which: str, stopped: int, origin: Origin
) -> None:
    data = document(item(revision=5, more=ORDER.format(which=which, word="Canceled")))
    own, order = read(data, origin).dispatches
    assert (own.status, own.version) == (Status.USABLE, 5)
    assert (order.story_key, order.version, order.status) == (own.story_key, stopped, Status.CANCELED)
    assert looks_like_stop(data)


def test_an_instruction_that_stops_nothing_is_no_order(origin: Origin) -> None:
    assert len(read(document(item(revision=5, more=ORDER.format(which="", word="Usable"))), origin).dispatches) == 1
    assert len(read(document(item(revision=0, more=ORDER.format(which="", word="Canceled"))), origin).dispatches) == 1


def test_an_order_against_an_older_revision_leaves_the_newer_one_standing(origin: Origin) -> None:
    data = document(item(revision=5, more=ORDER.format(which="", word="Withheld")))
    left = effective(gather(read(data, origin).dispatches))
    assert [version.version for version in left.versions] == [5]


@given(st.sampled_from(["", "<p>Whole?</p>", "<Update><Replace/></Update>"]))
def test_a_patch_is_never_published_by_itself(data: str) -> None:
    component = "<Update><Replace DuidRef='b'><p>New.</p></Replace></Update>" if not data else None
    dispatch = only(document(item(update="U", revision=2, data=data, component=component)), ORIGIN)
    assert any("ask the agency for the full text" in query for query in dispatch.queries)


def test_a_revision_of_the_management_only_wipes_no_text(origin: Origin) -> None:
    first = only(document(item()), origin)
    second = only(document(item(revision=2, update="A", component="")), origin)
    assert second.body_text == ""
    assert any("Update A" in problem for problem in second.problems)
    assert effective(gather((first, second), ())).current.body_text == first.body_text


def test_a_stop_that_comes_as_management_only_needs_no_words(origin: Origin) -> None:
    dispatch = only(document(item(revision=2, update="A", component="", status="Canceled")), origin)
    assert (dispatch.status, dispatch.problems, dispatch.queries) == (Status.CANCELED, (), ())


def test_a_change_of_status_that_takes_the_item_away_is_asked_about(origin: Origin) -> None:
    more = WILL_CHANGE.format("<FutureStatus FormalName='Withheld'/><DateAndTime>20260306T000000Z</DateAndTime>")
    dispatch = only(document(item(more=more)), origin)
    assert dispatch.queries == ("The agency announces that its status becomes withheld on 2026-03-06 00:00 UTC.",)
    assert (str(dispatch.rights_end), dispatch.expires) == ("2026-03-06 00:00:00+00:00", None)


# Which text is the body.

WORDS = st.lists(
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp")), min_size=1, max_size=20),
    min_size=1, max_size=4,
)  # fmt: skip
CODINGS = {
    "nitf": NITF.format,
    "xhtml": lambda rows: (
        f"<html xmlns='http://www.w3.org/1999/xhtml'><head><title>t</title></head><body>{rows}</body></html>"
    ),
    "bare": lambda rows: rows,
    "characters": lambda rows: escape(f"<div>{rows}</div>"),
    "nitf in characters": lambda rows: escape(NITF.format(rows)),
}


@pytest.mark.parametrize("coding", sorted(CODINGS))
@given(WORDS)
def test_no_letter_is_lost_whatever_the_body_is_coded_in(coding: str, paragraphs: list[str]) -> None:
    rows = "".join(f"<p>{escape(words)}</p>" for words in paragraphs)
    data = document(item(data=CODINGS[coding](rows)))
    dispatch = only(data, ORIGIN)
    assert fold(dispatch.body_text) == fold(" ".join(paragraphs))
    assert fingerprint(sent_texts(data, ORIGIN)[0]) == dispatch.wire_fingerprint


def test_a_lead_that_opens_the_text_is_set_before_it_unless_the_text_has_it(origin: Origin) -> None:
    def parts(lead: str, body: str) -> str:
        return nest(part("Lead", text_of(lead)), part("Body", text_of(body)))

    joined = only(document(item(component=parts("It opens.", "\tBoats sail.\n\tCars wait."))), origin)
    assert joined.body_text == "It opens.\n\nBoats sail.\n\nCars wait."
    blank_lines = only(document(item(component=parts("It opens.", "Boats\nsail.\n\nCars wait."))), origin)
    assert blank_lines.body_text == "It opens.\n\nBoats\nsail.\n\nCars wait."
    repeated = only(document(item(component=parts("It opens.", "It opens.\nBoats sail."))), origin)
    assert repeated.body_text == "It opens.\n\nBoats sail."


@pytest.mark.parametrize("role", ["Caption", "Contact", "StyleSheet", "HeadLine", "Audio", "VIDEO", "Thumb nail"])
def test_words_with_the_role_of_something_else_are_no_body(role: str, origin: Origin) -> None:
    dispatch = only(document(item(component=COMPONENT.format(data="<p>x</p>").replace(
        "<NewsLines>", f'<Role FormalName="{role}"/><NewsLines>'))), origin)  # fmt: skip
    assert dispatch.body_text == ""


@pytest.mark.parametrize("medium", ["Audio", "Video", "Animation"])
def test_a_recording_with_its_script_is_filed_and_one_beside_a_story_is_not(medium: str, origin: Origin) -> None:
    recording = part("Clip", f'<ContentItem Href="a.bin"><MediaType FormalName="{medium}"/></ContentItem>')
    text = part("Body", text_of("Words."))
    inside = nest(part("Video" if medium == "Animation" else medium, text + recording))
    beside = nest(text, nest(recording))
    assert only(document(item(component=inside)), origin).kind is Kind.PACKAGE
    story = only(document(item(component=beside)), origin)
    assert (story.kind, story.body_text) == (Kind.STORY, "Words.")


def test_a_text_that_is_only_named_is_said_to_be_elsewhere(origin: Origin) -> None:
    for data in ("", "<DataContent/>"):
        content = f'<ContentItem Href="text-5.xml"><MediaType FormalName="Text"/>{data}</ContentItem>'
        dispatch = only(document(item(component=nest(part("Main", content)))), origin)
        assert "the body is not in the item but at text-5.xml" in dispatch.problems


def test_plain_text_is_not_read_as_markup_where_the_agency_says_it_is_plain(origin: Origin) -> None:
    content = "<ContentItem><MimeType FormalName='{}'/><DataContent>a &lt;b&gt; c</DataContent></ContentItem>"
    plain = only(document(item(component=nest(content.format("text/plain")))), origin)
    assert plain.body_text == "a <b> c"
    assert only(document(item(component=nest(content.format("text/html")))), origin).body_text == "a c"


def test_a_broken_body_hides_no_stop_and_no_neighbour(origin: Origin) -> None:
    broken = escape("<nitf><body><body.content><p>It breaks off")
    stopped = item(number="TX-2", status="Withheld", data=broken)
    reading = read(document(item(data=broken), stopped, item(number="TX-3")), origin)
    assert [refusal.index for refusal in reading.refusals] == [0]
    assert [(d.index, d.status) for d in reading.dispatches] == [(1, Status.WITHHELD), (2, Status.USABLE)]


# Pictures.


@given(
    st.sampled_from(["../", "..\\", "/", "\\\\host\\", "C:\\", "file:///", "a/../../", "javascript:", "%2e%2e/", "~/"]),
    st.text("abcxyz019._-", min_size=1, max_size=12),
)
def test_a_picture_file_outside_the_items_place_is_dropped_and_counted(before: str, name: str) -> None:
    file = f'<ContentItem Href="{escape(before + name)}"><MediaType FormalName="Photo"/></ContentItem>'
    component = nest(part("Main", text_of("Words.")), nest(part("HighDef", file)))
    dispatch = only(document(item(component=component)), ORIGIN)
    assert dispatch.pictures == ()
    assert "1 picture file without a usable name dropped" in dispatch.problems


# The desk's own lines.

SIGNED = NITF.format("<p>{text}</p><p>{initials}</p><p/><p> </p>")


@pytest.mark.parametrize("initials", ["ا ب/جد", "دد-هو/ز ح", "طي/كل-من-سع/ف", "قر/ش ت/ثخ"])
def test_the_initials_of_an_arabic_desk_are_cut_off_whole(initials: str, origin: Origin) -> None:
    data = document(item(provider="afp.com", data=SIGNED.format(text="فتح الميناء أبوابه.", initials=initials)))
    dispatch = only(data, origin)
    assert dispatch.body_text == "فتح الميناء أبوابه."
    assert fingerprint(sent_texts(data, origin)[0]) == dispatch.wire_fingerprint
    assert any("cut by rule" in problem for problem in dispatch.problems)
    other = only(data.replace(b"afp.com", b"marlow.example"), origin)
    assert other.body_text == f"فتح الميناء أبوابه.\n\n{initials}"


@pytest.mark.parametrize("text", ["كانون الثاني/يناير", "نعم", "فتح الميناء", "شباط/فبراير", "1/2", "ferry/harbour"])
def test_what_only_looks_a_little_like_initials_stays(text: str, origin: Origin) -> None:
    rules = cuts(origin, "urn:newsml:afp.com:20260304T101500Z:TX-1:1", "afp.com")
    assert rules
    assert not any(rule.fullmatch(text) for rule in rules)


def test_a_headline_is_not_made_of_what_is_cut_off(origin: Origin) -> None:
    data = NITF.format("<p>desk desk</p><p>It is open.</p>")
    bare = document(item(data=data)).replace(b"<HeadLine>Harbour opens</HeadLine>", b"<HeadLine> </HeadLine>")
    assert only(bare, replace(origin, cut=("desk desk",))).headline == "It is open."


RIGHTS = (
    "<NewsComponent><RightsMetadata>{rights}</RightsMetadata><NewsLines><HeadLine>Open</HeadLine></NewsLines>"
    '<ContentItem><MediaType FormalName="Text"/><DataContent>{data}</DataContent></ContentItem></NewsComponent>'
)
START = "<UsageRights><StartDate>{}</StartDate></UsageRights>"


def the_one(xml: str) -> Dispatch:
    (dispatch,) = read(document(xml), ORIGIN).dispatches
    return dispatch


@pytest.mark.parametrize(
    ("starts", "until"),
    [
        (["20260304T110000Z"], datetime(2026, 3, 4, 11, tzinfo=UTC)),  # after its making, past at arrival: open
        (["20260301T110000Z"], None),
        (["20260305T110000Z"], datetime(2026, 3, 5, 11, tzinfo=UTC)),
        (["20260305T110000Z", "20260307T110000Z"], datetime(2026, 3, 7, 11, tzinfo=UTC)),
        (["Friday noon"], "no end"),
        (["20260305T110000Z", "Friday noon"], "no end"),
    ],
)
def test_rights_that_begin_later_are_an_embargo(starts: list[str], until: datetime | str | None) -> None:
    component = RIGHTS.format(rights="".join(map(START.format, starts)), data=NITF.format("<p>Open.</p>"))
    embargo = the_one(item(component=component)).embargo
    assert embargo == (None if until is None else Embargo(None if isinstance(until, str) else until))


def test_rights_that_begin_after_arrival_keep_it_shut_though_it_says_it_was_made_later() -> None:
    component = RIGHTS.format(rights=START.format("20260305T110000Z"), data=NITF.format("<p>Open.</p>"))
    xml = item(component=component).replace("20260304T101500Z", "20260306T101500Z")
    assert the_one(xml).embargo == Embargo(datetime(2026, 3, 5, 11, tzinfo=UTC))


def test_an_embargo_in_any_of_several_statuses_is_one_and_ends_with_the_last_of_its_changes() -> None:
    change = '<StatusWillChange><FutureStatus FormalName="Usable"/><DateAndTime>{}</DateAndTime></StatusWillChange>'
    embargoed = '<Status FormalName="Embargoed"/>'
    assert the_one(item(more=embargoed)).embargo == Embargo(None)
    times = change.format("20260305T000000Z") + change.format("20260306T000000Z")
    two = the_one(item(more=embargoed + times))
    assert two.embargo == Embargo(datetime(2026, 3, 6, tzinfo=UTC))
    assert any("disagree" in problem for problem in two.problems)
    assert the_one(item(more=embargoed + times + change.format("soon"))).embargo == Embargo(None)


@pytest.mark.parametrize(
    ("public", "revision", "stable"),
    [
        ("urn:newsml:x.example:20230101:12345", "1", "urn:newsml:x.example:20230101:12345"),
        ("urn:newsml:x.example:20230101:12345:1N", "1", "urn:newsml:x.example:20230101:12345"),
        ("urn:newsml:x.example:20230101:12345:1", "1", "urn:newsml:x.example:20230101:12345"),
        ("urn:newsml:x.example:20230101:sport:12345", "1", "urn:newsml:x.example:20230101:sport:12345"),
        ("urn:newsml:x.example:20230101:12345", "", "urn:newsml:x.example:20230101:12345"),
        ("urn:newsml:x.example:20230101:12345:2U", "", "urn:newsml:x.example:20230101:12345"),
        ("urn:newsml:x.example:20230101:12345:2", "", "urn:newsml:x.example:20230101:12345"),
    ],
)
def test_only_a_revision_is_taken_off_a_public_identifier(public: str, revision: str, stable: str) -> None:
    assert the_one(item(number="", revision=revision, public=public)).story_key.partition("/")[2] == stable


def test_a_duid_that_any_document_of_a_template_has_names_nothing() -> None:
    def keyed(duid: str, headline: str) -> str:
        component = COMPONENT.format(data=NITF.format("<p>Open.</p>")).replace("Harbour opens", headline)
        xml = item(
            number="", public="", component=component.replace("<NewsComponent>", f'<NewsComponent Duid="{duid}">')
        )
        return the_one(xml).story_key

    assert keyed("NewsComponent0001", "One") != keyed("NewsComponent0001", "Two")
    assert keyed("mw-20260304-77", "One") == keyed("mw-20260304-77", "Two")


def test_an_id_that_one_agency_gives_to_many_may_be_the_name_of_an_item_of_another() -> None:
    shared = "urn:newsml:www.belga.be"
    assert shared not in the_one(item(number="", public=shared)).story_key
    assert newsml_1._names_an_item("mw:shared", "marlow.example")


def test_a_document_of_many_items_is_split_in_time_that_grows_with_them() -> None:
    data = document(*(item(number=f"TX-{number}", provider="") for number in range(1500)))
    begun = process_time()
    assert len(stop_orders(data, ORIGIN)) == 0
    assert process_time() - begun < 8
