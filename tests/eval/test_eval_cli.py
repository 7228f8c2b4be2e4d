"""python -m eval from end to end: on the real library, with files in and out."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from eval.document import figures, fill
from tiaowen.errors import BatchError

ROOT = Path(__file__).parents[2]
IDS = ("h001", "h015", "h102", "h132", "h147", "h184", "h212")
UNASKABLE = {"id": "marks", "question": "？！……", "kind": "offtopic", "gold": [], "answer_spans": []}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the repository where there is one (`run.py test` builds it), else one made here."""
    if (ROOT / "index" / "current").exists():
        return ROOT / "index"
    from tiaowen import build_index

    folder = tmp_path_factory.mktemp("index")
    build_index(ROOT / "data" / "sources", folder)
    return folder


@pytest.fixture(scope="module")
def questions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few of the development questions, one of each sort."""
    file = tmp_path_factory.mktemp("questions") / "few.jsonl"
    lines = (ROOT / "eval" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    chosen = [line for line in lines if json.loads(line)["id"] in IDS]
    file.write_text("\n".join([*chosen, json.dumps(UNASKABLE)]), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def run(index: Path, questions: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The result of one run; its page lies beside it, and its baseline too."""
    from eval.__main__ import main

    out = tmp_path_factory.mktemp("out")
    status = main(
        ["--questions", str(questions), "--index", str(index), "--out", str(out), "--name", "few"]
        + ["--baseline", str(out / "baseline.json"), "--write-baseline"]
    )
    assert status == 0
    return out / "few.json"


def test_a_run_writes_figures_rows_and_where_they_come_from(run: Path) -> None:
    written = json.loads(run.read_text(encoding="utf-8"))
    about = written["sets"]["few"]
    assert {row["id"] for row in about["rows"]} == {*IDS, "marks"}
    assert about["figures"]["all"]["verbatim"]["value"] == 1.0
    assert written["manifest"]["encoder"]["fingerprint"]
    assert len(about["sha256"]) == 64


def test_a_question_that_cannot_be_asked_counts_as_refused(run: Path) -> None:
    rows = json.loads(run.read_text(encoding="utf-8"))["sets"]["few"]["rows"]
    (row,) = [row for row in rows if row["id"] == "marks"]
    assert row["status"] == "error"
    assert row["note"]
    assert row["values"] == {"refused: off-topic": 1.0}


def test_the_page_needs_nothing_from_anywhere(run: Path) -> None:
    page = run.with_suffix(".html").read_text(encoding="utf-8")
    assert page.count("<svg") >= 3
    assert not re.search(r"""(?:src|href)\s*=\s*["']?[^"'#\s]|@import|url\([^#]|<script|<link""", page)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"""(?:href="|url\()#([^")]+)""", page)) <= set(ids)


def test_check_holds_against_its_own_baseline_and_fails_against_a_better_one(
    run: Path, index: Path, questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from eval.__main__ import main

    own: dict[str, Any] = json.loads((run.parent / "baseline.json").read_text(encoding="utf-8"))
    better = tmp_path / "better.json"
    for row in own["sets"]["few"]["rows"]:
        row["values"]["character F1"] = 2.0  # out of reach
    better.write_text(json.dumps(own), encoding="utf-8")
    common = ["--questions", str(questions), "--index", str(index), "--out", str(tmp_path), "--check"]
    assert main([*common, "--baseline", str(run.parent / "baseline.json")]) == 0
    assert main([*common, "--baseline", str(better)]) == 1
    assert "character F1" in capsys.readouterr().out


def test_figures_are_written_between_the_marks_of_a_document(run: Path, tmp_path: Path) -> None:
    document = tmp_path / "results.md"
    document.write_text("Before.\n<!-- begin figures -->\nold\n<!-- end figures -->\nAfter.\n", encoding="utf-8")
    result = json.loads(run.read_text(encoding="utf-8"))
    fill(document, "figures", figures(result))
    written = document.read_text(encoding="utf-8")
    assert written.startswith("Before.\n<!-- begin figures -->\n")
    assert written.endswith("<!-- end figures -->\nAfter.\n")
    assert "old" not in written
    assert "| verbatim | 1.000 [1.00–1.00]" in written
    with pytest.raises(BatchError, match="begin systems"):
        fill(document, "systems", "x")


def test_compare_prints_both_runs_and_p(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from eval.__main__ import main

    assert main(["--compare", str(run), str(run)]) == 0
    printed = capsys.readouterr().out
    assert "+0.000" in printed
    assert "1.000" in printed


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--compare", "nowhere.json", "nowhere.json"], "nowhere.json"),
        (["--questions", "nowhere.jsonl"], "nowhere.jsonl"),
        (["--check", "--baseline", "nowhere.json"], "nowhere.json"),
    ],
)
def test_a_missing_file_is_named_and_the_status_is_2(
    arguments: list[str], message: str, index: Path, questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from eval.__main__ import main

    given = ["--questions", str(questions), "--index", str(index), "--out", str(tmp_path)]
    assert main([*given, *arguments]) == 2
    assert message in capsys.readouterr().out
