"""The table over all question sets, and the one command that fills the documents."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from eval import overview
from eval.remeasure import BY_SET, GROUPS, LIKE_DEV, RESULTS, UNSEEN, laws
from tiaowen.errors import BatchError

WRONG = {"citation": 0.0, "span in answer": 0.0, "character F1": 0.5, "refused: answerable": 0.0}
RIGHT = {**WRONG, "citation": 1.0, "span in answer": 1.0, "character F1": 1.0}
REFUSED = {"citation": 0.0, "refused: answerable": 1.0}


def result(**sets: list[dict[str, float]]) -> dict[str, object]:
    return {
        "commit": "c0ffee",
        "sets": {name: {"sha256": "0", "rows": [{"values": v} for v in rows]} for name, rows in sets.items()},
    }


def test_a_line_has_shares_and_counts() -> None:
    rows = [{"values": v} for v in (RIGHT, RIGHT, WRONG, REFUSED, {"refused: unanswerable": 1.0})]
    assert overview.line("few", rows) == (
        "few",
        "0.500 (2 of 4)",
        "0.667",
        "0.833",
        "0.250 (1 of 4)",
        "1.000 (1 of 1)",
        "",
    )


def test_sets_together_are_counted_question_by_question(tmp_path: Path) -> None:
    """Two sets of unlike size: the share over both is no mean of means."""
    files = [tmp_path / "a.json", tmp_path / "b.json"]
    files[0].write_text(json.dumps(result(a=[RIGHT])), encoding="utf-8")
    files[1].write_text(json.dumps(result(b=[WRONG, WRONG, RIGHT])), encoding="utf-8")
    document = tmp_path / "results.md"
    document.write_text("<!-- begin overview -->\n<!-- end overview -->\n", encoding="utf-8")
    given = [*map(str, files), "--together", "both=a,b", "--document", str(document)]
    assert overview.main(given) == 0
    written = document.read_text(encoding="utf-8")
    assert "Commit `c0ffee`." in written
    assert "| *both* | 0.500 (2 of 4) |" in written


def test_a_set_that_no_result_has_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps(result(a=[RIGHT])), encoding="utf-8")
    assert overview.main([str(file), "--together", "both=a,missing"]) == 2
    assert "missing" in capsys.readouterr().out


def test_every_set_but_the_one_for_the_threshold_is_measured_under_a_mark_that_exists() -> None:
    measured = [name for group in GROUPS for name in group.sets]
    assert sorted([*measured, "laws_tune"]) == sorted(file.stem for file in UNSEEN.glob("*.jsonl"))
    marks = re.findall(r"<!-- begin ([\w-]+) -->", BY_SET.read_text(encoding="utf-8"))
    assert sorted(marks) == sorted(group.mark for group in GROUPS)
    assert {"figures", "overview", "refusal", "refusal-laws"} <= set(
        re.findall(r"<!-- begin ([\w-]+) -->", RESULTS.read_text(encoding="utf-8"))
    )
    assert set(LIKE_DEV.partition("=")[2].split(",")) <= set(measured)


def test_a_missing_law_is_named(tmp_path: Path) -> None:
    with pytest.raises(BatchError, match="--shared"):
        laws("test", tmp_path / "nowhere", tmp_path)
