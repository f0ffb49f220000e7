"""The desk as an application beside the site: `/desk/…`."""

import secrets
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings as django
from django.core.handlers.asgi import ASGIHandler
from granian.utils.proxies import wrap_asgi_with_proxy_headers

from stet.app import Stet
from stet.engine.site import ON_ALL, App, Receive, Scope, Send
from stet.newsroom import live
from stet.newsroom.sign_in import heard

LARGEST = 32 * 1024 * 1024
"""Bytes of a request: a picture of 25 MB, and its words."""
_TOO_LARGE = b"This is too large for the desk: a picture may have 25 MB.\n"


def mount(stet: Stet, *, demo: bool = False) -> App:
    """The desk of a house. A process has one house, as it has one journal.

    That of the demonstration lets people in by one click, where only this machine can click: on no other address.
    """
    demo = demo and stet.house.settings.server.is_loopback
    home = urlsplit(stet.site.url)
    django.SECRET_KEY = _secret(stet)
    django.ALLOWED_HOSTS = [host for host in (home.hostname, stet.house.settings.server.host) if host]
    django.ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
    django.CSRF_TRUSTED_ORIGINS = [f"{home.scheme}://{home.netloc}"]
    django.SESSION_COOKIE_SECURE = django.CSRF_COOKIE_SECURE = home.scheme == "https"
    heard.listen()
    pages = ASGIHandler()
    stream = live.Live(stet, demo=demo)

    async def desk(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1000})
        elif scope["path"] == live.PATH:
            await stream(scope, receive, send)
        elif _announced(scope) > LARGEST:
            await _refuse(send)
        else:
            # Django goes by this, not by the bytes: the desk has one way in, whatever the server in front made of it.
            await pages({**scope, "stet": stet, "demo": demo}, _limited(receive), send)  # type: ignore[arg-type]

    return _behind(stet.house.settings.server.trusted_proxies, desk)


def _behind(proxies: Sequence[str], desk: App) -> App:
    """Where people sit is what the web servers in front say, and nobody else's headers: the last address that is none
    of theirs (`server.trusted_proxies`)."""
    app: App = wrap_asgi_with_proxy_headers(desk, list(proxies))
    return app


def _secret(stet: Stet) -> str:
    """What sessions are signed with: made once, and kept in the journal, where the sessions are."""
    return str(stet.ledger.remembered("desk_secret", lambda: secrets.token_urlsafe(50)))


def _announced(scope: Scope) -> int:
    length = dict(scope["headers"]).get(b"content-length", b"0")
    return int(length[:18]) if length.isdigit() else 0


def _limited(receive: Receive) -> Receive:
    """A body that announced no length, or a wrong one, ends where it gets too large, as if nobody were there."""
    got = 0

    async def limited() -> dict[str, object]:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        return {"type": "http.disconnect"} if got > LARGEST else dict(message)

    return limited


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", b"%d" % len(_TOO_LARGE)), *ON_ALL]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": _TOO_LARGE})
