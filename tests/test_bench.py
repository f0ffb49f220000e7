"""The benchmark measures what it says: a whole document of every format, with nothing left to ask."""

from datetime import UTC, datetime

import pytest
from bench import lists, search
from bench.documents import AIMS, DOCUMENTS, ENTRIES, copy

from conftest import close_database
from stet.formats import FORMATS, read
from stet.model.packet import Origin
from stet.model.text import fold

ORIGIN = Origin(feed="wire", agency="Northwind News", arrived=datetime(2026, 11, 21, 10, 30, tzinfo=UTC))


def test_every_format_that_holds_documents_is_measured():
    assert set(DOCUMENTS) == {format_.name for format_ in FORMATS} - {"image"}
    assert AIMS.keys() <= DOCUMENTS.keys()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_of_the_benchmark_is_read_whole(name: str):
    reading = read(DOCUMENTS[name](7), ORIGIN)
    assert (reading.format, reading.refusals) == (name, ())
    if len(reading.dispatches) > 1:
        assert len(reading.dispatches) == ENTRIES
    else:
        [dispatch] = reading.dispatches
        assert fold(dispatch.body_text).endswith(fold(" ".join(copy(7).paragraphs)))
        assert dispatch.headline
        assert dispatch.headline.startswith("Story 7: ")
    for dispatch in reading.dispatches:
        assert dispatch.queries == ()
        if name != "zczc":  # it carries no time
            assert dispatch.version_created
            assert dispatch.version_created.date() == ORIGIN.arrived.date()


@pytest.mark.slow
def test_the_searches_of_the_benchmark_are_of_all_sorts_and_are_timed():
    try:
        told = search.answers(60)
    finally:
        close_database()
    assert {name for name in told if "p95" in name} == {"best first: p95 ms", "newest first: p95 ms"}
    typed = list(search._queries(search.Language(), 7, search.QUERIES))
    assert len(set(typed)) > 150
    assert any(one.startswith('"') for one in typed)
    assert any(one.endswith("*") for one in typed)


@pytest.mark.slow
def test_one_more_story_is_measured_beside_any_number():
    few, many = lists.one_more(100), lists.one_more(400)
    assert many["files of lists written"] <= few["files of lists written"] + 8
    assert many["stories of the topic"] == 40 + 11
