"""What QGIS lists: algorithms with names that never change, help, icons and tags."""

import json
import re
import subprocess
import xml.etree.ElementTree as ET

import pytest

from tests.plugin.toolbox import PROJECT

ALGORITHMS = ["buildnetwork", "checknetwork", "isochrones", "itineraries", "traveltimematrix"]


def test_the_toolbox_has_these_algorithms(toolbox):
    assert toolbox.provider.id() == "access_to_services"
    assert sorted(each.name() for each in toolbox.provider.algorithms()) == ALGORITHMS


@pytest.mark.parametrize("name", ALGORITHMS)
def test_an_algorithm_says_what_it_is(toolbox, name):
    algorithm = toolbox.algorithm(name)
    assert algorithm.displayName()
    assert algorithm.group()
    assert algorithm.groupId() in ("network", "traveltimes")
    assert len(algorithm.tags()) > 4
    assert algorithm.flags() & algorithm.Flag.FlagCanCancel
    assert algorithm.flags() & algorithm.Flag.FlagSupportsBatch
    assert type(algorithm.createInstance()) is type(algorithm)
    assert not algorithm.icon().isNull()
    assert ET.parse(algorithm.svgIconPath()).getroot().get("viewBox") == "0 0 24 24"


@pytest.mark.parametrize("name", ALGORITHMS)
def test_the_help_explains_every_parameter(toolbox, name):
    algorithm = toolbox.algorithm(name)
    help_text = algorithm.shortHelpString()
    ET.fromstring(f"<div>{help_text.replace('<br>', '<br/>')}</div>")
    for parameter in algorithm.parameterDefinitions():
        assert re.fullmatch(r"[A-Z][A-Z_]+", parameter.name())
        assert parameter.help(), parameter.name()
        assert parameter.description() in help_text.replace("&quot;", '"')


@pytest.mark.parametrize("name", ALGORITHMS)
def test_the_help_names_a_page_that_exists(toolbox, name):
    assert (PROJECT / "docs" / f"{toolbox.algorithm(name).DEFINITIONS}.md").is_file()


def test_defaults_and_choices_are_those_of_the_package(toolbox):
    from access_to_services.plugin.processing.options import travel_options

    script = """
import json
from accessibility.options import STREET_MODES, TRANSIT_MODES, TravelOptions
defaults = TravelOptions().model_dump()
print(json.dumps([defaults, list(TRANSIT_MODES), list(STREET_MODES)]))
"""
    command = [toolbox.python, "-c", script]
    told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=PROJECT)
    defaults, vehicles, streets = json.loads(told.stdout)
    options = {option.name: option for option in travel_options()}
    assert options.pop("full_coverage").default is not defaults["allow_partial"]
    for name, option in options.items():
        expected = defaults[name]
        assert option.default == (tuple(expected) if isinstance(expected, list) else expected)
    assert list(options["transit_modes"].choices) == vehicles
    assert list(options["access_modes"].choices) == streets
    assert list(options["mode"].choices) == ["transit", *streets]


def test_options_are_sent_only_if_they_differ(toolbox):
    from access_to_services.plugin.processing.options import as_worker_options, given_options
    from qgis.core import QgsProcessingContext

    algorithm, context = toolbox.algorithm("isochrones"), QgsProcessingContext()
    assert given_options(algorithm, {}, context) == {}
    parameters = {
        "MODE": 0,
        "MAX_TIME": 120,
        "WALK_SPEED": 4.8,
        "TRANSIT_MODES": [3, 2],
        "EGRESS_MODES": [0],
        "FULL_COVERAGE": True,
        "MAX_RIDES": 3,
    }
    given = as_worker_options(given_options(algorithm, parameters, context))
    assert given == {
        "walk_speed": 4.8,
        "transit_modes": ["rail", "bus"],
        "max_rides": 3,
        "allow_partial": False,
    }
