"""A run as a file: figures, plots' data and a row per question; two runs compared; a run held against the baseline."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.outcomes import MEASURES, Outcome, figures, values
from eval.questions import REFUSED_KINDS
from eval.statistics import (
    area_under_risk,
    calibration_error,
    quantile,
    randomisation,
    reliability,
    risk_coverage,
)
from tiaowen.errors import BatchError

ROOT = Path(__file__).resolve().parent.parent
LOWER_IS_BETTER = frozenset(measure.name for measure in MEASURES if measure.lower_is_better)
ALLOWED_DROP = 0.05
SIGNIFICANT = 0.05


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
        "note": answer.note,
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
    scored = [outcome for outcome in outcomes if outcome.hits]
    points = risk_coverage([o.hits[0].score for o in scored], [float(o.right) for o in scored])
    answered = [outcome for outcome in outcomes if not outcome.refused]
    calibration = {
        "first hit": reliability([o.hits[0].score for o in scored], [float(o.right) for o in scored]),
        "first citation": reliability(
            [o.answer.citations[0].score for o in answered if o.answer.citations],
            [float(o.cited_right) for o in answered if o.answer.citations],
        ),
    }
    return {
        "file": file,
        "sha256": sha256,
        "questions": len(outcomes),
        "figures": {
            group: {name: asdict(figure) for name, figure in named.items()} for group, named in figures(rows).items()
        },
        "latency_ms": {
            call: {f"p{round(q * 100)}": asdict(quantile([r[f"{call}_ms"] for r in rows], q)) for q in (0.5, 0.95)}
            for call in ("ask", "search")
        },
        "calibration": {
            of: {"bins": [asdict(b) for b in table], "ece": calibration_error(table) if table else None}
            for of, table in calibration.items()
        },
        "risk_coverage": {
            "points": [asdict(point) for point in points],
            "aurc": area_under_risk(points),
            "chosen": {
                "coverage": len(answered) / len(outcomes),
                "risk": sum(not o.cited_right for o in answered) / len(answered) if answered else 0.0,
            },
        },
        "rows": rows,
    }


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
    """The commit that is checked out, with "+" where tracked files were changed since; empty outside a repository."""

    def git(*arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
        return done.stdout.strip() if done.returncode == 0 else ""

    try:
        head = git("rev-parse", "--short=12", "HEAD")
        return head + ("+" if head and git("status", "--porcelain", "--untracked-files=no") else "")
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
                        "values": {measure: round(value, 4) for measure, value in r["values"].items()},
                    }
                    for r in about["rows"]
                ],
            }
            for name, about in run["sets"].items()
        },
    }


@dataclass(frozen=True)
class Difference:
    """A figure in two runs, over the questions that both have; p of the paired randomisation test, two-sided."""

    set: str
    measure: str
    before: float
    after: float
    p: float
    n: int
    same_questions: bool  # False: the question files differ, only shared ids were compared


def pairs(before: Mapping[str, Any], after: Mapping[str, Any], measure: str) -> list[tuple[float, float]]:
    """The two values of every question that has the figure in both sections."""
    first = {r["id"]: r["values"][measure] for r in before["rows"] if measure in r["values"]}
    second = {r["id"]: r["values"][measure] for r in after["rows"] if measure in r["values"]}
    return [(first[name], second[name]) for name in first if name in second]


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Every figure that both runs have."""
    found = []
    for name, old in before["sets"].items():
        new = after["sets"].get(name)
        for measure in MEASURES if new else ():
            both = pairs(old, new, measure.name)
            if both:
                first, second = zip(*both, strict=True)
                found.append(
                    Difference(
                        name,
                        measure.name,
                        sum(first) / len(both),
                        sum(second) / len(both),
                        randomisation(first, second),
                        len(both),
                        old["sha256"] == new["sha256"],
                    )
                )
    return found


def losses(base: Mapping[str, Any], run: Mapping[str, Any]) -> list[str]:
    """What a run lost against the baseline beyond noise, one sentence each; empty when it holds.

    A drop is a loss when it is larger than one question's worth and than 0.05, or when the paired randomisation test,
    one-sided, gives p < 0.05. A quotation that is not verbatim is always one, and so is a question that went missing.
    """
    found = [
        f"{name}: {r['id']} shows words that are not in the source: {', '.join(r['altered'])}"
        for name, about in run["sets"].items()
        for r in about["rows"]
        if r.get("altered")
    ]
    for name, old in base["sets"].items():
        new = run["sets"].get(name)
        if new is None:
            found.append(f"{name}: not measured")
            continue
        missing = {r["id"] for r in old["rows"]} - {r["id"] for r in new["rows"]}
        if missing:
            found.append(f"{name}: not asked: {', '.join(sorted(missing))}")
        for measure in MEASURES:
            both = pairs(old, new, measure.name)
            if not both:
                continue
            sign = -1 if measure.name in LOWER_IS_BETTER else 1
            first, second = zip(*[(sign * a, sign * b) for a, b in both], strict=True)
            drop = (sum(first) - sum(second)) / len(both)
            p = randomisation(first, second, one_sided=True)
            if drop > max(1 / len(both), ALLOWED_DROP) + 1e-9 or (drop > 0 and p < SIGNIFICANT):
                was, now = sign * sum(first) / len(both), sign * sum(second) / len(both)
                found.append(f"{name}: {measure.name} {was:.3f} -> {now:.3f} (n = {len(both)}, p = {p:.3f})")
    return found


def answered_wrongly(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Rows worth reading: a wrong first citation, a refusal of what is answerable, an answer where there is none."""
    return [
        r
        for r in rows
        if (r["values"].get("citation", 1.0) == 0.0)
        or ((r["kind"] in REFUSED_KINDS or not (r["gold"] or r["answer_spans"])) and r["status"] == "answered")
    ]
