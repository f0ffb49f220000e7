"""Where somebody sits, behind a web server: what those that are trusted say, and nobody else."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import httpx
import pytest
from msgspec.structs import replace

from engine.test_nginx import nginx
from house import House
from newsroom.asking import TOKEN, Desk
from road.conftest import SETTINGS
from stet.config import ServerSettings, parse
from stet.errors import Misused
from stet.newsroom.models import Act, User

SIGN_IN = "/desk/sign-in/"
ANNE, BEN = "198.51.100.9", "2001:db8::7"


@pytest.fixture
def door(road) -> Iterator[Callable[..., Desk]]:
    """Makes the desk's door, for requests that come from somewhere, to a house that trusts these proxies."""
    made: list[Desk] = []
    user = User(username="tom")
    user.set_password("boats all night")
    user.save()

    def stands(*trusted: str, sits: str = "127.0.0.1") -> Desk:
        settings = replace(road.stet.house.settings, server=ServerSettings(trusted_proxies=trusted))
        road.stet.house = replace(road.stet.house, settings=settings)
        made.append(Desk(road.stet, None, sits=sits))
        return made[-1]

    yield stands
    for one in made:
        one.close()


def knock(door: Desk, forwarded: str | None) -> str:
    """Try a wrong password. Where it is recorded to have come from."""
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    door.post(SIGN_IN, {"login": "tom", "password": "wrong"}, headers=headers)
    return Act.objects.latest("pk").place


@pytest.mark.parametrize(
    ("trusted", "sits", "forwarded", "place"),
    [
        (["127.0.0.1"], "127.0.0.1", ANNE, ANNE),
        (["127.0.0.1"], "127.0.0.1", BEN, BEN),
        (["127.0.0.1"], "127.0.0.1", f"6.6.6.6, {ANNE}", ANNE),
        (["127.0.0.1"], "127.0.0.1", f"127.0.0.1, {ANNE}", ANNE),
        (["127.0.0.1", "10.0.0.0/8"], "127.0.0.1", f"6.6.6.6, {ANNE}, 10.1.2.3", ANNE),
        (["127.0.0.1"], "127.0.0.1", f"{ANNE}, 10.1.2.3", "10.1.2.3"),
        (["127.0.0.1"], "127.0.0.1", None, "127.0.0.1"),
        (["127.0.0.1"], "203.0.113.7", ANNE, "203.0.113.7"),
        ([], "127.0.0.1", ANNE, "127.0.0.1"),
        ([], "203.0.113.7", ANNE, "203.0.113.7"),
    ],
)
def test_the_last_address_that_is_no_proxys_is_where_somebody_sits_and_a_strangers_header_is_not_believed(
    door, trusted, sits, forwarded, place
):
    assert knock(door(*trusted, sits=sits), forwarded) == place


def test_one_who_guesses_behind_a_proxy_shuts_nobody_else_behind_it_out(door):
    proxy = door("127.0.0.1")

    def tries(forwarded: str, name: str, password: str) -> int:
        given = {"login": name, "password": password}
        return proxy.post(SIGN_IN, given, headers={"X-Forwarded-For": forwarded}).status_code

    answers = [tries(f"6.6.6.{number}, {ANNE}", f"name {number}", "wrong") for number in range(31)]
    assert answers[-1] == 429
    assert tries(BEN, "tom", "boats all night") == 302


def test_what_cannot_be_a_proxy_is_told_when_the_settings_are_read():
    with pytest.raises(Misused, match=r"server\.trusted_proxies: 'everybody' is no address; write 127\.0\.0\.1"):
        parse(SETTINGS + '[server]\ntrusted_proxies = ["everybody"]\n')


@pytest.mark.slow
def test_behind_nginx_as_it_ships_the_desk_takes_forms_and_knows_where_they_come_from(tmp_path):
    house = House(tmp_path)
    settings = (tmp_path / "stet.toml").read_text()
    (tmp_path / "stet.toml").write_text(settings.replace("[server]\n", '[server]\ntrusted_proxies = ["127.0.0.1"]\n'))
    (tmp_path / "nginx").mkdir()
    with house.running(), nginx(tmp_path / "nginx", tmp_path / "site", house.port) as front:
        somewhere = httpx.HTTPTransport(local_address="127.0.0.2")
        with httpx.Client(base_url=front, transport=somewhere, headers={"X-Forwarded-For": "6.6.6.6"}) as client:
            page = client.get(SIGN_IN)
            assert page.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
            given = {"login": "tom", "password": "wrong", "csrfmiddlewaretoken": TOKEN.search(page.text)[1]}
            answer = client.post(SIGN_IN, data=given, headers={"Origin": front, "Referer": front + SIGN_IN})
            assert "do not belong together" in answer.text
            assert client.get("/desk/nonsense/").status_code == 404
            assert "Nothing is here" in client.get("/desk/nonsense/").text
    with closing(sqlite3.connect(tmp_path / "stet.db")) as journal:
        assert journal.execute("SELECT place FROM newsroom_act ORDER BY id DESC LIMIT 1").fetchone() == ("127.0.0.2",)
