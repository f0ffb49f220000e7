"""An item whose every field says the same few words, harmless ones or hostile ones."""

import json
from typing import Any

from conftest import NOON

HARMLESS = "Ferry tables of Velmora"
SCRIPT = "<script>alert(1)</script><svg onload=alert(1)><style>*{display:none}</style>"
HANDLERS = "\"'><img src=x onerror=alert(1)> ' onfocus=alert(1) autofocus=\" `onmouseover=alert(1)"
ADDRESS = "javascript:alert(1)"
DIRECTION = "\u202eevil\u202d \u2066x\u2067 \u200fRTL\u200e \u061c"
NOTHING = "a\x00b\x01c\x1bd\x7fe\ufffef"
HUGE = "Wide" * 25_000
BRACES = "{{ 7*7 }}{% include 'x' %}{0:said} %(n)s %s ${7*7}"
ENDS = "</title></textarea></option></select></bdi></details>--></script><h1>x</h1>"
POISONS = {
    "script": SCRIPT, "handlers": HANDLERS, "address": ADDRESS, "direction": DIRECTION, "nothing": NOTHING,
    "huge": HUGE, "braces": BRACES, "ends": ENDS,
}  # fmt: skip


def item(words: str, number: int = 1, version: int = 1, **more: Any) -> bytes:
    """An item of ninjs, in which anything can stand that JSON can hold. Its id is a plain one; `uri=` gives another."""
    said: dict[str, Any] = {
        "uri": f"urn:x-test:{number}",
        "type": "text",
        "version": str(version),
        "versioncreated": NOON.isoformat(),
        "pubstatus": "usable",
        "urgency": 3,
        "language": words,
        "headline": words,
        "slugline": words,
        "byline": words,
        "dateline": words,
        "source": words,
        "provider": words,
        "copyrightholder": words,
        "copyrightnotice": words,
        "usageterms": words,
        "ednote": words,
        "description_text": words,
        "located": words,
        "charcount": words,
        "profile": words,
        "subject": [{"name": words, "rel": words, "scheme": words, "code": words}],
        "person": [{"name": words}],
        "organisation": [{"name": words}],
        "place": [{"name": words}],
        "keywords": [words],
        "body_html": f"<p>{words}</p><p>Take {version} of story {number} tells of {words}</p>",
        "associations": {
            words: {
                "uri": f"urn:x-test:picture:{number}",
                "type": "picture",
                "headline": words,
                "description_text": words,
                "body_text": words,
                "byline": words,
                "creditline": words,
                "source": words,
                "usageterms": words,
                "ednote": words,
                "renditions": {words: {"href": words, "mimetype": words, "title": words}},
            }
        },
        **more,
    }
    return json.dumps(said).encode()
