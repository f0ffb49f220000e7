import time

import pytest

from stet.transports.whole import looks_whole

WHOLE = {
    "xml": b'<?xml version="1.0"?><item><p>Rain.</p></item>',
    "xml with white space behind": b"<item>Rain</item>\r\n \n",
    "xml with a comment behind": b"<item>Rain</item>\n<!-- sent 10:00 --><?done?>",
    "xml with a doctype and a subset": b'<!DOCTYPE nitf SYSTEM "x.dtd" [ <!ENTITY a "]>"> ]>\n<nitf>Rain</nitf>',
    "xml with a prefix": b"<n:item xmlns:n='urn:x'>Rain</n:item>",
    "an empty root": b"<!-- nothing --><item/>",
    "an empty root with attributes": b'<item a="1" />',
    "xml with a byte order mark": b"\xef\xbb\xbf<item>Rain</item>",
    "xml in utf-16": "<item>Rain</item>".encode("utf-16"),
    "html": b"<!doctype html><html><p>Rain</html>",
    "json": b'{"headline": "Rain"}',
    "json with a byte order mark": b'\xef\xbb\xbf{"headline": "Rain"}',
    "a json list": b"[1, 2]\n",
    "jpeg": b"\xff\xd8\xff\xe0 pixels \xff\xd9",
    "png": b"\x89PNG\r\n\x1a\n pixels IEND\xaeB`\x82",
    "gif": b"GIF89a pixels \x3b",
    "webp": b"RIFF\x08\x00\x00\x00WEBPdata",
    "wire text with an end mark": b"\x16\x16\x01ABC0001 4 sport\x02Rain.\x03",
    "wire text with filler behind": b"\x01ABC\x02Rain.\x04\r\n\x16\x16",
}

PART = {
    "nothing": b"",
    "xml cut in a paragraph": b"<item><p>Rai",
    "xml cut before the last bracket": b"<item>Rain</item",
    "xml cut in a tag": b"<item>Rain</it",
    "xml cut after an empty element": b"<item><p/>",
    "xml cut after a nested element of the root's name": b"<div><div>Rain</div></div><div>",
    "an instruction only": b'<?xml version="1.0"?>',
    "a root never closed": b"<item>",
    "two documents": b"<item>a</item><item>b</item>",
    "text behind the root": b"<item>Rain</item> more",
    "json cut": b'{"headline": "Ra',
    "a json list cut": b"[1, 2",
    "jpeg cut": b"\xff\xd8\xff\xe0 pix",
    "png cut": b"\x89PNG\r\n\x1a\n pix",
    "webp cut": b"RIFF\x40\x00\x00\x00WEBPdata",
    "plain text": b"Rain fell on the coast.",
}


@pytest.mark.parametrize("name", WHOLE)
def test_bytes_that_carry_their_own_end_look_whole(name):
    assert looks_whole(WHOLE[name])


@pytest.mark.parametrize("name", PART)
def test_bytes_without_an_end_do_not_look_whole(name):
    assert not looks_whole(PART[name])


@pytest.mark.parametrize("name", ["xml", "json", "jpeg", "png", "xml in utf-16", "html"])
def test_no_beginning_of_a_file_looks_whole(name):
    data = WHOLE[name]
    assert not [end for end in range(len(data)) if looks_whole(data[:end])]


@pytest.mark.parametrize(
    "hostile",
    [
        b"<a></a>" + b"<!--" * 200_000,
        b"<!DOCTYPE a [" + b"a" * 200_000,
        b"<!DOCTYPE a " + b"a '" * 60_000,
        b"<!--" * 100_000,
        b"<" * 200_000,
        b"[" * 200_000,
        b"<?a?> " * 30_000,
    ],
)
def test_hostile_bytes_cost_no_time(hostile):
    began = time.perf_counter()
    assert not looks_whole(hostile)
    assert time.perf_counter() - began < 0.5
