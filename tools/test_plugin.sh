#!/bin/sh
# Runs the plugin's tests in QGIS: without a screen, then those with the mark "desktop" in a window of a virtual one.
# Without QGIS they are skipped, which CI does not accept.
set -eu
cd "$(dirname "$0")/.."

status=0
sh tools/get_qgis.sh || status=$?
if [ "$status" = 3 ] && [ -z "${CI:-}" ]; then
    exit 0
fi
if [ "$status" != 0 ]; then
    exit "$status"
fi

# With the real installation into an environment, which downloads 350 MB.
QT_QPA_PLATFORM=offscreen .venv-qgis/bin/python -m pytest tests/plugin -m "not desktop" --durations=10
xvfb-run --auto-servernum --server-args "-screen 0 1600x1000x24" \
    .venv-qgis/bin/python -m pytest tests/plugin/desktop tests/plugin/packaging -m desktop
