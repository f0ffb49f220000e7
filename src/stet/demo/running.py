"""Stories that go on for as long as the demo runs: a game, a match, a market, the reservoirs, a voyage.

Each round is a story of its own with a fixed number of versions; each version puts a fresh paragraph on top of those
before it. What varies is reckoned from the round and the step, so the same cue is the same for ever.
"""

from collections.abc import Callable

from msgspec import Struct

from stet.demo import running_abroad, running_markets, running_sport
from stet.demo.items import Story, Version
from stet.demo.telling import Telling


class Running(Struct, frozen=True, kw_only=True):
    """A story that goes on."""

    feed: str
    slugline: str
    subject: tuple[str, str]
    dateline: str
    serial: int
    """The serial number of the first round: rounds count on from it."""
    steps: int
    """Versions in a round."""
    tell: Callable[[int, int], Telling]
    """What version `step` of round `round_` adds; both from 0."""
    urgency: int = 4

    def story(self, round_: int) -> Story:
        """The story of one round, with all its versions."""
        tellings = [self.tell(round_, step) for step in range(self.steps)]
        return Story(
            name=f"{self.slugline}-{round_}",
            feed=self.feed,
            serial=self.serial + round_,
            slugline=self.slugline,
            subject=self.subject,
            dateline=self.dateline,
            urgency=self.urgency,
            versions=tuple(_version(tellings[: step + 1]) for step in range(self.steps)),
        )


def _version(tellings: list[Telling]) -> Version:
    """The newest on top, then what was told before, then what a reader has to know."""
    latest = tellings[-1]
    paragraphs = [latest.lead, *latest.more, *(t.keep for t in reversed(tellings[:-1]) if t.keep), *latest.background]
    return Version(
        headline=latest.headline,
        body="\n\n".join(paragraphs),
        signals=("sig:update",) if len(tellings) > 1 else (),
    )


_SPORT = ("15000000", "sport")
_BUSINESS = ("04000000", "economy, business and finance")
RUNNING = (
    Running(
        feed="tamarind-sport",
        slugline="CHESS-LIVE",
        subject=_SPORT,
        dateline="Tbilisi",
        serial=10000,
        steps=6,
        tell=running_sport.chess,
    ),
    Running(
        feed="tamarind-india",
        slugline="RESERVOIRS-BULLETIN",
        subject=("17000000", "weather"),
        dateline="Bengaluru",
        serial=10000,
        steps=4,
        tell=running_markets.reservoirs,
    ),
    Running(
        feed="gulmohar",
        slugline="मंडी-बुलेटिन",
        subject=_BUSINESS,
        dateline="नासिक",
        serial=10000,
        steps=3,
        tell=running_abroad.mandi,
        urgency=5,
    ),
    Running(
        feed="tamarind-sport",
        slugline="CRICKET-LIVE",
        subject=_SPORT,
        dateline="Visakhapatnam",
        serial=50000,
        steps=6,
        tell=running_sport.cricket,
    ),
    Running(
        feed="tamarind-business",
        slugline="COFFEE-SESSION",
        subject=_BUSINESS,
        dateline="Mumbai",
        serial=10000,
        steps=4,
        tell=running_markets.coffee,
    ),
    Running(
        feed="arjuwan",
        slugline="رحلة-السفن-الشراعية",
        subject=("01000000", "arts, culture, entertainment and media"),
        dateline="مسقط",
        serial=10000,
        steps=4,
        tell=running_abroad.voyage,
    ),
)
