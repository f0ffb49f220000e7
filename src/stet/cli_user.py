"""`stet user ...`: who may use the desk, said from the command line. Thin: parse, call newsroom/accounts.py, print."""

import getpass
import os
import sys
from typing import Annotated

import typer

from stet.app import Stet
from stet.errors import Misused
from stet.model.person import Role
from stet.newsroom import accounts
from stet.terminal import Settings, out

app = typer.Typer(
    name="user", help="Say who may use the desk, and as what.", no_args_is_help=True, rich_markup_mode=None
)
PASSWORD = "STET_PASSWORD"  # noqa: S105 - where it stands
"""The variable a password may be given by: never an option, which other people on the machine could read."""

Name = Annotated[str, typer.Argument(metavar="NAME", help="What they sign in with; their acts are signed with it.")]
FromStdin = Annotated[bool, typer.Option("--password-stdin", help="Read their password from standard input.")]


@app.command()
def add(
    name: Name,
    role: Annotated[str, typer.Option(metavar="ROLE", help="reader, editor or chief.")],
    password_stdin: FromStdin = False,
) -> None:
    """Let somebody new in."""
    what = accounts.role_called(role)
    stet = Stet(Settings.house())
    password = _password(password_stdin)
    user, given = accounts.add(name, what, password, by=stet.who, at=stet.clock())
    out.print(f"{user.username} is {_IS[what]} at the desk now: {stet.site.url}/desk/", markup=False)
    _tell(given, password)


@app.command("list")
def list_() -> None:
    """Say who may use the desk."""
    Stet(Settings.house())
    people = accounts.everybody()
    width = max((len(user.username) for user in people), default=0)
    for user in people:
        notes = [] if user.is_active else ["shut out"]
        notes += ["with a second factor"] if accounts.has_second_factor(user) else []
        notes += ["has not chosen a password yet"] if user.password_given else []
        notes += [f"last came in {user.last_login:%Y-%m-%d %H:%M} UTC"] if user.last_login else []
        out.print(f"{user.username:<{width}}  {Role(user.role).called:<6}  {', '.join(notes)}".rstrip(), markup=False)
    if not people:
        out.print("Nobody yet. Let the first one in: stet user add NAME --role chief", markup=False)


@app.command()
def role(name: Name, role: Annotated[str, typer.Argument(metavar="ROLE", help="reader, editor or chief.")]) -> None:
    """Say what somebody may do."""
    what = accounts.role_called(role)
    stet = Stet(Settings.house())
    accounts.set_role(accounts.find(name), what, by=stet.who, at=stet.clock())
    out.print(f"{name} is {_IS[what]} from their next request on.", markup=False)


@app.command()
def disable(name: Name) -> None:
    """Let somebody in no more."""
    stet = Stet(Settings.house())
    accounts.shut_out(accounts.find(name), by=stet.who, at=stet.clock())
    out.print(f"{name} is shut out, and signed out everywhere.", markup=False)


@app.command()
def enable(name: Name) -> None:
    """Let somebody in again."""
    stet = Stet(Settings.house())
    accounts.let_in(accounts.find(name), by=stet.who, at=stet.clock())
    out.print(f"{name} may sign in again.", markup=False)


@app.command()
def reset(name: Name, password_stdin: FromStdin = False) -> None:
    """Give somebody a new password, and take away their second factors and what they have open."""
    stet = Stet(Settings.house())
    user = accounts.find(name)
    password = _password(password_stdin)
    given = accounts.reset(user, password, by=stet.who, at=stet.clock())
    out.print(f"{name} has no second factor any more, and is signed out everywhere.", markup=False)
    _tell(given, password)


_IS = {Role.READER: "a reader", Role.EDITOR: "an editor", Role.CHIEF: "a chief"}


def _password(from_stdin: bool) -> str | None:
    """The password that was named, in a way that shows it to nobody; none where one is to be made."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n") or _none_came("standard input held none")
    if PASSWORD in os.environ:
        return os.environ[PASSWORD] or _none_came(f"{PASSWORD} is empty")
    if not sys.stdin.isatty():
        return None
    first = getpass.getpass("Password (Enter has one made): ")
    if first and first != getpass.getpass("Once more: "):
        raise Misused("The two passwords differ. Nothing was done; say it again.")
    return first or None


def _none_came(why: str) -> str:
    raise Misused(f"A password was announced, and {why}. Nothing was done.")


def _tell(given: str, named: str | None) -> None:
    if named is None:
        out.print(f"Their password, shown this once: {given}", markup=False)
        out.print("They choose their own when they first sign in.", markup=False)
