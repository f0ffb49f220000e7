import pytest

from makers import chief
from road.conftest import SETTINGS, Road
from road.test_related import story, told_in
from road.test_threads import FIRST, NEXT, item, stopped
from road.wire import cancel, g2
from stet.app import Stet
from stet.config import House, parse
from stet.desk import edit


@pytest.mark.slow
def test_the_same_road_on_postgresql_gives_the_same_edition(new_road, postgres_database, tmp_path, clock):
    def walk(road: Road) -> dict[str, bytes]:
        road.take(g2(1), g2(2), g2(2, 2), cancel(3), b"not a wire file")
        address = next(path for path in sorted(road.pages()) if "timetable-1" in path)
        road.stet.act(address, lambda s: edit.set_headline(s, "Ours", who=chief("desk"), at=clock()))
        road.take(cancel(2, 3))
        road.take(NEXT)
        road.take(FIRST, item("urn:nw:7", altids={"serial": "88123"}))
        road.take(stopped("88123"))
        road.take(*(story(n) for n in range(20, 32)), told_in(40, "de", 21), story(22, version=2, minutes=90))
        road.take(cancel(25))
        return road.edition()

    expected = walk(new_road("sqlite"))
    assert sum(body.count(b"data-beside") for body in expected.values()) > 40
    road = new_road("postgresql")
    settings = SETTINGS + f'[storage]\ndatabase = "{postgres_database}"\n'
    road.stet = Stet(House(settings=parse(settings), root=road.root), clock=clock)
    assert walk(road) == expected
    assert all(verdict.fault is None for verdict in road.stet.verify())
    road.stet.replay()
    assert road.edition() == expected
