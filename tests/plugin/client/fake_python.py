"""
An interpreter that behaves as told: copied as `python3` it answers, makes environments, runs pip.

The file `behaviour.json` beside it says how; what it makes is a copy of itself.
"""

import json
import os
import shutil
import sys
import time
from pathlib import Path

ME = Path(sys.argv[0]).absolute()
TOLD = json.loads((ME.parent / "behaviour.json").read_text())
REAL = "REAL_PYTHON"


def answer():
    if TOLD.get("sleep"):
        time.sleep(TOLD["sleep"])
    if TOLD.get("answer") == "garbage":
        sys.exit("this is no Python")
    values = {
        "python": str(ME),
        "version": [3, 12, 1],
        "bits": 64,
        "kind": "cpython",
        "parts": ["venv", "ensurepip"],
        **TOLD.get("answer", {}),
    }
    sys.stdout.write(json.dumps(values))


def venv(folder):
    if TOLD.get("venv") == "fails":
        sys.exit(TOLD["venv_output"])
    programs = Path(folder) / "bin"
    programs.mkdir(parents=True)
    shutil.copy(ME, programs / "python")
    shutil.copy(ME.parent / "behaviour.json", programs)
    (Path(folder) / "lib" / "python3.12" / "site-packages").mkdir(parents=True)
    time.sleep(TOLD.get("venv_seconds", 0))


def pip(arguments):
    (ME.parent / "pip.json").write_text(json.dumps({"argv": arguments, "env": dict(os.environ)}))
    for line in TOLD.get("pip_output", PIP_OUTPUT):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
        time.sleep(TOLD.get("pip_seconds", 0))
    packages = ME.parents[1] / "lib" / "python3.12" / "site-packages"
    for name in ("numpy", "shapely"):
        (packages / f"{name}-1.dist-info").mkdir(exist_ok=True)
    sys.exit(TOLD.get("pip_code", 0))


PIP_OUTPUT = [
    "Collecting numpy>=2.0 (from -r r.txt (line 1))",
    "  Downloading numpy-2.4.6-cp312-cp312-linux_x86_64.whl.metadata (6 kB)",
    "Collecting shapely>=2.1 (from -r r.txt (line 2))",
    "  Using cached shapely-2.2.0-cp312-cp312-linux_x86_64.whl (3.0 MB)",
    "Downloading numpy-2.4.6-cp312-cp312-linux_x86_64.whl (16.9 MB)",
    "Installing collected packages: numpy, shapely",
    "Successfully installed numpy-2.4.6 shapely-2.2.0",
]


def main():
    arguments = [word for word in sys.argv[1:] if word not in ("-I", "-X", "utf8", "-u")]
    if arguments[0] == "-c":
        answer()
    elif arguments[:2] == ["-m", "venv"]:
        venv(arguments[2])
    elif arguments[:2] == ["-m", "pip"]:
        pip(arguments[2:])
    else:
        os.execv(REAL, [REAL, *sys.argv[1:]])


if __name__ == "__main__":
    main()
