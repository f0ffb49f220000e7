"""Invented wire items of the usual size, about 5 KB, all different."""

import random

_WORDS = (
    "harbour council ferry timetable Velmora freight minister rail budget monsoon reservoir district farmers union "
    "court panel report exports rupee shares coach innings wicket museum gallery orbiter launch laboratory vaccine "
    "school bridge engineers turbine electricity tariff committee opposition speaker vote measure amendment"
).split()
_NAMES = ("India", "Japan", "Brazil", "the United Nations", "the World Bank", "Norway", "Kenya", "Chile")


def item(number: int, version: int = 1) -> bytes:
    """A NewsML-G2 item of about 5 KB; the same for the same numbers."""
    chance = random.Random(number)
    sentences = [sentence(chance) for _ in range(34)]
    paragraphs = "".join(f"<p>{' '.join(sentences[n : n + 2])}</p>" for n in range(0, len(sentences), 2))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:northwind.example:20261121:{number}"
  version="{version}" standard="NewsML-G2" standardversion="2.31" conformance="power" xml:lang="en">
 <itemMeta><itemClass qcode="ninat:text"/><provider literal="NWN"><name>Northwind News</name></provider>
  <versionCreated>2026-11-21T{number % 24:02}:{number % 60:02}:00+05:30</versionCreated>
  <pubStatus qcode="stat:usable"/></itemMeta>
 <contentMeta><urgency>{number % 8 + 1}</urgency><slugline>BENCH-{number}</slugline>
  <headline>Story {number}: {sentences[0].split(",")[0].lower()}</headline><dateline>VELMORA</dateline>
  <subject type="cpnat:abstract" qcode="medtop:04000000"/></contentMeta>
 <contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body>{paragraphs}
 </body></html></inlineXML></contentSet>
</newsItem>""".encode()


def sentence(chance: random.Random) -> str:
    """A sentence of invented words."""
    words = [chance.choice(_WORDS) for _ in range(chance.randint(12, 22))]
    if chance.random() < 0.3:
        words[chance.randrange(len(words))] = chance.choice(_NAMES)
    words[len(words) // 2] += ","
    return " ".join(words).capitalize() + "."
