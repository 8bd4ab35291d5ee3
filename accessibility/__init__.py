"""
Travel times to services by public transport, on foot, by bicycle and by car.

The names below are the public API. Each is loaded when it is first used, so that importing the
package costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accessibility.analysis.decay import (
        ExponentialDecay,
        GaussianDecay,
        LinearDecay,
        LogisticDecay,
        PowerDecay,
        StepDecay,
    )
    from accessibility.analysis.floating_catchment import floating_catchment
    from accessibility.analysis.inequality import inequality, share_of_people
    from accessibility.analysis.isochrones import isochrone_differences, isochrones
    from accessibility.analysis.itineraries import itineraries
    from accessibility.analysis.matrix import travel_time_matrix
    from accessibility.analysis.nearest import nearest_services
    from accessibility.analysis.opportunities import opportunities
    from accessibility.analysis.surface import travel_time_surfaces
    from accessibility.analysis.surface_files import write_surfaces
    from accessibility.errors import AccessibilityError
    from accessibility.executors.threads import Threads
    from accessibility.maps.animation import animate_map
    from accessibility.maps.draw import draw_map
    from accessibility.maps.multiples import draw_multiples
    from accessibility.maps.static import draw_travel_times
    from accessibility.maps.web import WebMap, write_web_map
    from accessibility.maps.web_layer import WebLayer
    from accessibility.moments import ArriveBy, DepartAt, moments_every
    from accessibility.network.network import Network
    from accessibility.options import BuildOptions, TravelOptions
    from accessibility.places.addresses import match_addresses
    from accessibility.reports.health import health_page

__version__ = "0.1.0"

__all__ = [
    "AccessibilityError",
    "ArriveBy",
    "BuildOptions",
    "DepartAt",
    "ExponentialDecay",
    "GaussianDecay",
    "LinearDecay",
    "LogisticDecay",
    "Network",
    "PowerDecay",
    "StepDecay",
    "Threads",
    "TravelOptions",
    "WebLayer",
    "WebMap",
    "__version__",
    "animate_map",
    "draw_map",
    "draw_multiples",
    "draw_travel_times",
    "floating_catchment",
    "health_page",
    "inequality",
    "isochrone_differences",
    "isochrones",
    "itineraries",
    "match_addresses",
    "moments_every",
    "nearest_services",
    "opportunities",
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
    "ExponentialDecay": "accessibility.analysis.decay",
    "GaussianDecay": "accessibility.analysis.decay",
    "LinearDecay": "accessibility.analysis.decay",
    "LogisticDecay": "accessibility.analysis.decay",
    "Network": "accessibility.network.network",
    "PowerDecay": "accessibility.analysis.decay",
    "StepDecay": "accessibility.analysis.decay",
    "Threads": "accessibility.executors.threads",
    "TravelOptions": "accessibility.options",
    "WebLayer": "accessibility.maps.web_layer",
    "WebMap": "accessibility.maps.web",
    "animate_map": "accessibility.maps.animation",
    "draw_map": "accessibility.maps.draw",
    "draw_multiples": "accessibility.maps.multiples",
    "draw_travel_times": "accessibility.maps.static",
    "floating_catchment": "accessibility.analysis.floating_catchment",
    "health_page": "accessibility.reports.health",
    "inequality": "accessibility.analysis.inequality",
    "isochrone_differences": "accessibility.analysis.isochrones",
    "isochrones": "accessibility.analysis.isochrones",
    "itineraries": "accessibility.analysis.itineraries",
    "match_addresses": "accessibility.places.addresses",
    "moments_every": "accessibility.moments",
    "nearest_services": "accessibility.analysis.nearest",
    "opportunities": "accessibility.analysis.opportunities",
    "share_of_people": "accessibility.analysis.inequality",
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
