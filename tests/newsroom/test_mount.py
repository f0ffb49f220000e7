"""The desk beside the site: who may look, and what goes with every answer."""

import re

import pytest


def test_nobody_sees_the_wire_without_signing_in(desk):
    answer = desk(None).get("/desk/")
    assert (answer.status_code, answer.headers["location"]) == (302, "/desk/sign-in/?next=/desk/")


def test_whoever_is_signed_in_sees_the_wire(desk):
    answer = desk().get("/desk/")
    assert answer.status_code == 200
    assert "Nothing has come yet" in answer.text


def test_no_link_of_the_desk_leads_nowhere(desk):
    chief = desk()
    seen, waiting = set(), ["/desk/"]
    while waiting:
        address = waiting.pop()
        seen.add(address)
        answer = chief.get(address)
        assert answer.status_code in (200, 302), address
        if "text/html" in answer.headers.get("content-type", ""):
            found = {link.partition("#")[0] for link in re.findall(r'href="(/desk/[^"?]*)', answer.text)}
            waiting += sorted(found - seen - set(waiting))
    assert len(seen) > 6


@pytest.mark.parametrize("path", ["/desk/", "/desk/static/desk/desk.css"])
def test_nothing_runs_at_the_desk_that_the_house_did_not_write(desk, path):
    policy = desk().get(path).headers["content-security-policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")


def test_pages_of_the_desk_are_kept_by_no_cache(desk):
    assert desk().get("/desk/").headers["cache-control"] == "no-store"


def test_what_is_too_large_is_refused_before_it_is_read(desk):
    answer = desk().send("POST", "/desk/", content=b"x", headers={"content-length": str(40 * 1024 * 1024)})
    assert answer.status_code == 413
