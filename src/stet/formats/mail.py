"""Wire copy by e-mail (RFC 5322; edge_cases.md 110).

An attachment of a wire format is read as that format: a mail can hold many items. Where there is none, the mail's own
text is the copy and its subject the headline. What may hold copy and cannot be read holds the story. Whether the
sender is who he says he is (DKIM, the list of allowed senders, a secret address) was decided by the transport, which
alone knows; a mail that came this far is believed.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from html import escape
from itertools import islice
from typing import Any, NamedTuple

from msgspec.structs import replace

from stet.errors import Refused
from stet.formats import mail_parts, signs, slugs, textwire
from stet.formats.agencies import Identity, cuts, home
from stet.formats.dates import moment, zone
from stet.formats.desk_marks import is_more
from stet.formats.held import NOWHERE, Draft, Format, Held, Source, agency_of, hold, unique
from stet.formats.mail_parts import Part, header
from stet.formats.slugs import Mark
from stet.formats.text import Query, line, mend
from stet.formats.walk import BREAKS_OFF, breaks_off, parse_html
from stet.model.dispatch import Dispatch, Kind, Link, Status, Subject
from stet.model.packet import Origin

Recognise = Callable[[Held], tuple[Format, str]]
"""Finds the format of what is held, as `base.recognise` does."""

_DEEPEST = 8
"""Mails in mails: nobody forwards a forwarded forward more often than that."""
_PREFIX = re.compile(r"(?:(re|aw|sv|antw|rép|ré)|(fwd?|wg|tr|rv|vs|i))(?:\[\d+\])?\s*:\s*", re.IGNORECASE)
_ID = re.compile(r"<([^<>\s]+)>")
_ENCRYPTED = "-----BEGIN PGP MESSAGE-----"
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_NOTICE = re.compile(
    r"\W*+(?:this|the information (?:contained )?in this|diese|ce(?:t)?) (?:e-?mail|message|nachricht|courriel)\b"
    r".{0,300}\b(?:confidential|privileged|recipient|intended|vertraulich|confidentiel)",
    re.IGNORECASE | re.DOTALL,
)
_SPOKEN = re.compile('["“„«][^"“”»]*+(?:["“”»]|\\Z)')
_TOP = 4000
_BLANK_LINE = re.compile(r"\n\s*\n")
_FOOT = 3000
_WITHIN = "The mail came inside another one: a person has to say whether it is copy."
_NO_COPY = ("pgp-signature", "pkcs7-signature", "x-pkcs7-signature", "pgp-keys", "vcard", "x-vcard", "directory",
            "calendar", "ics", "rfc822-headers", "delivery-status", "disposition-notification")  # fmt: skip
"""Subtypes that machines add and no desk writes copy in."""


class Letter(NamedTuple):
    """A mail whose own text is the item."""

    mail: Part
    source: Source | None
    note: Mark | None
    """Whether it is an order or a note to editors."""
    origin: Origin
    kind: Kind
    problems: tuple[str, ...]
    queries: tuple[str, ...]


class Sender(NamedTuple):
    """The house a mail comes from, the person who signs it, and the address as it stands in the header."""

    house: str | None
    person: str | None
    address: str


class Enclosed(NamedTuple):
    """An item of another format that came attached."""

    format: Format
    part: Any
    held: Held
    note: str


class Unread(NamedTuple):
    """Something attached, or a whole mail, that cannot be read, and why."""

    reason: str
    cover: Letter | None = None
    """Its header alone, which may be an order all the same (life.md 5)."""


def claims(held: Held) -> str | None:
    """By the header: fields as a mail has them, among them one for the sender, up to a blank line."""
    return "it begins with the header of an e-mail" if held.text is not None and signs.is_mail(held.data) else None


def carried(data: bytes, depth: int = 0) -> list[bytes]:
    """Everything in a mail or a mailbox that may hold an order, also where the mail is broken. Never raises."""
    found: list[bytes] = []
    for one in mail_parts.mails_in(data):
        try:
            leaves = mail_parts.leaves(mail_parts.parsed(one, 256))
        except Refused:
            continue
        for leaf in leaves:
            found += carried(leaf, depth + 1) if depth < _DEEPEST and signs.is_mail(leaf) else [leaf]
    return found


def reader(recognise: Recognise) -> Format:
    """The format, told how to find the formats of what is attached."""

    def split(held: Held) -> Sequence[Any]:
        try:
            return [part for data in mail_parts.mails_in(held.data) for part in _items(data, held.origin, recognise)]
        except RecursionError as error:
            raise Refused("a mail of mails nested in mails too deeply") from error

    return Format("mail", claims, split, identities, read, source)


def _items(data: bytes, origin: Origin, recognise: Recognise) -> list[Any]:
    try:
        mail = mail_parts.parsed(data, origin.limits.depth)
    except Refused as refused:
        return [_unread(str(refused), mail_parts.head_of(data), origin)]
    return _parts(mail, origin, recognise)


def _unread(reason: str, mail: Part, origin: Origin) -> Unread:
    """A mail whose subject still tells whether it is an order, whatever became of its text."""
    note = _note(_headline(mail, origin.charset)[0] or "", "")
    return Unread(reason, Letter(mail, None, note, origin, Kind.ADVISORY, (), ()))


def _parts(mail: Part, origin: Origin, recognise: Recognise, depth: int = 0) -> list[Any]:
    """The items of one mail: what is attached in a wire format, else what it says, else why neither."""
    reason = "mails nested in mails too deeply" if depth > _DEEPEST else _unreadable(mail)
    if reason:
        return [_unread(reason, mail, origin)]
    sorted_ = mail_parts.sorted_parts(mail)
    subject = header(mail, "subject", origin.charset) or ""
    enclosed: list[Any] = []
    broken: list[Unread] = []
    asides: list[str] = []
    for file in [*sorted_.files, *(text for text in sorted_.texts if _is_wire(text))]:
        _open(file, origin, recognise, subject, (enclosed, broken, asides))
    within = [part for inner in sorted_.mails for part in _parts(inner, origin, recognise, depth + 1)]
    if mail.get_content_type() == "multipart/report":
        within = []  # what comes back is what somebody else had sent
    said = any(mail_parts.payload(text).strip() for text in sorted_.texts)
    own = not enclosed if said else not (enclosed or within or broken)
    queries = [f"{unread.reason[:1].upper()}{unread.reason[1:]}; the copy may be in it." for unread in broken]
    queries += [_WITHIN] if depth else []
    queries += ["The mail brings another one: a person has to say which of them is copy."] if within else []
    letter = _letter_of(mail, sorted_.texts, origin, Kind.STORY if own else Kind.ADVISORY, asides, queries)
    cover = letter if isinstance(letter, Letter) else letter.cover
    if own or (said and cover is not None and cover.note):
        return [letter, *enclosed, *within, *broken]
    return [*enclosed, *within, *broken]


def _letter_of(
    mail: Part, texts: list[Part], origin: Origin, kind: Kind, problems: list[str], queries: list[str]
) -> "Letter | Unread":
    try:
        source, mended = _source(texts, origin.charset)
    except Refused as refused:
        return _unread(str(refused), mail, origin)
    words = source.sent() if source else ""
    note = _note(_headline(mail, origin.charset)[0] or "", words)
    return Letter(mail, source, note, origin, kind, (*problems, *mended), tuple(queries))


def _unreadable(mail: Part) -> str | None:
    kind = mail.get_content_type()
    if kind == "multipart/encrypted" or (kind.endswith("pkcs7-mime") and _smime(mail) != "signed-data"):
        return "an encrypted mail: only those it was sent to can read it"
    if kind.endswith("pkcs7-mime"):
        return "a mail signed in a way that hides its text (S/MIME, not in the clear)"
    if mail_parts.is_broken_off(mail):
        return "truncated: the mail breaks off before the last of its parts ends"
    return None


def _smime(mail: Part) -> str:
    return mail_parts.parameter(mail, "smime-type") or "enveloped-data"


def _is_wire(text: Part) -> bool:
    """Whether what is said is no mail at all but a document of another format."""
    return mail_parts.payload(text).lstrip()[:1] in (b"<", b"{", b"\x01", b"\x16") and (
        text.get_content_subtype() == "plain"
    )


def _open(
    file: Part, origin: Origin, recognise: Recognise, subject: str, into: tuple[list[Any], list[Unread], list[str]]
) -> None:
    """One attachment: into items, into what cannot be read, or into what is left aside."""
    enclosed, broken, asides = into
    name, data = mail_parts.file_name(file, origin.charset), mail_parts.payload(file)
    what = signs.picture(data) or (file.get_content_maintype() if file.get_content_maintype() != "text" else "")
    if what in ("JPEG", "PNG", "GIF", "WebP", "image", "audio", "video"):
        asides.append(f"the attachment “{name}” left aside: no item came in it")
        return
    if file.get_content_subtype().lower() in _NO_COPY or not data.strip():
        return
    try:
        if mail_parts.is_damaged(file):
            raise Refused("damaged: its base64 breaks the rules")
        charset = mail_parts.charset_of(file) or origin.charset
        held = hold(data, replace(origin, source=f"{origin.source}: {name}", charset=charset))
        format_, _ = recognise(held)
        note = f"it came attached to the mail “{subject[:80]}”, whose own text is left aside"
        parts = [p._replace(queries=(*p.queries, _WITHIN)) if isinstance(p, Letter) else p for p in format_.split(held)]
        enclosed += [Enclosed(format_, part, held, note) for part in parts]
    except Refused as refused:
        if not _is_wire(file) or mail_parts.is_file(file):
            broken.append(Unread(f"the attachment “{name}” is not read: {refused}"))


def identities(part: Any) -> Iterator[Identity]:
    """The mail's own identity, or those of what is attached."""
    if isinstance(part, Enclosed):
        for identity in part.format.identities(part.part):
            yield identity._replace(format=identity.format or part.format.name)
    else:
        letter = _ordering(part) or _letter(part)
        sender = _sender(letter)
        yield _identity(letter, sender)
        yield from _orders(letter, sender)


def _ordering(part: Letter | Unread) -> Letter | None:
    """The header of what cannot be read and is an order all the same."""
    cover = part.cover if isinstance(part, Unread) else None
    return cover if cover is not None and cover.note in (Mark.KILL, Mark.HOLD) else None


def _letter(part: Letter | Unread) -> Letter:
    if isinstance(part, Unread):
        raise Refused(part.reason)
    return part


def _identity(letter: Letter, sender: Sender) -> Identity:
    """By Message-ID, else made from sender, date and subject."""
    mail = letter.mail
    named = header(mail, "message-id") or ""
    found = _ID.search(named)
    guid = found[1] if found else named.strip("<> ")
    if not guid:
        facts = [header(mail, name) or "" for name in ("from", "date", "subject")]
        if not facts[2]:
            raise Refused("a mail without id and subject: it cannot be told from others")
        guid = f"derived:{sha256(' '.join(facts).encode('utf-8', 'replace')).hexdigest()[:24]}"
    return Identity(guid, None, Status.USABLE, sender.house)


def _note(subject: str, words: str) -> Mark | None:
    """Whether a mail is an order or a note to editors, by the rules for text wires: by its subject or two first lines.

    What somebody is quoted as saying there is no order, nor is what the mail answers.
    """
    lines = (row.strip() for row in words[:_TOP].splitlines())
    first = islice((row for row in lines if row and row[0] != ">"), 2)
    order = slugs.order_in("\n".join(_SPOKEN.sub("", row) for row in (subject, *first)))
    marks = (*slugs.line_marks(subject), *((order,) if order else ()))
    return slugs.first_of(marks, (Mark.KILL, Mark.HOLD, Mark.ADVISORY, Mark.ALERT))


def _orders(letter: Letter, sender: Sender) -> tuple[Identity, ...]:
    """The mails that an order answers are those it is about."""
    status = {Mark.KILL: Status.CANCELED, Mark.HOLD: Status.WITHHELD}.get(letter.note or Mark.ALERT)
    if status is None:
        return ()
    named = " ".join(header(letter.mail, name) or "" for name in ("in-reply-to", "references"))
    answered = [Identity(guid, None, status, sender.house) for guid in unique(_ID.findall(named))]
    return (*answered, *_orders_by_name(letter, sender, status))


def _orders_by_name(letter: Letter, sender: Sender, status: Status) -> Iterator[Identity]:
    """The items of a text wire that an order names: one with a serial for sure, one with a slug, which several stories
    of a day may share, is withheld (life.md section 5, rule 1)."""
    agency, origin = home(letter.origin, None, sender.house)
    date = header(letter.mail, "date")
    sent = (moment(date, origin.time_zone).at if date else None) or origin.arrived
    day = sent.astimezone(zone(origin.time_zone)).date()
    named = _targets(letter)
    for name in unique([slugs.stem(name) for name in (origin.agency, agency.name, sender.house) if name]):
        for guid in textwire.ids_named(slugs.Target((), named.serials), name, day):
            yield Identity(guid, None, status, sender.house)
        for guid in textwire.ids_named(slugs.Target(named.slugs, ()), name, day):
            yield Identity(guid, None, Status.WITHHELD, sender.house)


def _targets(letter: Letter) -> slugs.Target:
    subject = _headline(letter.mail, letter.origin.charset)[0] or ""
    return slugs.targets(f"{subject}\n{letter.source.sent() if letter.source else ''}")


def _named(letter: Letter) -> Iterator[Link]:
    """What an order calls the stories it is about: no mail has their ids (life.md 5)."""
    note = letter.note
    if note in (Mark.KILL, Mark.HOLD):
        subject = _headline(letter.mail, letter.origin.charset)[0] or ""
        about = subject.partition(":")[2].strip()
        found = _targets(letter)
        for target in unique([*found.slugs, *slugs.serial_forms(found.serials), about]):
            yield Link(rel=note.value, target=target)


def _sender(letter: Letter) -> Sender:
    """Who sent a mail.

    A display name that also stands in the address before the @ is a person's, unless it stands behind it as well.
    """
    mail, feeds = letter.mail, letter.origin.charset
    raw_name, address = mail_parts.address(mail, "from")
    name = line(mail_parts.decoded(raw_name, feeds))
    house = header(mail, "organization", feeds) or header(mail, "organisation", feeds)
    local, _, domain = mail_parts.decoded(address, feeds).casefold().rpartition("@")
    words = re.findall(r"\w{3,}", (name or "").casefold())
    person = any(word in local for word in words) and not any(word in domain for word in words)
    if house or person:
        return Sender(house or domain or None, name if person else None, address)
    return Sender(name or domain or None, None, address)


def read(part: Any, origin: Origin) -> Draft:
    """One item: attached, or the mail itself."""
    if isinstance(part, Enclosed):
        draft = part.format.read(part.part, replace(origin, charset=part.held.origin.charset))
        said = draft.dispatch
        problems = (*part.held.problems, *said.problems, part.note)
        identity = draft.identity._replace(format=draft.identity.format or part.format.name)
        return draft._replace(dispatch=replace(said, problems=problems), identity=identity)
    return _read_letter(_letter(part), origin)


def _read_letter(letter: Letter, origin: Origin) -> Draft:
    sender = _sender(letter)
    own = _identity(letter, sender)
    _, origin = home(origin, own.guid, own.provider)
    mail, problems, queries = letter.mail, [*letter.problems], [*letter.queries]
    subject, again = _headline(mail, origin.charset)
    if again:
        queries.append(f"The mail is {again}: a person has to say whether it is copy.")
    where = letter.source
    if where is None:
        problems.append("the mail has no text")
    elif where.plain is not None:
        queries += _house_marks(where.plain, letter, own)
    date = header(mail, "date")
    created = moment(date, origin.time_zone) if date else None
    if created is not None and created.assumed:
        problems.append(f"date: {created.assumed}")
    if own.guid.startswith("derived:"):
        problems.append("the mail carries no id; one was made from its sender, date and subject")
    dispatch = Dispatch(
        **NOWHERE,
        agency=agency_of(origin, own.provider),
        guid=own.guid,
        kind=_kind(letter, sender),
        version_created=created.at if created else None,
        first_created=created.at if created else None,
        language=(header(mail, "content-language") or "").partition(",")[0].strip() or origin.language,
        headline=subject,
        byline=sender.person,
        provider=own.provider,
        credit=own.provider,
        subjects=tuple(
            Subject(name=word.strip()) for word in (header(mail, "keywords") or "").split(",") if word.strip()
        ),
        signals=("wire:more",) if where is not None and where.plain and _ends_in_more(where.plain) else (),
        links=tuple(_named(letter)),
        problems=tuple(problems),
        queries=unique(queries),
    )
    return Draft(dispatch, own, where, _orders(letter, sender))


def _ends_in_more(text: str) -> bool:
    """Whether a text says at its foot that more is to come (edge case 89)."""
    return is_more(text.rstrip().rpartition("\n")[2].strip())


def _headline(mail: Part, feeds: str | None) -> tuple[str | None, str | None]:
    """The subject without the marks of replies and forwards, and which of them it bore."""
    subject, again, place = header(mail, "subject", feeds) or "", None, 0
    while found := _PREFIX.match(subject, place):
        again = again or ("a reply" if found[1] else "a forwarded one")
        place = found.end()
    subject = subject[place:]
    return subject or None, again


def _kind(letter: Letter, sender: Sender) -> Kind:
    """Answers of machines and notes to editors are filed; mails that machines write of themselves may be copy."""
    mail = letter.mail
    answered = (header(mail, "auto-submitted") or "").lower().startswith(("auto-replied", "auto-notified"))
    answered = answered or (header(mail, "precedence") or "").lower() in ("auto_reply", "auto-reply")
    answered = answered or any(header(mail, name) for name in ("x-autoreply", "x-autorespond", "x-failed-recipients"))
    by_a_machine = sender.address.lower().startswith(("mailer-daemon@", "postmaster@"))
    bounced = mail.get_content_type() == "multipart/report" or by_a_machine
    note = letter.note
    if answered or bounced or note in (Mark.KILL, Mark.HOLD, Mark.ADVISORY):
        return Kind.ADVISORY
    return Kind.ALERT if note is Mark.ALERT and letter.kind is Kind.STORY else letter.kind


def _house_marks(text: str, letter: Letter, own: Identity) -> Iterator[str]:
    """A signature and a legal notice are the mail's, not the copy's: a cut rule takes them off, or a person must."""
    rules = cuts(letter.origin, own.guid, own.provider)
    for block in _BLANK_LINE.split(text[-_FOOT:]):
        what = "signature" if _SIGNATURE.search(block) else "legal notice" if _NOTICE.match(block) else None
        if what and not any(rule.fullmatch(block.strip()) for rule in rules):
            shown = (line(block) or "")[:60]
            yield f"The text seems to end with the sender's {what}: “{shown}”. No cut rule takes it off."


def _source(texts: list[Part], feeds: str | None) -> tuple[Source | None, list[str]]:
    """What a mail says: its plain texts, or all of them as HTML where one is. Raises Refused for what is encrypted."""
    problems: list[str] = []
    said: list[tuple[Part, str]] = []
    for part in texts:
        text, mended = mail_parts.text_of(part, feeds)
        text, more = mend(text)
        problems += [*mended, *more]
        if mail_parts.is_damaged(part):
            problems.append(Query("The text of the mail came damaged: its base64 breaks the rules."))
        if _ENCRYPTED in text:
            raise Refused("an encrypted mail: only those it was sent to can read it")
        if text.strip():
            said.append((part, text))
    if not said:
        return None, problems
    if all(part.get_content_subtype() == "plain" for part, _ in said):
        return Source(plain="\n\n".join(mail_parts.laid_out(text, part) for part, text in said)), problems
    if len(said) == 1:
        return Source(html=parse_html(said[0][1])), problems
    return Source(html=parse_html("\n".join(_ended(part, text, problems) for part, text in said))), problems


def _ended(part: Part, text: str, problems: list[str]) -> str:
    """One of several texts as HTML in which all that was begun is ended, so that it does not swallow the next."""
    tree = parse_html(_as_html(part, text))
    if breaks_off(tree.raw_html):
        problems.append(Query(BREAKS_OFF))
    return (tree.body.inner_html if tree.body is not None else "") or ""


def _as_html(part: Part, text: str) -> str:
    if part.get_content_subtype() == "html":
        return text
    blocks = mail_parts.laid_out(text, part).split("\n\n")
    return "".join(f"<p>{escape(block, quote=False)}</p>".replace("\n", "<br>") for block in blocks)


def source(part: Any) -> Source | None:
    """Where the body is."""
    if isinstance(part, Enclosed):
        return part.format.source(part.part)
    return _letter(part).source
