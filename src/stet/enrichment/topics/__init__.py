"""What a story is about: countries, organisations and the agency's own subjects."""

import re
from collections.abc import Iterable

from stet.enrichment.dateline import after_dateline
from stet.enrichment.topics import agency
from stet.enrichment.topics.about import Weights
from stet.enrichment.topics.gazetteer import ENTITIES, Entity, Form, Kind, abbreviates, entity_named
from stet.enrichment.topics.introduced import Introduction, introductions
from stet.enrichment.topics.matcher import Mention, mentions, mentions_in_capitals
from stet.enrichment.topics.names import canonical_slug
from stet.model.dispatch import Dispatch
from stet.model.story import Topic

MOST = 5
"""Topics of one story."""
_MOST_LABELS = 2
_SEAT = Kind.SEAT

_SLUG_BREAKS = re.compile(r"[-_/.,:;+]+")


def topics(dispatch: Dispatch) -> tuple[Topic, ...]:
    """At most five topics, in order of weight: what the text is about, then what the agency's codes add."""
    labels = agency.labelled(dispatch)[:_MOST_LABELS]
    reader = _Reader(dispatch)
    found = reader.topics()[: MOST - len(labels)]
    return tuple({topic.slug: topic for topic in reversed((*found, *labels))}.values())[::-1]


class _Reader:
    """Reads one dispatch: gathers the evidence, then names what weighs enough."""

    def __init__(self, dispatch: Dispatch) -> None:
        self._dispatch = dispatch
        self._body = dispatch.body_text
        self._language = (dispatch.language or "en").lower().split("-")[0]
        self._weights = Weights(self._body)
        self._spelled: dict[str, str] = {}
        self._met: dict[str, str] = {}
        self._others: dict[str, Topic] = {}
        self._sure: set[str] = set()
        self._introduced: dict[str, str | None] = {}

    def topics(self) -> list[Topic]:
        """The text's topics, the weightiest first."""
        body = self._body
        start = after_dateline(body)
        filed_from = f"{self._dispatch.dateline or ''} {body[:start]}"
        self._introduce(introductions(body))
        english = self._language == "en"
        self._take_body(mentions(body, start=start, english=english), filed_from)
        self._take_headline(self._dispatch.headline or "", english)
        self._take_slugline(self._dispatch.slugline or "")
        self._take_agency_names()
        return [self._topic(key) for key in self._weights.topics()]

    def _introduce(self, found: Iterable[Introduction]) -> None:
        """What the text itself says an abbreviation means goes before what the tables say."""
        for introduction in found:
            entity = entity_named(introduction.name)
            if entity is not None:
                self._introduced[introduction.short] = entity.key
                if not abbreviates(introduction.short, entity):
                    self._count(entity.key, (introduction.short,))
            elif introduction.is_organisation:
                self._introduced[introduction.short] = None
                self._add_other(introduction.name, (introduction.name, introduction.short))
            else:
                self._introduced[introduction.short] = None

    def _add_other(self, name: str, forms: tuple[str, ...]) -> str:
        """A subject the tables do not know, counted wherever one of its forms stands."""
        slug = canonical_slug(name)
        key = f"/{slug}"  # no key of the tables begins so
        if slug and key not in self._others:
            self._others[key] = Topic(name=name, slug=slug)
            self._count(key, forms)
        return key

    def _count(self, key: str, forms: tuple[str, ...]) -> None:
        for form in forms:
            for at in _places(self._body, form):
                self._weights.in_body(key, at, 1.0)
            headline = self._dispatch.headline or ""
            for at in _places(headline, form):
                self._weights.in_headline(key, 1.0, at / len(headline))

    def _take_body(self, found: list[Mention], filed_from: str) -> None:
        self._sure = {m.form.entities[0].key for m in found if not m.form.unsure and m.form.kind is not _SEAT}
        for mention in found:
            form = mention.form
            if form.kind is _SEAT and form.surface in filed_from:
                continue
            entity = self._meant(form)
            if entity is not None and not self._inside_introduced(mention):
                self._weights.in_body(entity.key, mention.start, mention.weight)
                self._note_spelling(entity, form)

    def _take_headline(self, headline: str, english: bool) -> None:
        if headline.isupper():
            for mention in mentions_in_capitals(headline):
                self._take_in_capitals(mention, headline=True)
            return
        for mention in mentions(headline, english=english, running=False):
            entity = self._meant(mention.form)
            if entity is not None:
                self._weights.in_headline(entity.key, mention.weight, mention.start / len(headline))
                self._note_spelling(entity, mention.form)

    def _take_slugline(self, slugline: str) -> None:
        seen: set[str] = set()
        for mention in mentions_in_capitals(_SLUG_BREAKS.sub(" ", slugline)):
            key = self._take_in_capitals(mention, headline=False, seen=seen)
            if key:
                seen.add(key)

    def _take_in_capitals(self, mention: Mention, *, headline: bool, seen: Iterable[str] = ()) -> str | None:
        """In capitals WHO is a word as well as a body: only what the body mentions too can be meant."""
        entity = self._meant(mention.form)
        if entity is None or entity.key in seen or not self._weights.is_in_body(entity.key):
            return None
        if headline:
            self._weights.in_headline(entity.key, mention.weight, mention.start / len(self._dispatch.headline or " "))
        else:
            self._weights.in_slugline(entity.key)
        return entity.key

    def _take_agency_names(self) -> None:
        for name in agency.names(self._dispatch):
            entity = entity_named(name)
            key = entity.key if entity is not None else self._add_other(name, (name,))
            if self._weights.is_in_body(key):
                self._weights.by_agency(key)

    def _meant(self, form: Form) -> Entity | None:
        """Which entity a form stands for in this text, if any."""
        if form.surface in self._introduced:
            key = self._introduced[form.surface]
            return ENTITIES[key] if key is not None else None
        if not form.unsure:
            return form.entities[0]
        for entity in form.entities:
            if entity.key in self._sure or self._has_context(entity):
                return entity
        return None

    def _has_context(self, entity: Entity) -> bool:
        body, headline = self._body, self._dispatch.headline or ""
        return any(word in body or word in headline for word in entity.context)

    def _inside_introduced(self, mention: Mention) -> bool:
        """Whether the mention is a part of an organisation's name that this text introduces."""
        for topic in self._others.values():
            at = topic.name.find(mention.form.surface)
            if at >= 0 and self._body.startswith(topic.name, mention.start - at):
                return True
        return False

    def _note_spelling(self, entity: Entity, form: Form) -> None:
        if form.spells:
            self._spelled.setdefault(entity.key, form.surface)
        if form.shown:
            self._met.setdefault(entity.key, form.surface)

    def _topic(self, key: str) -> Topic:
        if key in self._others:
            return self._others[key]
        entity = ENTITIES[key]
        own = entity.names.get(self._language)
        if self._language == "en":
            name = self._spelled.get(key, entity.names["en"])
        else:
            # Without a table of the story's language, the name stands as the text has it.
            name = own or self._met.get(key) or entity.names["en"]
        return Topic(name=name, slug=entity.slug)


def _places(text: str, form: str) -> Iterable[int]:
    """Where a form stands as a word or words of its own."""
    at = text.find(form)
    while at >= 0:
        end = at + len(form)
        whole = (at == 0 or not text[at - 1].isalnum()) and (end >= len(text) or not text[end].isalnum())
        if whole:
            yield at
        at = text.find(form, end)
