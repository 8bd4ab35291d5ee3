"""How the place of something on Earth is written down."""

__all__ = ["Extent"]

Extent = tuple[float, float, float, float]
"""West, south, east and north in degrees."""
