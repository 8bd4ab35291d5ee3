#!/bin/sh
# Sees to it that there is a QGIS for the tests of the plugin: Debian's or Ubuntu's, where root may install it, and
# .venv-qgis beside it with pytest and Pillow. Ends with 3 where that is not possible, and says why.
set -eu
cd "$(dirname "$0")/.."

# Debian's own Python has qgis; another one first on PATH has not.
system_python=/usr/bin/python3
packages="qgis python3-qgis xvfb xauth python3-venv pyqt5-dev-tools qttools5-dev-tools"

is_complete() {
    for program in qgis xvfb-run xauth pylupdate5 lrelease; do
        command -v "$program" >/dev/null || return 1
    done
    "$system_python" -c 'import ensurepip, qgis, venv' 2>/dev/null
}

if ! is_complete; then
    if ! command -v apt-get >/dev/null; then
        echo "Plugin tests are skipped: there is no QGIS here, and only on Debian and Ubuntu is it installed." >&2
        exit 3
    fi
    if [ "$(id -u)" != 0 ]; then
        echo "Plugin tests are skipped: something is missing that only root may install: apt install $packages" >&2
        exit 3
    fi
    echo "Installing QGIS for the tests of the plugin (1.2 GB)"
    apt-get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $packages >/dev/null
fi

made=.venv-qgis/.made
if [ ! -e "$made" ] || [ -n "$(find constraints.txt tools/get_qgis.sh -newer "$made")" ]; then
    echo "Making .venv-qgis"
    "$system_python" -m venv --clear --system-site-packages .venv-qgis
    .venv-qgis/bin/python -m pip install --quiet --constraint constraints.txt pillow pytest
    touch "$made"
fi
