"""A house's own colours and faces, as rules at the end of the theme's stylesheet."""

from collections.abc import Iterator

from stet.model.page import Look

_LIGHT = {"paper": "paper", "ink": "ink", "accent": "accent"}
_DARK = {"dark_paper": "paper", "dark_ink": "ink", "dark_accent": "accent"}


def rules(look: Look) -> str:
    """CSS for what a house has changed; empty when that is nothing."""
    light = "".join(_declared(look, _LIGHT))
    dark = "".join(_declared(look, _DARK))
    return "".join(
        (
            f"@media not all and (prefers-color-scheme: dark){{:root{{{light}}}}}" if light else "",
            f"@media (prefers-color-scheme: dark){{:root{{{dark}}}}}" if dark else "",
            f"@media print{{:root{{{_PRINTED}}}}}" if light or dark else "",
            # Each script keeps its own faces after the house's, for the letters that the house's does not have.
            f"body,[lang]{{font-family:{look.text_font},var(--text)}}" if look.text_font else "",
            f"h1,.nameplate,.lead h2{{font-family:{look.display_font},var(--display)}}" if look.display_font else "",
        )
    )


_PRINTED = "--paper:#fff;--ink:#000;--accent:#000;"
"""Whatever the house's colours, it is printed black on white."""


def _declared(look: Look, names: dict[str, str]) -> Iterator[str]:
    for key, variable in names.items():
        value = getattr(look, key)
        if value is not None:
            yield f"--{variable}:{value};"
