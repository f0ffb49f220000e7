"""What the agency itself says the story is about: its codes and names."""

import re
from collections.abc import Iterator

from stet.enrichment.topics.names import canonical_slug
from stet.enrichment.topics.tables import Label, labels
from stet.model.dispatch import Dispatch, Subject
from stet.model.story import Topic

_LABELS = labels()
_CODE = re.compile(r"(\d{8})\Z")
_BY_NAME = {
    label.name: (code, label) for vocabulary in ("subj", "medtop") for code, label in _LABELS[vocabulary].items()
}
_MOST_NAMES = 30  # each is looked for in all of the text
_READABLE = re.compile(r"[^\W\d_][^\n<>{}|=]{2,58}\Z")


def labelled(dispatch: Dispatch) -> list[Topic]:
    """Topics from IPTC Media Topics and Subject Codes, the more particular level first (mapping.md section 4).

    Deeper codes of the Subject Codes go up to their matter, which their digits name; those of the Media
    Topics do not show what they belong to and are left out. A subject is named as the agency names it in the
    story's language; a bare code has an English name only, so it is used in English stories alone.
    """
    english = (dispatch.language or "en").lower().startswith("en")
    found: dict[str, tuple[Label, Topic]] = {}
    for subject in dispatch.subjects:
        for code, label in _codes_of(subject):
            name = label.name if english else subject.name
            if name:
                found.setdefault(code, (label, _topic(label, name)))
    above = {label.above for label, _ in found.values()}
    kept = [(label, topic) for code, (label, topic) in found.items() if code not in above]
    kept.sort(key=lambda pair: pair[0].above is None)  # stable: the agency's order within a level
    return list({topic.slug: topic for _, topic in kept}.values())


def names(dispatch: Dispatch) -> Iterator[str]:
    """The bodies, places and subjects the agency names outright, not counting people and itself."""
    left_out = {*dispatch.people, dispatch.agency, dispatch.provider, dispatch.credit, dispatch.dateline}
    named = [subject.name for subject in dispatch.subjects if subject.name and not _is_coded(subject)]
    for name in list(dict.fromkeys((*named, *dispatch.organisations, *dispatch.places)))[:_MOST_NAMES]:
        if name not in left_out and _READABLE.match(name) and not name[0].islower():
            yield name


def _codes_of(subject: Subject) -> Iterator[tuple[str, Label]]:
    match = _CODE.search(subject.code or "")
    if match is not None:
        code = match.group(1)
        if code in _LABELS["medtop"] and not _is_subject_code(subject):
            yield code, _LABELS["medtop"][code]
        else:
            matter = code if code in _LABELS["subj"] else f"{code[:5]}000"
            if matter in _LABELS["subj"] and not code.startswith("2"):
                yield matter, _LABELS["subj"][matter]
    elif subject.name and subject.name.lower() in _BY_NAME:
        yield _BY_NAME[subject.name.lower()]


def _is_subject_code(subject: Subject) -> bool:
    return "subj" in f"{subject.scheme} {subject.code}".lower()


def _is_coded(subject: Subject) -> bool:
    return any(True for _ in _codes_of(subject)) or _CODE.search(subject.code or "") is not None


def _topic(label: Label, name: str) -> Topic:
    return Topic(name=name[:1].upper() + name[1:], slug=canonical_slug(label.name))
