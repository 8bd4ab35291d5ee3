"""The command line as ``python -m accessibility``."""

from accessibility.cli import main

if __name__ == "__main__":
    main()
