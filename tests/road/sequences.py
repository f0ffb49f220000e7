"""Sequences by chance: an agency that sends, a wire that delays, doubles and mixes, a desk that acts, a clock.

Deterministic: a key gives the same sequences on any machine, as with the other fuzzer.
"""

import random
from typing import Any

Json = dict[str, Any]
_STEPS = (1, 1, 1, 60, 60, 600, 3600)
_LONG = 180_000
ITEMS = "abc"
"""Three items a lane at most: ids, of which some go on from others."""


class Agency:
    """Sends messages for a few items, each later than the one before by its own clock."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.numbers = dict.fromkeys(ITEMS, 0)
        self.texts: dict[str, list[str]] = {item: [] for item in ITEMS}
        self.after: dict[str, str] = {}
        self.named = {item for item in ITEMS if chance.random() < 0.3}
        self.unnumbered = {item for item in ITEMS if chance.random() < 0.2}
        self.sent: list[Json] = []
        self.count = 0

    def send(self, now: float) -> Json:
        """The next message."""
        chance, item = self.chance, self.chance.choice("aaab" if self.chance.random() < 0.6 else ITEMS)
        if not self.numbers[item]:
            return self._version(item, now)
        roll = chance.random()
        if roll < 0.45:
            return self._version(item, now)
        if roll < 0.60:
            return self._stop(item, "canceled", now)
        if roll < 0.70:
            return self._stop(item, "withheld", now)
        if roll < 0.77 and item in self.named:
            return self._by_another_name(item, now)
        if roll < 0.85:
            return self._rewritten(item, now)
        if self.sent and roll < 0.90:
            return chance.choice(self.sent)
        if roll < 0.92:
            return self._with_other_rights(item, now)
        return self._version(item, now)

    def _said(self, message: Json) -> Json:
        self.sent.append(message)
        return message

    def _created(self, now: float) -> float:
        """Just now, by a clock that is sometimes wrong."""
        self.count += 1
        return now - 30 + self.count / 100 + self.chance.choice((0, 0, 0, 0, 0, -900))

    def _version(self, item: str, now: float) -> Json:
        chance, first = self.chance, not self.numbers[item]
        self.numbers[item] += chance.choice((1, 1, 1, 2, 5))
        number = self.numbers[item]
        if chance.random() < 0.03 and number > 2:
            number = self.numbers[item] = chance.randrange(1, number)
        text = f"{item}{len(self.texts[item])}"
        others = [one for other in ITEMS if other != item for one in self.texts[other]]
        if first and others and chance.random() < 0.3:
            text = chance.choice(others)
        self.texts[item].append(text)
        message: Json = {"item": item, "number": self._numbered(item, number), "created": self._created(now)}
        message["text"] = text
        message["headline"] = f"{item}{chance.randrange(3)}"
        if chance.random() < 0.18:
            message["until"] = chance.choice((now + 60, now + 600, now + 3600, now - 60, "open"))
        if chance.random() < 0.1:
            message["expires"] = chance.choice((now + 60, now + 600, now + 3600, now - 10, now - 3600))
        if chance.random() < 0.1:
            message["ends"] = self._end(now)
        if chance.random() < (0.12 if first else 0.04):
            message["status"] = "unknown"
        if chance.random() < 0.15:
            message["correction"] = True
        before = [other for other in ITEMS if other < item and self.numbers[other]]
        if before and (item in self.after or (first and chance.random() < 0.5)):
            self.after.setdefault(item, chance.choice(before))
        if item in self.after and chance.random() < 0.8:
            message["after"] = [self.after[item]]
        if item in self.named:
            message["names"] = [f"{item}n"]
        return self._said(message)

    def _numbered(self, item: str, number: int) -> int | None:
        """The number, on items that have numbers, and hardly ever forgotten there; none on the others."""
        return number if (item in self.unnumbered) == (self.chance.random() < 0.03) else None

    def _end(self, now: float) -> float:
        """Until when there are rights in a version."""
        return self.chance.choice((now + 60, now + 600, now + 3600, now - 60))

    def _with_number(self, item: str) -> list[Json]:
        return [m for m in self.sent if m["item"] == item and m.get("text") and m["number"] is not None]

    def _with_other_rights(self, item: str, now: float) -> Json:
        """The very same version again, but for the end of the rights in it."""
        before = self._with_number(item)
        if not before:
            return self._version(item, now)
        return self._said({**self.chance.choice(before), "ends": self._end(now)})

    def _rewritten(self, item: str, now: float) -> Json:
        """The same number with other words, later by a little."""
        before = self._with_number(item)
        if not before:
            return self._version(item, now)
        text = f"{item}{len(self.texts[item])}"
        self.texts[item].append(text)
        self.count += 1
        old = self.chance.choice(before)
        return self._said({**old, "text": text, "created": old["created"] + 0.001 * self.count})

    def _stop(self, item: str, status: str, now: float) -> Json:
        if status == "canceled" or self.chance.random() < 0.5:
            self.numbers[item] += self.chance.choice((0, 1, 1))
        number = max(0, self.numbers[item] - self.chance.choice((0, 0, 0, 0, 1)))
        message: Json = {"item": item, "number": self._numbered(item, number), "created": self._created(now)}
        message["status"] = status
        if self.chance.random() < 0.25:
            message["until"] = self.chance.choice((now + 60, now + 600, now + 3600, "open"))
        return self._said(message)

    def _by_another_name(self, item: str, now: float) -> Json:
        created = self._created(now)
        return self._said({"item": f"{item}n", "number": 1, "created": created, "status": "canceled"})


def sequence(chance: random.Random, schedule: list[Json]) -> Json:
    """One sequence under a schedule: what comes and what the desk does, round by round."""
    agency, now, late = Agency(chance), 0.0, []
    length = chance.randint(3, len(schedule))
    rounds: list[Json] = []
    for number, planned in enumerate(schedule[:length]):
        now += planned["after"]
        wire = [message for due, message in late if due <= number]
        late = [(due, message) for due, message in late if due > number]
        desk: list[list[str]] = []
        if number and chance.random() < 0.3:
            stopped = [message["item"] for message in agency.sent if message.get("status")]
            lets_go = stopped and stopped[-1] in ITEMS and chance.random() < 0.4
            desk.append(["release", stopped[-1]] if lets_go else _act(chance, number))
        else:
            for _ in range(chance.choice((0, 1, 1, 1, 1, 2, 3))):
                message = agency.send(now)
                if chance.random() < 0.15:
                    late.append((number + chance.randint(1, 4), message))
                else:
                    wire.append(message)
        chance.shuffle(wire)
        rounds.append({**planned, "wire": wire, "desk": desk})
    return {"feed": "slow" if chance.random() < 0.15 else "wire", "rounds": rounds}


def _act(chance: random.Random, number: int) -> list[str]:
    item = chance.choice("aaabbc")
    kind = chance.choice(("headline", "headline", "hold", "release", "release", "release", "kill"))
    if kind != "headline":
        return [kind, item]
    return [kind, item, "" if chance.random() < 0.15 else f"h{item}{number}"]


def schedule(chance: random.Random) -> list[Json]:
    """When rounds are, and where the process dies: the same for all sequences that run side by side."""
    rounds: list[Json] = []
    for _ in range(chance.randint(4, 12)):
        planned: Json = {"after": _LONG if chance.random() < 0.03 else chance.choice(_STEPS)}
        if chance.random() < 0.2:
            planned["crash"] = chance.randint(1, 120)
        rounds.append(planned)
    return rounds


def sequences(key: str, number: int) -> list[Json]:
    """Sequences to run side by side, by the key that names them."""
    chance = random.Random(key)
    planned = schedule(chance)
    return [sequence(chance, planned) for _ in range(number)]
