"""The demo's illustrations of land and water. Each draws one scene on its sheet."""

from math import sin

from stet.demo.canvas import HEIGHT, WIDTH, Canvas, Point, arc, leaf, ridge, scatter


def viaduct(c: Canvas) -> None:
    """A goods train on a stone viaduct, hills at dusk."""
    c.fade([(0, "#1d4e63"), (0.35, "#5f94a0"), (0.6, "#f0c9a0"), (0.75, "#f7dcb8")])
    c.glow(1130, 500, 620, "#fff0cf", 0.85)
    c.disc(1130, 470, 92, "#fdf3dc")
    c.shaded(ridge(560, 90, [(3, 1.3, 0.4), (1, 3.1, 2)]), [(0, "#7fa9a8"), (0.5, "#c3c7ad")])
    c.shaded(ridge(660, 80, [(3, 1.7, 3.2), (1, 4.3, 1)]), [(0, "#4d7f83"), (0.6, "#a3b59b")])
    c.veil(560, 960, "#f4d8b4", 0.9)
    _goods_train(c, 452)
    _arches(c, top=512, foot=960)
    c.shaded(ridge(900, 60, [(3, 0.9, 5.2), (1, 3.7, 0)]), [(0, "#24505a"), (0.6, "#16363f")])
    for x, y, z in scatter("viaduct", 46):
        _fir(c, x * WIDTH, 905 + 130 * y - 30 * sin(x * 6), 46 + 60 * z, "#12313a" if z > 0.5 else "#183c45")
    c.shaded(ridge(1030, 36, [(2, 1.9, 1.2), (1, 5, 0)]), [(0, "#0f2a33"), (1, "#0b2027")])


def _goods_train(c: Canvas, top: float) -> None:
    colours = ["#b5472f", "#d8912e", "#2f6f74", "#b5472f", "#e0b45a", "#35596b", "#c4603c", "#2f6f74"]
    for n, colour in enumerate(colours):
        left = 60 + 150 * n
        c.shaded(
            [(left, top), (left + 138, top), (left + 138, top + 48), (left, top + 48)], [(0, colour), (1, "#3b2f33")]
        )
        for rib in range(1, 6):
            c.line([(left + 23 * rib, top + 3), (left + 23 * rib, top + 44)], "#00000022", 3)
        for wheel in (22, 46, 92, 116):
            c.disc(left + wheel, top + 54, 8, "#1c2226")
    engine = [(1262, top - 6), (1400, top - 6), (1446, top + 16), (1458, top + 48), (1262, top + 48)]
    c.shaded(engine, [(0, "#e9dcc2"), (0.55, "#d9c7a4"), (0.56, "#8e2f2a"), (1, "#5f2024")])
    c.polygon([(1398, top), (1438, top + 17), (1444, top + 24), (1398, top + 24)], "#22414d")
    for wheel in (1290, 1316, 1390, 1416):
        c.disc(wheel, top + 54, 8, "#1c2226")
    c.glow(1462, top + 34, 60, "#fff3c4", 0.9)


def _arches(c: Canvas, top: float, foot: float) -> None:
    span, pier = 196.0, 34.0
    outline: list[Point] = [(-20, top), (WIDTH + 20, top), (WIDTH + 20, foot)]
    left = WIDTH + 20 - pier
    while left > -span:
        outline += [(left, foot), (left, top + 128)]
        outline += arc(left - (span - pier) / 2, top + 128, (span - pier) / 2, 92, 0, -180, 24)
        outline += [(left - span + pier, foot)]
        left -= span
    c.shaded(outline, [(0, "#c7a27c"), (0.35, "#a47a5d"), (1, "#5a5450")])
    c.rectangle((-20, top - 4, WIDTH + 20, top + 18), "#8a6650")
    c.rectangle((-20, top - 4, WIDTH + 20, top + 3), "#e6c8a0")
    c.veil(660, 960, "#f0d4b0", 0.55)


def _fir(c: Canvas, x: float, foot: float, height: float, fill: str) -> None:
    for n in range(3):
        top, half = foot - height * (1 - 0.26 * n), height * (0.14 + 0.06 * n)
        c.polygon([(x, top), (x + half, top + height * 0.44), (x - half, top + height * 0.44)], fill)


def reservoir(c: Canvas) -> None:
    """Hills in the monsoon, a full lake and a dam with one gate open."""
    c.fade([(0, "#8fa9ad"), (0.3, "#c9d6cf"), (0.5, "#eef0df")])
    for x, y, z in scatter("clouds", 34):
        c.ellipse(x * WIDTH, 20 + 170 * y, 120 + 150 * z, 34 + 44 * z, "#6f8d9540" if y < 0.5 else "#f4f4e840")
    for base, height, phase, top, bottom in (
        (380, 110, 0.5, "#86a7a0", "#bccbb8"),
        (450, 120, 2.6, "#5c8a7c", "#a4bc9b"),
        (520, 110, 4.4, "#3a6f5e", "#7ba07a"),
    ):
        c.shaded(
            ridge(base, height, [(3, 1.2, phase), (1, 2.9, phase * 2), (0.4, 7, phase)]), [(0, top), (0.35, bottom)]
        )
        c.veil(base - 30, base + 120, "#e4ebdd", 0.5)
    c.fade([(0, "#a9c9c4"), (0.25, "#5d9aa0"), (1, "#1f5b6b")], 590, HEIGHT)
    for x, y, z in scatter("ripples", 120):
        depth = 596 + 440 * y * y
        half = (14 + 70 * z) * (0.3 + y)
        c.line(
            [(x * WIDTH - half, depth), (x * WIDTH + half, depth)], "#e9f3ea50" if z > 0.4 else "#12465560", 1.2 + 3 * y
        )
    _dam(c)


def _dam(c: Canvas) -> None:
    crest = arc(1640, 980, 900, 330, 180, 272, 56)
    foot = [(x + 90, HEIGHT + 20) for x, _ in reversed(crest)]
    c.shaded([*crest, *foot], [(0, "#e9e0cb"), (0.45, "#bdb49f"), (1, "#6f6c63")])
    c.line([(x, y - 2) for x, y in crest], "#fbf6e6", 12)
    c.line([(x + 4, y + 12) for x, y in crest], "#8b8474", 6)
    for n in (14, 20, 26, 32, 38, 44):
        x, y = crest[n]
        c.rectangle((x - 6, y - 44, x + 26, y + 4), "#d8cfb8")
        c.rectangle((x - 12, y - 54, x + 32, y - 42), "#b5563c")
        c.rectangle((x + 2, y + 30, x + 24, y + 84), "#57646a", radius=10)
    for n in (20, 26):
        x, y = crest[n]
        fall = [(x + 2, y + 62), (x + 24, y + 62), (x + 92, y + 340), (x - 26, y + 340)]
        c.shaded(fall, [(0, "#f7fbf8"), (0.6, "#dcebe8"), (1, "#b7d4d3")])
        c.glow(x + 34, y + 330, 110, "#f4faf7", 0.7)


def harbour(c: Canvas) -> None:
    """Gantry cranes and a container ship at sunrise."""
    c.fade([(0, "#23395b"), (0.3, "#7f6f8c"), (0.5, "#f0a074"), (0.62, "#fbd49a")])
    c.glow(620, 640, 560, "#ffe9b8", 0.9)
    c.disc(620, 612, 88, "#fff2cf")
    for x, y, z in scatter("haze", 16):
        c.ellipse(x * WIDTH, 150 + 330 * y, 180 + 200 * z, 8 + 9 * z, "#fff0d528")
    c.polygon(ridge(668, 26, [(2, 1.1, 1), (1, 5.3, 2)]), "#b0788a")
    c.fade([(0, "#f3b98a"), (0.12, "#c98a86"), (0.5, "#4f5a7c"), (1, "#1c2c4a")], 690, HEIGHT)
    for x, y, z in scatter("sun on water", 90):
        level = 696 + 330 * y
        middle, half = 620 + (x - 0.5) * (120 + 260 * y), 16 + 46 * z
        c.line([(middle - half, level), (middle + half, level)], "#ffe3ae90", 2 + 4 * y)
    for x, size in ((1010, 0.72), (1200, 0.86), (1420, 1.0)):
        _crane(c, x, 770, size)
    _ship(c)
    c.polygon([(930, 770), (1610, 770), (1610, 850), (930, 850)], "#16233c")
    c.rectangle((930, 764, 1610, 774), "#e0a47a")
    _stack(c, 960, 764, 12, 3)


def _crane(c: Canvas, x: float, foot: float, size: float) -> None:
    steel = "#1b2944"

    def at(dx: float, dy: float) -> Point:
        return x + dx * size, foot - dy * size

    for leg in (-52, 52):
        c.line([at(leg, 0), at(leg, 330)], steel, 15 * size)
    c.line([at(-52, 120), at(52, 120)], steel, 10 * size)
    c.line([at(-52, 120), at(52, 330)], steel, 6 * size)
    c.line([at(52, 120), at(-52, 330)], steel, 6 * size)
    c.line([at(-380, 336), at(170, 336)], steel, 17 * size)
    c.line([at(0, 336), at(0, 470)], steel, 12 * size)
    c.line([at(0, 466), at(-330, 340)], steel, 5 * size)
    c.line([at(0, 466), at(-180, 340)], steel, 4 * size)
    c.line([at(0, 466), at(160, 340)], steel, 5 * size)
    c.line([at(-250, 330), at(-250, 226)], steel, 3 * size)
    left, top = at(-292, 226)
    c.rectangle((left, top, left + 84 * size, top + 34 * size), "#c9553a")
    cab_left, cab_top = at(-236, 330)
    c.rectangle((cab_left, cab_top, cab_left + 40 * size, cab_top + 26 * size), "#f2d9a8")


def _ship(c: Canvas) -> None:
    hull = [(90, 800), (1010, 800), (980, 914), (180, 914), (120, 860)]
    _stack(c, 200, 800, 16, 4)
    c.rectangle((870, 612, 950, 800), "#f3e4cb")
    c.rectangle((858, 600, 962, 622), "#fff5e2")
    for n in range(4):
        c.rectangle((880, 640 + 36 * n, 940, 652 + 36 * n), "#3b4a68")
    c.shaded(hull, [(0, "#2b3c63"), (0.68, "#1d2a49"), (0.7, "#a3402f"), (1, "#6c2a2b")])
    c.line([(90, 802), (1010, 802)], "#f4c48f", 5)
    c.line([(60, 916), (1060, 916)], "#ffe3ae80", 4)


def _stack(c: Canvas, left: float, foot: float, across: int, high: int) -> None:
    colours = ["#c9553a", "#e2a03f", "#2f7f86", "#e9d3a6", "#3d5c8c", "#8d3f4d"]
    for n, (_, _, z) in enumerate(scatter(f"stack {left}", across * high)):
        column, row = divmod(n, high)
        if row and z > 0.62 and row == high - 1:
            continue
        x, y = left + 41 * column, foot - 30 * (row + 1)
        c.rectangle((x, y, x + 38, y + 28), colours[int(z * 5.99)])
        c.rectangle((x, y + 20, x + 38, y + 28), "#00000028")


def ferry(c: Canvas) -> None:
    """A white ferry among islands on a bright morning."""
    c.fade([(0, "#5aa0c8"), (0.35, "#a9d3e0"), (0.55, "#f3ead2")])
    c.glow(300, 300, 520, "#fffbe6", 0.8)
    c.disc(300, 270, 70, "#fffdf0")
    for x, y, z in scatter("fair weather", 16):
        for puff in range(4):
            c.ellipse(x * WIDTH + 46 * puff, 90 + 210 * y - 14 * (puff % 2), 60 + 30 * z, 18 + 10 * z, "#ffffff60")
    c.shaded(ridge(560, 60, [(3, 1.1, 1.8), (1, 3.4, 4)]), [(0, "#8fb7bd"), (0.4, "#b9d0c9")])
    c.shaded(ridge(585, 52, [(3, 0.9, 4.6), (1, 2.7, 1)]), [(0, "#5b918f"), (0.4, "#8ab3a4")])
    c.fade([(0, "#bfe0dd"), (0.2, "#5fa6b5"), (1, "#12506e")], 610, HEIGHT)
    for x, y, z in scatter("waves", 170):
        level, half = 622 + 440 * y * y, (10 + 60 * z) * (0.3 + y)
        c.line(
            [(x * WIDTH - half, level), (x * WIDTH + half, level)], "#ffffff48" if z > 0.5 else "#0b3f5a48", 1.5 + 3 * y
        )
    _ferry_hull(c)
    c.shaded(
        [(-10, 870), (60, 800), (190, 776), (300, 812), (420, 900), (470, 940), (-10, 1000)],
        [(0, "#2f6a5c"), (1, "#173f45")],
    )
    for x, size in ((60, 120), (120, 160), (190, 130), (250, 96)):
        _fir(c, x, 830, size, "#123c3b")
    for x, y, size in ((980, 200, 34), (1090, 262, 24), (1190, 170, 20)):
        c.line(
            [
                (x - size, y - size * 0.3),
                (x - size * 0.4, y - size * 0.5),
                (x, y),
                (x + size * 0.4, y - size * 0.5),
                (x + size, y - size * 0.3),
            ],
            "#2c5a70",
            4,
        )


def _ferry_hull(c: Canvas) -> None:
    c.shaded(
        [(560, 770), (1400, 770), (1340, 872), (640, 872)],
        [(0, "#ffffff"), (0.5, "#dfe9ea"), (0.52, "#1c4a73"), (1, "#12324f")],
    )
    for n, (left, right) in enumerate(((640, 1330), (700, 1250), (780, 1110))):
        top = 704 - 62 * n
        c.shaded(
            [(left, top), (right - 30, top), (right, top + 68), (left, top + 68)], [(0, "#ffffff"), (1, "#d6e3e6")]
        )
        for pane in range(left + 24, right - 60, 46):
            c.rectangle((pane, top + 18, pane + 30, top + 40), "#2b6288", radius=5)
    c.shaded(
        [(860, 480), (960, 480), (972, 582), (850, 582)],
        [(0, "#e2663f"), (0.3, "#e2663f"), (0.31, "#f6efe0"), (0.6, "#f6efe0"), (0.61, "#1c4a73"), (1, "#1c4a73")],
    )
    c.line([(1060, 580), (1060, 470)], "#dfe9ea", 6)
    for x, y, z in scatter("wake", 60):
        c.ellipse(600 - 330 * x, 876 + 30 * x * (2 * y - 0.6), 34 + 44 * z, 4 + 7 * z, "#ffffff70")
    c.line([(560, 876), (1420, 876)], "#ffffffb0", 7)


def skyline(c: Canvas) -> None:
    """Minarets, domes and palms by the water after sunset."""
    c.fade([(0, "#2a2350"), (0.3, "#7a3b6b"), (0.52, "#e0705a"), (0.68, "#fbc27e")])
    c.glow(800, 720, 760, "#ffdc9a", 0.8)
    for x, y, z in scatter("first stars", 60):
        c.disc(x * WIDTH, 260 * y, 1 + 2 * z, "#ffeed0b0")
    c.polygon([*arc(1230, 190, 58, 58, 33.4, 266.6), *arc(1256, 175, 52, 52, 235.6, 64.4)], "#fff0cd")
    _city(
        c,
        742,
        0.62,
        "#a8536a",
        ((90, 0), (250, 1), (420, 0), (610, 1), (790, 0), (1000, 1), (1170, 0), (1350, 1), (1520, 0)),
    )
    _city(c, 770, 1.0, "#43244f", ((180, 1), (520, 2), (1010, 1), (1330, 2)))
    c.rectangle((0, 764, WIDTH, 800), "#43244f")
    c.fade([(0, "#f4a877"), (0.25, "#a8566c"), (1, "#2b1f47")], 796, HEIGHT)
    for x, y, z in scatter("creek", 130):
        level, half = 804 + 260 * y, 20 + 80 * z
        c.line(
            [(x * WIDTH - half, level), (x * WIDTH + half, level)], "#ffd9a050" if z > 0.5 else "#2b1f4760", 2 + 3 * y
        )
    _dhow(c, 760, 900)
    for x, height, lean in ((90, 560, 40), (210, 430, -26), (1440, 500, -44), (1540, 610, 30)):
        _palm(c, x, 1080, height, lean)


def _city(c: Canvas, foot: float, size: float, fill: str, towers: tuple[tuple[float, int], ...]) -> None:
    for n, (x, _, z) in enumerate(scatter(f"houses {size}", 26)):
        left, high = 66 * n - 40, (40 + 90 * z) * size
        c.rectangle((left, foot - high, left + 67 + 26 * x, foot + 4), fill)
    for x, kind in towers:
        if kind != 1:
            c.rectangle((x - 92 * size, foot - 150 * size, x + 92 * size, foot), fill)
            c.polygon([*arc(x, foot - 150 * size, 84 * size, 96 * size, 180, 360), (x, foot - 150 * size)], fill)
            c.line([(x, foot - 240 * size), (x, foot - 282 * size)], fill, 5 * size)
        for side in (-1, 1) if kind == 2 else (0,):
            _minaret(c, x + side * 150 * size, foot, size * (1.0 if kind else 0.5), fill)


def _minaret(c: Canvas, x: float, foot: float, size: float, fill: str) -> None:
    for half, low, high in ((17, 0, 250), (25, 250, 264), (13, 264, 350), (20, 350, 360), (9, 360, 396)):
        c.rectangle((x - half * size, foot - high * size, x + half * size, foot - low * size), fill)
    c.polygon([(x - 12 * size, foot - 394 * size), (x, foot - 452 * size), (x + 12 * size, foot - 394 * size)], fill)


def _palm(c: Canvas, x: float, foot: float, height: float, lean: float) -> None:
    dark = "#1d1433"
    c.line([(x + lean * t * t, foot - height * t) for t in (0, 0.2, 0.4, 0.6, 0.8, 1)], dark, 15)
    left, top = x + lean, foot - height
    for reach, rise, fall in ((190, 60, 150), (200, 110, 70), (170, 150, -20), (110, 170, -110)):
        for side in (-1, 1):
            _frond(c, left, top, side * reach * (0.94 + 0.06 * side), rise, fall, dark)
    for dx in (-12, 2, 14):
        c.disc(left + dx, top + 12, 11, dark)


def _frond(c: Canvas, x: float, y: float, reach: float, rise: float, fall: float, fill: str) -> None:
    """A rib that rises and droops, with leaflets hanging from it."""
    rib = [(x + reach * t, y - 2 * rise * t * (1 - t) * 1.6 + fall * t * t * t) for t in (n / 14 for n in range(15))]
    c.line(rib, fill, 6)
    for n, (left, top) in enumerate(rib[1:], 1):
        length = 62 * (1 - abs(n - 6) / 11)
        c.polygon([(left - 6, top - 3), (left + 6, top - 3), (left + reach * 0.1, top + length)], fill)


def _dhow(c: Canvas, x: float, level: float) -> None:
    c.polygon([(x - 14, level - 12), (x + 26, level - 236), (x + 150, level - 40)], "#fbe3bb")
    c.polygon([(x - 14, level - 12), (x + 26, level - 236), (x + 60, level - 20)], "#f0c795")
    c.polygon([(x - 130, level - 30), (x + 170, level - 26), (x + 110, level + 26), (x - 80, level + 26)], "#2a1838")
    c.line([(x - 100, level + 30), (x + 150, level + 30)], "#ffe0ac90", 4)


def wheat(c: Canvas) -> None:
    """Ears of wheat before a low sun."""
    c.fade([(0, "#e9a13b"), (0.35, "#f6c86a"), (0.62, "#fdeab8")])
    c.glow(980, 470, 640, "#fffbe8", 0.9)
    c.disc(980, 470, 190, "#fff6d6")
    c.shaded(ridge(640, 46, [(3, 1.0, 2.2), (1, 2.8, 0)]), [(0, "#c98f3f"), (0.5, "#b97a2c")])
    c.fade([(0, "#d9a348"), (0.5, "#b8772a"), (1, "#7a4a1c")], 690, HEIGHT)
    for n in range(-22, 40):
        c.line([(980 + (n - 9) * 34, 692), (980 + (n - 9) * 190, HEIGHT + 20)], "#6f431a30", 9)
    for x, y, z in sorted(scatter("stubble", 380), key=lambda s: s[1]):
        level, size = 700 + 280 * y, 10 + 34 * y
        c.line(
            [(x * WIDTH, level), (x * WIDTH + 10 * (z - 0.5), level - size)],
            "#f4cf7c80" if z > 0.5 else "#8a581f80",
            1.5 + 3 * y,
        )
    for x, y, z in sorted(scatter("ears", 34), key=lambda s: s[1]):
        _ear(c, -40 + x * (WIDTH + 80), 1120 - 40 * (1 - y), 360 + 250 * y + 60 * z, 60 * (z - 0.4), 0.8 + 0.7 * y)


def _ear(c: Canvas, x: float, foot: float, height: float, lean: float, size: float) -> None:
    stem = [(x + lean * t * t, foot - height * t) for t in (0, 0.25, 0.5, 0.75, 1)]
    c.line(stem, "#7a4d1b", 5 * size)
    top_x, top_y = stem[-1]
    for n in range(7):
        y = top_y + 20 * size * n
        for side in (-1, 1):
            c.line([(top_x, y), (top_x + side * 34 * size, y - 62 * size)], "#f9df9c", 1.6 * size)
            angle = -90 + side * (34 - 2 * n)
            c.polygon(leaf(top_x, y + 8 * size, 36 * size, 8.5 * size, angle), "#e7b048" if side < 0 else "#c98a2d")
    c.polygon(leaf(top_x, top_y + 6 * size, 40 * size, 8 * size, -90), "#f2c667")
    c.polygon(leaf(x + lean * 0.2, foot - height * 0.42, 150 * size, 9 * size, -60 if lean > 0 else -118), "#9a6a25")


def solar(c: Canvas) -> None:
    """Rows of solar panels beside a village."""
    c.fade([(0, "#3f93c4"), (0.4, "#a5d4dd"), (0.56, "#fdf0cf")])
    c.glow(1240, 260, 480, "#fff8d8", 0.95)
    c.disc(1240, 250, 84, "#fffbe6")
    c.shaded(ridge(590, 54, [(3, 1.4, 0.2), (1, 3.3, 2)]), [(0, "#c9a36b"), (0.5, "#d9b777")])
    for n, (x, _, z) in enumerate(scatter("village", 9)):
        left, high = 60 + 112 * n + 30 * x, 54 + 40 * z
        c.rectangle((left, 640 - high, left + 84, 660), "#f2e3c6" if n % 2 else "#e6c79a")
        c.polygon([(left - 12, 642 - high), (left + 42, 606 - high), (left + 96, 642 - high)], "#b5573a")
        c.rectangle((left + 32, 624, left + 52, 660), "#6d4433")
    for x, size in ((30, 92), (430, 116), (860, 104), (1090, 84)):
        c.rectangle((x - 6, 660 - size, x + 6, 664), "#5a4630")
        for dx, dy in ((-30, 0), (26, 6), (0, -30)):
            c.disc(x + dx, 650 - size + dy, 42, "#4f7f4c")
    c.fade([(0, "#c7b26b"), (1, "#7d8a48")], 656, HEIGHT)
    for row in range(4):
        _panels(c, 700 + 52 * row + 26 * row * row, 0.62 + 0.42 * row)


def _panels(c: Canvas, top: float, size: float) -> None:
    wide, high = 176 * size, 88 * size
    start = 800 - 9 * wide
    for n in range(18):
        left = start + n * (wide + 10 * size)
        if left > WIDTH or left + wide < -80:
            continue
        shift = 34 * size
        corners = [(left + shift, top), (left + shift + wide, top), (left + wide, top + high), (left, top + high)]
        c.rectangle(
            (left + wide * 0.5 - 5 * size, top + high, left + wide * 0.5 + 5 * size, top + high + 34 * size), "#59603a"
        )
        c.shaded(corners, [(0, "#6fa8d0"), (0.3, "#2f6aa0"), (1, "#16375f")])
        for part in (0.25, 0.5, 0.75):
            c.line([(left + shift + wide * part, top), (left + wide * part, top + high)], "#d5e8f240", 2 * size)
        c.line([(left + shift / 2, top + high / 2), (left + shift / 2 + wide, top + high / 2)], "#d5e8f240", 2 * size)
        c.line([corners[3], corners[2]], "#eef4f2", 4 * size)
