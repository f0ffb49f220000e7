"""Words of the rooms behind the wire."""

from django import template
from django.utils.safestring import SafeString

from stet.journal.audit import DESK, Did
from stet.newsroom.audit import KINDS
from stet.newsroom.record import Kind
from stet.newsroom.templatetags.desk import said
from stet.show import harmless

register = template.Library()


@register.filter
def act(kind: str) -> str:
    """An act in the words of the desk."""
    return KINDS[kind]() if kind in KINDS else kind


@register.filter
def act_words(did: Did) -> SafeString | str:
    """What else is known of an act: the house's own words where it is one of coming in, else somebody's."""
    words = harmless(did.words)
    return said(words) if did.source == DESK and did.kind != Kind.READ_AGAIN else words
