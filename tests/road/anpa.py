"""Messages of a text wire with invented copy, for tests of the whole road."""

FIRST = "EASTMERE (NWN) _ A fire that was seen from Norwick destroyed two sheds in Eastmere harbour, and it was lit."
MORE = "Police asked for witnesses, and the harbour master closed the quay to all who have no business there."
HEAD = "^Fire destroys two sheds in Eastmere harbour<"


def anpa(
    slug: str, *body: str, serial: str = "w2101", head: str = HEAD, at: str = "0730", day: str = "21",
    category: str = "i",
) -> bytes:  # fmt: skip
    """A message of ANPA 1312, sent at `at` GMT on that day of November 2026; `body` are its paragraphs."""
    rows = "".join(f"\t{text}<\r\n" for text in body or (FIRST,))
    head = f"{head}\r\n" if head else ""
    short = slug.partition(",")[0]
    return (
        f"\x16\x16\x01{serial}\x1fharbour\r\nr {category}\x13\x11 {short}  11-{day} 0087\r\n\x02^{slug}<\r\n{head}"
        f"{rows}\x03NWN-WF-11-{day}-26 {at}GMT<\r\n\x04"
    ).encode()


def add(number: int | str, *body: str, serial: str = "w2102", at: str = "0740", **more: str) -> bytes:
    """An add to the fire: the first, the second ..., or one without a number."""
    nth = f"{number}{['st', 'nd', 'rd'][int(number) - 1]} Add" if isinstance(number, int) else number
    return anpa(f"BC-EM--Harbour-Fire, {nth},30", *(body or (MORE,)), serial=serial, head="", at=at, **more)


def fire(version: str = "", *body: str, **more: str) -> bytes:
    """The story of the fire, or a version of it."""
    return anpa(f"BC-EM--Harbour-Fire{f', {version}' if version else ''},87", *body, **more)
