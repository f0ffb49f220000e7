"""Words of the wire for a page of the desk: nothing in them acts, and everything in them is seen."""

from django import template

from stet.show import harmless

register = template.Library()


@register.filter
def plainly(text: object) -> str:
    """Control characters, and marks that turn the direction of writing, by their numbers."""
    return harmless(str(text or ""))
