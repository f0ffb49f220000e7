"""The desk of a house, asked as a browser asks it: over ASGI, signed in as somebody, with the token its forms carry."""

import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx

from stet.app import Stet
from stet.model.person import Role
from stet.newsroom.mount import mount

ORIGIN = "https://news.example"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Desk:
    """Somebody at the desk. Without a role: nobody is signed in."""

    def __init__(
        self,
        stet: Stet,
        role: Role | None = Role.CHIEF,
        name: str = "mira",
        *,
        demo: bool = False,
        sits: str = "203.0.113.7",
    ) -> None:
        self.stet = stet
        self._runner = asyncio.Runner()
        transport = httpx.ASGITransport(app=mount(stet, demo=demo), client=(sits, 4321))
        self.client = httpx.AsyncClient(transport=transport, base_url=ORIGIN)
        if role is not None:
            self.client.cookies.set("stet_desk", session_of(name, role), domain="news.example", path="/desk/")

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self._runner.run(self.client.get(path, **more))

    def post(
        self,
        path: str,
        data: dict[str, Any] | None = None,
        *,
        form: str | None = None,
        headers: dict[str, str] | None = None,
        **more: Any,
    ):
        """Send a form. The token is the one of the page at `form`, by default the address itself."""
        page = self.get(form or path)
        found = TOKEN.search(page.text)
        assert found, f"no form at {form or path}: {page.status_code} {page.text[:300]}"
        given = {"csrfmiddlewaretoken": found[1], **(data or {})}
        return self._runner.run(
            self.client.post(path, data=given, headers={"Referer": ORIGIN + path, **(headers or {})}, **more)
        )

    def send(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Any request, without a token."""
        return self._runner.run(self.client.request(method, path, **more))

    def close(self) -> None:
        self._runner.run(self.client.aclose())
        self._runner.close()


def session_of(name: str, role: Role, *, with_app: bool = True) -> str:
    """The key of a session of that person, who is made where there is none: a chief with the second factor it takes."""
    from allauth.mfa.models import Authenticator
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from stet.newsroom.models import User

    user, _ = User.objects.get_or_create(username=name, defaults={"role": role})
    if role is Role.CHIEF and with_app:
        Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": ""}})
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def session_in(root: Path, name: str, role: Role, *, with_app: bool = True) -> str:
    """The key of a session at the desk of a house that runs in another process."""
    from django.conf import settings
    from django.db import connections

    from stet.config import load
    from stet.journal.connect import connect
    from stet.journal.ledger import Ledger

    house = load(root / "stet.toml")
    connect(house.settings.storage.database, house.root)
    try:
        settings.SECRET_KEY = Ledger().remembered("desk_secret", lambda: "none yet")
        return session_of(name, role, with_app=with_app)
    finally:
        connections.close_all()


def session_from_outside(root: Path, name: str, role: Role) -> str:
    """The same, where this process may not ask a database: a browser's driver and a journal do not share a thread."""
    words = [sys.executable, "-m", "newsroom.asking", str(root), name, role.name]
    paths = os.pathsep.join([str(Path(__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(words, env=os.environ | {"PYTHONPATH": paths}, capture_output=True, text=True, check=True)
    return done.stdout.strip()


if __name__ == "__main__":
    sys.stdout.write(session_in(Path(sys.argv[1]), sys.argv[2], Role[sys.argv[3]]))
