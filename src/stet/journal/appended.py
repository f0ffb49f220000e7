"""Tables that are appended to and never altered: what people did.

Three things hold it: no code writes anything else, the models refuse it, and so does the database itself, by triggers
that the migrations make. (A migration that has SQLite build such a table anew makes its triggers again.)
"""

from typing import Any, NoReturn, TypeVar

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

APPENDED = "the record is appended to: nothing in it is changed or removed"
_M = TypeVar("_M", bound=models.Model)


class Appended(models.QuerySet[_M]):
    """Rows of such a table."""

    def update(self, **fields: Any) -> NoReturn:
        """Never."""
        raise TypeError(APPENDED)

    def delete(self) -> NoReturn:
        """Never."""
        raise TypeError(APPENDED)


class Record(models.Model):
    """A row of such a table."""

    class Meta:  # noqa: D106 -- Django's Meta needs no introduction
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Append it. Raises `TypeError` for one that is there."""
        if not self._state.adding:
            raise TypeError(APPENDED)
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Never."""
        raise TypeError(APPENDED)


def protect(schema: BaseDatabaseSchemaEditor, table: str) -> None:
    """Have the database refuse to alter rows of a table or to remove them. For migrations."""
    if schema.connection.vendor == "sqlite":
        for act in ("UPDATE", "DELETE"):
            schema.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{APPENDED}'); END"
            )
        return
    schema.execute(
        f"CREATE OR REPLACE FUNCTION {table}_stays() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{APPENDED}'; END $$"
    )
    schema.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_stays()"
    )
    schema.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_stays()"
    )


def unprotect(schema: BaseDatabaseSchemaEditor, table: str) -> None:
    """Undo `protect`, for a migration that is taken back."""
    if schema.connection.vendor == "sqlite":
        for act in ("update", "delete"):
            schema.execute(f"DROP TRIGGER IF EXISTS {table}_no_{act}")
        return
    for name in ("change", "truncate"):
        schema.execute(f"DROP TRIGGER IF EXISTS {table}_no_{name} ON {table}")
    schema.execute(f"DROP FUNCTION IF EXISTS {table}_stays()")
