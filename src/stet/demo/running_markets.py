"""The level of the reservoirs and the price of coffee, as they go up and down."""

from math import sin

from stet.demo.telling import Telling, pick

_RESERVOIRS = (("Kannamala", 16.0), ("Herebetta", 2.5), ("Pulinjeri", -2.0), ("Vellimani", -11.5))
_BOARD = (
    "The Plateau Rivers Board reads the gauges of six reservoirs four times a day. Releases for irrigation are decided "
    "after the last one."
)


def reservoirs(round_: int, step: int) -> Telling:
    """Four readings a day, a day a round."""
    reading = round_ * 4 + step
    now, before = _level(reading), _level(reading - 1)
    rising = now >= before
    count = ("first", "second", "third", "fourth")[step]
    inflow, gates = 420 + round(26 * (now - 60)), ("one gate", "two gates", "three gates")[reading * 2 % 3]
    rows = "\n".join(f"| {name} | {_of(name, reading):.1f} | {_of(name, reading - 1):.1f}" for name, _ in _RESERVOIRS)
    reason = pick(_RAIN if rising else _DRY, "reason", reading)
    return Telling(
        headline=f"Southern reservoirs {'rise' if rising else 'ease'} to {now:.1f} per cent at {count} reading",
        lead=f"Six southern reservoirs held {now:.1f} per cent of their capacity at the {count} reading on {{today}}, "
        f"{'up' if rising else 'down'} from {before:.1f} per cent at the last one, the Plateau Rivers Board said.",
        more=(
            f"{reason} The combined inflow was put at {inflow} cubic metres a second, with {gates} open at Kannamala.",
            f"| Reservoir | Storage, per cent | Reading before\n{rows}",
        ),
        keep=f"At the {count} reading the six had held {now:.1f} per cent.",
        background=(_BOARD,),
    )


_RAIN = (
    "Showers over the upper catchments kept the streams high.",
    "Rain that fell in the hills is still on its way to the lakes, the board said.",
    "The weather office recorded up to 34 millimetres in the catchments.",
)
_DRY = (
    "The catchments stayed dry while canals ran full for the paddy crop.",
    "Releases for irrigation exceeded what the streams brought in, the board said.",
    "No station in the catchments recorded more than two millimetres of rain.",
)


def _level(reading: int) -> float:
    """Per cent of capacity: a slow swell with a ripple on it, 67 at the beginning."""
    return 73.4 + 7.4 * sin(reading / 11 - 1.05) + 0.5 * sin(reading * 1.3)


def _of(name: str, reading: int) -> float:
    offset = dict(_RESERVOIRS)[name]
    return min(99.4, _level(reading) + offset + 0.6 * sin(reading / 2 + offset))


_EXCHANGE = (
    "The Malabar Commodity Exchange trades washed robusta in lots of 100 kilograms. It takes its "
    "settlement prices from the last ten minutes of each session."
)
_MOODS = (
    "Roasters were seen buying for the next quarter, dealers said.",
    "Dealers spoke of thin trade, with growers waiting for better offers.",
    "A firmer rupee held exporters back, two dealers said.",
    "Certified stocks did not change, according to the exchange's daily list.",
    "Buying by a single exporter was behind much of the movement, a broker said.",
)


def coffee(round_: int, step: int) -> Telling:
    """One session a round: opening, noon, afternoon and close."""
    tick = round_ * 4 + step
    price, settled = _price(tick), _price(round_ * 4 - 1)
    change = (price / settled - 1) * 100
    word = "rises" if change > 0.05 else "falls" if change < -0.05 else "is little changed"
    told = ("in early trade", "by mid-session", "late in the session", "at the close")[step]
    past = {"rises": "rose", "falls": "fell", "is little changed": "was little changed"}[word]
    by = "" if past.startswith("was") else f" {abs(change):.1f} per cent"
    return Telling(
        headline=f"Robusta {word}{by} {told} on Malabar exchange",
        lead=f"Washed robusta {past}{by} {told} on the Malabar Commodity Exchange on {{today}}, with the nearest "
        f"contract at {price:,} rupees a 100 kilograms against {settled:,} at the previous close.",
        more=(pick(_MOODS, "mood", tick), f"| Contract | Rupees | Previous close\n{_contracts(tick, round_)}"),
        keep=f"The nearest contract stood at {price:,} rupees {told}.",
        background=(_EXCHANGE,),
    )


def _contracts(tick: int, round_: int) -> str:
    spreads = (("Nearest month", 0), ("Third month", -860), ("Fifth month", -1540))
    return "\n".join(f"| {name} | {_price(tick) + s:,} | {_price(round_ * 4 - 1) + s:,}" for name, s in spreads)


def _price(tick: int) -> int:
    """Rupees, in steps of ten; 41,820 or near it at the beginning."""
    return round(4182 * (1 + 0.03 * sin((tick + 1) * 0.29) + 0.004 * sin((tick + 1) * 1.7))) * 10
