"""What the tests of this folder share."""

from tests.plugin.toolbox import services, three, toolbox

__all__ = ["services", "three", "toolbox"]
