"""How long a click takes on Newport; the figure is printed, and never a reason to fail."""

import statistics
import sys
import time

from tests.plugin.panel.hands import wait_for

CLICKS = 15


def test_from_the_click_to_the_map(hands, newport_network, capsys):
    hands.open(newport_network)
    lon, lat = -2.9977, 51.5877
    refreshed = []
    hands.canvas.mapCanvasRefreshed.connect(lambda: refreshed.append(time.perf_counter()))
    took = []
    for number in range(CLICKS + 1):
        wait_for(lambda: not hands.canvas.isDrawing())
        begun = time.perf_counter()
        hands.click(lon + number / 1000, lat)
        answered = time.perf_counter()
        wait_for(lambda at=answered: refreshed and refreshed[-1] > at)
        took.append((answered - begun, refreshed[-1] - begun))
    warm = took[1:]
    assert hands.bands() == [15, 30, 45, 60]
    answer, canvas = (1000 * statistics.median(column) for column in zip(*warm, strict=True))
    told = f"A click on Newport: layers after {answer:.0f} ms, map drawn after {canvas:.0f} ms"
    with capsys.disabled():
        sys.stdout.write(f"\n{told}\n")
