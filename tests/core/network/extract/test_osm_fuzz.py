"""Whatever an extract holds, users see one error or sound streets, and the process lives on."""

import zlib

import numpy as np
import osmium
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from osmium.osm.mutable import Node, Relation, Way

from accessibility.errors import AccessibilityError, InputError
from accessibility.network.extract.streets import read_streets
from accessibility.network.extract.tagged import read_places
from accessibility.network.network import Network
from tests.core.network.damage import FUZZ

KINDS = ("", "pbf_dense_nodes=false", "locations_on_ways=true", "add_metadata=false")
NO_SPACE = {"suppress_health_check": [HealthCheck.function_scoped_fixture]}


def write(path, elements, kind="", packing="none"):
    options = ",".join(["pbf", f"pbf_compression={packing}", *([kind] if kind else [])])
    with osmium.SimpleWriter(osmium.io.File(str(path), options), overwrite=True) as writer:
        for element in elements:
            writer.add(element)
    return path


def town():
    """Streets, a barrier, places as node, way and relation, and a turn restriction."""
    side = 7
    for n in range(side * side):
        tags = {10: {"barrier": "bollard"}, 20: {"amenity": "pharmacy", "name": "Fferyllfa Tŷ"}}
        location = (-3 + n % side * 1e-3, 51.5 + n // side * 1e-3)
        yield Node(id=n + 1, location=location, tags=tags.get(n, {}))
    for n in range(side):
        row = [n * side + i + 1 for i in range(side)]
        column = [i * side + n + 1 for i in range(side)]
        tags = {"highway": "residential", "name": f"Street {n}", "maxspeed": "20 mph"}
        yield Way(id=2 * n + 1, nodes=row, tags=tags, user="bob", uid=7, version=3)
        yield Way(id=2 * n + 2, nodes=column, tags={"highway": "footway" if n % 2 else "primary"})
    yield Way(id=91, nodes=[1, 2, 9, 8, 1], tags={"shop": "convenience", "building": "yes"})
    yield Way(id=92, nodes=[24, 25, 32, 31, 24], tags={})
    yield Relation(
        id=1,
        members=[("w", 1, "from"), ("n", 3, "via"), ("w", 6, "to")],
        tags={"type": "restriction", "restriction": "no_left_turn"},
    )
    school = {"type": "multipolygon", "amenity": "school"}
    yield Relation(id=2, members=[("w", 92, "outer")], tags=school)


class Extracts(list):
    """Contents of files, which would fill many screens if a test fails."""

    def __repr__(self):
        return f"{len(self)} extracts"


@pytest.fixture(scope="module")
def extracts(tmp_path_factory):
    """The town as bytes: packed in several ways, mostly not, so that damage goes deeper."""
    folder = tmp_path_factory.mktemp("extracts")
    ways = [*((kind, "none") for kind in KINDS), ("", "zlib"), ("", "lz4")]
    return Extracts(write(folder / "town.osm.pbf", town(), *way).read_bytes() for way in ways)


def read_or_refused(path):
    results = []
    for read in (read_streets, read_places):
        try:
            results.append(read(path))
        except AccessibilityError:
            results.append(None)
    streets, places = results
    if streets is not None:
        vertices = len(streets.vertex_x)
        for ends in (streets.edge_from, streets.edge_to):
            assert ((ends >= 0) & (ends < vertices)).all()
        assert (streets.edge_length >= 0).all()
        links = np.flatnonzero(streets.edge_way < 0)
        of_ways = streets.edge_way[: links[0] if len(links) else len(streets.edge_way)]
        assert (np.diff(of_ways) >= 0).all()
        assert (np.abs(streets.shape_x) <= 1_800_000_000).all()
        assert (np.abs(streets.shape_y) <= 900_000_000).all()
        assert (np.diff(streets.shape_offset) >= 2).all()
    if places is not None:
        assert (np.abs(places["lon"].to_numpy()) <= 180).all()
    return streets, places


def test_the_town_is_whole_before_it_is_damaged(tmp_path, extracts):
    for content in extracts:
        (tmp_path / "town.osm.pbf").write_bytes(content)
        streets, places = read_or_refused(tmp_path / "town.osm.pbf")
        assert len(np.unique(streets.edge_way)) == 15
        assert places["osm_id"].to_pylist() == [21, 91, 2]


def blobs(content):
    """The pieces of a file: each a length, a header and a blob."""
    pieces, at = [], 0
    while at < len(content):
        header = int.from_bytes(content[at : at + 4], "big")
        text = content[at + 4 : at + 4 + header]
        end = at + 4 + header + data_size(text)
        pieces.append(content[at:end])
        at = end
    return pieces


def data_size(header):
    """The last field of a header: its key, then a number of seven bits a byte."""
    size = 0
    for shift, byte in enumerate(header[header.rindex(b"\x18") + 1 :]):
        size |= (byte & 127) << (7 * shift)
    return size


some_bytes = st.one_of(
    st.binary(min_size=1, max_size=5),
    st.sampled_from([b"\0", b"\xff", b"\x7f", b"\x80", b"\xff\xff\xff\xff\x7f", b""]),
)
wound = st.tuples(
    st.sampled_from(["set", "set", "put", "drop", "cut", "repeat blob", "drop blob", "swap blobs"]),
    st.floats(0, 1),
    some_bytes,
)


def damaged(content, wounds):
    for how, where, value in wounds:
        at = int(where * len(content))
        if "blob" in how:
            try:
                pieces = blobs(content)
            except ValueError:  # damaged before
                continue
            if not pieces:
                continue
            one = int(where * (len(pieces) - 1))
            other = len(value) % len(pieces)
            if how == "repeat blob":
                pieces.insert(other, pieces[one])
            elif how == "drop blob":
                del pieces[one]
            else:
                pieces[one], pieces[other] = pieces[other], pieces[one]
            content = b"".join(pieces)
        elif how == "cut":
            content = content[:at]
        else:
            end = at + {"set": len(value), "put": 0, "drop": len(value)}[how]
            content = content[:at] + (b"" if how == "drop" else value) + content[end:]
    return content


@settings(max_examples=60 * FUZZ, **NO_SPACE)
@given(st.integers(0, len(KINDS) + 1), st.lists(wound, min_size=1, max_size=4))
def test_a_damaged_extract(tmp_path, extracts, which, wounds):
    path = tmp_path / "town.osm.pbf"
    path.unlink(missing_ok=True)  # another file, also to whoever remembers times and sizes
    path.write_bytes(damaged(extracts[which], wounds))
    read_or_refused(path)


@pytest.mark.parametrize("text", [b"multipolygon", b"residential", b"amenity", b"bollard", b"from"])
@pytest.mark.parametrize("kind", range(len(KINDS)))
def test_a_nul_byte_in_a_text_is_refused_before_it_does_harm(tmp_path, extracts, text, kind):
    """libosmium would read on beyond the tags and may end the process."""
    path = tmp_path / "town.osm.pbf"
    content = extracts[kind].replace(text, b"\0" + text[1:])
    assert content != extracts[kind]
    path.write_bytes(content)
    for read in (read_streets, read_places):
        with pytest.raises(InputError, match=r"town\.osm\.pbf: holds a text with a NUL byte in it"):
            read(path)


def test_a_block_of_millions_of_parts_takes_no_time(tmp_path, extracts):
    head = blobs(extracts[0])[0]
    packed = zlib.compress(bytes([8, 0]) * 10_000_000)
    size = number(20_000_000)
    blob = b"\x10" + size + b"\x1a" + number(len(packed)) + packed
    header = b"\n\x07OSMData\x18" + number(len(blob))
    path = tmp_path / "town.osm.pbf"
    path.write_bytes(head + len(header).to_bytes(4, "big") + header + blob)
    with pytest.raises(InputError, match="holds a block of more than 100,000 parts"):
        read_streets(path)


def number(value):
    """Seven bits a byte."""
    parts = []
    while value > 127:
        parts.append(value & 127 | 128)
        value >>= 7
    return bytes([*parts, value])


def test_a_tag_that_is_no_text(tmp_path, extracts):
    path = tmp_path / "town.osm.pbf"
    path.write_bytes(extracts[0].replace(b"residential", b"residenti\xfe\xff"))
    with pytest.raises(InputError, match=r"holds a tag that is no text in UTF-8 \(b'residenti"):
        read_streets(path)


ids = st.one_of(
    st.integers(1, 12),
    st.sampled_from([0, -1, -7, 2**31, 2**40, 2**62, 2**63 - 1, -(2**63)]),
)
coordinates = st.tuples(
    st.one_of(st.floats(-180, 180), st.sampled_from([-180.0, 180.0, 0.0, 179.9999999, -3.0])),
    st.one_of(st.floats(-90, 90), st.sampled_from([-90.0, 90.0, 0.0, 89.9999999, 51.5])),
)
text = st.one_of(
    st.sampled_from(
        ["yes", "no", "residential", "footway", "restriction", "multipolygon", "-1", "", " ",
         "\ufeff", "e\u0301", "\U0001f6b6", "\u202e", "\ufffd", "a" * 255, "\u0660 mph",
         "1e999 mph", "\n", ";", "no_left_turn", "bollard"]
    ),
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=5),
)  # fmt: skip
keys = st.one_of(
    st.sampled_from(
        ["highway", "railway", "route", "barrier", "amenity", "shop", "name", "area", "oneway",
         "maxspeed", "access", "foot", "type", "restriction", "except", "tunnel", "junction"]
    ),
    text,
)  # fmt: skip
tags = st.dictionaries(keys, text, max_size=4)
streets_tags = st.one_of(tags, st.just({"highway": "residential"}), st.just({"shop": "x"}))
roles = st.sampled_from(["from", "via", "to", "outer", "inner", ""])
members = st.lists(st.tuples(st.sampled_from("nwr"), ids, roles), max_size=5)
element = st.one_of(
    st.builds(lambda i, c, t: ("n", i, c, t), ids, coordinates, tags),
    st.builds(lambda i, n, t: ("w", i, n, t), ids, st.lists(ids, max_size=7), streets_tags),
    st.builds(lambda i, m, t: ("r", i, m, t), ids, members, tags),
)


def built(kind, number, content, its_tags):
    if kind == "n":
        return Node(id=number, location=content, tags=its_tags)
    if kind == "w":
        return Way(id=number, nodes=content, tags=its_tags)
    return Relation(id=number, members=content, tags=its_tags)


ORDER = {"n": 0, "w": 1, "r": 2}


@settings(max_examples=60 * FUZZ, **NO_SPACE)
@example([("n", 1, (-3, 51.5), {}), ("w", 1, [1], {"highway": "residential"})], True)
@example([("n", 2**63 - 1, (0.0, 0.0), {}), ("n", -(2**63), (0.0, 1.0), {})], True)
@example([("r", 1, [("w", 1, "outer")], {"type": "multipolygon", "amenity": "school"})], True)
@given(st.lists(element, max_size=25), st.booleans())
def test_odd_elements(tmp_path, elements, in_order):
    if in_order:
        elements = sorted(elements, key=lambda element: (ORDER[element[0]], element[1]))
    path = tmp_path / "odd.osm.pbf"
    path.unlink(missing_ok=True)
    read_or_refused(write(path, [built(*element) for element in elements]))


@settings(max_examples=8 * FUZZ, **NO_SPACE)
@given(st.lists(element, max_size=25))
def test_a_network_of_a_town_with_odd_elements(tmp_path, elements):
    far = {"n": 10**6, "w": 10**6, "r": 10**6}  # the town keeps its own
    odd = [(kind, number if 0 < number < 2**40 else 1, *rest) for kind, number, *rest in elements]
    odd = {(kind, far[kind] + number): rest for kind, number, *rest in odd}
    whole = [*town(), *(built(*key, *rest) for key, rest in odd.items())]
    whole.sort(key=lambda one: ((Node, Way, Relation).index(type(one)), one.id))
    path = tmp_path / "odd.osm.pbf"
    path.unlink(missing_ok=True)
    write(path, whole)
    try:
        network = Network.build(path, [], tmp_path / "n")
    except AccessibilityError:
        return
    assert str(network.health).startswith("Verdict: ")
    lon, lat = np.array([-2.999, 0.0, 180.0]), np.array([51.501, 0.0, -90.0])
    assert network.snap(lon, lat, 300_000).edge[0] >= 0
