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


def g2(
    number: int,
    version: int = 1,
    *,
    status: str = "usable",
    headline: str | None = None,
    paragraphs: tuple[str, ...] = PARAGRAPHS,
    embargo: datetime | None = None,
    created: datetime | None = None,
    picture: str = "",
    meta: str = "",
) -> bytes:
    """A NewsML-G2 item. `number` names the story; the words differ a little with the version."""
    created = created or NOON - timedelta(hours=1) + timedelta(minutes=version)
    headline = headline if headline is not None else f"Velmora council approves ferry timetable {number}"
    body = "".join(f"<p>{escape(text, quote=False)}</p>" for text in paragraphs)
    body += f"<p>This is take {version} of story {number}.</p>"
    embargoed = f"<embargoed>{embargo.isoformat()}</embargoed>" if embargo else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:northwind.example:20261121:{number}"
  version="{version}" standard="NewsML-G2" standardversion="2.31" conformance="power" xml:lang="en">
 <itemMeta>
  <itemClass qcode="ninat:text"/>
  <provider literal="NWN"><name>Northwind News</name></provider>
  <versionCreated>{created.isoformat()}</versionCreated>{embargoed}
  <pubStatus qcode="stat:{status}"/>{meta}
 </itemMeta>
 <contentMeta>
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
