"""Which format bytes are, and what they hold. `FORMATS` decides, in its order, one line each."""

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import msgspec
from msgspec.structs import replace

from stet.errors import Refused
from stet.formats import anpa, ap, dpa, feed, image, iptc7901, json_feed, mail, newsml_1, newsml_g2, ninjs, nitf, zczc
from stet.formats.agencies import Identity, agency_by, cuts, cuts_of, settled, suspicious
from stet.formats.codes import CORRECTION
from stet.formats.desk_marks import questions
from stet.formats.headlines import made_headline
from stet.formats.held import NOWHERE, Draft, Format, Held, hold, story_key, unique, without_words
from stet.formats.in_words import asked_in_words, stops_in_words
from stet.formats.keys import called_by_slug, id_of_slug, keyed
from stet.formats.kill_notes import beside_stops, with_orders
from stet.formats.scripts import language_by_script
from stet.formats.slugs import corrects
from stet.formats.text import Query, word_count
from stet.formats.textwire import instead_of_wire
from stet.model.dispatch import STOPS, Dispatch, Kind, Reading, Refusal, Status
from stet.model.packet import Origin
from stet.model.text import fold, sealed

FORMATS: tuple[Format, ...] = (
    newsml_1.FORMAT,
    newsml_g2.FORMAT,
    nitf.FORMAT,
    ap.FORMAT,
    dpa.FORMAT,
    json_feed.FORMAT,
    ninjs.FORMAT,
    feed.RSS,
    feed.ATOM,
    mail.reader(lambda held: recognise(held)),
    anpa.FORMAT,
    iptc7901.FORMAT,
    zczc.FORMAT,
    image.FORMAT,
)

_NO_WORDS = sealed("")
_COPY = (Kind.STORY, Kind.ALERT)
_UNPRINTED = re.compile("[\x00-\x1f\x7f-\x9f]")
_encode = msgspec.json.Encoder().encode
_LOST = "The text holds U+FFFD, the mark of a letter lost before it reached us."


def read(data: bytes, origin: Origin) -> Reading:
    """What a packet holds. Never raises for bad input: what cannot be read is refused by name.

    The format is found by the bytes alone; one bad item never hides its neighbours.
    """
    try:
        held = hold(data, origin)
        format_, why = recognise(held)
        parts = format_.split(held)
        if len(parts) > origin.limits.items:
            raise Refused(f"{len(parts)} items in one file, and {origin.limits.items} is the limit")
    except Refused as refused:
        reason = _in_one_line(refused)
        return Reading(format=None, why=reason, refusals=(Refusal(source=origin.source, reason=reason),))
    packet = sha256(data).hexdigest()
    dispatches: list[Dispatch] = []
    refusals: list[Refusal] = []
    orders: list[Dispatch] = []
    for index, part in enumerate(parts):
        try:
            draft = format_.read(part, origin)
            done = _finish(draft, draft.identity.format or format_.name, packet, index, origin, held)
        except Refused as refused:
            refusals.append(Refusal(source=origin.source, reason=_in_one_line(refused), index=index))
            continue
        given: list[Dispatch] = []
        for other in (*draft.orders, *_ordered_in_words(done)):
            try:
                order = stop_dispatch(settled(other, origin), done)
            except Refused as refused:
                reason = f"its order on another item: {refused}"
                refusals.append(Refusal(source=origin.source, reason=reason, index=index))
            else:
                given.append(replace(order, index=len(parts) + len(orders) + len(given)))
        orders += given
        dispatches.append(with_orders(done, given))
    dispatches = beside_stops(dispatches, origin)
    return Reading(format=format_.name, why=why, dispatches=(*dispatches, *orders), refusals=tuple(refusals))


def _ordered_in_words(done: Dispatch) -> Iterator[Identity]:
    """The stops of other items that one of copy orders in words: by their ids, and by slugs, which are not sure."""
    if done.kind in _COPY and done.status is Status.USABLE:
        ids, named = stops_in_words(done, done.body_text)
        for guid in ids:
            yield Identity(guid, None, Status.CANCELED, done.provider)
        for slug in named:
            yield Identity(id_of_slug(slug, done.arrived), None, Status.WITHHELD, done.provider)


def _in_one_line(refused: Refused) -> str:
    """A reason may quote what came: whatever that holds, it is told in one line without controls."""
    return " ".join(_UNPRINTED.sub(" ", str(refused)).split())


def sent_texts(data: bytes, origin: Origin) -> dict[int, str]:
    """For each item, the text the agency sent as its body, read again from the kept bytes.

    What the feed's and the agency's cut rules take off is not part of it. The keys are `Dispatch.index`. Items without
    a body have an empty text; unreadable bytes give nothing.
    """
    try:
        held = hold(data, origin)
        format_, _ = recognise(held)
        parts = format_.split(held)
    except Refused:
        return {}
    return dict(_sent(format_, parts, origin))


def _sent(format_: Format, parts: Any, origin: Origin) -> Iterator[tuple[int, str]]:
    for index, part in enumerate(parts):
        try:
            source = format_.source(part)
            own = next(iter(format_.identities(part)))
        except Refused:
            continue
        yield index, source.sent(cuts(origin, own.guid, own.provider)) if source else ""


def recognise(held: Held) -> tuple[Format, str]:
    """The format of what is held, and why it is that. Raises Refused naming what it is instead."""
    for format_ in FORMATS:
        why = format_.claims(held)
        if why:
            return format_, why
    if held.root is not None:
        name = str(held.root.tag).rpartition("}")[2][:60]
        raise Refused(f"XML with the root <{name}>, which is none of the wire formats read here")
    if held.value is not None:
        raise Refused("JSON, but not the shape of any wire format read here")
    raise Refused(instead_of_wire(held.text or ""))


def _finish(draft: Draft, name: str, packet: str, index: int, origin: Origin, held: Held) -> Dispatch:
    """The dispatch with its body set, its fingerprint taken independently, and its transport facts."""
    said, given = draft.dispatch, draft.identity
    agency = agency_by(origin, given.guid, given.provider)
    identity = settled(given, origin, agency)
    problems, language = (*held.problems, *said.problems), said.language
    queries = (*suspicious(given, origin, agency), *said.queries)
    if draft.source is None:
        body_html = body_text = sent = ""
        mark = _NO_WORDS
    else:
        rules = cuts_of(origin, agency)
        body = draft.source.set(rules, origin.limits.depth)
        if len(body.text) > origin.limits.text:
            raise Refused(f"a body of {len(body.text):,} characters, and {origin.limits.text:,} is the limit")
        body_html, body_text = body.html, body.text
        sent = fold(draft.source.sent(rules))
        mark = sealed(sent)
        problems += body.problems
        queries += body.queries
        language, corrected = language_by_script(language, body_text)
        problems += corrected
        if "\ufffd" in sent:
            queries += (_LOST,)
        if not _is_same(body_text, sent):
            queries += ("The body as set differs from the text as sent; it cannot be published.",)
    if not body_text:
        said = without_words(replace(said, problems=problems), identity.status, draft.source)
        problems = said.problems
    headline = said.headline
    if headline is None and identity.status not in STOPS:
        made = made_headline(draft.label, body_text if said.kind in _COPY else "")
        if made is not None:
            headline, problems = made.headline, (*problems, made.problem)
    if body_text:
        queries += questions(headline, body_text, waits="wire:more" in said.signals)
    if said.kind in _COPY and identity.status is Status.USABLE:
        queries += asked_in_words(said, body_text)
    if "\ufffd" in f"{headline}{said.byline}{said.summary}{said.credit}":
        queries += (_LOST,)
    if problems:
        queries += tuple(str(problem) for problem in problems if isinstance(problem, Query))
        problems = tuple(problem for problem in problems if not isinstance(problem, Query))
    signals = said.signals
    if said.ed_note and corrects(said.ed_note):
        signals = unique([*signals, CORRECTION])
    words = word_count(sent) if said.word_count is None and sent else said.word_count
    done = replace(
        said, feed=origin.feed, packet=packet, format=name, index=index, arrived=origin.arrived,
        story_key=story_key(said.agency, identity.stable or identity.guid), guid=identity.guid,
        version=identity.version, status=identity.status, language=language, headline=headline, body_html=body_html,
        body_text=body_text, word_count=words, wire_fingerprint=mark, problems=unique(problems),
        queries=unique(queries), signals=signals,
    )  # fmt: skip
    return called_by_slug(keyed(replace(done, digest=digest(done)), origin, agency))


def _is_same(text: str, folded: str) -> bool:
    """Whether a text, folded, is the other one. Most bodies hold no white space but what this stage has set."""
    return " ".join(filter(None, text.replace("\t", " ").split("\n"))) == folded or fold(text) == folded


def stop_dispatch(order: Identity, like: Dispatch) -> Dispatch:
    """A stop as a dispatch without words, with the agency, the time and the transport facts of `like`, which gives it.

    Raises Refused for an id that no story can have come under.
    """
    said = Dispatch(
        **NOWHERE, agency=like.agency, guid=order.guid, version=order.version, status=order.status,
        signals=order.signals, version_created=like.version_created,
    )  # fmt: skip
    return replace(
        said, feed=like.feed, packet=like.packet, format=like.format, index=like.index, arrived=like.arrived,
        story_key=story_key(like.agency, order.stable or order.guid), wire_fingerprint=_NO_WORDS,
        digest=digest(said), problems=like.problems,
    )  # fmt: skip


def digest(said: Dispatch) -> str:
    """SHA-256 of what the agency said: the same words again have the same digest, over any channel.

    `body_text` says nothing that `body_html` does not.
    """
    bare = replace(
        said, agency="", wire_fingerprint="", body_text="", problems=(), queries=(), alt_keys=(), continues=(),
        translates=(),
        picture_keys=(), digest="", **NOWHERE,
    )  # fmt: skip
    return sha256(_encode(bare)).hexdigest()
