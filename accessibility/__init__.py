"""
Travel times to services by public transport, on foot, by bicycle and by car.

The names below are the public API. Each is loaded when it is first used, so that importing the
package costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accessibility.analysis.isochrones import isochrone_differences, isochrones
    from accessibility.analysis.itineraries import itineraries
    from accessibility.analysis.matrix import travel_time_matrix
    from accessibility.analysis.nearest.nearest import nearest_services
    from accessibility.analysis.opportunity.decay import (
        ExponentialDecay,
        GaussianDecay,
        LinearDecay,
        LogisticDecay,
        PowerDecay,
        StepDecay,
    )
    from accessibility.analysis.opportunity.floating_catchment import floating_catchment
    from accessibility.analysis.opportunity.inequality import inequality, share_of_people
    from accessibility.analysis.opportunity.opportunities import opportunities
    from accessibility.analysis.surface import travel_time_surfaces
    from accessibility.analysis.surface_files import write_surfaces
    from accessibility.errors import AccessibilityError
    from accessibility.executors.threads import Threads
    from accessibility.index.run.again import run_index_again
    from accessibility.index.run.inputs import IndexInputs
    from accessibility.index.run.run import run_index
    from accessibility.maps.animation import animate_map
    from accessibility.maps.draw import draw_map
    from accessibility.maps.multiples import draw_multiples
    from accessibility.maps.static import draw_travel_times
    from accessibility.maps.web import WebMap, write_web_map
    from accessibility.maps.web_layer import WebLayer
    from accessibility.moments import ArriveBy, DepartAt, moments_every
    from accessibility.network.network import Network
    from accessibility.network.scenario.scenario import Scenario
    from accessibility.options import BuildOptions, TravelOptions
    from accessibility.places.addresses.addresses import match_addresses
    from accessibility.places.area_assignment import assign_areas
    from accessibility.places.areas import read_areas, read_lookup
    from accessibility.places.clusters import cluster_points
    from accessibility.places.corrections.correction_file import read_corrections
    from accessibility.places.corrections.corrections import apply_corrections
    from accessibility.places.corrections.scenario_services import apply_to_services
    from accessibility.places.grid import grid_points
    from accessibility.places.osm.buildings import building_points
    from accessibility.places.osm.by_name import download_streets, services_by_place_name
    from accessibility.places.osm.kinds import load_kinds
    from accessibility.places.osm.services import services_of
    from accessibility.places.points import Places, read_places, read_points
    from accessibility.places.postcodes.matching import locate_postcodes
    from accessibility.places.postcodes.postcodes import read_gazetteer
    from accessibility.reports.health import health_page
    from accessibility.results.index import IndexResult

__version__ = "0.1.0"

__all__ = [
    "AccessibilityError",
    "ArriveBy",
    "BuildOptions",
    "DepartAt",
    "ExponentialDecay",
    "GaussianDecay",
    "IndexInputs",
    "IndexResult",
    "LinearDecay",
    "LogisticDecay",
    "Network",
    "Places",
    "PowerDecay",
    "Scenario",
    "StepDecay",
    "Threads",
    "TravelOptions",
    "WebLayer",
    "WebMap",
    "__version__",
    "animate_map",
    "apply_corrections",
    "apply_to_services",
    "assign_areas",
    "building_points",
    "cluster_points",
    "download_streets",
    "draw_map",
    "draw_multiples",
    "draw_travel_times",
    "floating_catchment",
    "grid_points",
    "health_page",
    "inequality",
    "isochrone_differences",
    "isochrones",
    "itineraries",
    "load_kinds",
    "locate_postcodes",
    "match_addresses",
    "moments_every",
    "nearest_services",
    "opportunities",
    "read_areas",
    "read_corrections",
    "read_gazetteer",
    "read_lookup",
    "read_places",
    "read_points",
    "run_index",
    "run_index_again",
    "services_by_place_name",
    "services_of",
    "share_of_people",
    "travel_time_matrix",
    "travel_time_surfaces",
    "write_surfaces",
    "write_web_map",
]

_MODULE_OF = {
    "AccessibilityError": "accessibility.errors",
    "ArriveBy": "accessibility.moments",
    "BuildOptions": "accessibility.options",
    "DepartAt": "accessibility.moments",
    "ExponentialDecay": "accessibility.analysis.opportunity.decay",
    "GaussianDecay": "accessibility.analysis.opportunity.decay",
    "IndexInputs": "accessibility.index.run.inputs",
    "IndexResult": "accessibility.results.index",
    "LinearDecay": "accessibility.analysis.opportunity.decay",
    "LogisticDecay": "accessibility.analysis.opportunity.decay",
    "Network": "accessibility.network.network",
    "Places": "accessibility.places.points",
    "PowerDecay": "accessibility.analysis.opportunity.decay",
    "Scenario": "accessibility.network.scenario.scenario",
    "StepDecay": "accessibility.analysis.opportunity.decay",
    "Threads": "accessibility.executors.threads",
    "TravelOptions": "accessibility.options",
    "WebLayer": "accessibility.maps.web_layer",
    "WebMap": "accessibility.maps.web",
    "animate_map": "accessibility.maps.animation",
    "apply_corrections": "accessibility.places.corrections.corrections",
    "apply_to_services": "accessibility.places.corrections.scenario_services",
    "assign_areas": "accessibility.places.area_assignment",
    "building_points": "accessibility.places.osm.buildings",
    "cluster_points": "accessibility.places.clusters",
    "download_streets": "accessibility.places.osm.by_name",
    "draw_map": "accessibility.maps.draw",
    "draw_multiples": "accessibility.maps.multiples",
    "draw_travel_times": "accessibility.maps.static",
    "floating_catchment": "accessibility.analysis.opportunity.floating_catchment",
    "grid_points": "accessibility.places.grid",
    "health_page": "accessibility.reports.health",
    "inequality": "accessibility.analysis.opportunity.inequality",
    "isochrone_differences": "accessibility.analysis.isochrones",
    "isochrones": "accessibility.analysis.isochrones",
    "itineraries": "accessibility.analysis.itineraries",
    "load_kinds": "accessibility.places.osm.kinds",
    "locate_postcodes": "accessibility.places.postcodes.matching",
    "match_addresses": "accessibility.places.addresses.addresses",
    "moments_every": "accessibility.moments",
    "nearest_services": "accessibility.analysis.nearest.nearest",
    "opportunities": "accessibility.analysis.opportunity.opportunities",
    "read_areas": "accessibility.places.areas",
    "read_corrections": "accessibility.places.corrections.correction_file",
    "read_gazetteer": "accessibility.places.postcodes.postcodes",
    "read_lookup": "accessibility.places.areas",
    "read_places": "accessibility.places.points",
    "read_points": "accessibility.places.points",
    "run_index": "accessibility.index.run.run",
    "run_index_again": "accessibility.index.run.again",
    "services_by_place_name": "accessibility.places.osm.by_name",
    "services_of": "accessibility.places.osm.services",
    "share_of_people": "accessibility.analysis.opportunity.inequality",
    "travel_time_matrix": "accessibility.analysis.matrix",
    "travel_time_surfaces": "accessibility.analysis.surface",
    "write_surfaces": "accessibility.analysis.surface_files",
    "write_web_map": "accessibility.maps.web",
}


def __getattr__(name: str) -> object:
    if name not in _MODULE_OF:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value = getattr(import_module(_MODULE_OF[name]), name)
    globals()[name] = value  # the next use does not come here
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
