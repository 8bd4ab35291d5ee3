"""The index commands: recipes, their check, a run and the same again."""

import pytest
from typer.testing import CliRunner

from accessibility.cli import app
from accessibility.index.recipe.recipes import load_recipe, parse_recipe
from accessibility.network.network import Network


def run(*arguments):
    return CliRunner().invoke(app, ["index", *map(str, arguments)])


@pytest.fixture(scope="module")
def network(sample_inputs, tmp_path_factory):
    path = tmp_path_factory.mktemp("index") / "town.network"
    Network.build(*sample_inputs, path)
    return path


@pytest.fixture
def arguments(network, sample):
    return [
        "run", "minimal", "--network", network, "--areas", sample / "small_areas.geojson",
        "--origins", sample / "dwellings.csv",
    ]  # fmt: skip


def test_recipes_are_listed_and_printed(tmp_path):
    done = run("recipes")
    assert done.exit_code == 0, done.output
    names = [line.split()[0] for line in done.output.splitlines()]
    assert names == ["minimal", "simd2020", "wimd2019", "wimd2025-reconstruction"]
    text = run("recipes", "minimal").output
    assert parse_recipe(text, tmp_path / "minimal.toml").model_dump() == (
        load_recipe("minimal").model_dump()
    )
    done = run("recipes", "wimd2029")
    assert done.exit_code == 1
    assert "wimd2019" in done.output


def test_a_check_lists_what_is_not_published():
    done = run("check", "wimd2019")
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    assert "deviation:" in lines
    recipe = load_recipe("wimd2019")
    for value in recipe.not_published():
        assert any(line.startswith(f"  {value.path} = ") for line in lines), value
    published = len(recipe.values()) - len(recipe.not_published())
    assert lines[-1].endswith(f"{published} of {len(recipe.values())} values are published.")


def test_a_fault_is_told_with_its_line(tmp_path):
    text = load_recipe("minimal").text.replace('counts = "there" ', 'count = "there" ')
    line = text[: text.index('count = "there"')].count("\n") + 1
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    done = run("check", tmp_path / "mine.toml")
    assert done.exit_code == 1
    assert f"line {line}" in done.output
    assert "counts" in done.output


def test_a_run_and_the_same_again(arguments, tmp_path):
    done = run(*arguments, "--output", tmp_path / "a")
    assert done.exit_code == 0, done.output
    assert "nearest, by_bus" in done.output
    assert "areas, " in done.output.splitlines()[-1]
    done = run(*arguments, "--output", tmp_path / "a")
    (line,) = [line for line in done.output.splitlines() if line.startswith("nearest, by_bus")]
    assert line.endswith("kept from the last run")
    again = tmp_path / "a" / "provenance.json"
    done = run("run", "--again", again, "--output", tmp_path / "b")
    assert done.exit_code == 0, done.output
    assert done.output.splitlines()[-1] == f"The tables are those of {again}."
    assert (tmp_path / "a/areas.csv").read_bytes() == (tmp_path / "b/areas.csv").read_bytes()
    done = run("run", "--again", again, "--origins", "grid:500m", "--output", tmp_path / "c")
    assert done.exit_code == 1
    assert "inputs are not what they were: origins (dwellings.csv)" in done.output


def test_services_are_given_by_kind(arguments, sample, tmp_path):
    services = sample / "services.geojson"
    given = ["--services", f"pharmacy={services}", "--services", f"food_shop={services}"]
    done = run(*arguments, *given, "--output", tmp_path / "a")
    assert done.exit_code == 1
    assert "has no services of the kind food_shop; there are park" in done.output
    done = run(*arguments, "--services", f"pharmacy={services}", "--output", tmp_path / "a")
    assert done.exit_code == 0, done.output
    done = run(*arguments, "--services", "osm", "--output", tmp_path / "a")
    assert done.exit_code == 0, done.output
    assert "food" not in done.output


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["--services", "a.csv", "--services", "b.csv"], "names no kind"),
        (["--services", "gp=a.csv", "--services", "gp=b.csv"], 'names "gp" twice'),
        (["--again", "p.json"], "--again follows the recipe of that run"),
        (["--origins-output", "some"], "is none of none, masked, full"),
        (["--origin-filter", "x"], "--origin-filter"),
    ],
)
def test_options_that_cannot_be_meant(arguments, more, message, tmp_path):
    done = run(*arguments, *more, "--output", tmp_path / "a")
    assert done.exit_code == 2
    assert message in done.output


@pytest.mark.parametrize("missing", ["--network", "--areas", "--origins"])
def test_what_is_needed_is_asked_for(arguments, missing, tmp_path):
    at = arguments.index(missing)
    done = run(*arguments[:at], *arguments[at + 2 :], "--output", tmp_path / "a")
    assert done.exit_code == 2
    assert f"{missing} is missing" in done.output
    done = run("run", *arguments[2:], "--output", tmp_path / "a")
    assert done.exit_code == 2
    assert "RECIPE is missing" in done.output


def test_an_index_of_ready_times(shared_data, tmp_path):
    file = shared_data / "scotland" / "simd2020_access_dz11.csv"
    done = run("run", "simd2020", "--area-table", file, "--output", tmp_path / "a")
    assert done.exit_code == 0, done.output
    assert done.output.splitlines()[-1].endswith("6,976 areas, 6,974 of them ranked.")
    done = run("run", "--again", tmp_path / "a", "--output", tmp_path / "b")
    assert done.exit_code == 0, done.output
    done = run(
        "run", "simd2020", "--area-table", file, "--origins", "grid:1km", "--output", tmp_path / "c"
    )
    assert done.exit_code == 2
    assert "--origins: without a network nobody travels" in done.output
