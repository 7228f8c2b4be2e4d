"""A run as a file: figures, plots' data and a row per question."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from eval.outcomes import Outcome, figures, values
from eval.questions import REFUSED_KINDS
from eval.statistics import (
    area_under_risk,
    calibration_error,
    quantile,
    reliability,
    risk_coverage,
)
from tiaowen.errors import BatchError

ROOT = Path(__file__).resolve().parent.parent


def row(outcome: Outcome, extra: Mapping[str, float] | None = None) -> dict[str, Any]:
    """Everything about one question that the report shows or a comparison needs; `extra`: further figures."""
    answer, question = outcome.answer, outcome.question
    return {
        "id": question.id,
        "kind": question.kind,
        "dialogue": question.dialogue,
        "question": question.question,
        "rewritten": answer.rewritten,
        "gold": [f"{gold.document} {gold.label}" for gold in question.gold],
        "answer_spans": list(question.answer_spans),
        "status": answer.status,
        "answer": answer.answer,
        "note": answer.note or answer.error,
        "citations": [
            {"cite": c.cite, "quote": c.quote, "score": c.score, "right": bool(met)}
            for c, met in zip(answer.citations, outcome.cited, strict=True)
        ],
        "hits": [
            {"cite": hit.clause.cite, "score": hit.score, "right": bool(met)}
            for hit, met in zip(outcome.hits, outcome.ranking, strict=True)
        ],
        "altered": [c.cite for c in outcome.altered],
        "values": {**values(outcome), **(extra or {})},
        "ask_ms": outcome.ask_ms,
        "search_ms": outcome.search_ms,
    }


def section(outcomes: Sequence[Outcome], rows: list[dict[str, Any]], file: str, sha256: str) -> dict[str, Any]:
    """One question set of a result: figures by kind, latency, calibration, risk against coverage, rows."""
    hits = [(o.hits[0].score, o.right) for o in outcomes if o.hits]
    answered = [outcome for outcome in outcomes if not outcome.refused]
    cited = [(o.answer.citations[0].score, o.cited_right) for o in answered if o.answer.citations]
    wrong = sum(not outcome.cited_right for outcome in answered)
    chosen = {"coverage": len(answered) / len(outcomes), "risk": wrong / len(answered) if answered else 0.0}
    return {
        **rows_section(rows, file, sha256, ("ask", "search")),
        "calibration": {"first hit": calibration(hits), "first citation": calibration(cited)},
        "risk_coverage": risk(hits, chosen),
    }


def rows_section(rows: list[dict[str, Any]], file: str, sha256: str, calls: Sequence[str]) -> dict[str, Any]:
    """What of a section comes from the rows alone; `calls`: what was timed, with "<call>_ms" in every row."""
    return {
        "file": file,
        "sha256": sha256,
        "questions": len(rows),
        "figures": {
            group: {name: asdict(figure) for name, figure in named.items()} for group, named in figures(rows).items()
        },
        "latency_ms": {
            call: {f"p{round(q * 100)}": asdict(quantile([r[f"{call}_ms"] for r in rows], q)) for q in (0.5, 0.95)}
            for call in calls
        },
        "rows": rows,
    }


def calibration(scored: Sequence[tuple[float, bool]]) -> dict[str, Any]:
    """Reliability table and calibration error of (score, right) pairs; no error where there is none."""
    bins = reliability([score for score, _ in scored], [float(right) for _, right in scored])
    return {"bins": [asdict(row) for row in bins], "ece": calibration_error(bins) if bins else None}


def risk(scored: Sequence[tuple[float, bool]], chosen: Mapping[str, float] | None) -> dict[str, Any]:
    """Risk-coverage curve of (score, right) pairs; `chosen`: the point that the answers given stand for, if any."""
    points = risk_coverage([score for score, _ in scored], [float(right) for _, right in scored])
    return {"points": [asdict(p) for p in points], "aurc": area_under_risk(points), "chosen": chosen}


def result(name: str, manifest: Mapping[str, Any], sets: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """A whole run, ready to be written as JSON."""
    return {
        "name": name,
        "created": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "commit": commit(),
        "manifest": dict(manifest),
        "sets": dict(sets),
    }


def commit() -> str:
    """The commit that is checked out, with "+" where code or data were changed since; empty outside a repository."""

    def git(*arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
        return done.stdout.strip() if done.returncode == 0 else ""

    try:
        head = git("rev-parse", "--short=12", "HEAD")
        # A run may write its own figures before the next one asks: these are no change of what is measured.
        written = (":!docs", ":!eval/baseline.json")
        return head + (
            "+" if head and git("status", "--porcelain", "--untracked-files=no", "--", ".", *written) else ""
        )
    except OSError:  # no git on this machine
        return ""


def save(run: Mapping[str, Any], file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(run, ensure_ascii=False, indent=1), encoding="utf-8")


def load(file: Path | str) -> dict[str, Any]:
    """A result or a baseline. Raises BatchError where the file is missing or is neither."""
    try:
        run: dict[str, Any] = json.loads(Path(file).read_text(encoding="utf-8"))
        if not all({"sha256", "rows"} <= about.keys() for about in run["sets"].values()):
            raise ValueError("没有 sets 或 rows")
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise BatchError("评测结果文件（eval/results/*.json）", f"{file}：{error}", "先运行 python -m eval") from error
    return run


def baseline(run: Mapping[str, Any]) -> dict[str, Any]:
    """What of a run is committed as the baseline: the figures of every question, without texts and times."""
    return {
        "name": run["name"],
        "commit": run["commit"],
        "encoder": run["manifest"].get("encoder"),
        "sets": {
            name: {
                "sha256": about["sha256"],
                "rows": [
                    {
                        "id": r["id"],
                        "kind": r["kind"],
                        "dialogue": r["dialogue"],
                        "values": r["values"],
                    }
                    for r in about["rows"]
                ],
            }
            for name, about in run["sets"].items()
        },
    }


def answered_wrongly(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Rows worth reading: a wrong first citation, a refusal of what is answerable, an answer where there is none."""
    return [
        r
        for r in rows
        if (r["values"].get("citation", 1.0) == 0.0)
        or ((r["kind"] in REFUSED_KINDS or not (r["gold"] or r["answer_spans"])) and r["status"] == "answered")
    ]
