"""Corrections: every row is checked, applied, counted and listed, and none gets lost."""

import numpy as np
import pyarrow as pa
import pytest

from accessibility import apply_corrections, read_corrections
from accessibility.errors import InputError
from accessibility.places.osm.services import Services
from accessibility.places.points import Points

HEADER = "id,kind,name,action,lon,lat,author,date,reason\n"
WHO = "Ann,2025-05-13,seen there"


def services():
    ids = pa.array(["node/1", "node/2", "way/3"])
    points = Points(ids, np.array([-3.0, -3.1, -3.2]), np.array([51.0, 51.1, 51.2]))
    number = pa.array([10, 11])
    schools = Points(number, np.array([-3.0, -3.1]), np.array([51.0, 51.1]))
    return [
        Services("pharmacy", points, ["Boots", "Well", "Well"], [], 3),
        Services("school", schools, ["Ysgol Un", None], [], 2),
    ]


def origins():
    return Points(pa.array(["o1", "o2"]), np.array([-3.0, np.nan]), np.array([51.0, np.nan]))


def table(tmp_path, *rows, header=HEADER):
    path = tmp_path / "corrections.csv"
    path.write_text(header + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return read_corrections(path)


def ids(found):
    return found.points.ids.to_pylist()


def test_every_action(tmp_path):
    before = services()
    corrections = table(
        tmp_path,
        f"node/1,pharmacy,,moved,-3.5,51.5,{WHO}",
        f"node/2,,,closed,,,{WHO}",
        f"node/9,pharmacy,New,added,-3.6,51.6,{WHO}",
        "",
        f",school,ysgol un,entrance,-3.7,51.7,{WHO}",
        f"12,school,,added,-3.8,51.8,{WHO}",
        f"o2,,,snap,-3.9,51.9,{WHO}",
    )
    done = apply_corrections(corrections, before, origins())
    pharmacies, schools = done.services
    assert ids(pharmacies) == ["node/1", "way/3", "node/9"]
    assert pharmacies.names == ["Boots", "Well", "New"]
    assert pharmacies.points.lon.tolist() == [-3.5, -3.2, -3.6]
    assert pharmacies.points.lat.tolist() == [51.5, 51.2, 51.6]
    assert ids(schools) == [10, 11, 12]
    assert schools.points.lon.tolist() == [-3.7, -3.1, -3.8]
    assert done.origins.lon.tolist() == [-3.0, -3.9]
    assert done.counts == {"moved": 1, "closed": 1, "added": 2, "entrance": 1, "snap": 1}
    assert [row.line for row in done.used] == [2, 3, 4, 6, 7, 8]
    assert done.not_asked == ()
    said = done.as_json()
    assert said["used"][0] == {
        "line": 2, "id": "node/1", "kind": "pharmacy", "action": "moved", "lon": -3.5, "lat": 51.5,
        "author": "Ann", "date": "2025-05-13", "reason": "seen there",
    }  # fmt: skip
    assert said["sha256"] == corrections.sha256
    assert "1 moved, 1 closed, 1 added" in pharmacies.notes[-1]
    assert str(done).endswith("1 moved, 1 closed, 2 added, 1 entrance, 1 snap.")
    assert ids(before[0]) == ["node/1", "node/2", "way/3"], "what was given stays"
    assert before[0].points.lon[0] == -3.0


def test_a_service_of_two_kinds_is_corrected_in_both(tmp_path):
    one = services()[0]
    both = [one, Services("shop", one.points, one.names, [], 3)]
    done = apply_corrections(table(tmp_path, f"node/1,,,closed,,,{WHO}"), both)
    assert [ids(found) for found in done.services] == [["node/2", "way/3"]] * 2
    done = apply_corrections(table(tmp_path, f"node/1,shop,,closed,,,{WHO}"), both)
    assert [len(found.points) for found in done.services] == [3, 2]


def test_rows_of_what_was_not_given_are_listed(tmp_path):
    corrections = table(
        tmp_path, f"x,library,,closed,,,{WHO}", f"o1,,,snap,1,2,{WHO}", f"node/1,,,closed,,,{WHO}"
    )
    done = apply_corrections(corrections, services())
    assert [row.line for row in done.not_asked] == [2, 3]
    assert done.origins is None
    done = apply_corrections(corrections, origins=origins())
    assert [row.line for row in done.not_asked] == [2, 4]
    assert done.services is None
    assert "2 not asked" in str(done)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([f"node/7,pharmacy,,closed,,,{WHO}"],
         'line 2: id "node/7" is no pharmacy that is there. Nearest is node/'),
        ([f"zzz,,,closed,,,{WHO}"], 'id "zzz" is no service that is there. The services are'),
        ([f",pharmacy,Bots,closed,,,{WHO}"], '"Bots" is no pharmacy that is there. Nearest is'),
        ([f",pharmacy,well,closed,,,{WHO}"], "is the name of 2 services (node/2, way/3). Give"),
        ([f"node/1,pharmacy,,added,1,2,{WHO}"], 'line 2: id "node/1" is a pharmacy that is there'),
        ([f"x,school,,added,1,2,{WHO}"], 'line 2: id "x" is no whole number'),
        ([f"o3,,,snap,1,2,{WHO}"], 'line 2: id "o3" is no origin. Nearest is o2.'),
        ([f"node/1,,,closed,,,{WHO}", f",pharmacy,Boots,moved,1,2,{WHO}"],
         'line 3: name "Boots" is no pharmacy that is there'),
        ([f"node/1,,,moved,1,2,{WHO}", f",pharmacy,Boots,entrance,1,2,{WHO}"],
         "line 3: pharmacy Boots is corrected by line 2 too"),
        ([f"10,,,closed,,,{WHO}", f"11,,,closed,,,{WHO}"],
         "line 3: closes the last service of the kind school"),
    ],
)  # fmt: skip
def test_a_row_that_matches_nothing_is_an_error(tmp_path, rows, told):
    with pytest.raises(InputError) as error:
        apply_corrections(table(tmp_path, *rows), services(), origins())
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("node/1,,,closed,,,,2025-05-13,why", "line 2: author is empty. Write who says so."),
        ("node/1,,,closed,,,Ann,,why", "line 2: date is empty"),
        ("node/1,,,closed,,,Ann,2025-05-13,", "line 2: reason is empty"),
        ("node/1,,,,,,Ann,2025-05-13,why", "line 2: action is empty. Write one of moved, closed"),
        (f"node/1,,,close,,,{WHO}", 'action "close" is no correction. Did you mean closed?'),
        ("node/1,,,closed,,,Ann,13/05/2025,why", 'date "13/05/2025" is no date'),
        (
            f",pharmacy,,closed,,,{WHO}",
            "line 2: id is empty. Write the id of the service, or its k",
        ),
        (f"x,,,added,1,2,{WHO}", "id or kind is empty"),
        (f",,,snap,1,2,{WHO}", "id is empty. Write the id of the origin."),
        (f"node/1,,,moved,,51,{WHO}", "lon is empty. Write where, in WGS84 degrees"),
        (f"node/1,,,moved,-3,91,{WHO}", 'lat "91" is no number from -90 to 90'),
        (f"node/1,,,moved,nan,51,{WHO}", 'lon "nan" is no number'),
        (f"node/1,,,closed,-3,51,{WHO}", 'lon "-3" means nothing for a closed service'),
        (f"node/1,,,closed,,,{WHO}, and more", "has 10 fields, the header 9"),
        ("node/1,,,closed", "author is empty"),
    ],
)
def test_a_faulty_row_is_told_with_its_line(tmp_path, row, told):
    with pytest.raises(InputError) as error:
        table(tmp_path, row)
    assert told in str(error.value)
    assert str(tmp_path / "corrections.csv") in str(error.value)


def test_lines_are_counted_through_blank_lines_and_quotes(tmp_path):
    good = 'node/1,,,closed,,,Ann,2025-05-13,"seen\nthere"'
    with pytest.raises(InputError, match=r"line 5: author is empty"):
        table(tmp_path, good, "", "node/2,,,closed,,,,2025-05-13,why")


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (HEADER.replace("lon", "long"), 'line 1: "long" is no column of corrections. Did you'),
        (HEADER.replace("kind", "id"), 'line 1: "id" stands twice'),
        ("id,kind,action,author,date\n", "line 1: reason is missing"),
        ("", "action is missing"),
    ],
)  # fmt: skip
def test_a_faulty_header_is_told(tmp_path, header, told):
    with pytest.raises(InputError) as error:
        table(tmp_path, header=header)
    assert told in str(error.value)


def test_semicolons_and_a_mark_of_order_are_read(tmp_path):
    text = "\ufeff" + HEADER.replace(",", ";") + f"node/1;;;closed;;;{WHO.replace(',', ';')}\n"
    path = tmp_path / "c.csv"
    path.write_text(text, encoding="utf-8")
    assert [row.id for row in read_corrections(path).rows] == ["node/1"]


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_corrections(tmp_path / "none.csv")
    (tmp_path / "c.csv").write_bytes(b"id,\xff")
    with pytest.raises(InputError, match="is not UTF-8"):
        read_corrections(tmp_path / "c.csv")
