import pytest

from stet.model.web import host_of, is_address, is_named


@pytest.mark.parametrize(
    ("href", "host"),
    [
        ("https://images.example/a.jpg", "images.example"),
        ("http://Images.Example:80/a.jpg?x=1#y", "images.example"),
        ("https://images.example:443/", "images.example"),
        ("https://images.example:8443/a.jpg", "images.example:8443"),
        ("http://127.0.0.1:81/a", "127.0.0.1:81"),
        ("http://[::1]:81/a", "[::1]:81"),
    ],
)
def test_the_host_of_an_address_has_its_port_where_that_is_not_usual(href: str, host: str) -> None:
    assert host_of(href) == host


@pytest.mark.parametrize(
    "href",
    [
        "", "a.jpg", "/a.jpg", "//images.example/a.jpg", "ftp://images.example/a", "file:///etc/passwd", "data:,x",
        "javascript:alert(1)", "http://", "https:///a.jpg", "https://user@images.example/a.jpg",
        "https://images.example@evil.example/", "https://images.example\\@evil.example/", "https://a b/", "https://a\n/",
        "https://images.example:99999999/", "https://[::1/", "https://images.example/ü.jpg", "https://" + "a" * 2000,
    ],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_none(href: str) -> None:
    assert not is_address(href)


@pytest.mark.parametrize(
    ("host", "names", "named"),
    [
        ("images.example", ("images.example",), True),
        ("images.example", ("Images.Example:443",), True),
        ("images.example:8443", ("images.example",), False),
        ("images.example:8443", ("images.example:8443",), True),
        ("a.images.example", ("images.example",), False),
        ("a.images.example", ("*.images.example",), True),
        ("a.b.images.example:81", ("*.images.example:81",), True),
        ("images.example", ("*.images.example",), False),
        ("evilimages.example", ("*.images.example",), False),
        ("images.example.evil.example", ("images.example", "*.images.example"), False),
        ("images.example", (), False),
        ("", ("images.example", "*.example"), False),
    ],
)
def test_a_host_is_named_by_itself_or_by_the_domain_above_it(host: str, names: tuple[str, ...], named: bool) -> None:
    assert is_named(host, names) is named
