"""Maps of changes: classes that are alike on both sides, and a picture that shows them."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from accessibility.errors import InputError, UsageError
from accessibility.maps.area_changes import change_classes, draw_area_changes

WORDS = ("longer", "shorter", "the same")


@pytest.fixture
def areas():
    rng = np.random.default_rng(1)
    changes = np.append(rng.normal(0, 8, 46), [0.0, np.nan])
    boxes = [shapely.box(i % 8, i // 8, i % 8 + 1, i // 8 + 1) for i in range(48)]
    boxes = [shapely.transform(box, lambda xy: 3e5 + 500 * xy) for box in boxes]
    return gpd.GeoDataFrame({"change": changes}, geometry=boxes, crs=27700)


def test_every_change_is_in_the_class_that_its_words_say(areas):
    changes = areas["change"].to_numpy()
    classes = change_classes(changes, WORDS)
    assert sum(each.chosen.astype(int) for each in classes).tolist() == [1] * 48
    assert [each.words for each in classes][3] == "the same"
    assert [each.words for each in classes][-1] == "no value"
    first, last = classes[0], classes[6]
    least = float(first.words.removeprefix("longer, over "))
    assert (changes[first.chosen] > least).all()
    assert last.words == f"shorter, over {least:g}"
    assert (changes[last.chosen] < -least).all()
    assert classes[3].chosen.sum() == 1
    assert len({each.colour for each in classes}) == 8


def test_changes_of_one_size_make_one_class_a_side():
    classes = change_classes(np.array([2.0, -2.0, 0.0]), WORDS)
    assert [each.words for each in classes] == ["longer", "the same", "shorter"]
    assert [int(each.chosen.sum()) for each in classes] == [1, 1, 1]


def test_nothing_changed():
    classes = change_classes(np.zeros(3), WORDS)
    assert [int(each.chosen.sum()) for each in classes] == [0, 3, 0]


def test_the_picture_is_the_same_for_the_same_areas(areas, tmp_path):
    paths = [
        draw_area_changes(areas, "change", tmp_path / name, title="Change", words=WORDS)
        for name in ("a.png", "b.png")
    ]
    first, second = (path.read_bytes() for path in paths)
    assert first.startswith(b"\x89PNG")
    assert first == second


def test_what_cannot_be_drawn_is_refused(areas, tmp_path):
    with pytest.raises(UsageError, match="not drawn"):
        draw_area_changes(areas, "change", tmp_path / "a.gif", title="Change")
    with pytest.raises(InputError, match="rise"):
        draw_area_changes(areas, "rise", tmp_path / "a.png", title="Change")
