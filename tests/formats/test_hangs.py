"""No bytes below the limit of size keep a reader busy: what is hostile is read, or refused, as fast as what is not."""

from __future__ import annotations

import importlib
import json
import re
from time import process_time

import pytest

from stet.formats import read
from stet.formats.headlines import made_headline
from stet.formats.signs import is_mail, is_template
from stet.model.packet import Origin

FORMS = ["{{ name }}", "{{name}}", "{{-name-}}", "{{ a.b[0].c | upper }}", "{{ items[0] }}", "{% if a %}",
         "{%- endfor -%}",
         "{{a.b\n}}"]  # fmt: skip
NO_FORMS = ["{{ }}", "{ name }", "{{1}}", "{% %}", "{{name", "{{a b}}", "a }} b"]


def test_a_form_is_known_by_its_fields() -> None:
    assert all(is_template(b"Dear " + form.encode() + b", hello") for form in FORMS)
    assert not any(is_template(b"Dear " + form.encode() + b", hello") for form in NO_FORMS)


@pytest.mark.parametrize(
    "worst",
    ["{{a" + "." * 400 + " " * 400 + "x", "{{a" + "." * 4000 + " " * 4000, "{%" + " " * 8000, "{% " + "a" * 8000,
     "{{" * 4000, "{{a[" + "1" * 8000, "{{a|" * 2000],
)  # fmt: skip
def test_no_text_keeps_the_look_for_forms_busy(worst: str) -> None:
    started = process_time()
    is_template(worst.encode())
    assert process_time() - started < 2


@pytest.mark.parametrize(
    "worst", ["." * 10_000 + "x", '."' * 10_000, "a. " * 10_000 + "x", "." + '"' * 20_000, "x" * 50_000]
)
def test_no_text_keeps_the_making_of_a_headline_busy(worst: str) -> None:
    started = process_time()
    assert made_headline(None, worst)
    assert process_time() - started < 2


NITF = (
    '<nitf><head><docdata><doc-id id-string="1"/></docdata></head><body><body.head><hedline><hl1>H</hl1></hedline>'
    "</body.head><body.content>{}</body.content></body></nitf>"
)
BODIES = {
    "fractions": "<p>" + "<frac/>" * 30_000 + "</p>",
    "fractions after a word": "<p>x" + "<frac/>" * 30_000 + "</p>",
    "fractions between breaks": "<p>3" + "<br/> <frac/>" * 20_000 + "</p>",
    "denominators": "<p>" + "<denom/>" * 30_000 + "</p>",
    "subheads": "<hl2>x</hl2>" * 20_000,
    "quotations": "<p>" + "<q> </q>" * 20_000 + "</p>",
    "cells": "<table><tr>" + "<td>x</td>" * 20_000 + "</tr></table>",
}


@pytest.mark.parametrize("case", BODIES)
def test_no_body_keeps_its_readers_busy(case: str, origin: Origin) -> None:
    started = process_time()
    read(NITF.format(BODIES[case]).encode(), origin)
    assert process_time() - started < 8


WORST = ["\n\nFrom " + "1" * 50_000, "re:" * 17_000, "a" * 50_000, "1" * 50_000, " " * 50_000, "." * 50_000,
         "<" * 50_000, "{{" * 25_000, "\n" * 50_000, "-" * 50_000, "(" * 50_000, '"' * 50_000, "a." * 25_000,
         "a " * 25_000,
         "1 " * 25_000,
         "From: a\n" * 6000, "a:b\n" * 12_000, "=?a?q?" * 8000, "a=\"'" * 12_000, "<a b=" * 10_000, "<!--" * 12_000,
         "\\u00" * 12_000, "\\" * 50_000, "embargo " * 6000, "nicht vor " * 5000, "kill " * 10_000,
         "please kill " * 4000,
         "\n \t" * 16_000, "x\t" * 25_000, "kill:" * 10_000, "- " * 25_000, "für " * 12_000, "2026-05-04 " * 4500,
         "this message " * 4000]  # fmt: skip
MINE = ["mail", "mail_parts", "signs", "headlines", "dates", "text", "in_words", "walk", "sent", "body", "json_text"]


@pytest.mark.parametrize("name", MINE)
def test_no_pattern_takes_much_longer_than_its_text_is_long(name: str) -> None:
    module = importlib.import_module(f"stet.formats.{name}")
    for called, pattern in vars(module).items():
        if not isinstance(pattern, re.Pattern):
            continue
        for worst in WORST:
            worst = worst[: {"dates": 100, "mail": 3000}.get(name, 6000)]
            text = worst if isinstance(pattern.pattern, str) else worst.encode()
            started = process_time()
            pattern.search(text)
            pattern.fullmatch(text + text[:1])
            assert process_time() - started < 5, (called, worst[:20])


def test_no_mail_that_is_all_header_keeps_the_look_for_one_busy() -> None:
    started = process_time()
    for worst in WORST:
        is_mail(worst.encode())
    assert process_time() - started < 5


@pytest.mark.parametrize("worst", WORST)
def test_no_text_in_any_field_keeps_the_reader_busy(worst: str, origin: Origin) -> None:
    data = json.dumps({"uri": "mw:1", "type": "text", "headline": worst, "ednote": worst, "body_text": worst,
                       "versioncreated": worst, "slugline": worst})  # fmt: skip
    started = process_time()
    read(data.encode(), origin)
    read(worst.encode(), origin)
    assert process_time() - started < 8
