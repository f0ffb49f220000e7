import asyncio
import gzip
import os
import random
import socket
import threading
import time
from email.utils import formatdate

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from stet.engine import site_files
from stet.engine.site import Site
from stet.engine.site_http import takes_gzip
from stet.engine.site_serve import listening, serve
from stet.errors import Misused
from stet.model.address import story_id

ID = story_id("coast:1")
OTHER = story_id("coast:2")
PAGE = b"<!doctype html><title>Rain</title>" + b"<p>Rain fell on the coast.</p>" * 100


class Visitor:
    """Asks the application as a server does."""

    def __init__(self, app):
        self.app = app

    def __call__(self, target, method="GET", **headers):
        raw, _, query = target.encode("latin-1").partition(b"?")
        scope = {
            "type": "http",
            "method": method,
            "path": raw.decode("utf-8", "replace"),
            "raw_path": raw,
            "query_string": query,
            "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
        }
        sent = []

        async def send(message):
            sent.append(message)

        asyncio.run(self.app(scope, None, send))
        assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
        return httpx.Response(sent[0]["status"], headers=sent[0]["headers"]), sent[1]["body"]


@pytest.fixture
def root(tmp_path):
    folder = tmp_path / "site"
    put(folder, "index.html", b"front")
    put(folder, "404.html", b"<p>No such page</p>")
    put(folder, "india/index.html", b"section")
    put(folder, f"india/rain-{ID}.html", PAGE)
    put(folder, f"at/{ID}", f"india/rain-{ID}".encode())
    put(folder, "assets/style-1f2e3d4c5b.css", b"p { color: black }")
    put(folder, "rss.xml", b"<rss/>")
    return folder


def put(root, path, body):
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    (target.parent / ".new").write_bytes(body)
    (target.parent / ".new").rename(target)


@pytest.fixture
def visit(root):
    return Visitor(Site(root))


@pytest.mark.parametrize(
    ("target", "body", "media_type"),
    [
        ("/", b"front", "text/html; charset=utf-8"),
        ("/india/", b"section", "text/html; charset=utf-8"),
        (f"/india/rain-{ID}", PAGE, "text/html; charset=utf-8"),
        (f"/india/rain-{ID}?from=feed", PAGE, "text/html; charset=utf-8"),
        ("/assets/style-1f2e3d4c5b.css", b"p { color: black }", "text/css; charset=utf-8"),
        ("/rss.xml", b"<rss/>", "application/rss+xml; charset=utf-8"),
    ],
)
def test_the_editions_files_are_served_at_their_addresses(visit, target, body, media_type):
    response, content = visit(target)
    assert (response.status_code, content) == (200, body)
    assert response.headers["content-type"] == media_type
    assert response.headers["content-length"] == str(len(body))


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.jpg", "image/jpeg"),
        ("a.webp", "image/webp"),
        ("a.svg", "image/svg+xml"),
        ("feed.json", "application/feed+json"),
        ("provenance.json", "application/json"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("a.xyz", "application/octet-stream"),
    ],
)
def test_each_file_has_its_type(visit, root, name, media_type):
    put(root, name, b"x")
    assert visit(f"/{name}")[0].headers["content-type"] == media_type


def test_an_address_in_any_script_works(visit, root):
    put(root, f"india/बारिश-{ID}.html", b"rain")
    put(root, "भारत/index.html", b"section")
    assert visit(f"/india/%E0%A4%AC%E0%A4%BE%E0%A4%B0%E0%A4%BF%E0%A4%B6-{ID}")[1] == b"rain"
    response, _ = visit("/%E0%A4%AD%E0%A4%BE%E0%A4%B0%E0%A4%A4")
    assert (response.status_code, response.headers["location"]) == (301, "/%E0%A4%AD%E0%A4%BE%E0%A4%B0%E0%A4%A4/")
    assert visit("/%E0%A4%AD%E0%A4%BE%E0%A4%B0%E0%A4%A4/")[1] == b"section"


def test_a_folder_without_its_slash_is_one_hop_away(visit):
    response, _ = visit("/india?page=2&q=%C3%A9")
    assert (response.status_code, response.headers["location"]) == (301, "/india/?page=2&q=%C3%A9")


@pytest.mark.parametrize(
    ("target", "where"),
    [
        ("/index.html", "/"),
        ("/india/index.html", "/india/"),
        (f"/india/rain-{ID}.html", f"/india/rain-{ID}"),
        (f"/india/rain-{ID}/", f"/india/rain-{ID}"),
    ],
)
def test_a_page_has_one_address(visit, target, where):
    response, _ = visit(target)
    assert (response.status_code, response.headers["location"]) == (301, where)


@pytest.mark.parametrize("target", ["/nothing", "/nothing/", "/india/nothing", f"/india/rain-{OTHER}", "/nothing.html"])
def test_what_is_not_there_is_404_with_the_sites_page(visit, target):
    response, body = visit(target)
    assert (response.status_code, body) == (404, b"<p>No such page</p>")
    assert "etag" not in response.headers


def test_the_404_page_is_no_page_of_its_own(visit):
    assert visit("/404.html")[0].status_code == visit("/404")[0].status_code == 404


def test_a_folder_may_have_a_404_page_of_its_own(visit, root):
    put(root, "archive/404.html", b"<p>Nothing on that day</p>")
    put(root, "archive/2026/index.html", b"<p>2026</p>")
    for target in ("/archive/2026/11/", "/archive/nothing", "/archive/404", "/archive/404.html"):
        response, body = visit(target)
        assert (response.status_code, body) == (404, b"<p>Nothing on that day</p>"), target
    assert visit("/archive/2026/")[1] == b"<p>2026</p>"
    assert visit("/india/nothing")[1] == b"<p>No such page</p>"


def test_a_site_without_pages_still_answers(tmp_path):
    response, body = Visitor(Site(tmp_path / "none"))("/")
    assert (response.status_code, body) == (404, b"There is no page at this address.\n")


@pytest.mark.parametrize("target", [f"/india/rain-{ID}", f"/other/words-{ID}", f"/{ID}", f"/india/rain-{ID}.html"])
def test_a_withdrawn_story_is_410_at_every_address_it_ever_had(visit, root, target):
    put(root, f"gone/{ID}.html", b"<p>Withdrawn</p>")
    for headers in ({}, {"if_none_match": "*"}, {"if_modified_since": formatdate(usegmt=True)}):
        response, body = visit(target, **headers)
        assert (response.status_code, body) == (410, b"<p>Withdrawn</p>")
    assert "etag" not in response.headers


def test_a_withdrawal_wins_over_a_page_that_is_still_there_and_over_the_cache(visit, root):
    assert visit(f"/india/rain-{ID}")[0].status_code == 200
    put(root, f"gone/{ID}.html", b"Withdrawn")
    assert visit(f"/india/rain-{ID}")[0].status_code == 410
    (root / f"gone/{ID}.html").unlink()
    assert visit(f"/india/rain-{ID}")[0].status_code == 200
    (root / f"india/rain-{ID}.html").unlink()
    (root / f"at/{ID}").unlink()
    assert visit(f"/india/rain-{ID}")[0].status_code == 404


def test_a_page_put_anew_is_served_at_the_next_visit(visit, root):
    for number in range(5):
        put(root, "index.html", b"front %d" % number)
        assert visit("/")[1] == b"front %d" % number


@pytest.mark.parametrize("target", [f"/india/old-words-{ID}", f"/old-section/rain-{ID}", f"/{ID}"])
def test_an_older_address_leads_to_the_present_one(visit, target):
    response, _ = visit(target)
    assert (response.status_code, response.headers["location"]) == (301, f"/india/rain-{ID}")
    assert response.headers["cache-control"] == "public, max-age=0, must-revalidate"


def test_an_older_address_leads_on_in_any_script(visit, root):
    put(root, f"at/{OTHER}", f"india/बारिश-{OTHER}".encode())
    response, _ = visit(f"/x-{OTHER}")
    assert response.headers["location"].startswith("/india/%E0%A4%AC")


@pytest.mark.parametrize(
    "content", ["", "/", "//evil.example/x", "https://evil.example/", "/\\evil.example", "a\r\nset-cookie: x", "../x"]
)
def test_a_pointer_never_leads_off_the_site(visit, root, content):
    put(root, f"at/{OTHER}", content.encode())
    response, _ = visit(f"/x-{OTHER}")
    location = response.headers.get("location", "/x")
    assert response.status_code in (301, 404)
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))
    assert "set-cookie" not in response.headers


def test_a_pointer_to_the_address_itself_is_no_redirect(visit, root):
    put(root, f"at/{OTHER}", f"x-{OTHER}".encode())
    assert visit(f"/x-{OTHER}")[0].status_code == 404


def test_what_machines_look_for_is_served_and_nothing_else_that_is_hidden(visit, root):
    put(root, ".well-known/tdmrep.json", b"[]")
    put(root, ".well-known/.x/y", b"hidden")
    put(root, "india/.well-known/x", b"hidden")
    assert visit("/.well-known/tdmrep.json")[1] == b"[]"
    for target in ("/.well-known/.x/y", "/india/.well-known/x", "/.well-known/", "/.Well-known/tdmrep.json"):
        assert visit(target)[0].status_code == 404, target


@pytest.mark.parametrize(
    "target", ["/gone/{}.html", "/gone/{}", "/at/{}", "/GONE/{}.html", "/At/{}", "/.tmp/x", "/india/.x"]
)
def test_the_editions_own_marks_are_not_served(visit, root, target):
    put(root, f"gone/{OTHER}.html", b"Withdrawn")
    put(root, f"at/{OTHER}", b"x")
    put(root, ".tmp/x", b"half")
    put(root, "india/.x", b"hidden")
    response, body = visit(target.format(OTHER))
    assert (response.status_code, body) == (404, b"<p>No such page</p>")


HOSTILE = [
    "/%00", "/a%00.html", "/..", "/../x", "/%2e%2e/x", "/%2e%2e%2fx", "/a/../../x", "/india%2findex.html",
    "//evil.example/",
    "/india//index.html", "/%5c..%5cx", "/\\..\\x", "/%ff", "/%E0%A4%A", "/%C0%AE%C0%AE/x", "/%0d%0aset-cookie:x", "/%",
    "/%zz", "/" + "x" * 255, "/" + "x" * 5000, "/" + "a/" * 900, "/" + "%E0%A4%AC" * 90, "/./", "/.", "/~", "/*",
    "/a;b", "/%F0%9F%8C%A7", "/\xff", "/ ", "/?" + "x" * 9000, "/india/?%00",
]  # fmt: skip


@pytest.mark.parametrize("target", HOSTILE)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_no_address_fails_or_leaves_the_folder(visit, root, target, method):
    (root.parent / "x").write_bytes(b"secret")
    (root.parent / "x.html").write_bytes(b"secret")
    response, body = visit(target, method)
    assert response.status_code in (200, 400, 404)
    assert b"secret" not in body
    assert "set-cookie" not in response.headers


@given(st.binary(max_size=40))
def test_no_bytes_fail(tmp_path_factory, raw):
    root = tmp_path_factory.getbasetemp() / "empty"
    response, _ = Visitor(Site(root))("/" + raw.decode("latin-1"))
    assert response.status_code in (400, 404)


def test_a_link_out_of_the_folder_is_not_followed(visit, root, tmp_path):
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "a.html").write_bytes(b"secret")
    (root / "out").symlink_to(tmp_path / "secret")
    (root / "a.html").symlink_to(tmp_path / "secret" / "a.html")
    assert visit("/out/a")[0].status_code == visit("/a")[0].status_code == 404
    (root / "b.html").symlink_to(root / "index.html")
    assert visit("/b")[1] == b"front"


def test_the_folder_itself_may_be_a_link(root, tmp_path):
    (tmp_path / "link").symlink_to(root)
    assert Visitor(Site(tmp_path / "link"))("/")[1] == b"front"


def test_pipes_and_folders_are_not_pages(visit, root):
    os.mkfifo(root / "pipe.html")
    (root / "folder.html").mkdir()
    assert visit("/pipe")[0].status_code == visit("/folder")[0].status_code == 404


def test_a_failing_disk_is_said_to_be_so(visit, monkeypatch):
    def fail(path):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(site_files.os, "stat", fail)
    response, _ = visit("/")
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get"])
def test_the_site_is_for_reading(visit, method):
    response, _ = visit("/", method)
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("target", ["/", f"/india/rain-{ID}", "/nothing", "/india", "/healthz"])
def test_head_says_what_get_says_without_the_body(visit, target):
    got, body = visit(target)
    head, nothing = visit(target, "HEAD")
    assert head.status_code == got.status_code
    assert head.headers == got.headers
    assert nothing == b""
    assert head.headers["content-length"] == str(len(body))


def test_health_is_answered(visit):
    response, body = visit("/healthz")
    assert (response.status_code, body, response.headers["cache-control"]) == (200, b"ok\n", "no-store")


def test_a_visitor_who_has_the_page_is_told_so(visit):
    first, _ = visit(f"/india/rain-{ID}")
    for headers in (
        {"if_none_match": first.headers["etag"]},
        {"if_none_match": f'"other", W/{first.headers["etag"]}'},
        {"if_none_match": "*"},
        {"if_modified_since": first.headers["last-modified"]},
        {"if_none_match": first.headers["etag"], "if_modified_since": "Sun, 01 Mar 2020 00:00:00 GMT"},
    ):
        response, body = visit(f"/india/rain-{ID}", **headers)
        assert (response.status_code, body) == (304, b"")
        assert response.headers["etag"] == first.headers["etag"]
        assert response.headers["cache-control"] == first.headers["cache-control"]
        assert response.headers["vary"] == "Accept-Encoding"
        assert "content-length" not in response.headers


@pytest.mark.parametrize(
    "headers",
    [
        {"if_none_match": '"other"'},
        {"if_none_match": ""},
        {"if_none_match": "garbage"},
        {"if_none_match": '"other"', "if_modified_since": formatdate(time.time() + 9999, usegmt=True)},
        {"if_modified_since": "Sun, 01 Mar 2020 00:00:00 GMT"},
        {"if_modified_since": "yesterday"},
        {"if_modified_since": "Sun, 99 Mar 99999999 00:00:00 GMT"},
    ],
)
def test_a_visitor_who_has_another_page_gets_this_one(visit, headers):
    assert visit("/", **headers)[0].status_code == 200


def test_the_tag_follows_the_content(visit, root):
    one = visit("/")[0].headers["etag"]
    put(root, "index.html", b"other")
    two = visit("/")[0].headers["etag"]
    put(root, "index.html", b"front")
    assert one != two
    assert visit("/")[0].headers["etag"] == one


def test_text_is_packed_for_those_who_take_it(visit):
    plain, body = visit(f"/india/rain-{ID}")
    packed, small = visit(f"/india/rain-{ID}", accept_encoding="gzip, br")
    assert body == PAGE
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(small) == PAGE
    assert len(small) < len(PAGE) / 2
    assert packed.headers["etag"] != plain.headers["etag"]
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    again, _ = visit(f"/india/rain-{ID}", accept_encoding="gzip", if_none_match=packed.headers["etag"])
    assert again.status_code == 304
    assert "content-encoding" not in again.headers
    assert visit(f"/india/rain-{ID}", if_none_match=packed.headers["etag"])[0].status_code == 200


def test_what_gains_nothing_is_not_packed(visit, root):
    put(root, "a.jpg", b"\xff\xd8" + b"x" * 5000)
    put(root, "b.txt", random.Random(1).randbytes(2000))
    for target in ("/a.jpg", "/b.txt", "/"):
        assert "content-encoding" not in visit(target, accept_encoding="gzip")[0].headers
    assert "vary" not in visit("/a.jpg")[0].headers


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (b"gzip", True), (b"GZIP", True), (b"x-gzip", True), (b"br, gzip;q=0.5", True), (b"*", True),
        (b"gzip; q=0.001", True),
        (b"", False), (b"br", False), (b"gzip;q=0", False), (b"gzip;q=0.0, *", False), (b"*;q=0", False),
        (b"identity", False), (b"gzip;q=0.5, identity", False), (b"gzip, identity;q=0.5", True), (b"gzip;q=x", False),
        (b"identity;q=0, gzip", True), (b";;,,=", False), (b"\xff", False),
    ],
)  # fmt: skip
def test_the_visitors_wish_about_packing_is_read_as_it_is_meant(accept, expected):
    assert takes_gzip(accept) is expected


def test_pages_are_asked_about_each_time_and_assets_never_again(visit):
    assert visit("/")[0].headers["cache-control"] == "public, max-age=0, must-revalidate"
    assert "immutable" in visit("/assets/style-1f2e3d4c5b.css")[0].headers["cache-control"]
    assert "immutable" not in visit("/assets/nothing.css")[0].headers["cache-control"]


@pytest.mark.parametrize("target", ["/", "/nothing", "/india", "/%00", "/healthz", "/rss.xml"])
def test_every_answer_carries_the_guards(visit, target):
    headers = visit(target)[0].headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_memory_is_bounded_and_forgets_the_longest_unused(root):
    site = Site(root, memory=200_000)
    visit = Visitor(site)
    for number in range(40):
        put(root, f"a{number}.txt", random.Random(number).randbytes(15_000))
        visit(f"/a{number}.txt")
        visit("/rss.xml")
    assert site._files._weight <= 200_000
    assert "rss.xml" in site._files._held
    assert "a0.txt" not in site._files._held


def test_a_large_file_is_read_beside_the_loop_and_not_kept(root, monkeypatch):
    put(root, "large.txt", b"rain " * 100_000)
    threads = []
    really = site_files.Files.read
    monkeypatch.setattr(
        site_files.Files, "read", lambda self, path: threads.append(threading.current_thread()) or really(self, path)
    )
    visit = Visitor(Site(root, memory=1_000_000))
    for _ in range(2):
        assert visit("/large.txt")[1] == b"rain " * 100_000
    assert threading.main_thread() not in threads
    assert len(threads) == 2


def test_a_neighbour_gets_what_is_below_its_name(root):
    asked = []

    async def desk(scope, receive, send):
        asked.append((scope["type"], scope.get("method"), scope["raw_path"]))
        await send({"type": "http.response.start", "status": 202, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    visit = Visitor(Site(root, beside={"desk": desk}))
    assert visit("/desk/story?x=1", "POST")[0].status_code == 202
    assert visit("/desk")[0].status_code == 202
    assert visit("/desktop")[0].status_code == 404
    assert visit("/")[0].status_code == 200
    assert asked == [("http", "POST", b"/desk/story"), ("http", "GET", b"/desk")]


# -- with a real server


@pytest.fixture
def running(root):
    ready, stop = threading.Event(), threading.Event()
    with listening("127.0.0.1", 0) as listener:
        thread = threading.Thread(target=serve, args=(Site(root), listener), kwargs={"stop": stop, "ready": ready.set})
        thread.start()
        assert ready.wait(10)
        with httpx.Client(base_url=f"http://127.0.0.1:{listener.port}", trust_env=False) as client:
            yield client
        stop.set()
        thread.join(10)
        assert not thread.is_alive()


@pytest.mark.slow
def test_a_real_server_serves_conditions_packing_and_head(running):
    got = running.get(f"/india/rain-{ID}")
    assert (got.status_code, got.content, got.headers["content-encoding"]) == (200, PAGE, "gzip")
    head = running.head(f"/india/rain-{ID}")
    assert (head.status_code, head.headers["content-length"]) == (200, got.headers["content-length"])
    assert running.get(f"/india/rain-{ID}", headers={"if-none-match": got.headers["etag"]}).status_code == 304
    assert running.post("/").status_code == 405
    assert running.get(f"/old-{ID}").headers["location"] == f"/india/rain-{ID}"


@pytest.mark.slow
def test_a_real_server_shows_a_kill_at_the_next_visit(running, root):
    address = f"/india/rain-{ID}"
    assert running.get(address).status_code == 200
    put(root, f"gone/{ID}.html", b"Withdrawn")
    (root / f"india/rain-{ID}.html").unlink()
    assert running.get(address).status_code == 410


@pytest.mark.slow
def test_a_real_server_survives_hostile_addresses(running):
    port = running.base_url.port
    for target in HOSTILE:
        with socket.create_connection(("127.0.0.1", port)) as raw:
            raw.sendall(f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode("latin-1"))
            status = raw.makefile("rb").readline()
        assert status.split()[1] in (b"200", b"400", b"404"), target
    assert running.get("/").status_code == 200


@pytest.mark.slow
def test_a_taken_port_is_named_before_anything_starts(running):
    port = running.base_url.port
    with pytest.raises(Misused, match=rf"Port {port} is taken.*bind"), listening("127.0.0.1", port):
        pytest.fail("it must not get this far")


def test_a_port_taken_by_another_program_is_named():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(Misused, match=rf"Port {port} is taken"), listening("127.0.0.1", port):
            pytest.fail("it must not get this far")


def test_a_held_port_is_not_given_to_another_program():
    with listening("127.0.0.1", 0) as listener, socket.socket() as other, pytest.raises(OSError, match="in use"):
        other.bind(("127.0.0.1", listener.port))


@pytest.mark.parametrize("host", ["192.0.2.7", "no-such-host.invalid"])
def test_an_address_of_another_machine_is_named(host):
    with pytest.raises(Misused, match=r"cannot listen.*bind"), listening(host, 8000):
        pytest.fail("it must not get this far")


@pytest.mark.slow
def test_a_server_told_to_stop_before_it_starts_stops(root):
    stop = threading.Event()
    stop.set()
    with listening("127.0.0.1", 0) as listener:
        serve(Site(root), listener, stop=stop)


@pytest.mark.slow
def test_a_fault_of_the_server_is_answered_with_500_and_told(root):
    async def faulty(scope, receive, send):
        if scope["type"] == "http":
            raise ZeroDivisionError("oops")
        await Site(root)(scope, receive, send)

    stop = threading.Event()
    with listening("127.0.0.1", 0) as listener, capture_logs() as told:
        server = threading.Thread(target=serve, args=(faulty, listener), kwargs={"stop": stop})
        server.start()
        try:
            answer = httpx.get(f"http://127.0.0.1:{listener.port}/", trust_env=False)
        finally:
            stop.set()
            server.join()
    assert answer.status_code == 500
    assert [(line["event"], line["log_level"]) for line in told] == [("bug", "error")]


def test_lifespan_is_answered(root):
    sent = []

    async def run():
        messages = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])

        async def receive():
            return next(messages)

        async def send(message):
            sent.append(message["type"])

        await Site(root)({"type": "lifespan"}, receive, send)

    asyncio.run(run())
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


def test_a_browser_is_told_to_allow_a_page_nothing_it_does_not_need(visit, root):
    put(root, "media/a.jpg", b"\xff\xd8")
    for target in ("/", f"/india/rain-{ID}", "/none", "/media/a.jpg", "/healthz"):
        headers = visit(target)[0].headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert {"camera=()", "geolocation=()", "microphone=()"} <= set(headers["permissions-policy"].split(", "))


def test_pictures_and_feeds_may_be_shown_elsewhere_and_pages_not(visit, root):
    put(root, "media/a.jpg", b"\xff\xd8")
    policies = {target: visit(target)[0].headers["cross-origin-resource-policy"] for target in ("/", "/none")}
    assert set(policies.values()) == {"same-origin"}
    policies = {
        target: visit(target)[0].headers["cross-origin-resource-policy"] for target in ("/media/a.jpg", "/rss.xml")
    }
    assert set(policies.values()) == {"cross-origin"}


def test_what_stands_beside_a_story_is_gone_with_it_and_moves_with_it(visit, root):
    put(root, f"india/rain-{ID}/provenance.json", b"{}")
    assert visit(f"/india/rain-{ID}/provenance.json")[0].status_code == 200
    response, _ = visit(f"/world/older-{ID}/provenance.json?x=1")
    assert (response.status_code, response.headers["location"]) == (301, f"/india/rain-{ID}/provenance.json")
    put(root, f"gone/{ID}.html", b"withdrawn")
    for target in (f"/india/rain-{ID}/provenance.json", f"/x/y-{ID}/provenance.json", f"/india/rain-{ID}/"):
        assert visit(target)[0].status_code == 410
    assert visit("/provenance.json")[0].status_code == 404
