"""Many documents to one file: the same bytes whatever happens on the way, and each bad document named."""

from __future__ import annotations

import os
import select
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from suasion import example
from suasion.cli import main
from suasion.codebook import EXPORT_FIELDS, Problem
from suasion.corpus import ReadMany, Tally, output, read_many
from suasion.corpus.crew import CHILD
from suasion.errors import InputError, OutputError

HERE = Path(__file__).resolve().parent
QUICK = HERE / "quick_child.py"


def run(folder: Path, out: Path, **more: Any) -> tuple[ReadMany, list[Problem]]:
    """Run with the quick reading process; return what was left and the problems."""
    problems: list[Problem] = []
    return read_many([str(folder)], out=out, report=problems.append, **({"child": QUICK} | more)), problems


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """Return a folder of forty documents, of one to five statements."""
    folder = tmp_path / "notes"
    folder.mkdir()
    for number in range(40):
        lines = "".join(f"line {line} of {number}\n" for line in range(number % 5 + 1))
        (folder / f"{number:02}.txt").write_text(lines, encoding="utf-8")
    return folder


def test_the_rows_come_in_the_order_of_the_documents_and_of_their_text(notes: Path, tmp_path: Path) -> None:
    done, problems = run(notes, tmp_path / "out.parquet", workers=2)
    table = pq.read_table(done.files[0])
    assert table.column_names == list(EXPORT_FIELDS)
    wanted = [(f"{number:02}", line + 1) for number in range(40) for line in range(number % 5 + 1)]
    assert [*zip(table["doc"].to_pylist(), table["n"].to_pylist(), strict=True)] == wanted
    assert (done.statements, done.tally.done, done.tally.total, problems) == (len(wanted), 40, 40, [])


@pytest.mark.parametrize("format", ["parquet", "jsonl", "csv"])
def test_the_bytes_do_not_depend_on_the_number_of_workers(notes: Path, tmp_path: Path, format: Any) -> None:
    made = {
        run(notes, tmp_path / f"{workers}.out", workers=workers, format=format)[0].files[0].read_bytes()
        for workers in (1, 2)
    }
    assert len(made) == 1


def test_the_bytes_do_not_depend_on_how_the_rows_lie_in_their_parcels(
    notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output, "_ROWS", 7)
    apart, _ = run(notes, tmp_path / "apart.parquet")
    together = tmp_path / "together"
    together.mkdir()
    # A statement a line: the same lines in one document give the same quotes, cut at the same places.
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(notes.iterdir()))
    (together / "all.txt").write_text(text, encoding="utf-8")
    whole, _ = run(together, tmp_path / "together.parquet")
    groups = [
        [pq.ParquetFile(done.files[0]).metadata.row_group(i).num_rows for i in range(18)] for done in (apart, whole)
    ]
    assert groups[0] == groups[1] == [7] * 17 + [1]
    assert pq.read_table(apart.files[0])["quote"].to_pylist() == text.splitlines()


# Interruptions


@pytest.mark.parametrize(("workers", "moment"), [(1, 17), (2, 1), (2, 38)])
def test_killed_at_any_moment_a_run_goes_on_and_gives_the_same_bytes(
    notes: Path, tmp_path: Path, workers: int, moment: int
) -> None:
    unbroken, _ = run(notes, tmp_path / "unbroken.parquet")
    out = tmp_path / "out.parquet"
    order = [sys.executable, HERE / "interrupted.py", notes, out, str(workers), QUICK]
    with subprocess.Popen(order, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        said = [process.stdout.readline() for _ in range(moment)]
        process.kill()
        said += process.stdout.readlines()
    assert process.returncode == -signal.SIGKILL
    assert not out.exists()
    again, problems = run(notes, out, workers=workers)
    assert again.tally.before >= len(said) >= moment
    assert again.tally.done == 40
    assert out.read_bytes() == unbroken.files[0].read_bytes()
    assert (problems, again.statements) == ([], unbroken.statements)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_run_that_stops_while_writing_leaves_the_old_result_and_goes_on(
    notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.jsonl"
    out.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(output.os, "fsync", full)
        with pytest.raises(OutputError, match=r"out\.jsonl: No space left.*is kept"):
            run(notes, out, format="jsonl")
    assert out.read_bytes() == b"old"
    again, _ = run(notes, out, format="jsonl")
    assert again.tally.before == 40
    assert out.read_bytes().count(b"\n") == again.statements


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs Linux, to wait for the end of another's child")
def test_a_killed_run_leaves_no_process_behind(tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    pipe = tmp_path / "pid"
    os.mkfifo(pipe)
    (folder / "a.txt").write_text(f"hang {pipe}\n", encoding="utf-8")
    order = [sys.executable, HERE / "interrupted.py", folder, tmp_path / "out.parquet", "1", QUICK]
    with subprocess.Popen(order, stdout=subprocess.DEVNULL) as process:
        child = os.pidfd_open(int(pipe.read_text(encoding="ascii")))
        process.kill()
    try:
        assert select.select([child], [], [], 60)[0]
    finally:
        os.close(child)


def test_a_folder_keeps_what_was_read_so_that_only_new_and_changed_documents_are_read(
    notes: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    first, _ = run(notes, out)
    assert [file.name for file in first.files] == ["statements.parquet", "problems.jsonl"]
    (notes / "05.txt").write_text("another line\n", encoding="utf-8")
    (notes / "new.txt").write_text("a new line\n", encoding="utf-8")
    (notes / "07.txt").unlink()
    second, _ = run(notes, out)
    assert (second.tally.before, second.tally.done) == (38, 40)
    fresh, _ = run(notes, tmp_path / "fresh")
    assert second.files[0].read_bytes() == fresh.files[0].read_bytes()


def test_what_is_known_of_the_documents_is_part_of_what_was_read(notes: Path, tmp_path: Path) -> None:
    from suasion.read import Overrides

    out = tmp_path / "out"
    run(notes, out)
    dated, _ = run(notes, out, overrides=Overrides(published="2021"))
    assert dated.tally.before == 0


# Bad documents


def test_a_document_that_hangs_or_kills_its_process_is_named_and_the_rest_goes_on(notes: Path, tmp_path: Path) -> None:
    (notes / "10.txt").write_text("hang\n", encoding="utf-8")
    (notes / "20.txt").write_text("die\n", encoding="utf-8")
    (notes / "30.txt").write_text("leave\n", encoding="utf-8")
    out = tmp_path / "out"
    done, problems = run(notes, out, workers=2, seconds=4)
    said = {problem.input: str(problem) for problem in problems}
    assert list(said) == ["10.txt", "20.txt", "30.txt"], said
    assert "longer than 4 s" in said["10.txt"]
    assert "signal 9" in said["20.txt"]
    assert "memory" in said["20.txt"]
    assert "exit code 3" in said["30.txt"]
    assert len(set(pq.read_table(done.files[0])["doc"].to_pylist())) == 37
    assert done.files[1].read_bytes().count(b"\n") == 3
    # Process and not document may have been at fault: the next run tries them again, and only them.
    for name in ("10", "20", "30"):
        (notes / f"{name}.txt").touch()
    again, _ = run(notes, out, workers=2, seconds=4)
    assert again.tally.before == 37


def test_a_process_that_dies_by_chance_costs_nothing(notes: Path, tmp_path: Path) -> None:
    (notes / "10.txt").write_text(f"die-once {tmp_path / 'died'}\n", encoding="utf-8")
    done, problems = run(notes, tmp_path / "out.parquet")
    assert (tmp_path / "died").exists()
    assert problems == []
    assert "10" in pq.read_table(done.files[0])["doc"].to_pylist()


def test_what_a_reader_prints_is_no_answer(notes: Path, tmp_path: Path) -> None:
    (notes / "10.txt").write_text("print something\n", encoding="utf-8")
    _, problems = run(notes, tmp_path / "out.parquet")
    assert problems == []


def test_a_problem_is_told_again_by_the_run_that_goes_on(notes: Path, tmp_path: Path) -> None:
    (notes / "10.txt").write_text("bad luck\n", encoding="utf-8")
    out = tmp_path / "out"
    assert run(notes, out)[1] == run(notes, out)[1] == [Problem(input="10.txt", reason="luck")]


def test_namesakes_are_told_and_the_same_document_twice_is_read_once(notes: Path, tmp_path: Path) -> None:
    (notes / "10.md").write_text("a namesake\n", encoding="utf-8")
    problems: list[Problem] = []
    wanted = [str(notes), str(notes / "03.txt")]
    done = read_many(wanted, out=tmp_path / "out.parquet", report=problems.append, child=QUICK)
    assert [(problem.input, problem.severity) for problem in problems] == [("10.txt", "warning"), ("03.txt", "warning")]
    table = pq.read_table(done.files[0])
    assert max(Counter(zip(table["doc"].to_pylist(), table["quote"].to_pylist(), strict=True)).values()) == 1


# Places


def test_a_folder_without_documents_says_so(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    with pytest.raises(InputError, match="nothing to read there"):
        run(tmp_path / "notes", tmp_path / "out.parquet")
    assert not (tmp_path / "out.parquet").exists()


def test_a_result_among_the_documents_is_refused(notes: Path, tmp_path: Path) -> None:
    for out in (notes / "out.parquet", notes, tmp_path / "notes" / ".." / "notes" / "out.parquet"):
        with pytest.raises(InputError, match="lies among the documents"):
            run(notes, out)
    before = (notes / "03.txt").read_bytes()
    for wanted in (str(notes / "03.txt"), str(notes / "*.txt")):
        with pytest.raises(InputError, match="lies among the documents"):
            read_many([wanted], out=notes / "03.txt", child=QUICK)
    assert (notes / "03.txt").read_bytes() == before
    assert len([*notes.iterdir()]) == 40


def test_a_place_that_cannot_be_written_says_so_before_anything_is_read(notes: Path, tmp_path: Path) -> None:
    seen: list[Tally] = []
    (tmp_path / "file").touch()
    (tmp_path / "taken.parquet" / "statements.parquet").mkdir(parents=True)
    for out in (tmp_path / "file" / "out.parquet", tmp_path / "taken.parquet", Path("/proc/nowhere/out.parquet")):
        with pytest.raises(InputError, match="Name a"):
            run(notes, out, watch=seen.append)
    assert seen == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_not_ours_is_refused(notes: Path, tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    with pytest.raises(InputError, match=r"Permission denied\. Name a folder"):
        run(notes, tmp_path / "locked" / "out.parquet")


def test_two_runs_to_one_place_do_not_mix(notes: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    held = sqlite3.connect(out / "readings.db", isolation_level=None)
    held.execute("PRAGMA locking_mode = EXCLUSIVE")
    held.execute("CREATE TABLE other (a)")
    try:
        with pytest.raises(InputError, match="another run writes there"):
            run(notes, out)
    finally:
        held.close()


def test_a_damaged_file_of_readings_is_named(notes: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "readings.db").write_bytes(b"no data base at all" * 100)
    with pytest.raises(InputError, match=r"readings\.db.*Delete it"):
        run(notes, tmp_path / "out")


@pytest.mark.parametrize("wrong", [{"workers": 0}, {"workers": -1}, {"workers": 10_000}, {"seconds": 0}])
def test_no_workers_and_no_time_are_refused(notes: Path, tmp_path: Path, wrong: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="Name"):
        run(notes, tmp_path / "out.parquet", **wrong)


# The real reader


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the example's documents, and three that cannot be read."""
    folder = tmp_path_factory.mktemp("articles")
    for document in example.load().documents:
        (folder / document.path.name).write_bytes(document.path.read_bytes())
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\n garbage")
    (folder / "empty.txt").touch()
    return folder


def test_the_command_gives_what_reading_one_by_one_gives(
    articles: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    def command(*more: str) -> tuple[Any, bytes, list[str]]:
        with pytest.raises(SystemExit) as left:
            main(["read", str(articles), *more])
        out, err = capfdbinary.readouterr()
        said = [line for line in err.decode().splitlines() if line.startswith(("problem: ", "warning: "))]
        return left.value.code, out, said

    alone = command("--format", "jsonl")
    assert alone[0] == 1
    assert {"binary.txt", "broken.pdf", "empty.txt"} <= {line.split()[1].strip(":") for line in alone[2]}
    assert command("--format", "jsonl", "--workers", "2") == alone
    out = tmp_path / "result"
    assert command("--format", "jsonl", "--workers", "1", "--out", str(out))[0] == 1
    assert (out / "statements.jsonl").read_bytes() == alone[1]


def test_the_command_refuses_a_table_of_many(articles: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["read", str(articles), "--workers", "1"])
    assert left.value.code == 2
    assert "--format parquet" in capfd.readouterr().err


def test_the_real_reader_killed_in_the_middle_goes_on(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    order = [sys.executable, HERE / "interrupted.py", articles, tmp_path / "killed.parquet", "2", CHILD]
    with subprocess.Popen(order, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for _ in range(6):
            process.stdout.readline()
        process.kill()
    again = read_many([str(articles)], out=tmp_path / "killed.parquet")
    whole = read_many([str(articles)], out=out.with_suffix(".parquet"), workers=2)
    assert again.tally.before >= 5  # an empty file counts as done and is not kept
    assert again.files[0].read_bytes() == whole.files[0].read_bytes()
