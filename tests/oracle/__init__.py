"""A second, plain implementation of the method, against which the package is held."""

from .clock import percentile
from .oracle import Oracle

__all__ = ["Oracle", "percentile"]
