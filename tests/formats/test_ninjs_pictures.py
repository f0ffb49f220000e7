import json

import pytest

from stet.formats import read

PICTURE = {"type": "picture", "uri": "urn:p", "renditions": [{"href": "quay.jpg"}]}


@pytest.mark.parametrize(
    "words",
    [
        {
            "descriptions": [
                {"role": "altText", "value": "A white ferry"},
                {"role": "caption", "value": "The ferry on Tuesday."},
            ]
        },
        {"description_alt": "A white ferry", "description_text": "The ferry on Tuesday."},
        {"altText": "A white ferry", "description_text": "The ferry on Tuesday."},
    ],
)
def test_a_pictures_alternative_text_is_not_its_caption(words, origin) -> None:
    item = {
        "uri": "urn:s",
        "type": "text",
        "headline": "Ferry leaves",
        "body_text": "It left.",
        "associations": [PICTURE | words],
    }
    [story] = read(json.dumps(item).encode(), origin).dispatches
    assert story.pictures[0].alt == "A white ferry"
    assert story.pictures[0].caption == "The ferry on Tuesday."
