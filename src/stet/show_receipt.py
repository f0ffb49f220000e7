"""A kill receipt as people and programs get it."""

from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec
from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from stet.kill_receipt import KillReceipt, Stopped
from stet.model.story import State
from stet.show import folded, harmless, plural


def as_json(told: KillReceipt, serving: Sequence[str]) -> str:
    """A kill receipt as one JSON object. Its `sha256` is over the value of `receipt`, keys sorted, no white space."""
    whole = {"receipt": told, "serving_now": list(serving), "sha256": told.sha256}
    return msgspec.json.encode(whole, order="sorted").decode()


def receipt(told: KillReceipt, serving: Sequence[str]) -> RenderableType:
    """A kill receipt for people. No words of the story, none of the order."""
    served = "" if told.ever_served else "Nothing of it was ever served.\n"
    head = Text.assemble(
        ("Kill receipt", "bold"), f" for story {told.story} ({told.key}), which is {told.state}.\n", served
    )
    parts: list[RenderableType] = [folded(head)]
    for number, stop in enumerate(told.stops, start=1):
        parts += [Rule(Text(f"stop {number} of {len(told.stops)}"), align="left", style="dim"), _order(stop), Text()]
        if stop.surfaces:
            parts += [_surfaces(stop), Text()]
    if told.state == State.WITHDRAWN:
        now = f"STILL NAMED in {', '.join(serving)}" if serving else "no file of the edition names the story"
        parts.append(Text(f"Now: {now}.", style="bold red" if serving else ""))
    parts.append(folded(Text(f"SHA-256 of this receipt: {told.sha256}")))
    return Group(*parts)


def _order(stop: Stopped) -> RenderableType:
    order = stop.order
    rows = [
        ("order", f"{order.act}{_against(order.version)}" + ("" if order.sure else ", but not surely this story")),
        ("arrived" if order.packet else "given", _exactly(order.at)),
        ("by", order.who and f"{harmless(order.who)}, at the desk"),
        ("from", order.packet and f"feed {order.feed}, {harmless(order.source or '')}"),
        ("its bytes", order.packet and f"SHA-256 {order.packet}"),
        ("took effect", _effect(stop)),
        ("410 since", stop.gone and f"{_exactly(stop.gone.at)}, page SHA-256 {stop.gone.sha256}"),
    ]
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for label, words in rows:
        if words:
            table.add_row(label, Text(words))
    return table


def _against(version: int | None) -> str:
    return "" if version is None else f", version {version}"


def _effect(stop: Stopped) -> str:
    if not stop.surfaces:
        return "nothing was served when it came"
    if stop.ms is None:
        return "not everywhere yet"
    return f"{stop.ms:,.1f} ms after it came, on the last of {plural(len(stop.surfaces), 'surface')}"


def _surfaces(stop: Stopped) -> Table:
    table = Table("surface", "path", "stopped serving", "after", "served last (SHA-256)", box=None, header_style="bold")
    for one in stop.surfaces:
        when = one.note or (_exactly(one.stopped) if one.stopped else "not yet")
        table.add_row(one.kind, Text(one.path), when, "-" if one.ms is None else f"{one.ms:,.1f} ms", one.served or "-")
    return table


def _exactly(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f} UTC"
