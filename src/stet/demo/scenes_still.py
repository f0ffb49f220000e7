"""The demo's illustrations of things: buildings, games and instruments. Each draws one scene on its sheet."""

from math import cos, pi, sin

from stet.demo.canvas import HEIGHT, WIDTH, Canvas, Point, arc, leaf, scatter


def museum(c: Canvas) -> None:
    """A columned front in the evening, lit from within."""
    c.fade([(0, "#16233f"), (0.45, "#40507a"), (0.8, "#d99a7a"), (1, "#e9b48a")], 0, 880)
    for x, y, z in scatter("evening", 46):
        c.disc(x * WIDTH, 300 * y, 1 + 1.6 * z, "#fff3d6a0")
    c.fade([(0, "#7d6a66"), (0.3, "#574e58"), (1, "#33303d")], 876, HEIGHT)
    c.glow(800, 700, 800, "#ffd79a", 0.55)
    for x, size in ((90.0, 200.0), (210.0, 150.0), (1420.0, 170.0), (1540.0, 220.0)):
        c.polygon(leaf(x, 892, size * 1.7, size * 0.26, -90), "#2b3140")
    c.rectangle((330, 400, 1270, 860), "#3a2b33")
    for n in range(5):
        middle = 432 + 184 * n
        c.shaded(
            [(middle - 50, 480), (middle + 50, 480), (middle + 50, 850), (middle - 50, 850)],
            [(0, "#8a4f2a"), (0.5, "#f0a94e"), (1, "#ffdf94")],
        )
        c.rectangle((middle - 2, 540, middle + 2, 850), "#7a4526")
    for n in range(6):
        _column(c, 340 + 184 * n)
    c.polygon([(240, 372), (800, 176), (1360, 372)], "#efe3cb")
    c.shaded([(330, 356), (800, 196), (1270, 356)], [(0, "#b7a68e"), (1, "#d6c6aa")])
    c.disc(800, 296, 40, "#efe3cb")
    c.disc(800, 296, 29, "#40507a")
    c.shaded([(250, 372), (1350, 372), (1350, 428), (250, 428)], [(0, "#f6ecd7"), (0.2, "#e2d4b8"), (1, "#b6a486")])
    for n in range(7):
        c.rectangle((262 - 42 * n, 860 + 28 * n, 1338 + 42 * n, 890 + 28 * n), ("#efe2c8", "#d8c8a9")[n % 2])
        c.rectangle((262 - 42 * n, 884 + 28 * n, 1338 + 42 * n, 890 + 28 * n), "#8f7e68")
    for x, foot, size in (
        (560, 912, 0.8),
        (612, 912, 0.72),
        (930, 940, 0.92),
        (1090, 1000, 1.15),
        (470, 1010, 1.2),
        (520, 1012, 0.9),
    ):
        _visitor(c, x, foot, size)


def _column(c: Canvas, x: float) -> None:
    shaft = [(x - 34, 850), (x - 29, 460), (x + 29, 460), (x + 34, 850)]
    c.shaded(shaft, [(0, "#8f7f6d"), (0.35, "#f8efdc"), (0.7, "#e0d0b3"), (1, "#8a7760")], sideways=True)
    for n in (-18, -6, 6, 18):
        c.line([(x + n, 466), (x + n * 1.15, 844)], "#6e5d4a38", 3)
    c.rectangle((x - 46, 428, x + 46, 446), "#f3e8d0")
    c.rectangle((x - 38, 446, x + 38, 462), "#d8c8aa")
    c.rectangle((x - 44, 842, x + 44, 862), "#d8c8aa")


def _visitor(c: Canvas, x: float, foot: float, size: float) -> None:
    c.polygon(
        [
            (x - 12 * size, foot - 70 * size),
            (x + 12 * size, foot - 70 * size),
            (x + 17 * size, foot),
            (x - 17 * size, foot),
        ],
        "#241f2e",
    )
    c.disc(x, foot - 84 * size, 11 * size, "#241f2e")


def ballot(c: Canvas) -> None:
    """A ballot box with a folded paper halfway in."""
    c.fade([(0, "#f4b942"), (1, "#ee9b3a")])
    c.disc(800, 520, 560, "#f8cd6b70")
    c.disc(800, 520, 400, "#fbe0a080")
    for n in range(9):
        c.line([(120 + 170 * n, 0), (-180 + 170 * n, HEIGHT)], "#ffffff10", 26)
    c.polygon([(480, 930), (1130, 930), (1600, 1067), (840, 1067)], "#b5671f80")
    paper = [(676, 520), (672, 168), (948, 140), (952, 520)]
    c.shaded(paper, [(0, "#ffffff"), (0.7, "#f1ece0"), (1, "#c9c0ae")])
    c.polygon([(810, 154), (948, 140), (952, 520), (812, 520)], "#e3dccb60")
    for n, (y, mark) in enumerate(((236, False), (318, True), (400, False))):
        c.rectangle((706, y - 22 - 2 * n, 752, y + 22 - 2 * n), "#1f5f6b", radius=6)
        c.rectangle((712, y - 16 - 2 * n, 746, y + 16 - 2 * n), "#fffdf6", radius=4)
        c.rectangle((778, y - 10 - 3 * n, 910 - 26 * n, y + 6 - 3 * n), "#b9b3a4", radius=8)
        if mark:
            c.line([(700, 314), (728, 342), (772, 272)], "#d2452f", 16)
    _box(c)


def _box(c: Canvas) -> None:
    c.shaded([(430, 520), (800, 440), (1180, 500), (820, 610)], [(0, "#3d97a1"), (1, "#2a7d88")])
    c.polygon([(640, 532), (962, 494), (974, 508), (652, 548)], "#0f3942")
    c.shaded([(664, 440), (958, 440), (956, 496), (668, 532)], [(0, "#e9e2d2"), (1, "#cfc6b4")])
    c.shaded([(430, 520), (820, 610), (820, 980), (452, 880)], [(0, "#2a7d88"), (1, "#1c5d69")])
    c.shaded([(820, 610), (1180, 500), (1160, 860), (820, 980)], [(0, "#1b5763"), (1, "#123f4a")])
    c.line([(430, 520), (820, 610), (1180, 500)], "#7cc3c7", 6)
    c.line([(820, 610), (820, 978)], "#7cc3c790", 4)
    c.polygon([(560, 660), (690, 692), (692, 816), (566, 782)], "#fbe7b6")
    c.line([(590, 722), (620, 766), (668, 706)], "#d2452f", 15)
    c.ellipse(990, 716, 26, 30, "#e9b24a")
    c.ellipse(990, 716, 12, 14, "#123f4a")


def coffee(c: Canvas) -> None:
    """Cups seen from above, set along a rising line."""
    c.fade([(0, "#c96a46"), (1, "#a94a35")])
    for n in range(1, 7):
        c.line([(0, 152 * n), (WIDTH, 152 * n)], "#ffffff16", 3)
        c.line([(228 * n, 0), (228 * n, HEIGHT)], "#ffffff10", 3)
    trail: list[Point] = [
        (-40, 930),
        (120, 850),
        (300, 884),
        (520, 700),
        (700, 742),
        (900, 520),
        (1060, 566),
        (1290, 300),
        (1650, 90),
    ]
    c.polygon([*trail, (1650, 1100), (-40, 1100)], "#7f2f2640")
    c.line(trail, "#fbe9cf", 15)
    for x, y, z in scatter("beans", 40):
        if y > 0.55 and x > 0.45:
            _bean(c, 560 + 1020 * (x - 0.4), 600 + 880 * (y - 0.5), 360 * z)
    for x, y, radius in ((300, 800, 116), (700, 640, 138), (1150, 412, 166)):
        _cup(c, x, y, radius)


def _bean(c: Canvas, x: float, y: float, angle: float) -> None:
    turn = angle * pi / 180
    half = (34 * cos(turn), 34 * sin(turn))
    body = leaf(x - half[0], y - half[1], 68, 22, angle)
    c.polygon([(px + 6, py + 9) for px, py in body], "#5a1f1850")
    c.polygon(body, "#4b241c")
    c.line([(x - half[0] * 0.7, y - half[1] * 0.7), (x, y + 3), (x + half[0] * 0.7, y + half[1] * 0.7)], "#8a4d36", 5)


def _cup(c: Canvas, x: float, y: float, radius: float) -> None:
    c.glow(x + 30, y + 46, radius * 2.1, "#4d160f", 0.75)
    c.disc(x, y, radius * 1.42, "#f7ead6")
    c.ring(x, y, radius * 1.42, radius * 1.42, "#d9c3a4", 6)
    c.disc(x, y, radius * 1.06, "#e7d4b8")
    c.line([(x + radius * 0.8, y + radius * 0.5), (x + radius * 1.36, y + radius * 0.86)], "#fff8ea", radius * 0.26)
    c.disc(x, y, radius, "#fff8ea")
    c.disc(x, y, radius * 0.86, "#3d1c14")
    c.disc(x, y, radius * 0.8, "#6f3a22")
    c.glow(x - radius * 0.2, y - radius * 0.2, radius * 0.8, "#c98a4e", 0.9)
    for n in range(3):
        size = radius * (0.52 - 0.15 * n)
        c.polygon(
            [
                *arc(x - size / 2, y, size / 2, size * 0.5, 180, 360),
                *arc(x + size / 2, y, size / 2, size * 0.5, 180, 360),
                (x, y + size),
            ],
            ("#f0d3a4", "#8a5330", "#f0d3a4")[n],
        )


def chess(c: Canvas) -> None:
    """A king and its neighbours on a board under a lamp."""
    c.fade([(0, "#0f2529"), (0.5, "#1d4a4a"), (1, "#12302f")])
    c.glow(820, 300, 900, "#e9c98a", 0.55)
    horizon, eye = 470.0, (800.0, 250.0)

    def at(column: float, row: float) -> Point:
        depth = 1 / (1 + 0.24 * (7 - row))
        return eye[0] + (column - 4) * 330 * depth, eye[1] + 900 * depth

    c.polygon([at(-0.35, 0), at(8.35, 0), at(8.35, 9), at(-0.35, 9)], "#4a2b1d")
    for row in range(9):
        for column in range(8):
            fill = "#ecd6ab" if (row + column) % 2 else "#8a5533"
            c.polygon([at(column, row), at(column + 1, row), at(column + 1, row + 1), at(column, row + 1)], fill)
    c.veil(horizon - 10, HEIGHT, "#2a130a", 0.42)
    c.glow(860, 700, 620, "#fff1c4", 0.28)
    for x, foot, size, profile, dark in _SET:
        _piece(c, x, foot, size, profile, dark=dark)


# Half widths and heights of the pieces, from the foot up.
_PAWN = (
    (70, 0), (70, 20), (58, 34), (50, 56), (30, 90), (24, 130), (44, 146), (44, 156), (24, 162), (34, 174), (41, 188),
    (44, 204), (41, 220), (34, 234), (24, 243), (12, 248), (0, 250),
)  # fmt: skip
_ROOK = (
    (78, 0), (78, 24), (64, 38), (56, 62), (44, 110), (42, 190), (60, 214), (62, 262), (36, 262), (36, 246), (14, 246),
    (14, 262), (0, 262),
)  # fmt: skip
_KING = (
    (88, 0), (88, 24), (74, 42), (64, 66), (42, 120), (32, 210), (30, 262), (58, 282), (58, 294), (34, 302), (60, 372),
    (56, 382), (16, 394), (10, 412), (34, 412), (34, 430), (10, 430), (10, 456), (0, 456),
)  # fmt: skip
# Place, foot, size, shape and whether it is a dark one: from the far end of the board to the near one.
_SET = (
    (520, 640, 0.72, _ROOK, True),
    (1130, 600, 0.66, _PAWN, True),
    (930, 652, 0.74, _PAWN, True),
    (1270, 780, 1.02, _PAWN, False),
    (330, 830, 1.08, _PAWN, True),
    (770, 900, 1.5, _KING, False),
    (1110, 1000, 1.3, _ROOK, False),
)


def _piece(c: Canvas, x: float, foot: float, size: float, profile: tuple[tuple[int, int], ...], *, dark: bool) -> None:
    c.polygon(
        [
            (x - 60 * size, foot - 6),
            (x + 70 * size, foot - 22 * size),
            (x + 320 * size, foot + 24 * size),
            (x + 60 * size, foot + 30 * size),
        ],
        "#1a0b0580",
    )
    right = [(x + half * size, foot - up * size) for half, up in profile]
    left = [(x - half * size, foot - up * size) for half, up in reversed(profile)]
    base = arc(x, foot, profile[0][0] * size, 20 * size, 180, 0, 20)
    shades = ((0, "#0c1517"), (0.3, "#41565a"), (0.5, "#1e2c2f"), (1, "#070c0d"))
    light = ((0, "#9a7d4e"), (0.3, "#fff8e2"), (0.55, "#ead3a2"), (1, "#8a6a3c"))
    c.shaded([*right, *left, *base], shades if dark else light, sideways=True)
    for half, up in profile:
        if half >= 44 and up > 30:
            c.line(arc(x, foot - up * size, half * size, 9 * size, 20, 160, 12), "#00000030", 3 * size)


def cricket(c: Canvas) -> None:
    """A floodlit ground at dusk, stumps and ball in front."""
    c.fade([(0, "#141d3d"), (0.4, "#5a4a78"), (0.62, "#e58c6a")], 0, 700)
    for x in (150.0, 480.0, 1120.0, 1450.0):
        _floodlight(c, x)
    c.shaded(
        [(0, 420), *arc(800, 470, 900, 90, 180, 360), (WIDTH, 420), (WIDTH, 640), (0, 640)],
        [(0, "#2a2748"), (1, "#1b1a33")],
    )
    for x, y, z in scatter("crowd", 900):
        colours = ("#f4c95d90", "#e9ecef80", "#d9604c90", "#6fb1c990")
        c.disc(x * WIDTH, 430 + 160 * y - 40 * sin(x * pi), 3 + 2.4 * z, colours[int(z * 3.99)])
    c.fade([(0, "#4f9a55"), (1, "#256b3c")], 590, HEIGHT)
    for n in range(-9, 10):
        if n % 2:
            c.polygon(
                [(800 + 96 * n, 590), (800 + 96 * (n + 1), 590), (800 + 330 * (n + 1), 1080), (800 + 330 * n, 1080)],
                "#ffffff14",
            )
    c.line(arc(800, 760, 860, 150, 180, 360), "#ffffffb0", 6)
    c.polygon([(740, 640), (860, 640), (1090, 1080), (510, 1080)], "#d9bd84")
    c.polygon([(740, 640), (800, 640), (800, 1080), (510, 1080)], "#e6cd98")
    for x, foot in ((620, 660), (1010, 650), (860, 690), (300, 720), (1320, 730)):
        c.polygon([(x - 9, foot - 44), (x + 9, foot - 44), (x + 12, foot), (x - 12, foot)], "#f7f4ea")
        c.disc(x, foot - 54, 8, "#5a3a2a")
        c.ellipse(x + 22, foot + 2, 30, 5, "#0f3a2440")
    for n in (-1, 0, 1):
        left = 470 + 74 * n
        c.shaded(
            [(left - 15, 560), (left + 15, 560), (left + 15, 1090), (left - 15, 1090)],
            [(0, "#f7dca4"), (0.4, "#e0ae62"), (1, "#8a5a26")],
            sideways=True,
        )
    for left in (388, 464):
        c.rectangle((left, 546, left + 82, 562), "#f9e6bd", radius=8)
    _ball(c, 1120, 920, 96)


def _floodlight(c: Canvas, x: float) -> None:
    c.line([(x, 130), (x, 480)], "#10142b", 9)
    c.rectangle((x - 62, 84, x + 62, 142), "#10142b", radius=6)
    for n in range(8):
        c.disc(x - 45 + 30 * (n % 4), 99 + 28 * (n // 4), 10, "#fffbe0")
    c.glow(x, 112, 230, "#fff6d0", 0.7)


def _ball(c: Canvas, x: float, y: float, radius: float) -> None:
    c.ellipse(x + 34, y + radius * 0.92, radius * 1.2, radius * 0.24, "#0a2a1a90")
    c.disc(x, y, radius, "#a3201f")
    c.glow(x - radius * 0.3, y - radius * 0.34, radius * 0.72, "#f07a5c", 0.85)
    for shift in (-9, 9):
        c.line(arc(x + shift, y, radius * 0.34, radius * 0.97, 90, 270, 30), "#f6e3c4", 4)
    for n in range(11):
        px, py = arc(x, y, radius * 0.34, radius * 0.9, 100, 260, 10)[n]
        c.line([(px - 16, py - 5), (px + 16, py + 5)], "#f6e3c4", 3)


def orbiter(c: Canvas) -> None:
    """A spacecraft with two solar wings above the Moon."""
    c.fade([(0, "#060b1c"), (0.6, "#12224a"), (1, "#1b2f5e")])
    for x, y, z in scatter("stars", 240):
        c.disc(x * WIDTH, y * HEIGHT, 0.8 + 2.2 * z * z, "#ffffffc0" if z > 0.5 else "#cfe0ff70")
    c.glow(1180, 1120, 1100, "#8fa7dd", 0.5)
    c.disc(1180, 1180, 700, "#d9d4c8")
    c.glow(940, 760, 620, "#fffaf0", 0.85)
    for x, y, z in scatter("craters", 60):
        _crater(c, 700 + 950 * x, 560 + 520 * y, 12 + 64 * z * z)
    for n in range(46):
        points = arc(1180, 1180, 900, 900, 186 + 3.6 * n, 188 + 3.6 * n, 3)
        c.line(points, "#f5c86a", 5)
    c.disc(190, 200, 66, "#2d6fb0")
    c.glow(168, 178, 74, "#bfe4f5", 0.9)
    _spacecraft(c, 640, 408)


def _crater(c: Canvas, x: float, y: float, radius: float) -> None:
    if (x - 1180) ** 2 + (y - 1180) ** 2 > (690 - radius) ** 2:
        return
    c.ellipse(x, y, radius, radius * 0.72, "#a8a297a0")
    c.ellipse(x + radius * 0.1, y + radius * 0.12, radius * 0.84, radius * 0.58, "#c9c3b7")
    c.line(arc(x, y, radius, radius * 0.72, 20, 140, 14), "#fffaf0b0", 3)


def _spacecraft(c: Canvas, x: float, y: float) -> None:
    def at(dx: float, dy: float) -> Point:
        return x + dx * 0.94 + dy * 0.34, y + dy * 0.94 - dx * 0.34

    for side in (-1, 1):
        for n in range(3):
            near, far = side * (112 + 118 * n), side * (222 + 118 * n)
            c.shaded(
                [at(near, -62), at(far, -62), at(far, 62), at(near, 62)],
                [(0, "#6fb0ea"), (0.5, "#2a62ad"), (1, "#16386f")],
            )
            for part in (0.33, 0.66):
                c.line([at(near + (far - near) * part, -62), at(near + (far - near) * part, 62)], "#d8ecff70", 3)
            c.line([at(near, 0), at(far, 0)], "#d8ecff70", 3)
        c.line([at(side * 60, 0), at(side * 114, 0)], "#d8d8d8", 9)
    c.shaded([at(-64, -88), at(64, -88), at(64, 88), at(-64, 88)], [(0, "#fbe3a0"), (0.45, "#d9a33f"), (1, "#8a5a20")])
    for n in (-44, 0, 44):
        c.line([at(-64, n), at(64, n)], "#fff2c050", 3)
    c.polygon([at(-26, 88), at(26, 88), at(40, 124), at(-40, 124)], "#5c6270")
    c.ellipse(*at(0, -140), 66, 40, "#eef2f7")
    c.ellipse(*at(4, -146), 46, 24, "#aebacb")
    c.line([at(0, -88), at(0, -112)], "#d8d8d8", 9)


def flasks(c: Canvas) -> None:
    """Laboratory glass, and a seedling in one of the flasks."""
    c.fade([(0, "#e6f0ea"), (0.72, "#cfe3dc"), (0.721, "#8fb5ab"), (1, "#6c9a92")])
    c.disc(860, 470, 400, "#f7e3b5")
    c.disc(860, 470, 300, "#fbefcf")
    for x, foot, size in ((420.0, 900, 1.0), (870.0, 930, 1.24), (1290.0, 890, 0.94)):
        c.ellipse(x + 60 * size, foot + 4, 220 * size, 24 * size, "#3f6f6850")
    _cone(c, 420, 900, 1.0, "#e2603f", "#b33a2c")
    _seedling(c, 870, 640)
    _cone(c, 870, 930, 1.24, "#4fa89a", "#23756f")
    _cone(c, 1290, 890, 0.94, "#f0b13c", "#c9791f")
    for x, y, z in scatter("bubbles", 26):
        c.ring(420 + 130 * (x - 0.5), 560 + 320 * y, 5 + 12 * z, 5 + 12 * z, "#ffffff90", 3)
    c.line([(1130, 250), (1180, 330), (1250, 300), (1310, 400)], "#23756f50", 6)
    for x, y in ((1130, 250), (1180, 330), (1250, 300), (1310, 400), (1340, 270)):
        c.disc(x, y, 20, "#e2603f" if y > 290 else "#23756f")
    c.line([(1250, 300), (1340, 270)], "#23756f50", 6)


def _cone(c: Canvas, x: float, foot: float, size: float, light: str, deep: str) -> None:
    def at(dx: float, up: float) -> Point:
        return x + dx * size, foot - up * size

    glass = [at(-180, 16), at(-46, 300), at(-46, 440), at(46, 440), at(46, 300), at(180, 16), at(160, 0), at(-160, 0)]
    c.polygon(glass, "#ffffff70")
    c.shaded([at(-166, 18), at(-96, 166), at(96, 166), at(166, 18), at(148, 6), at(-148, 6)], [(0, light), (1, deep)])
    c.ellipse(*at(0, 166), 96 * size, 13 * size, "#ffffff50")
    c.line([*glass, glass[0]], "#ffffffd0", 7 * size)
    c.rectangle((x - 60 * size, foot - 456 * size, x + 60 * size, foot - 436 * size), "#ffffffe0", radius=9 * size)
    c.line([at(-110, 60), at(-36, 216)], "#ffffffa0", 11 * size)


def _seedling(c: Canvas, x: float, foot: float) -> None:
    c.line([(x, foot + 250), (x + 8, foot), (x - 6, foot - 250), (x + 4, foot - 420)], "#3f7d3c", 15)
    for up, length, angle in (
        (10, 240, -24),
        (60, 260, -158),
        (150, 220, -34),
        (220, 220, -146),
        (300, 170, -46),
        (350, 160, -132),
    ):
        c.polygon(leaf(x, foot - up, length, 26, angle), "#5fa650" if angle > -90 else "#4a9144")
        end = leaf(x, foot - up, length, 0, angle)[8]
        c.line([(x, foot - up), end], "#e4f2c460", 4)
    for n in range(9):
        for side in (-1, 1):
            c.disc(x + side * (9 + 3 * (n % 3)), foot - 400 - 15 * n, 11, "#c9583a" if (n + side) % 3 else "#e08a4c")
