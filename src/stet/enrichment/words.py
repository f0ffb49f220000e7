"""The stage's lists of words, from `words.txt`."""

from importlib.resources import files


def _read(text: str) -> dict[str, frozenset[str]]:
    found: dict[str, list[str]] = {}
    words: list[str] = []
    for line in text.splitlines():
        if line.startswith("["):
            words = found.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            words.extend(line.split())
    return {name: frozenset(listed) for name, listed in found.items()}


WORDS = _read((files("stet.enrichment") / "words.txt").read_text(encoding="utf-8"))
