"""Makes XML elements with few words."""

from collections.abc import Mapping
from typing import cast

from lxml import etree


class Maker:
    """Makes elements of one namespace: `make("p", "text", child, {"attribute": "value"}, other="value")`."""

    def __init__(self, namespace: str) -> None:
        self._namespace = namespace
        # None stands for the default namespace, which the type stubs of lxml do not know.
        self._nsmap = cast("dict[str, str]", {None: namespace})

    def __call__(
        self, name: str, /, *content: "etree._Element | str | Mapping[str, str]", **attributes: str
    ) -> "etree._Element":
        """An element with text, then children, and attributes from mappings and keywords."""
        element = etree.Element(f"{{{self._namespace}}}{name}", attributes, nsmap=self._nsmap)
        for part in content:
            if isinstance(part, str):
                element.text = (element.text or "") + part
            elif isinstance(part, Mapping):
                for key, value in part.items():
                    element.set(key, value)
            else:
                element.append(part)
        return element
