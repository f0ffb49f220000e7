"""A question that is put into SQL once finds what Django finds when it puts it together anew."""

from datetime import timedelta

import pytest
from django.db.models import Max, Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import NOON
from stet.journal.derived import tie_row
from stet.journal.models import Packet, Story, Tie
from stet.journal.prepared import prepared

KEYS = [f"agency/{name}" for name in ("a", "b", "c", "'; DROP", "%s", "stand-in 0", "\u0916\u092c\u0930", "")]


@pytest.fixture
def ties(journal) -> None:
    Tie.objects.bulk_create(
        [tie_row(key, kind, other) for key in KEYS for other in KEYS for kind in ("names", "shows")]
    )


def both(keys, others):
    return (
        Tie.objects.filter(Q(key__in=keys, kind="names") | Q(other__in=[*others], kind="shows") | Q(key__in=others))
        .order_by("mark")
        .values_list("key", "kind", "other", "sure")
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(keys=st.lists(st.sampled_from(KEYS), min_size=1), others=st.lists(st.sampled_from(KEYS), min_size=1))
def test_whatever_lists_are_given_the_same_rows_come(ties, asked, keys, others):
    assert asked(keys, others) == list(both(keys, others))


@pytest.fixture(scope="module")
def asked():
    return prepared(both)


def test_a_question_is_put_together_once_for_lists_of_about_one_length(ties):
    made = []

    def make(keys):
        made.append(len(keys))
        return Tie.objects.filter(key__in=keys).values_list("key", flat=True)

    ask = prepared(make)
    for length in (1, 2, 3, 4, 5, 6, 7, 8, 1, 5):
        assert set(ask(KEYS[:length])) == set(KEYS[:length])
    assert made == [1, 2, 4, 8]


def test_an_empty_list_finds_nothing(ties):
    assert prepared(lambda keys: Tie.objects.filter(key__in=keys).values_list("key"))([]) == []


def test_instants_and_numbers_are_compared_and_given_as_django_does(journal):
    Packet.objects.bulk_create(
        Packet(
            feed="wire", digest=f"{n}", source="x", arrived=NOON + timedelta(minutes=n), size=n, data=b"x", stop=n > 2
        )
        for n in range(5)
    )

    def later(feed, arrived, size):
        rows = Packet.objects.filter(feed=feed, arrived__lt=arrived, size__gte=size, picture=False).order_by("-arrived")
        return rows.values_list("arrived", "size", "stop", "facts")

    ask = prepared(later)
    for minutes, size in ((3, 1), (5, 0), (0, 0)):
        given_ = ("wire", NOON + timedelta(minutes=minutes), size)
        assert ask(*given_) == list(later(*given_))
    assert ask("wire", NOON + timedelta(minutes=5), 3)[0][2] is True


def test_what_django_sums_up_and_cuts_short_is_asked_too(journal):
    Story.objects.bulk_create(Story(key=key, sid=str(n), haste=n) for n, key in enumerate(KEYS))
    most = prepared(
        lambda keys: Story.objects.filter(key__in=keys).order_by("-haste").values_list("haste", flat=True)[:2]
    )
    assert most(KEYS[:5]) == [4, 3]
    greatest = prepared(lambda: Story.objects.values("touched").annotate(most=Max("haste")).values_list("most"))
    assert greatest() == [(len(KEYS) - 1,)]


def test_a_question_that_would_not_hold_what_is_given_is_refused(journal):
    whole = prepared(lambda keys: Story.objects.filter(key__in=keys))
    with pytest.raises(TypeError, match="values_list"):
        whole(["a"])
    lost = prepared(lambda key: Story.objects.filter(key=key.upper()).values_list("key"))
    with pytest.raises(TypeError, match="not all that is given"):
        lost("a")


def test_what_is_written_meanwhile_is_found(journal):
    ask = prepared(lambda key: Story.objects.filter(key=key).values_list("key", flat=True))
    assert ask("a") == []
    Story.objects.create(key="a", sid="1")
    assert ask("a") == ["a"]
