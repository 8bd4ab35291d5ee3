"""Small areas at three levels that tile the town without gaps.

The town is cut across the valley into six bands and each band into four areas, two on either side
of the river. Three small areas each make up a middle area, four middle areas each a large one.
Every cut has the same points on both of its sides.
"""

import math
from dataclasses import dataclass

from dwellings import Dwelling
from main_roads import main_road_n
from valley import Point, inside, lonlat, plane, river_n

BANDS = (-420.0, 1130.0, 1880.0, 2360.0, 2960.0, 3780.0, 5450.0)
OUTER_N = (-1800.0, 1900.0)
STRAIGHT_BEYOND = 700.0
WEST_SPLIT = (-385.0, -420.0, -440.0, -430.0, -400.0, -430.0)
EAST_SPLIT = (245.0, 440.0, 400.0, 420.0, 330.0, 360.0)
NAMES = (
    "Ynyshelwyn",
    "Gwernhelwyn",
    "Trehelwyn",
    "Pantyrwydd",
    "Brynhelwyn",
    "Cefnhelyg",
)


@dataclass(frozen=True)
class Area:
    """An area of one level: its ring in the plane is open and runs anticlockwise."""

    code: str
    name: str
    parent: str
    ring: list[Point]


def cut() -> tuple[list[Area], list[Area], list[Area]]:
    """Cut the town into small, middle and large areas."""
    cells = [(band, part) for band in range(6) for part in range(4)]
    middle_of = {cell: (cell[0] // 3) * 4 + cell[1] for cell in cells}
    small = [
        Area(f"X00{k + 1:06d}", _small_name(cell), f"X01{middle_of[cell] + 1:06d}", _ring(*cell))
        for k, cell in enumerate(cells)
    ]
    middle = []
    for number in range(8):
        rings = [
            area.ring for area, cell in zip(small, cells, strict=True) if middle_of[cell] == number
        ]
        south, part = number < 4, number % 4
        name = ("Isaf", "Uchaf")[not south] + " " + ("Gorllewin" if part < 2 else "Dwyrain")
        name = f"Helwyn {name} {part % 2 + 1}"
        middle.append(
            Area(f"X01{number + 1:06d}", name, f"X02{number // 4 + 1:06d}", _outline(rings))
        )
    large = [
        Area(f"X02{k + 1:06d}", name, "", _outline([a.ring for a in middle[4 * k : 4 * k + 4]]))
        for k, name in enumerate(("Aberhelwyn Isaf", "Aberhelwyn Uchaf"))
    ]
    return small, middle, large


def codes_of(dwellings: list[Dwelling], areas: list[Area]) -> list[str]:
    """The codes of the areas that dwellings lie in, by the coordinates that are written."""
    borders = [(area.code, [lonlat(point) for point in area.ring]) for area in areas]
    places = [lonlat(dwelling.at) for dwelling in dwellings]
    return [next(code for code, ring in borders if inside(place, ring)) for place in places]


def centroid(dwellings: list[Dwelling]) -> Point:
    """The mean place of the people in some dwellings."""
    people = sum(d.people for d in dwellings)
    x = math.fsum(d.people * d.at[0] for d in dwellings) / people
    return x, math.fsum(d.people * d.at[1] for d in dwellings) / people


def _small_name(cell: tuple[int, int]) -> str:
    band, part = cell
    name = NAMES[band // 2 + (0 if part < 2 else 3)]
    return f"{name} {chr(ord('A') + 2 * (band % 2) + part % 2)}"


def _cut_s(line: int, n: float) -> float:
    """Where a cut across the valley lies, which bends a little up the slopes."""
    bend = 60 * math.sin(line * 1.9 + n / 400) if 0 < line < 6 else 0.0
    return BANDS[line] + bend


def _split_n(band: int, split: int, s: float) -> float:
    """Where a cut along the valley lies: the edges, half way up both slopes, the river."""
    if split == 0:
        return OUTER_N[0]
    if split == 1:
        return WEST_SPLIT[band] + 25 * math.sin(s / 130)
    if split == 2:
        return river_n(s)
    if split == 3:
        return EAST_SPLIT[band] + 25 * math.sin(s / 150) + 0.3 * (main_road_n(s) - 88)
    return OUTER_N[1]


def _corner(line: int, band: int, split: int) -> Point:
    s = BANDS[line]
    for _ in range(30):
        s = _cut_s(line, _split_n(band, split, s))
    return round(s, 6), round(_split_n(band, split, s), 6)


def _across(line: int, first: float, last: float) -> list[Point]:
    """The cut across the valley between two places on it, with the corners of both its sides."""
    corners = {
        _corner(line, band, split)
        for band in (line - 1, line)
        if 0 <= band < 6
        for split in range(5)
    }
    regular = {(round(_cut_s(line, n), 6), float(n)) for n in range(-1750, 1900, 50)}
    low, high = sorted((first, last))
    points = sorted((p for p in corners | regular if low <= p[1] <= high), key=lambda p: p[1])
    return points if first < last else points[::-1]


def _along(band: int, split: int, first: float, last: float) -> list[Point]:
    low, high = sorted((first, last))
    regular = [float(s) for s in range(-400, 5440, 40) if low < s < high]
    points = [(s, round(_split_n(band, split, s), 6)) for s in regular]
    return points if first < last else points[::-1]


def _ring(band: int, part: int) -> list[Point]:
    south_west, south_east = _corner(band, band, part), _corner(band, band, part + 1)
    north_west, north_east = _corner(band + 1, band, part), _corner(band + 1, band, part + 1)
    outline = [
        *_across(band, south_west[1], south_east[1]),
        *_along(band, part + 1, south_east[0], north_east[0]),
        *_across(band + 1, north_east[1], north_west[1]),
        *_along(band, part, north_west[0], south_west[0]),
    ]
    return [_ground(s, n) for s, n in outline]


def _ground(s: float, n: float) -> Point:
    """The plane place of a corner: far up the slopes the cuts run straight out of the valley."""
    near = max(-STRAIGHT_BEYOND, min(STRAIGHT_BEYOND, n))
    x, y = plane(s, near)
    return round(x + 0.977 * (n - near), 3), round(y + 0.213 * (n - near), 3)


def _outline(rings: list[list[Point]]) -> list[Point]:
    """The outline of adjoining rings: the edges that no neighbour runs back along."""
    edges = [(a, b) for ring in rings for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)]
    shared = set(edges)
    after = {a: b for a, b in edges if (b, a) not in shared}
    start = min(after)
    outline = [start]
    while after[outline[-1]] != start:
        outline.append(after[outline[-1]])
    if len(outline) != len(after):
        raise ValueError("the areas do not adjoin in one piece")
    return outline
