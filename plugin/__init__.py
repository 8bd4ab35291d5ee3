"""The QGIS plugin: a panel and a toolbox in front of the package, which runs in its own process."""


def classFactory(iface):  # noqa: N802 - the name that QGIS calls
    """Make the plugin; QGIS calls this when it loads it."""
    from .plugin import Plugin

    return Plugin(iface)
