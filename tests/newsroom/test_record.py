"""The record of what people did that is no act on a story: it grows, and nothing else."""

import pytest

from stet.model.person import Person, Role
from stet.newsroom.models import Act
from stet.newsroom.record import Kind, record

MIRA = Person(name="mira", role=Role.CHIEF, place="203.0.113.7")


def test_an_act_says_who_did_what_to_whom_when_and_from_where(road):
    record(Kind.ROLE_CHANGED, who=MIRA, at=road.clock(), about="tom", words="reader to editor")
    [act] = Act.objects.all()
    assert (act.who, act.place, act.kind, act.about, act.words, act.at) == (
        "mira", "203.0.113.7", "role-changed", "tom", "reader to editor", road.clock(),
    )  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        lambda act: act.save(),
        lambda act: act.delete(),
        lambda act: Act.objects.filter(pk=act.pk).update(who="tom"),
        lambda act: Act.objects.all().delete(),
        lambda act: Act.objects.bulk_update([act], ["who"]),
    ],
)
def test_an_act_that_is_on_record_is_never_changed_or_removed(road, change):
    record(Kind.SIGN_IN, who=MIRA, at=road.clock())
    act = Act.objects.get()
    act.who = "tom"
    with pytest.raises(TypeError, match="appended"):
        change(act)
    assert Act.objects.get().who == "mira"
