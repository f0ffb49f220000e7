"""A chess tournament game by game, and a cricket series over by over."""

from collections.abc import Callable

from msgspec import Struct

from stet.demo.telling import Telling, number, pick

# -- chess

_PLAYERS = ("Iyengar", "Lomaia", "Achterberg", "Nakawala", "Ferreira-Lund", "Tashmatov")
_OPENINGS = (
    "a Queen's Gambit", "a Ruy Lopez", "a Catalan", "a Sicilian", "an English Opening", "a Caro-Kann", "a Nimzo-Indian"
)  # fmt: skip
_PLANS = (
    ("offers a pawn", "offered a pawn"),
    ("castles long", "castled long"),
    ("gives up the bishop pair", "gave up the bishop pair"),
    ("closes the centre", "closed the centre"),
)
_RESULTS = ("draw", "white", "draw", "black", "draw", "draw", "white")
_MASTERS = (
    "The Caravan Masters follows the Caravan Cup final in the same hall in Tbilisi. Six players meet in turn; a win "
    "counts one point and a draw half a point."
)


class _Game(Struct, frozen=True, kw_only=True):
    """A game of chess as it will have been played."""

    number: int
    white: str
    black: str
    opening: str
    result: str

    @property
    def ahead(self) -> str:
        """Who presses."""
        return self.black if self.result == "black" else self.white

    @property
    def behind(self) -> str:
        """Who defends."""
        return self.white if self.ahead == self.black else self.black

    def move(self, low: int) -> int:
        """The number of a move from `low` on, a few moves more or less from game to game."""
        return low + number(4, "move", low, self.number)


def chess(round_: int, step: int) -> Telling:
    """One game a round, in six reports from the first move to the handshake."""
    game = _Game(
        number=round_ + 1,
        white=_PLAYERS[round_ % 6],
        black=_PLAYERS[(round_ + 1 + round_ // 6 % 5) % 6],
        opening=pick(_OPENINGS, "opening", round_),
        result=_RESULTS[round_ % 7],
    )
    return _CHESS[step](game)


def _chess_start(g: _Game) -> Telling:
    return Telling(
        headline=f"{g.white} and {g.black} play {g.opening} in Caravan Masters",
        lead=f"{g.white}, with White, and {g.black} began game {g.number} of the Caravan Masters with {g.opening} on "
        "{today}, and left the known paths after fewer than ten moves.",
        keep=f"The game began as {g.opening}.",
        background=(_MASTERS,),
    )


def _chess_opening(g: _Game) -> Telling:
    minutes = 18 + number(17, "clock", g.number)
    does, did = pick(_PLANS, "plan", g.number)
    return Telling(
        headline=f"{g.ahead} {does} early, {g.behind} thinks for {minutes} minutes",
        lead=f"{g.ahead} {did} on move {g.move(12)} and left {g.behind} thinking for {minutes} minutes in game "
        f"{g.number} of the Caravan Masters.",
        keep=f"{g.ahead} {did} on move {g.move(12)}, to which {g.behind} replied after {minutes} minutes.",
        background=(_MASTERS,),
    )


def _chess_middle(g: _Game) -> Telling:
    view = pick(("a little better", "easier to play", "more comfortable"), "view", g.number)
    return Telling(
        headline=f"Queens come off in {g.white}-{g.black} game, {g.ahead} slightly better",
        lead=f"The queens were exchanged on move {g.move(23)} of the game between {g.white} and {g.black}, and the "
        f"commentators in the hall called {g.ahead}'s side {view}.",
        more=(
            f"Both players had about {40 + number(15, 'left', g.number)} minutes left for the moves up to the 40th.",
        ),
        keep=f"The queens were exchanged on move {g.move(23)}.",
        background=(_MASTERS,),
    )


def _chess_pressure(g: _Game) -> Telling:
    left = 3 + number(5, "trouble", g.number)
    return Telling(
        headline=f"{g.ahead} wins a pawn as {g.behind} runs short of time",
        lead=f"{g.ahead} won a pawn on move {g.move(34)} against {g.behind}, who had {left} minutes left to reach the "
        "time control and reached it with seconds to spare.",
        keep=f"{g.ahead} won a pawn shortly before the time control, in which {g.behind} was down to {left} minutes.",
        background=(_MASTERS,),
    )


def _chess_ending(g: _Game) -> Telling:
    kind = pick(
        ("a rook ending", "a bishop ending", "a knight ending", "an ending of rooks and knights"), "end", g.number
    )
    return Telling(
        headline=f"{g.white}-{g.black} reaches {kind} with an extra pawn for {g.ahead}",
        lead=f"{g.ahead} went into {kind} with an extra pawn against {g.behind} in game {g.number} of the Caravan "
        "Masters, the last game of the day to be decided.",
        keep=f"The game turned into {kind} in which {g.ahead} had an extra pawn.",
        background=(_MASTERS,),
    )


def _chess_result(g: _Game) -> Telling:
    moves = g.move(52)
    if g.result == "draw":
        headline = f"{g.behind} holds {g.ahead} to a draw in {moves} moves"
        lead = (
            f"{g.behind} held on for a draw against {g.ahead} after {moves} moves in game {g.number} of the Caravan "
            "Masters on {today}, a pawn down for the last twenty of them."
        )
        said = f'"I looked for the win in every corner, and it was in none," {g.ahead} said.'
    else:
        headline = f"{g.ahead} beats {g.behind} in {moves} moves in Caravan Masters"
        lead = (
            f"{g.ahead} beat {g.behind} in {moves} moves in game {g.number} of the Caravan Masters on {{today}}, "
            "walking the extra pawn to the seventh rank before the handshake."
        )
        said = f'"One pawn is enough if it keeps walking," {g.ahead} said.'
    return Telling(headline=headline, lead=lead, more=(said,), background=(_MASTERS,))


_CHESS: tuple[Callable[[_Game], Telling], ...] = (
    _chess_start,
    _chess_opening,
    _chess_middle,
    _chess_pressure,
    _chess_ending,
    _chess_result,
)

# -- cricket

_CLUBS = (
    ("Harbour Wanderers", "S. Reddy", "J. Barla"),
    ("Hill Rovers", "T. Wangmo", "K. Lepcha"),
    ("Salt Pan Cricket Club", "A. Fernandes", "D. Munda"),
    ("Riverbank Eleven", "M. Sheikh", "P. Saikia"),
)
_TIDELAND = "Four clubs take part in the Tideland series, which is played in 20-over matches under lights."


class _Match(Struct, frozen=True, kw_only=True):
    """A match as it will have been played: runs after 10 and 20 overs, and of the chase after 8, 15 and the end."""

    number: int
    first: tuple[str, str, str]
    second: tuple[str, str, str]
    first_runs: tuple[int, int]
    chase: tuple[int, int]
    won: bool
    """The side that bats second wins."""

    @property
    def target(self) -> int:
        """What the second side needs."""
        return self.first_runs[1] + 1

    @property
    def fifty(self) -> int:
        """What the first side's best batter makes."""
        return 44 + number(35, "fifty", self.number)


def cricket(round_: int, step: int) -> Telling:
    """One match a round, in six reports from the toss to the result."""
    half = 68 + number(20, "half", round_)
    total = half + 66 + number(30, "total", round_)
    pace = total / 20 * (0.92 + number(12, "pace", round_) / 100)
    match = _Match(
        number=round_ + 2,
        first=_CLUBS[(round_ + 1) % 4],
        second=_CLUBS[(round_ + 2 + round_ // 4 % 2) % 4],
        first_runs=(half, total),
        chase=(round(pace * 8), round(pace * 15)),
        won=number(2, "won", round_) == 0,
    )
    return _CRICKET[step](match)


def _toss(m: _Match) -> Telling:
    return Telling(
        headline=f"{m.first[0]} to bat first against {m.second[0]} in Tideland match {m.number}",
        lead=f"{m.second[0]} won the toss and sent {m.first[0]} in to bat in match {m.number} of the Tideland cricket "
        "series on {today}, expecting dew to help the side that bats second.",
        keep=f"{m.second[0]} had won the toss and chosen to field.",
        background=(_TIDELAND,),
    )


def _ten_overs(m: _Match) -> Telling:
    wickets = 1 + number(3, "ten", m.number)
    return Telling(
        headline=f"{m.first[0]} {m.first_runs[0]}-{wickets} after ten overs against {m.second[0]}",
        lead=f"{m.first[0]} were {m.first_runs[0]} for {wickets} after ten overs against {m.second[0]}, with "
        f"{m.first[1]} on {m.fifty // 2}.",
        keep=f"{m.first[0]} had been {m.first_runs[0]} for {wickets} at the halfway point of their innings.",
        background=(_TIDELAND,),
    )


def _innings(m: _Match) -> Telling:
    wickets = 5 + number(4, "lost", m.number)
    return Telling(
        headline=f"{m.first[1]} makes {m.fifty} as {m.first[0]} set {m.second[0]} {m.target} to win",
        lead=f"{m.first[0]} finished their 20 overs on {m.first_runs[1]} for {wickets}, leaving {m.second[0]} to make "
        f"{m.target} to win. {m.first[1]} hit {m.fifty}.",
        more=(f"{m.second[2]} was the best of the bowlers with {2 + number(2, 'best', m.number)} wickets.",),
        keep=f"{m.first[0]} made {m.first_runs[1]} for {wickets}, {m.first[1]} scoring {m.fifty}.",
        background=(_TIDELAND,),
    )


def _eight_overs(m: _Match) -> Telling:
    need = m.target - m.chase[0]
    return Telling(
        headline=f"{m.second[0]} {m.chase[0]}-1 after eight overs, need {need} more",
        lead=f"{m.second[0]} were {m.chase[0]} for one after eight overs of their chase and needed {need} from "
        "the last 72 balls.",
        keep=f"{m.second[0]} had lost one wicket in the first eight overs of the chase.",
        background=(_TIDELAND,),
    )


def _fifteen_overs(m: _Match) -> Telling:
    wickets, need = 3 + number(3, "fifteen", m.number), m.target - m.chase[1]
    return Telling(
        headline=f"{m.second[0]} need {need} from five overs against {m.first[0]}",
        lead=f"{m.second[0]} were {m.chase[1]} for {wickets} after fifteen overs and needed {need} from the last 30 "
        f"balls, after {m.first[2]} had taken two wickets in an over.",
        keep=f"{m.first[2]} took two wickets in an over before the last five began.",
        background=(_TIDELAND,),
    )


def _result(m: _Match) -> Telling:
    if m.won:
        left, over = 3 + number(4, "wickets", m.number), 2 + number(4, "ball", m.number)
        headline = f"{m.second[0]} chase {m.target} to win Tideland match {m.number} by {left} wickets"
        lead = (
            f"{m.second[0]} beat {m.first[0]} by {left} wickets with {over} balls to spare in match {m.number} of the "
            "Tideland series on {today}."
        )
        score = (m.second[0], f"{m.target}", m.second[1])
    else:
        runs = 4 + number(14, "runs", m.number)
        headline = f"{m.first[0]} defend {m.first_runs[1]} to win Tideland match {m.number} by {runs} runs"
        lead = (
            f"{m.first[0]} beat {m.second[0]} by {runs} runs in match {m.number} of the Tideland series on {{today}}, "
            f"{m.first[2]} bowling the last over."
        )
        score = (m.second[0], f"{m.first_runs[1] - runs}", m.second[1])
    table = f"| Team | Runs | Top scorer\n| {m.first[0]} | {m.first_runs[1]} | {m.first[1]}\n| {' | '.join(score)}"
    return Telling(headline=headline, lead=lead, more=(table,), background=(_TIDELAND,))


_CRICKET: tuple[Callable[[_Match], Telling], ...] = (
    _toss,
    _ten_overs,
    _innings,
    _eight_overs,
    _fifteen_overs,
    _result,
)
