"""Our times beside those of public libraries: `python -m benchmarks`."""

import argparse
from pathlib import Path

from . import report, transit_matrix
from .places import DATA, open_place

TOPICS = {"transit_matrix": transit_matrix.run}


def main() -> None:
    """Run the topics that were asked for, or all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder with newport/ in it")
    parser.add_argument("--only", choices=TOPICS, nargs="+", help="only these topics")
    asked = parser.parse_args()
    with open_place(asked.data) as place:
        for topic in asked.only or TOPICS:
            print(report.markdown(TOPICS[topic](place)), flush=True)


if __name__ == "__main__":
    main()
