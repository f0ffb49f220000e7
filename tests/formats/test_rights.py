"""Until when something may be used, as agencies say it (life.md section 7; edge cases 98 and 129)."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from stet.formats import read
from stet.formats.rights import Term, first_end, term_in_text
from stet.formats.text import Query
from stet.model.dispatch import Dispatch, Embargo
from stet.model.packet import Origin

END = datetime(2026, 3, 20, 10, tzinfo=UTC)
WRITTEN = "2026-03-20T10:00:00Z"


def g2(rights: str) -> str:
    return (
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:mw:1" version="1">'
        f'{rights}<itemMeta><provider literal="MW"/><versionCreated>2026-03-04T11:00:00Z</versionCreated></itemMeta>'
        "<contentSet><inlineXML><html><body><p>Boats left.</p></body></html></inlineXML></contentSet></newsItem>"
    )


def nitf(data: str = "", head: str = "") -> str:
    return (
        f'<nitf><head><docdata><doc-id id-string="mw-1" regsrc="MW"/><date.issue norm="20260304T110000Z"/>{data}'
        f"</docdata></head><body><body.head><hedline><hl1>Boats</hl1></hedline>{head}</body.head>"
        "<body.content><p>Boats left.</p></body.content></body></nitf>"
    )


def newsml_1(rights: str) -> str:
    return (
        '<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>mw.example</ProviderId><DateId>20260304</DateId>'
        "<NewsItemId>1</NewsItemId><RevisionId>1</RevisionId></NewsIdentifier></Identification><NewsManagement>"
        '<FirstCreated>20260304T110000Z</FirstCreated><Status FormalName="Usable"/></NewsManagement><NewsComponent>'
        f"<NewsLines><HeadLine>Boats</HeadLine></NewsLines><RightsMetadata>{rights}</RightsMetadata><ContentItem>"
        "<DataContent>Boats left.</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"
    )  # fmt: skip


def ninjs(**more: object) -> str:
    item = {"uri": "urn:mw:1", "type": "text", "headline": "Boats", "body_text": "Boats left."}
    return json.dumps(item | {"versioncreated": "2026-03-04T11:00:00Z"} | more)


def rss(fields: str) -> str:
    return (
        '<rss version="2.0" xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/" '
        'xmlns:dcterms="http://purl.org/dc/terms/"><channel><title>MW</title><item><guid>1</guid>'
        f"<title>Boats</title><description>Boats left.</description>{fields}</item></channel></rss>"
    )


def odrl(rule: str, operator: str, value: str = WRITTEN, more: str = "") -> str:
    name = "http://www.w3.org/ns/odrl/2"
    return (
        f'<o:Policy xmlns:o="{name}/"><o:{rule}><o:constraint name="{name}/dateTime" operator="{name}/{operator}" '
        f'rightOperand="{value}"/>{more}</o:{rule}></o:Policy>'
    )


def odrl_json(rule: str, operator: str, value: object = WRITTEN) -> str:
    return json.dumps(
        {rule: [{"constraint": {"leftOperand": "dateTime", "operator": operator, "rightOperand": value}}]}
    )


def the(data: str, origin: Origin) -> Dispatch:
    (dispatch,) = read(data.encode(), origin).dispatches
    assert dispatch.body_text == "Boats left."
    return dispatch


SAYS_IT = {
    "G2 rightsInfo": g2(f'<rightsInfo validto="{WRITTEN}"/>'),
    "G2 usageTerms": g2(f'<rightsInfo><usageTerms validto="{WRITTEN}">Two weeks.</usageTerms></rightsInfo>'),
    "G2 RightsML": g2(
        f"<rightsInfo><rightsExpressionXML>{odrl('permission', 'lteq')}</rightsExpressionXML></rightsInfo>"
    ),
    "G2 RightsML that forbids": g2(
        f"<rightsInfo><rightsExpressionXML>{odrl('prohibition', 'gteq')}</rightsExpressionXML></rightsInfo>"
    ),
    "G2 RightsML in JSON": g2(
        f"<rightsInfo><rightsExpressionData>{odrl_json('permission', 'odrl:lt')}</rightsExpressionData></rightsInfo>"
    ),
    "NITF attribute": nitf(f'<doc.rights enddate="{WRITTEN}"/>'),
    "NITF element": nitf(head=f'<rights><rights.enddate norm="{WRITTEN}"/></rights>'),
    "NITF element in words": nitf(head=f"<rights><rights.enddate>{WRITTEN}</rights.enddate></rights>"),
    "NewsML 1": newsml_1(f"<UsageRights><EndDate>{WRITTEN}</EndDate></UsageRights>"),
    "ninjs in JSON": ninjs(rightsinfo={"encodedrights": odrl_json("permission", "lteq", {"@value": WRITTEN})}),
    "ninjs in XML": ninjs(rightsInfo={"encodedRights": odrl("permission", "lteq")}),
    "PRISM kill date": rss(f"<prism:killDate>{WRITTEN}</prism:killDate>"),
    "PRISM expiration": rss(f"<prism:expirationDate>{WRITTEN}</prism:expirationDate>"),
    "Dublin Core": rss(f"<dcterms:available>start=2026-03-01; end={WRITTEN}</dcterms:available>"),
}
NEWS_VALUE = {
    "G2": g2("").replace("</itemMeta>", f"<expires>{WRITTEN}</expires></itemMeta>"),
    "NITF": nitf(f'<date.expire norm="{WRITTEN}"/>'),
    "ninjs": ninjs(expires=WRITTEN),
    "Dublin Core": rss(f"<dcterms:valid>start=2026-03-01; end={WRITTEN}</dcterms:valid>"),
    "RSS": rss(f"<expirationDate>{WRITTEN}</expirationDate>"),
}


@pytest.mark.parametrize("how", SAYS_IT)
def test_the_end_of_the_rights_is_read_however_it_is_said(how: str, origin: Origin) -> None:
    dispatch = the(SAYS_IT[how], origin)
    assert (dispatch.rights_end, dispatch.expires, dispatch.queries) == (END, None, ())


@pytest.mark.parametrize("how", NEWS_VALUE)
def test_the_end_of_its_news_value_ends_no_rights(how: str, origin: Origin) -> None:
    dispatch = the(NEWS_VALUE[how], origin)
    assert (dispatch.rights_end, dispatch.expires) == (None, END)


@pytest.mark.parametrize("how", SAYS_IT)
def test_an_end_of_rights_that_is_a_date_alone_allows_that_day_in_the_feeds_zone(how: str, origin: Origin) -> None:
    day = 19 if "prohibition" in SAYS_IT[how] or "odrl:lt" in SAYS_IT[how] else 20  # "before that day"
    dispatch = the(SAYS_IT[how].replace(WRITTEN, "2026-03-20"), origin)
    assert dispatch.rights_end == datetime(2026, 3, day, 18, 30, tzinfo=UTC)  # midnight in Kolkata


@pytest.mark.parametrize("how", SAYS_IT)
def test_an_end_of_rights_that_cannot_be_read_waits_for_a_person(how: str, origin: Origin) -> None:
    dispatch = the(SAYS_IT[how].replace(WRITTEN, "20/03/2026"), origin)
    assert dispatch.rights_end is None
    assert dispatch.queries == ("The end of its rights, '20/03/2026', cannot be read: they may be over already.",)


def test_of_several_ends_the_first_counts(origin: Origin) -> None:
    later = "2026-05-01T00:00:00Z"
    assert (
        the(nitf(f'<doc.rights enddate="{later}"/>', f'<rights.enddate norm="{WRITTEN}"/>'), origin).rights_end == END
    )
    two = f'<rightsInfo validto="{later}"/><rightsInfo validto="{WRITTEN}"/>'
    assert the(g2(two), origin).rights_end == END


def test_rights_that_begin_later_are_an_embargo_in_ninjs_too(origin: Origin) -> None:
    starts = {"encodedrights": odrl_json("permission", "gteq")}
    assert the(ninjs(rightsinfo=starts), origin).embargo == Embargo(END)
    assert the(ninjs(rightsinfo=starts, embargoed="2026-03-10T00:00:00Z"), origin).embargo == Embargo(END)


@pytest.mark.parametrize(
    "said",
    ["not for machines at all", "{}", "[1, 2]", "{broken", "<o:Policy", "<a/>", odrl("duty", "lt"),
     odrl("permission", "eq"), odrl_json("permission", "lteq", 7), odrl_json("duty", "lteq"),
     odrl("prohibition", "gt", more='<o:constraint name="o/spatial" operator="o/eq" rightOperand="x"/>')],
)  # fmt: skip
def test_a_policy_that_is_not_plain_is_said_and_not_guessed_at(said: str, origin: Origin) -> None:
    assert term_in_text([said]) == Term(unread=True)
    dispatch = the(ninjs(rightsinfo={"encodedrights": said}), origin)
    assert (dispatch.rights_end, dispatch.embargo, dispatch.queries) == (None, None, ())
    assert any("language for machines" in problem for problem in dispatch.problems)


def test_until_before_a_day_is_not_on_it() -> None:
    assert term_in_text([odrl("permission", "lt", "2026-03-20")]).ends == ("2026-03-20T00:00:00",)
    assert term_in_text([odrl("permission", "lt", "2026-03-20Z")]).ends == ("2026-03-20T00:00:00Z",)
    assert term_in_text([odrl("permission", "lteq", "2026-03-20")]).ends == ("2026-03-20",)


def test_what_was_assumed_is_said_and_what_is_no_end_is_asked_about() -> None:
    problems: list[str] = []
    assert first_end([None, " ", "2026-03-20", "soon"], "UTC", problems) == datetime(2026, 3, 21, tzinfo=UTC)
    assert ["end of that day in UTC" in problems[0], isinstance(problems[1], Query)] == [True, True]


PICTURE = {"type": "picture", "uri": "urn:mw:p", "renditions": {"main": {"href": "p.jpg", "mimetype": "image/jpeg"}}}


@pytest.mark.parametrize(
    "terms",
    [{"expires": WRITTEN}, {"rightsinfo": {"encodedrights": odrl("permission", "lteq")}},
     {"expires": "2026-04-01T00:00:00Z", "rightsInfo": {"encodedRights": odrl("permission", "lteq")}}],
)  # fmt: skip
def test_98_a_picture_has_its_own_end(terms: dict[str, object], origin: Origin) -> None:
    reading = read(ninjs(associations={"one": PICTURE | terms}).encode(), origin)
    story = reading.dispatches[0]
    assert (story.rights_end, [shown.rights_end for shown in story.pictures]) == (None, [END])


def test_98_a_picture_whose_end_cannot_be_read_is_left_out_and_its_story_is_not(origin: Origin) -> None:
    terms = {"rightsinfo": {"encodedrights": odrl("permission", "lteq", "soon")}}
    story = read(ninjs(associations={"one": PICTURE | terms}).encode(), origin).dispatches[0]
    assert (story.pictures, story.queries) == ((), ())
    assert "the picture urn:mw:p was left out: the end of its rights cannot be read" in story.problems


def test_98_the_notes_to_editors_of_a_picture_go_with_it(origin: Origin) -> None:
    story = read(ninjs(associations={"one": PICTURE | {"ednote": "EASTMERE OUT"}}).encode(), origin).dispatches[0]
    assert [shown.ed_note for shown in story.pictures] == ["EASTMERE OUT"]
