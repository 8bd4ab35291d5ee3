"""Operations in this process, and the command line beside them."""

import pytest
from typer.testing import CliRunner

from accessibility.cli import app
from accessibility.operations import operation
from accessibility.operations.open_networks import OpenNetworks
from accessibility.operations.request import Context
from accessibility.operations.searches import Searches
from accessibility.progress import Silent


class Asker:
    """Asks operations one after the other, as a worker does."""

    def __init__(self):
        self.networks, self.searches = OpenNetworks(), Searches()

    def __call__(self, op, progress=None, **params):
        asked = operation(op)
        context = Context(self.networks, self.searches, progress or Silent())
        return asked.run(asked.read(params), context)


@pytest.fixture
def ask():
    return Asker()


@pytest.fixture
def command():
    """Run a command of the command line, which has to succeed."""

    def run(*words):
        done = CliRunner().invoke(app, [str(word) for word in words])
        assert done.exit_code == 0, done.output
        return done

    return run


@pytest.fixture(scope="session")
def network(town):
    return str(town / "town.network")


@pytest.fixture
def departure():
    return [{"direction": "depart", "moment": "2026-06-15 08:00"}]
