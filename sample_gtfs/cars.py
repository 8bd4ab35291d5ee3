"""Who could drive: the adults and the cars of each small area, made up like everything else."""

import math
from collections import Counter
from random import Random

from areas import Area
from dwellings import Dwelling

# Adults of 17 and over in a dwelling, by the people in it.
ADULTS = {1: 1, 2: 2, 3: 2, 4: 2, 5: 3}
# Cars per adult are drawn for each area between these two...
FEWEST, MOST = 0.3, 0.8
# ...but for one: cars of the estate's firms are kept there, so that it has more cars than adults.
FIRMS = "Pantyrwydd B"
FIRMS_CARS = 1.2


def count(
    areas: list[Area], dwellings: list[Dwelling], home: list[str]
) -> dict[str, tuple[int, int]]:
    """The adults and the cars of each area, by its code; home is the area of each dwelling."""
    rng = Random("Aberhelwyn cars")  # noqa: S311 - a drawing, not a secret
    drawn = {area.code: FEWEST + (MOST - FEWEST) * rng.random() for area in areas}
    rates = drawn | {area.code: FIRMS_CARS for area in areas if area.name == FIRMS}
    adults: Counter[str] = Counter()
    cars: Counter[str] = Counter()
    for dwelling, code in zip(dwellings, home, strict=True):
        here = ADULTS[dwelling.people]
        adults[code] += here
        cars[code] += sum(math.floor(rates[code] + rng.random()) for _ in range(here))
    return {area.code: (adults[area.code], cars[area.code]) for area in areas}
