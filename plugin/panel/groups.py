"""Groups of the layer tree."""

from qgis.core import QgsLayerTreeGroup

__all__ = ["unfold"]


def unfold(group: QgsLayerTreeGroup) -> None:
    """Show what is in a group: an empty one cannot be unfolded, and stays folded when filled."""
    group.setExpanded(False)
    group.setExpanded(True)
