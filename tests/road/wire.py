"""Wire files with invented copy, for tests of the whole road."""

from datetime import datetime, timedelta
from html import escape

from conftest import NOON

PARAGRAPHS = (
    "The harbour council of Velmora approved a new ferry timetable on Saturday after six hours of debate.",
    "Boats will leave every twenty minutes from Monday, council leader Imra Doss told reporters.",
    "“We have listened to those who wait in the rain,” she said.",
    "Freight traffic keeps its night berth, the harbour master's office said.",
)


def guid(number: int | str) -> str:
    """The id of a story."""
    return f"urn:newsml:northwind.example:20261121:{number}"


def g2(
    number: int | str,
    version: int | None = 1,
    *,
    status: str = "usable",
    headline: str | None = None,
    paragraphs: tuple[str, ...] = PARAGRAPHS,
    embargo: datetime | None = None,
    created: datetime | None = None,
    picture: str = "",
    meta: str = "",
    closing: str | None = None,
    after: tuple[int | str, ...] = (),
    names: tuple[str, ...] = (),
    correction: bool = False,
    ends: datetime | None = None,
) -> bytes:
    """A NewsML-G2 item. `number` names the story; the words differ a little with the version, unless `closing` gives
    the last paragraph. `after` are stories it goes on from, `names` other ids it is called by, `ends` is when the
    rights in it are over."""
    created = created or NOON - timedelta(hours=1) + timedelta(minutes=version or 0)
    headline = headline if headline is not None else f"Velmora council approves ferry timetable {number}"
    body = "".join(f"<p>{escape(text, quote=False)}</p>" for text in paragraphs)
    if paragraphs or closing is None:
        body += f"<p>{closing or f'This is take {version} of story {number}.'}</p>"
    embargoed = f"<embargoed>{embargo.isoformat()}</embargoed>" if embargo else ""
    links = "".join(f'<link rel="irel:evolvedFrom" residref="{guid(one)}"/>' for one in after)
    links = f'<signal qcode="sig:correction"/>{links}' if correction else links
    rights = f'<rightsInfo validto="{ends.isoformat()}"/>' if ends else ""
    numbered = "" if version is None else version
    called = "".join(f"<altId>{guid(one)}</altId>" for one in names)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid(number)}"
  version="{numbered}" standard="NewsML-G2" standardversion="2.31" conformance="power" xml:lang="en">{rights}
 <itemMeta>
  <itemClass qcode="ninat:text"/>
  <provider literal="NWN"><name>Northwind News</name></provider>
  <versionCreated>{created.isoformat()}</versionCreated>{embargoed}
  <pubStatus qcode="stat:{status}"/>{meta}{links}
 </itemMeta>
 <contentMeta>{called}
  <urgency>4</urgency>
  <slugline>FERRY-{number}</slugline>
  <headline>{escape(headline)}</headline>
  <dateline>VELMORA</dateline>
 </contentMeta>
 <contentSet>
  <inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>
  </inlineXML>{picture}
 </contentSet>
</newsItem>
""".encode()


def cancel(number: int, version: int = 2) -> bytes:
    """A kill: no headline, no body."""
    return g2(number, version, status="canceled", headline="", paragraphs=())
