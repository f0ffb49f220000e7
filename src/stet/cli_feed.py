"""`stet feed ...`: what becomes of what a feed brings. Thin: parse, call the app, print."""

from typing import Annotated

import typer

from stet.app import Stet
from stet.model.switch import Mode
from stet.terminal import Settings, out

app = typer.Typer(
    name="feed",
    help="Hold the new stories of a feed, pause it, or let it go on.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The feed.")]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="For the record; no reader sees it.")]


@app.command()
def hold(name: Name, reason: Reason) -> None:
    """Have all new stories of a feed wait for a person."""
    Stet(Settings.house()).switch(name, Mode.HOLD, reason)
    out.print(
        f"New stories of feed {name} wait for a person from now on; those that are up follow their updates.",
        markup=False,
    )


@app.command()
def pause(name: Name, reason: Reason) -> None:
    """Have nothing of a feed alter a page, but for stops."""
    Stet(Settings.house()).switch(name, Mode.PAUSE, reason)
    out.print(f"Nothing that feed {name} brings alters a page from now on, but for stops.", markup=False)


@app.command()
def resume(name: Name, reason: Reason) -> None:
    """Let a feed go on that was held or paused."""
    Stet(Settings.house()).switch(name, Mode.AUTO, reason)
    out.print(
        f"Feed {name} goes on. What a pause kept back is taken now; what was held waits for its release.", markup=False
    )
