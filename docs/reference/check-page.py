"""Compare the text of a story page with what its provenance.json says. Needs Python 3 and nothing else.

python3 check-page.py https://news.example/india/ferry-leaves-an-hour-late-abc123defg
"""

import hashlib
import json
import sys
import urllib.request
from html.parser import HTMLParser

INSIDE = "a bdi bdo em q rp rt ruby s strong sub sup"  # may stand inside a word; every other edge parts words
RUNS_ON = set(INSIDE.split())
EMPTY = {"br"}


class Body(HTMLParser):
    """Collects the text of the element with itemprop=articleBody."""

    text, depth = "", 0

    def handle_starttag(self, tag, attributes):
        if self.depth and tag not in RUNS_ON:
            self.text += " "
        if (self.depth or dict(attributes).get("itemprop") == "articleBody") and tag not in EMPTY:
            self.depth += 1

    def handle_endtag(self, tag):
        if self.depth and tag not in EMPTY:
            self.depth -= 1
            self.text += "" if tag in RUNS_ON else " "

    def handle_data(self, data):
        self.text += data if self.depth else ""


address = sys.argv[1]
with urllib.request.urlopen(address) as page:
    body = Body()
    body.feed(page.read().decode("utf-8"))
with urllib.request.urlopen(address + "/provenance.json") as told:
    said = json.load(told)["shown"]["text_sha256"]
folded = " ".join(body.text.split())
found = hashlib.sha256(folded.encode("utf-8")).hexdigest()
print("the page:       ", found)
print("provenance.json:", said)
sys.exit(found != said)
