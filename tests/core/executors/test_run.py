"""Matrices from blocks: the same bytes in every way, kept when interrupted, one run at a time."""

import json
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from accessibility.errors import Interrupted, OutputError, UsageError
from accessibility.executors import blocks
from accessibility.executors.blocks import Block
from accessibility.executors.run import MatrixJob, matrix_in_memory, matrix_to_file
from accessibility.executors.threads import Threads
from accessibility.progress import Silent
from accessibility.results.matrix import MatrixLayout, Moment

N_ORIGINS, N_DESTINATIONS = 23, 4


class CancelAfter(Silent):
    def __init__(self, origins):
        self.left = origins

    def advance(self, n=1):
        self.left -= n

    def cancelled(self):
        return self.left <= 0


def answers(block, _stop):
    rows = np.arange(block.start, block.stop)[:, None] * 100 + np.arange(N_DESTINATIONS)
    return np.stack([rows, np.where(rows % 3, rows + 1, -1)]).astype(np.int32)


def job(compute=answers, points=(), **provenance):
    layout = MatrixLayout(
        pa.array([f"o{i}" for i in range(N_ORIGINS)]),
        pa.array(range(N_DESTINATIONS)),
        ("travel_time_p10", "travel_time_p50"),
    )
    return MatrixJob(layout, compute, {"network": "n1", **provenance}, list(points), ["careful"])


def first_two_then_wait(block, stop):
    while block.number > 1 and not stop[0]:
        time.sleep(0.01)
    return answers(block, stop)


def interrupted(output, **provenance):
    waiting = job(first_two_then_wait, **provenance)
    with pytest.raises(Interrupted) as stopped:
        matrix_to_file(waiting, Threads(1, 5), CancelAfter(10), output)
    return str(stopped.value)


def blocks_of(output):
    return sorted(output.with_name(f"{output.name}.blocks").glob("0*.parquet"))


def test_in_memory_it_is_a_data_frame_that_knows_where_it_comes_from():
    point = {"id": "o1", "role": "origin", "status": "too_far", "distance_m": 301.0}
    table = matrix_in_memory(job(points=[point]), Threads(2, 3), Silent())
    assert list(table.columns) == ["from_id", "to_id", "travel_time_p10", "travel_time_p50"]
    assert len(table) == N_ORIGINS * N_DESTINATIONS
    assert table["travel_time_p10"].iloc[5] == 101 / 60
    assert table["travel_time_p50"].isna().sum() == sum(
        (100 * i + j) % 3 == 0 for i in range(N_ORIGINS) for j in range(N_DESTINATIONS)
    )
    assert table.attrs == {
        "points": [point],
        "warnings": ["careful"],
        "provenance": {"network": "n1"},
    }
    pd.concat([table, table])  # attributes must not trip pandas


@pytest.mark.parametrize("name", ["m.parquet", "m.csv"])
def test_the_bytes_are_the_same_for_any_threads_and_block_size(tmp_path, name):
    results = set()
    for threads, block_size in [(1, None), (2, 1), (5, 4), (2, 23), (1, 100)]:
        output = matrix_to_file(job(), Threads(threads, block_size), Silent(), tmp_path / name)
        results.add(output.read_bytes())
    assert len(results) == 1


def turned_answers(block, stop):
    """What `answers` gives for all origins, for some destinations."""
    whole = answers(Block(0, 0, N_ORIGINS), stop)
    return whole[:, :, block.start : block.stop].transpose(0, 2, 1)


@pytest.mark.parametrize("at_once", [1, 7, 1000])
@pytest.mark.parametrize("block_size", [1, 3, 10])
def test_work_from_the_destinations_gives_the_same_bytes(
    tmp_path, monkeypatch, at_once, block_size
):
    straight = matrix_to_file(job(), Threads(1), Silent(), tmp_path / "m.parquet").read_bytes()
    monkeypatch.setattr(blocks, "CELLS_AT_ONCE", at_once * N_DESTINATIONS)
    turned = replace(job(turned_answers), turned=(True,))
    output = tmp_path / "m.parquet"
    matrix_to_file(turned, Threads(2, block_size), Silent(), output)
    assert output.read_bytes() == straight
    assert matrix_in_memory(turned, Threads(1, block_size), Silent()).equals(
        matrix_in_memory(job(), Threads(1), Silent())
    )


@pytest.mark.parametrize("at_once", [1, 7, 1000])
def test_parts_in_both_directions_are_put_together(tmp_path, monkeypatch, at_once):
    moments = (Moment("08:00", "depart"), Moment("09:00", "arrive"), Moment("10:00", "depart"))

    def compute(block, stop):
        part = turned_answers(block, stop) if block.part == 1 else answers(block, stop)
        return np.where(part < 0, part, part + 1000 * block.part)

    one = job(compute)
    work = replace(one, layout=replace(one.layout, moments=moments), turned=(False, True, False))
    whole = matrix_in_memory(work, Threads(2, 3), Silent())
    monkeypatch.setattr(blocks, "CELLS_AT_ONCE", at_once * N_DESTINATIONS * 3)
    output = matrix_to_file(work, Threads(2, 5), Silent(), tmp_path / "m.parquet")
    pd.testing.assert_frame_equal(pd.read_parquet(output), whole, check_flags=False)
    assert len(whole) == N_ORIGINS * N_DESTINATIONS * 4
    first, cell = whole.iloc[:4], whole.iloc[4 * 5 : 4 * 6]
    assert list(first["when"]) == ["08:00", "09:00", "10:00", "mean"]
    assert list(cell["travel_time_p10"] * 60) == [101, 1101, 2101, 1101]
    assert list(cell["n_reached_p10"]) == [1, 1, 1, 2]
    assert first["travel_time_p50"].isna().all()
    assert list(first["n_reached_p50"]) == [0, 0, 0, 0]


def test_the_file_holds_what_memory_holds_and_leaves_no_blocks(tmp_path):
    output = matrix_to_file(job(), Threads(2, 5), Silent(), tmp_path / "m.parquet")
    pd.testing.assert_frame_equal(
        pd.read_parquet(output), matrix_in_memory(job(), Threads(1), Silent()), check_flags=False
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["m.parquet", "m.parquet.log.json"]
    log = json.loads((tmp_path / "m.parquet.log.json").read_text())
    assert (log["threads"], log["blocks"], log["blocks_resumed"]) == (2, 5, 0)


def test_csv_keeps_its_provenance_beside_it(tmp_path):
    matrix_to_file(job(), Threads(1), Silent(), tmp_path / "m.csv")
    assert json.loads((tmp_path / "m.provenance.json").read_text()) == {"network": "n1"}


def test_an_interrupted_run_is_resumed_with_the_same_bytes_and_untouched_blocks(tmp_path, caplog):
    output = tmp_path / "m.parquet"
    said = interrupted(output)
    assert "2 of 5 blocks are done and kept" in said
    assert not output.exists()
    stamps = {path: path.stat().st_mtime_ns for path in blocks_of(output)}
    assert len(stamps) == 2
    worked = []

    def compute(block, stop):
        worked.append(block.number)
        assert {path: path.stat().st_mtime_ns for path in stamps} == stamps
        return answers(block, stop)

    caplog.set_level("INFO", "accessibility")
    matrix_to_file(job(compute), Threads(2, 3), Silent(), output)  # keeps the block size of 5
    assert sorted(worked) == [2, 3, 4]
    assert "Resuming: 2 of 5 blocks are done already." in caplog.messages
    whole = matrix_to_file(job(), Threads(1), Silent(), tmp_path / "whole.parquet")
    assert output.read_bytes() == whole.read_bytes()
    assert not blocks_of(output)


def test_blocks_of_other_work_are_named_and_not_used(tmp_path, caplog):
    output = tmp_path / "m.parquet"
    interrupted(output, network="n0", options={"max_time": 60})
    matrix_to_file(job(options={"max_time": 90}), Threads(1), Silent(), output)
    assert "different: network, options" in caplog.text
    assert "starts anew" in caplog.text
    assert pd.read_parquet(output)["travel_time_p10"].iloc[5] == 101 / 60


def test_a_block_cut_short_by_a_crash_is_worked_again(tmp_path):
    output = tmp_path / "m.parquet"
    interrupted(output)
    first, second = blocks_of(output)
    first.write_bytes(first.read_bytes()[:100])
    second.with_suffix(".parquet.tmp").write_bytes(b"left by a kill")
    matrix_to_file(job(), Threads(1), Silent(), output)
    assert pd.read_parquet(output)["travel_time_p10"].iloc[5] == 101 / 60
    assert not output.with_name("m.parquet.blocks").exists()


def test_files_of_others_in_the_blocks_folder_stay(tmp_path):
    folder = tmp_path / "m.parquet.blocks"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    matrix_to_file(job(), Threads(1), Silent(), tmp_path / "m.parquet")
    assert [path.name for path in folder.iterdir()] == ["notes.txt"]


def test_ctrl_c_in_python_stays_a_keyboard_interrupt_that_says_how_to_go_on(tmp_path):
    def compute(block, stop):
        if block.number == 2:
            raise KeyboardInterrupt
        return first_two_then_wait(block, stop)

    with pytest.raises(KeyboardInterrupt, match=r"Stopped. 2 of 5 blocks are done and kept"):
        matrix_to_file(job(compute), Threads(1, 5), Silent(), tmp_path / "m.parquet")


def test_a_full_disk_at_the_end_keeps_all_blocks_and_an_older_output(tmp_path, monkeypatch):
    output = tmp_path / "m.parquet"
    output.write_text("older")

    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("accessibility.executors.run.write_matrix", full)
    with pytest.raises(OutputError, match=r"disk is full.*5 of 5 blocks are done and kept"):
        matrix_to_file(job(), Threads(1, 5), Silent(), output)
    assert output.read_text() == "older"
    assert len(blocks_of(output)) == 5
    monkeypatch.undo()
    matrix_to_file(job(), Threads(1), Silent(), output)
    assert len(pd.read_parquet(output)) == N_ORIGINS * N_DESTINATIONS


def test_two_runs_on_one_output_refuse_clearly(tmp_path):
    output = tmp_path / "m.parquet"
    holder = (
        "import sys, time\nfrom pathlib import Path\n"
        "from accessibility.lock import locked\n"
        "with locked(Path(sys.argv[1]), 'x'):\n"
        "    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    folder = tmp_path / "m.parquet.blocks"
    folder.mkdir()
    other = subprocess.Popen(
        [sys.executable, "-c", holder, str(folder / "lock")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with other:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(OutputError, match="is being written by another run"):
            matrix_to_file(job(), Threads(1), Silent(), output)
        other.kill()
    matrix_to_file(job(), Threads(1), Silent(), output)  # a killed run holds nothing
    assert output.exists()


def test_a_folder_that_is_not_there_is_named_before_any_work(tmp_path):
    def never(_block, _stop):
        raise AssertionError

    with pytest.raises(OutputError, match=r"is no folder. Create it first"):
        matrix_to_file(job(never), Threads(1), Silent(), tmp_path / "none" / "m.parquet")
    with pytest.raises(UsageError, match=r"as .parquet or .csv"):
        matrix_to_file(job(never), Threads(1), Silent(), tmp_path / "m.txt")
