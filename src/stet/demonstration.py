"""`stet demo`: the made-up wire, played to a scratch house that runs like any other."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from threading import Event, Thread

from stet.app import Stet, now
from stet.config import FILE_NAME, load
from stet.demo import wire
from stet.demo.script import DeskCue
from stet.desk import edit
from stet.engine.site import App
from stet.journal import inquiry
from stet.model.person import Person, Role

_ONE_CLICK = "sign in there with one click, as its chief, editor or reader."
_NO_CLICK = (
    "others can reach it, so nobody signs in with one click. Listen on 127.0.0.1 for that, or let somebody in: "
    "stet user add NAME --role chief, in its folder."
)


def run(
    root: Path, bind: str, *, say: Callable[[str], None], beside: Callable[[Stet], Mapping[str, App]] = lambda _: {}
) -> None:
    """Make a scratch house below `root`, run it on `bind`, and play the wire to it until it is told to stop. `beside`
    gives what stands beside its site."""
    root.mkdir(parents=True, exist_ok=True)
    file = root / FILE_NAME
    if not file.exists():
        file.write_text(wire.settings(root, bind), "utf-8")
    house = load(file)
    stet = Stet(house)
    stop = Event()
    folders = {feed.name: house.path(feed.path or feed.name) for feed in house.settings.feeds}

    def play() -> None:
        wire.play(folders, now(), stop, act=lambda cue: act(stet, cue, now()), on_cue=lambda cue: say(f"  {cue.says}"))

    player = Thread(target=play, name="demo wire")

    def ready() -> None:
        say(f"A made-up wire on http://{bind}/ - the site lies in {root}. Stop with Ctrl-C.")
        say(f"Its desk: http://{bind}/desk/ - {_ONE_CLICK if house.settings.server.is_loopback else _NO_CLICK}")
        player.start()

    try:
        stet.run(ready=ready, beside=beside(stet))
    finally:
        stop.set()
        if player.ident:
            player.join()


def act(stet: Stet, cue: DeskCue, at: datetime) -> None:
    """Have the demo's desk do what a cue says, as a person would with `stet headline` and `stet picture`."""
    story = inquiry.find(cue.guid).id
    who = Person(name=cue.who, role=Role.EDITOR, place="demonstration")
    if cue.picture is None:
        stet.act(story, lambda s: edit.set_headline(s, cue.text, who=who, at=at))
        return
    asset, words = stet.keep_picture(cue.data), cue.picture
    stet.act(
        story,
        lambda s: edit.set_picture(s, asset, caption=words.caption, credit=words.credit, alt=words.alt, who=who, at=at),
    )
