"""A small fixed share of `make fuzz` in every run of the tests, and the fuzzer's own claims."""

from __future__ import annotations

import base64
import random
import time

import pytest

from fuzz.check import check, kills, of_kill
from fuzz.mutate import damaged, mutated
from fuzz.oracle import invented, letters
from fuzz.seeds import ORIGINS, seeds
from stet.formats import FORMATS, read

SEEDS = seeds(samples=False)
NAMES = [format_.name for format_ in FORMATS]


@pytest.mark.parametrize("name", NAMES)
def test_every_format_has_fixtures_to_mutate(name: str) -> None:
    assert SEEDS[name], f"no file in tests/wires reads as {name}"


@pytest.mark.parametrize("name", NAMES)
def test_no_mutated_file_is_a_crash_a_hang_an_invention_or_a_refusal_without_a_reason(name: str) -> None:
    strangers = [data for other, files in SEEDS.items() if other != name for data in files]
    faults = [
        (key, fault)
        for number in range(100)
        for key in [f"test/{name}/{number}"]
        for fault in check(mutated(SEEDS[name], strangers, key), ORIGINS[number % len(ORIGINS)]).faults
    ]
    assert faults == []


@pytest.mark.parametrize("name", NAMES)
def test_a_kill_ruined_behind_its_id_and_its_status_is_found(name: str) -> None:
    for place, kill in enumerate(kills(SEEDS[name], ORIGINS[1])):
        chance = random.Random(f"{name}/{place}")
        for _ in range(15):
            assert list(of_kill(kill, kill.data[: kill.head] + damaged(chance, kill.data[kill.head :]))) == []


def test_the_same_key_gives_the_same_input() -> None:
    files = SEEDS[NAMES[0]]
    first = [mutated(files, (), f"same/{number}") for number in range(30)]
    assert first == [mutated(files, (), f"same/{number}") for number in range(30)]
    assert len(set(first)) > 20


@pytest.mark.parametrize(
    "wrapped",
    [
        "harbour", "har<b>bour</b>", "har<!-- - -->bour", "har<script>x > y</script>bour", "&#104;arbour",
        "h&amp;#97;rbour", "\\u0068arbour", "har=\nbour", "=68arbour", "%68arbour", "=?utf-8?b?aGFyYm91cg==?=",
        "har\x00bour", "<![CDATA[har]]>bour", "har<i><![CDATA[bour]]></i>",
        base64.b64encode(b"<p>The harbour office</p>").decode(), "VGhl\x10IGhhcm\xf2JvdXI=", "aGFy*Ym91cg",
    ],
)  # fmt: skip
def test_the_oracle_finds_a_word_however_it_is_wrapped(wrapped: str) -> None:
    assert invented({"harbour"}, f"<a>The {wrapped} office.</a>".encode()) == set()


def test_the_oracle_finds_a_word_in_the_charsets_of_wires() -> None:
    for text, charset in (
        ("Größe", "cp1252"),
        ("المرفأ", "windows-1256"),
        ("बंदरगाह", "utf-16"),
        ("Größe", "utf-16-be"),
        ("बंदरगाह", "utf-32-le"),
        ("a\U00020020n", "utf-32-be"),
    ):
        assert invented(letters(text), f"x {text} y".encode(charset)) == set()


def test_no_markup_keeps_the_oracle_busy() -> None:
    began = time.process_time()
    assert invented({"aaaaaaaaaaab"}, b"a<>" * 3_000) == {"aaaaaaaaaaab"}
    assert time.process_time() - began < 20


def test_the_oracle_does_not_find_what_is_not_there() -> None:
    data = b"<newsItem><p>The harbour office said the ferry will sail at noon.</p></newsItem>"
    assert invented({"harbours", "moon", "ferry"}, data) == {"harbours", "moon"}


def test_the_fuzzer_sees_a_reader_that_invents_loses_or_crashes(monkeypatch: pytest.MonkeyPatch) -> None:
    from msgspec.structs import replace

    from fuzz import check as checking

    def inventing(data, origin):
        reading = read(data, origin)
        told = tuple(replace(dispatch, body_text=dispatch.body_text + " Zebrafink") for dispatch in reading.dispatches)
        return replace(reading, dispatches=told)

    def crashing(_data, _origin):
        raise KeyError("guid")

    data = next(data for data in SEEDS["newsml-g2"] if any(d.body_text for d in read(data, ORIGINS[0]).dispatches))
    assert check(data, ORIGINS[0]).faults == ()
    monkeypatch.setattr(checking, "read", inventing)
    assert {fault.partition(":")[0] for fault in check(data, ORIGINS[0]).faults} == {"verbatim", "markup", "invented"}
    monkeypatch.setattr(checking, "read", crashing)
    assert check(data, ORIGINS[0]).faults[0].startswith("crash: KeyError at test_fuzz.py")
