"""`/desk/events`: what changes on the wire, told to every desk that looks, as server-sent events."""

from stet.app import Stet
from stet.engine.site import Receive, Scope, Send

PATH = "/desk/events"


class Live:
    """Tells open desks what happened."""

    def __init__(self, stet: Stet) -> None:
        self._stet = stet

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI 3 application."""
        await send({"type": "http.response.start", "status": 404, "headers": []})
        await send({"type": "http.response.body", "body": b""})
