"""Questions that are put into SQL once, and then asked with other values.

Django puts a question together anew each time it is asked. That takes ten times as long as SQLite takes to answer one
by an index, and the road asks some fifty for a story that comes alone. What is asked stays written as Django has it;
only its words in SQL are kept.

    _named = prepared(lambda keys: Tie.objects.filter(kind="names", other__in=keys).values_list("other", "key"))
    for other, key in _named(keys): ...
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from django.db import connections
from django.db.models import QuerySet
from django.db.models.query import FlatValuesListIterable, ValuesListIterable
from msgspec import Struct

Value: TypeAlias = str | int | datetime
Given: TypeAlias = Value | Sequence[str] | Sequence[int]
Ask: TypeAlias = Callable[..., list[Any]]

_STAND_IN_NUMBER = 4_000_000_000_000_000_000
_STAND_IN_TIME = datetime(1800, 1, 1, tzinfo=UTC)


class _Plan(Struct, frozen=True, kw_only=True):
    """A question in SQL, for lists of certain lengths."""

    sql: str
    values: tuple[Any, ...]
    """What stands at each place; `None` where something that is given goes."""
    places: tuple[tuple[int, int], ...]
    """Where what is given goes: its place, and which of it."""
    converters: tuple[tuple[int, Any, Any], ...]
    """The columns that Django gives otherwise than the database, with how."""
    is_flat: bool

    def told(self, rows: Iterable[Sequence[Any]], connection: Any) -> list[Any]:
        """What the database answered, as Django gives it."""
        if not self.converters:
            return [row[0] for row in rows] if self.is_flat else list(rows)
        found = []
        for row in map(list, rows):
            for column, many, expression in self.converters:
                for convert in many:
                    row[column] = convert(row[column], expression, connection)
            found.append(row[0] if self.is_flat else tuple(row))
        return found


def prepared(make: Callable[..., QuerySet[Any, Any]]) -> Ask:
    """A function that asks what the queryset asks which `make` returns. It takes what `make` takes: texts, numbers and
    instants, each compared with a column as it is, and lists of texts or of numbers for `in`. It returns what
    `values_list` does; nothing where a list is empty.

    `make` is called with other values than are asked for, once for each length of its lists by powers of two, and must
    not look at them. Raises `TypeError` where what `make` returns does not hold all that it is given, or is asked
    for whole rows.
    """
    plans: dict[tuple[Any, ...], _Plan] = {}

    def ask(*given: Given) -> list[Any]:
        connection = connections["default"]
        flat: list[Value] = []
        shape: list[Any] = [connection.vendor]
        for one in given:
            if isinstance(one, str | int | datetime):
                shape.append(None)
                flat.append(one)
            elif one:
                length = 1 << (len(one) - 1).bit_length()
                shape.append(length)
                flat += [*one, *([one[-1]] * (length - len(one)))]
            else:
                return []
        key = tuple(shape)
        plan = plans.get(key) or plans.setdefault(key, _plan(make, given, key[1:]))
        values = list(plan.values)
        for place, which in plan.places:
            values[place] = _adapted(flat[which])
        with connection.cursor() as cursor:
            cursor.execute(plan.sql, values)
            return plan.told(cursor.fetchall(), connection)

    return ask


def _plan(make: Callable[..., QuerySet[Any, Any]], given: Sequence[Given], lengths: Sequence[Any]) -> _Plan:
    stand_ins: list[Value] = []
    asked: list[Any] = []
    for one, length in zip(given, lengths, strict=True):
        if isinstance(one, str | int | datetime):
            stand_ins.append(_stand_in(one, len(stand_ins)))
            asked.append(stand_ins[-1])
        else:
            some = [_stand_in(one[0], len(stand_ins) + n) for n in range(length)]
            stand_ins += some
            asked.append(some)
    queryset = make(*asked)
    if queryset._iterable_class not in (ValuesListIterable, FlatValuesListIterable):
        raise TypeError("a prepared question asks for values_list, not for rows")
    connection = connections["default"]
    compiler = queryset.query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    which = {_adapted(one): number for number, one in enumerate(stand_ins)}
    places = tuple((place, which[value]) for place, value in enumerate(params) if _is_among(value, which))
    if {number for _, number in places} != set(range(len(stand_ins))):
        raise TypeError(f"not all that is given stands in the question as it is: {sql}")
    values = tuple(None if _is_among(value, which) else value for value in params)
    converters = compiler.get_converters([column for column, _, _ in compiler.select])
    return _Plan(
        sql=sql,
        values=values,
        places=places,
        converters=tuple((column, many, expression) for column, (many, expression) in converters.items()),
        is_flat=queryset._iterable_class is FlatValuesListIterable,
    )


def _stand_in(one: Value, number: int) -> Value:
    """Something that is found again among the values of a question."""
    if isinstance(one, str):
        return f"stand-in {number}"
    if isinstance(one, datetime):
        return _STAND_IN_TIME + timedelta(microseconds=number)
    return _STAND_IN_NUMBER + number


def _adapted(one: Value) -> Any:
    return connections["default"].ops.adapt_datetimefield_value(one) if isinstance(one, datetime) else one


def _is_among(value: Any, which: dict[Any, int]) -> bool:
    return isinstance(value, str | int | datetime) and value in which
