#!/bin/sh
# Sets up .venv with the project and one of its extras, at the versions in constraints.txt.
# Usage: tools/set_up.sh dev|docs|bench          (make calls it when pyproject.toml or constraints.txt changed)
set -eu
cd "$(dirname "$0")/.."
extra=$1

find_python() {
    for candidate in ${PYTHON:-} python3.11 python3.12 python3.13 python3 python; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "Python 3.11 or later was not found. Install it, or name it: make PYTHON=/path/to/python3" >&2
    exit 1
}

if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        echo "$python cannot make virtual environments. On Debian and Ubuntu: apt install python3-venv" >&2
        exit 1
    fi
    echo "Making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
fi

echo "Installing the project and what \"$extra\" needs into .venv"
# The build tools first and from constraints.txt too: pip would fetch the newest for a build of its own.
.venv/bin/python -m pip install --quiet --constraint constraints.txt editables hatchling setuptools
.venv/bin/python -m pip install --quiet --constraint constraints.txt --no-build-isolation --editable ".[$extra]"
