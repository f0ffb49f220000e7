"""nginx with deploy/nginx.conf gives the answers that Stet's own server gives, out of the same folder.

Where there is no nginx this is not run; with STET_TEST_NGINX=required, as CI has it, that is a failure.
"""

import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from stet.engine.push import Push
from stet.engine.site import Site
from stet.engine.site_serve import listening, serve
from stet.model.address import story_id

CONF = Path(__file__).parents[2] / "deploy" / "nginx.conf"
LIVE, GONE, MOVED, HINDI = (story_id(f"coast:{n}") for n in range(4))
PAGE = b"<!doctype html><title>Rain</title>" + b"<p>Rain fell on the coast.</p>" * 100
FILES = {
    "index.html": PAGE + b"front",
    "404.html": b"<p>No such page</p>",
    "india/index.html": b"section",
    "india/rss.xml": b"<rss/>" * 200,
    f"india/rain-{LIVE}.html": PAGE,
    f"india/rain-{LIVE}/provenance.json": b'{"story": "x"}' * 100,
    f"gone/{GONE}.html": b"<p>This report has been withdrawn.</p>",
    f"india/later-{MOVED}.html": PAGE,
    f"india/later-{MOVED}/provenance.json": b"{}",
    f"at/{MOVED}": f"india/later-{MOVED}".encode(),
    f"india/बारिश-{HINDI}.html": "बारिश".encode(),
    "topic/port-amber/index.html": b"topic",
    "archive/2026/11/21/index.html": b"day",
    "about/index.html": b"about",
    "rss.xml": b"<rss/>",
    "atom.xml": b"<feed/>",
    "feed.json": b"{}",
    "sitemap.xml": b"<urlset/>",
    "robots.txt": b"User-agent: *\n",
    "assets/style-1f2e3d4c5b.css": b"p { color: black }" * 100,
    "assets/icon-1f2e3d4c5b.svg": b"<svg/>",
    "assets/card-1f2e3d4c5b.png": b"\x89PNG" * 300,
    "media/0a1b-480.jpg": b"\xff\xd8" * 300,
    "media/0a1b-480.webp": b"RIFF" * 300,
    "media/0a1b-480.avif": b"avif" * 300,
    ".tmp/1-1": b"half a page",
}
NON_LATIN = "/india/%E0%A4%AC%E0%A4%BE%E0%A4%B0%E0%A4%BF%E0%A4%B6-"
ADDRESSES = [
    "/", "/india/", "/india", "/india?page=2", "/topic/port-amber/", "/topic/port-amber", "/archive/2026/11/21/",
    "/about/",
    f"/india/rain-{LIVE}", f"/india/rain-{LIVE}?from=feed", f"/india/rain-{LIVE}.html", f"/india/rain-{LIVE}/",
    f"/india/rain-{LIVE}.html?from=feed", f"/india/rain-{LIVE}/provenance.json",
    f"/india/storm-{GONE}", f"/any/words-{GONE}", f"/{GONE}", f"/india/storm-{GONE}.html", f"/india/storm-{GONE}/",
    f"/india/storm-{GONE}/provenance.json",
    f"/india/earlier-{MOVED}", f"/world/earlier-{MOVED}?x=1", f"/india/earlier-{MOVED}/provenance.json",
    f"/india/later-{MOVED}", f"{NON_LATIN}{HINDI}", f"{NON_LATIN}{HINDI}.html",
    "/index.html", "/india/index.html", "/none/index.html", "/404.html", "/404", "/none", "/none/", "/none.html",
    "/india/none-0123456789", "/gone/", f"/gone/{GONE}.html", f"/at/{MOVED}", "/.tmp/1-1", "/.git/config", "//india/",
    "/rss.xml", "/india/rss.xml", "/atom.xml", "/feed.json", "/sitemap.xml", "/robots.txt", "/healthz",
    "/assets/style-1f2e3d4c5b.css", "/assets/icon-1f2e3d4c5b.svg", "/assets/card-1f2e3d4c5b.png", "/assets/none.css",
    "/media/0a1b-480.jpg", "/media/0a1b-480.webp", "/media/0a1b-480.avif", "/media/none.jpg", "/%E0%A4%A4", "/%00",
    "/push/coast/x",
]  # fmt: skip
COMPARED = (
    "location", "content-type", "content-encoding", "cache-control", "vary", "allow", "x-content-type-options",
    "referrer-policy", "content-security-policy", "permissions-policy", "cross-origin-opener-policy",
    "cross-origin-resource-policy",
)  # fmt: skip
WRAPPED = """
{user}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{conf}
}}
"""


class Both:
    """Stet's server, and nginx before it, over one folder."""

    def __init__(self, stet: str, nginx: str, root: Path) -> None:
        self.stet, self.nginx, self.root = stet, nginx, root

    def ask(self, address: str, method: str = "GET", **headers: str) -> tuple[httpx.Response, httpx.Response]:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        ours, theirs = (
            httpx.request(method, server + address, headers=given, trust_env=False)
            for server in (self.stet, self.nginx)
        )
        return ours, theirs


def program() -> str:
    found = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if not found and os.environ.get("STET_TEST_NGINX") != "required":
        pytest.skip("no nginx on this machine; CI installs one")
    assert found, "STET_TEST_NGINX=required, and there is no nginx: install Debian's package nginx"
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    program()
    folder = tmp_path_factory.mktemp("nginx")
    root = edition(folder)
    stop, ready = threading.Event(), threading.Event()
    with listening("127.0.0.1", 0) as listener:
        site = Site(root, beside={"push": Push({}, lambda feed: None)})
        stet = threading.Thread(target=serve, args=(site, listener), kwargs={"stop": stop, "ready": ready.set})
        stet.start()
        try:
            assert ready.wait(10)
            with nginx(folder, root, listener.port) as address:
                yield Both(f"http://127.0.0.1:{listener.port}", address, root)
        finally:
            stop.set()
            stet.join(10)


def edition(folder: Path) -> Path:
    root = folder / "site"
    for path, body in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(body)
    return root


@contextmanager
def nginx(folder: Path, root: Path, stet: int) -> Iterator[str]:
    """nginx with the settings that are shipped, before a Stet at this port. Its address."""
    port = free_port()
    conf = CONF.read_text()
    for wanted, there in (
        ("listen 80;", f"listen 127.0.0.1:{port};"),
        ("root /srv/stet/site;", f"root {root};"),
        ("http://127.0.0.1:8000", f"http://127.0.0.1:{stet}"),
    ):
        assert conf.count(wanted) == 1
        conf = conf.replace(wanted, there)
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(WRAPPED.format(user=user, folder=folder, conf=conf))
    words = [program(), "-p", folder, "-c", folder / "nginx.conf", "-e", folder / "error.log"]
    with subprocess.Popen(words) as process:
        try:
            _wait(port, process, folder)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(10)


def _wait(port: int, process: subprocess.Popen, folder: Path) -> None:
    for _ in range(500):
        assert process.poll() is None, (folder / "error.log").read_text()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise AssertionError("nginx takes no connections")


def compared(response: httpx.Response) -> dict[str, str | int | None]:
    told = {name: response.headers.get(name) for name in COMPARED}
    if response.status_code in (301, 400, 405) or not response.headers.get("content-type", "").startswith("text/html"):
        told["content-type"] = told["content-type"] if response.status_code < 300 else None
        if response.status_code >= 300:  # what there is to read is each server's own
            told["content-encoding"] = told["vary"] = told["cross-origin-resource-policy"] = None
    return {"status": response.status_code, **told}


@pytest.mark.slow
@pytest.mark.parametrize("address", ADDRESSES)
def test_nginx_answers_every_address_as_stet_does(both: Both, address: str) -> None:
    for encoding in ("identity", "gzip"):
        ours, theirs = both.ask(address, accept_encoding=encoding)
        assert compared(theirs) == compared(ours), encoding
        if ours.status_code in (200, 404, 410) and address != "/healthz":
            assert theirs.content == ours.content


@pytest.mark.slow
def test_the_table_has_every_kind_of_answer(both: Both) -> None:
    statuses = {address: both.ask(address)[0].status_code for address in ADDRESSES}
    assert set(statuses.values()) == {200, 301, 400, 404, 410}
    assert statuses[f"/india/storm-{GONE}/provenance.json"] == 410
    assert both.ask(f"/india/earlier-{MOVED}")[1].headers["location"] == f"/india/later-{MOVED}"


@pytest.mark.slow
@pytest.mark.parametrize("address", ["/", f"/india/rain-{LIVE}", "/assets/style-1f2e3d4c5b.css", "/feed.json"])
def test_both_say_when_nothing_has_changed_and_answer_head(both: Both, address: str) -> None:
    for server in (0, 1):
        first = both.ask(address)[server]
        again = both.ask(address, if_none_match=first.headers["etag"])[server]
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["cache-control"] == first.headers["cache-control"]
        since = both.ask(address, if_modified_since=first.headers["last-modified"])[server]
        assert since.status_code == 304
        head = both.ask(address, "HEAD")[server]
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-type"] == first.headers["content-type"]


@pytest.mark.slow
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_both_are_for_reading(both: Both, method: str) -> None:
    ours, theirs = both.ask("/", method)
    assert compared(theirs) == compared(ours)
    assert (theirs.status_code, theirs.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.slow
@pytest.mark.parametrize("method", ["POST", "GET"])
def test_what_is_pushed_reaches_stet_however_large(both: Both, method: str) -> None:
    for server in (both.stet, both.nginx):
        answer = httpx.request(method, f"{server}/push/coast/x", content=b"x" * 3_000_000, trust_env=False)
        assert (answer.status_code, answer.content) == (404, b"Nobody asked for this.\n")


@pytest.mark.slow
def test_a_story_that_goes_is_gone_on_nginx_at_the_next_visit(both: Both) -> None:
    id_ = story_id("coast:short-lived")
    page = both.root / "india" / f"flood-{id_}.html"
    page.write_bytes(PAGE)
    etag = both.ask(f"/india/flood-{id_}")[1].headers["etag"]
    page.unlink()
    (both.root / "gone" / f"{id_}.html").write_bytes(b"<p>This report has been withdrawn.</p>")
    for headers in ({}, {"if_none_match": etag}, {"if_none_match": "*"}):
        assert both.ask(f"/india/flood-{id_}", **headers)[1].status_code == 410


@pytest.mark.slow
def test_without_stet_nginx_goes_on_with_what_is_in_the_folder(tmp_path: Path) -> None:
    program()
    with nginx(tmp_path, edition(tmp_path), free_port()) as address:
        found = {path: httpx.get(address + path, trust_env=False) for path in ADDRESSES}
    assert {path for path, answer in found.items() if answer.status_code >= 500} == {
        "/push/coast/x"
    }  # to be sent again
    for path, status in (("/", 200), (f"/india/rain-{LIVE}", 200), (f"/any/words-{GONE}", 410), ("/healthz", 404)):
        assert found[path].status_code == status
    assert found["/healthz"].content == FILES["404.html"]


def test_nothing_unsafe_is_allowed() -> None:
    assert "unsafe-" not in CONF.read_text()
