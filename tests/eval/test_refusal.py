"""The table from which the threshold of refusal is chosen: the real system at other thresholds."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.questions import load_questions
from eval.refusal import THRESHOLDS, curve, main, refused
from tests.support.corpora import ROOT
from tests.support.library import SMALL_SOURCE
from tiaowen import Assistant
from tiaowen.answering.refusing import THRESHOLD
from tiaowen.encoding.encoder import Encoder
from tiaowen.indexing.index import build_index

DEV = ROOT / "eval" / "dev.jsonl"


def test_a_higher_threshold_refuses_what_a_lower_one_does_and_more(assistant: Assistant) -> None:
    questions = load_questions(DEV).questions[::3]
    found = [refused(assistant, questions, threshold) for threshold in (0.0, 0.3, 0.6, 1.1)]
    for low, high in zip(found, found[1:], strict=False):
        assert not (low & ~high).any()
    assert found[0].sum() < found[-1].sum()
    assert assistant.answerer.refusals.threshold == THRESHOLD


def test_the_curve_counts_each_kind_of_question(assistant: Assistant) -> None:
    questions = load_questions(DEV).questions
    rows = list(curve(assistant, questions[::4]))
    assert len(rows) == len({*THRESHOLDS, THRESHOLD})
    assert sum("chosen" in row[0] for row in rows) == 1
    asked = [q for q in questions[::4] if q.answerable]
    assert all(f"of {len(asked)})" in row[2] for row in rows)


def test_it_is_written_between_the_marks(tmp_path: Path, bundled: Encoder, capsys: pytest.CaptureFixture[str]) -> None:
    index_dir = tmp_path / "index"
    build_index([SMALL_SOURCE], index_dir, bundled)
    few = tmp_path / "few.jsonl"
    few.write_text("\n".join(DEV.read_text("utf-8").splitlines()[:2]) + "\n", "utf-8")
    report = tmp_path / "report.md"
    report.write_text("before\n<!-- begin refusal -->\n<!-- end refusal -->\nafter\n", "utf-8")
    assert main(["--questions", str(few), "--index", str(index_dir), "--document", str(report)]) == 0
    text = report.read_text("utf-8")
    assert text.startswith("before\n") and text.endswith("after\n") and f"{THRESHOLD:.2f} (chosen)" in text
    assert main(["--questions", str(tmp_path / "none.jsonl"), "--index", str(index_dir)]) == 2
    assert "none.jsonl" in capsys.readouterr().out
