"""Bytes and origin in, dispatches out. Pure: no network, no clock, no settings.

`read` gives a Reading, `sent_texts` the agency's own text for the verbatim gate, `stop_orders` the kills of bytes
that may be broken, `looks_like_stop` a hint cheap enough for every packet.
"""

from stet.formats.base import FORMATS, read, sent_texts
from stet.formats.signs import picture
from stet.formats.stops import looks_like_stop, stop_orders

__all__ = ["FORMATS", "looks_like_stop", "picture", "read", "sent_texts", "stop_orders"]
