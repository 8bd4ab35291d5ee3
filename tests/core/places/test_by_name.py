"""Services and streets by the name of a place, on recorded replies about a made-up town."""

import json
import sys
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from accessibility.cli import app
from accessibility.errors import InputError, OutputError, UsageError
from accessibility.network.extract import access
from accessibility.network.network import Network
from accessibility.places.osm.buildings import building_points
from accessibility.places.osm.by_name import LOST, download_streets, services_by_place_name
from accessibility.places.osm.services import services_of

osmnx = pytest.importorskip("osmnx", reason="osmnx is not installed")
requests = pytest.importorskip("requests", reason="requests is not installed")

RECORDED = Path(__file__).with_name("recorded")


class Servers:
    """Nominatim and Overpass, answering from files; `asked` keeps what they were asked."""

    def __init__(self):
        self.asked = []
        self.found = json.loads((RECORDED / "search.json").read_text(encoding="utf-8"))
        self.elements = json.loads((RECORDED / "interpreter.json").read_text(encoding="utf-8"))

    def get(self, url, params=None, **more):
        if "status" in url:
            return self.reply(url, (RECORDED / "status.txt").read_text(encoding="utf-8"))
        assert "/search" in url
        self.asked.append(params["q"])
        return self.reply(url, json.dumps(self.found))

    def post(self, url, data, **more):
        assert url.endswith("/interpreter")
        self.asked.append(data["data"])
        return self.reply(url, json.dumps(self.elements))

    @staticmethod
    def reply(url, text):
        response = requests.Response()
        response.status_code, response.url = 200, url
        response._content = text.encode()
        return response


@pytest.fixture
def servers(monkeypatch):
    servers = Servers()
    monkeypatch.setattr(requests, "get", servers.get)
    monkeypatch.setattr(requests, "post", servers.post)
    monkeypatch.setattr("time.sleep", lambda _: None)
    monkeypatch.setattr("osmnx._http._config_dns", lambda _: None)
    return servers


def test_services_are_those_of_an_extract(servers):
    pharmacy, library = services_by_place_name("Aberwyn, Wales", ["pharmacy", "library"])
    assert pharmacy.points.ids.to_pylist() == ["way/110"]
    assert pharmacy.names == ["Fferyllfa Aberwyn"]
    assert pharmacy.merged == [("node/20", "way/110")]
    assert library.points.ids.to_pylist() == ["node/21", "relation/502"]
    assert library.names == ["Llyfrgell Aberwyn", "Hen Lyfrgell"]
    assert library.points.lon.tolist() == pytest.approx([-2.995, -2.9969], abs=1e-4)


def test_the_servers_are_asked_for_the_kinds_only(servers):
    with pytest.raises(InputError, match="OpenStreetMap has no GP surgery here"):
        services_by_place_name("Aberwyn, Wales", ["pharmacy", "gp"])
    place, query = servers.asked
    assert place == "Aberwyn, Wales"
    assert "node['amenity'='pharmacy'](poly:'51." in query
    assert "relation['healthcare'='doctor'](poly:" in query
    assert "library" not in query
    assert "['highway']" not in query


def test_opening_hours(servers):
    [found] = services_by_place_name(
        "Aberwyn", ["pharmacy"], open_at=datetime(2023, 6, 13, 10), unknown="drop"
    )
    assert found.points.ids.to_pylist() == ["way/110"]
    with pytest.raises(InputError, match=r'place "Aberwyn": of 1 pharmacy none is open'):
        services_by_place_name("Aberwyn", ["pharmacy"], open_at=datetime(2023, 6, 11, 10))


def test_a_network_is_built_from_downloaded_streets(servers, tmp_path):
    path = tmp_path / "aberwyn.osm.pbf"
    notes = download_streets("Aberwyn, Wales", path)
    assert notes == ["8 ways and 19 nodes downloaded.", *LOST]
    assert "['type'='restriction']" in servers.asked[1]
    assert "['place'='suburb']" in servers.asked[1]
    assert "island" not in servers.asked[1]
    assert "['place']" not in servers.asked[1]
    network = Network.build(path, [], tmp_path / "aberwyn.network")
    streets = network.streets
    assert streets.counts["restrictions_kept"] == 1
    assert set(network.streets.names) >= {"Stryd Fawr", "Heol yr Eglwys"}
    assert streets.counts["barriers"] == 1
    cars = (streets.edge_access & (access.USE_CAR_FORWARD | access.USE_CAR_BACKWARD)) != 0
    assert 0 < cars.sum() < len(cars)
    assert {way for way in streets.edge_way.tolist() if way > 0} == {101, 102, 103, 104}
    [library] = services_of(network, ["library"])
    assert library.points.ids.to_pylist() == ["node/21", "relation/502"]
    assert building_points(network).ids.to_pylist() == ["way/120"]


def test_a_file_that_is_there_is_left_alone(servers, tmp_path):
    path = tmp_path / "aberwyn.osm.pbf"
    path.write_text("mine")
    with pytest.raises(OutputError, match="is there already and is left alone"):
        download_streets("Aberwyn", path)
    assert (path.read_text(), servers.asked) == ("mine", [])
    with pytest.raises(OutputError, match=r"is no folder\. Create it first"):
        download_streets("Aberwyn", tmp_path / "none" / "aberwyn.osm.pbf")


def test_the_settings_of_osmnx_are_put_back(servers, tmp_path):
    before = {name: getattr(osmnx.settings, name) for name in ("use_cache", "cache_folder")}
    services_by_place_name("Aberwyn", ["library"])
    servers.found = []
    with pytest.raises(InputError):
        services_by_place_name("Aberwyn", ["library"])
    assert {name: getattr(osmnx.settings, name) for name in before} == before
    assert osmnx.settings.cache_only_mode is False


def test_a_place_that_is_not_known(servers):
    servers.found = []
    said = r'place "Nowhere": is not found by OpenStreetMap\'s search .* with the country: Newport'
    with pytest.raises(InputError, match=said):
        services_by_place_name("Nowhere", ["library"])


def test_a_place_without_an_outline(servers):
    servers.found[0]["geojson"] = {"type": "Point", "coordinates": [-3.0, 51.5]}
    with pytest.raises(InputError, match=r'place "Aberwyn": has no outline in OpenStreetMap'):
        services_by_place_name("Aberwyn", ["library"])


def test_a_server_that_gives_up(servers):
    servers.elements = {"elements": [], "remark": "runtime error: Query timed out"}
    with pytest.raises(InputError, match=r"got no answer from the Overpass server\. The servers"):
        services_by_place_name("Aberwyn", ["library"])


def test_no_way_to_the_servers(servers, monkeypatch):
    def refuse(*_, **__):
        raise requests.ConnectionError("no route")

    monkeypatch.setattr(requests, "get", refuse)
    said = r'place "Aberwyn": cannot be asked for: .* did not answer \(no route\)\. .*try again'
    with pytest.raises(InputError, match=said):
        services_by_place_name("Aberwyn", ["library"])


def test_a_kind_that_is_not_there_or_not_known(servers):
    with pytest.raises(InputError, match='place "Aberwyn": kind "cinema" finds nothing'):
        services_by_place_name("Aberwyn", ["cinema"])
    with pytest.raises(UsageError, match="Did you mean library"):
        services_by_place_name("Aberwyn", ["libary"])
    assert len(servers.asked) == 2  # not for a kind that is not known


def test_without_the_extra(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "osmnx", None)
    said = r'osmnx, which is not installed. Run: pip install "access-to-services\[osm\]"\.'
    with pytest.raises(InputError, match=said):
        services_by_place_name("Aberwyn", ["library"])
    with pytest.raises(InputError, match=said):
        download_streets("Aberwyn", tmp_path / "aberwyn.osm.pbf")


def test_the_command_line_downloads_what_a_network_is_built_from(servers, tmp_path):
    extract = tmp_path / "town.osm.pbf"
    done = CliRunner().invoke(app, ["network", "download", "Testham", "--output", str(extract)])
    assert done.exit_code == 0, done.output
    for sentence in LOST:
        assert sentence in done.stdout
    assert Network.build(extract, [], tmp_path / "town.network").streets.edge_length.sum() > 0
    again = CliRunner().invoke(app, ["network", "download", "Testham", "--output", str(extract)])
    assert again.exit_code == 1
    assert "is there already" in again.stderr
