"""Words of the rooms behind the wire."""

from django import template

from stet.newsroom.audit import KINDS

register = template.Library()


@register.filter
def act(kind: str) -> str:
    """An act in the words of the desk."""
    return KINDS[kind]() if kind in KINDS else kind
