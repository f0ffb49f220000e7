"""A WebSub hub on a loopback port, as the Recommendation has it, and the feed it serves: https://www.w3.org/TR/websub/.

It takes subscriptions, verifies intent before it believes one, and delivers with a signature. A test can tell it to
refuse, to redirect, to verify late or not at all, and to sign wrongly.
"""

import hashlib
import hmac
import secrets
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx


class Hub:
    """One hub with one topic at `/feed.xml`."""

    def __init__(self, feed=b"", *, lease=None, etag=True):
        self.feed, self.lease, self.etag = feed, lease, etag
        self.refuses: int | None = None
        """A status in place of 202."""
        self.rests: int | None = None
        """Seconds for `Retry-After`."""
        self.redirects: list[int] = []
        """Statuses with which the next requests are sent on to `/hub2`."""
        self.verifies = True
        self.polls = 0
        self.asked: list[dict[str, str]] = []
        """Every request to subscribe, as its form says it."""
        self.verified: list[tuple[int, bool]] = []
        """Status of each answer to the question whether it was meant, and whether the challenge came back."""
        self.subscribers: dict[str, dict[str, str]] = {}
        """Forms of those that meant it, by callback."""
        self._asking: list[threading.Thread] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}/hub"
        self.topic = f"http://127.0.0.1:{self.port}/feed.xml"

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
        for thread in (self._thread, *self._asking):
            thread.join(5)

    def verify(self, form, mode="subscribe", **others):
        """Ask the subscriber whether it meant it. Whether it did."""
        challenge = secrets.token_hex(16)
        asks = {
            "hub.mode": mode, "hub.topic": form["hub.topic"], "hub.challenge": challenge,
            "hub.lease_seconds": str(self.lease or form["hub.lease_seconds"]), **others,
        }  # fmt: skip
        answer = httpx.get(f"{form['hub.callback']}?{urlencode(asks)}", trust_env=False, timeout=5)
        meant = answer.is_success and answer.text == challenge
        self.verified.append((answer.status_code, meant))
        if meant and mode == "subscribe":
            self.subscribers[form["hub.callback"]] = form
        return meant

    def deliver(self, body=None, *, method="sha256", signature=None, callback=None):
        """Tell the last subscriber. The status it answers with. `signature`: in place of the right one; empty: none."""
        *_, form = self.subscribers.values()
        body = self.feed if body is None else body
        right = f"{method}={hmac.new(form['hub.secret'].encode(), body, getattr(hashlib, method)).hexdigest()}"
        headers = {"Link": f'<{self.url}>; rel="hub", <{self.topic}>; rel="self"', "Content-Type": "application/xml"}
        if signature != "":
            headers["X-Hub-Signature"] = signature or right
        return httpx.post(
            callback or form["hub.callback"], content=body, headers=headers, trust_env=False, timeout=10
        ).status_code

    def _subscription(self, form):
        self.asked.append(form)
        if self.refuses:
            return self.refuses
        assert set(form) == {"hub.mode", "hub.topic", "hub.callback", "hub.secret", "hub.lease_seconds"}
        assert (form["hub.mode"], form["hub.topic"].partition("?")[0]) == ("subscribe", self.topic)
        assert len(form["hub.secret"].encode()) < 200
        if self.verifies:
            self._asking.append(threading.Thread(target=self.verify, args=(form,)))
            self._asking[-1].start()
        return 202

    def _handler(hub):  # noqa: N805 -- `self` is the handler's
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                hub.polls += 1
                tag = f'"{hashlib.sha256(hub.feed).hexdigest()[:16]}"'
                if hub.etag and self.headers.get("If-None-Match") == tag:
                    self._answer(304)
                else:
                    link = f'<{hub.url}>; rel="hub", <{hub.topic}>; rel="self"'
                    self._answer(200, hub.feed, {"Link": link, **({"ETag": tag} if hub.etag else {})})

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                assert self.headers["Content-Type"] == "application/x-www-form-urlencoded"
                if hub.redirects:
                    self._answer(hub.redirects.pop(0), headers={"Location": "/hub2"})
                else:
                    assert urlsplit(self.path).path in ("/hub", "/hub2")
                    status = hub._subscription(dict(parse_qsl(body.decode())))
                    self._answer(status, headers={"Retry-After": str(hub.rests)} if hub.rests else None)

            def _answer(self, status, body=b"", headers=None):
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_): ...

        return Handler
