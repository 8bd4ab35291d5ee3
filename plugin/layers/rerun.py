"""Run again: a layer is worked out anew, and keeps its style, its name and its place."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, NamedTuple

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsFeatureRequest,
    QgsFields,
    QgsMapLayerType,
    QgsMessageLog,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingUtils,
    QgsProject,
    QgsTask,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
)
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction

from ..client import one_shot
from ..client.protocol import Failure, WorkerError
from ..client.wording import in_words_of_the_window
from ..i18n import tr
from ..processing.points import Places, read_places
