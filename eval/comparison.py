"""Two runs compared, question by question; a run held against the committed baseline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from eval.outcomes import MEASURES
from eval.statistics import randomisation

ALLOWED_DROP = 0.05
SIGNIFICANT = 0.05
LOWER_IS_BETTER = frozenset(measure.name for measure in MEASURES if measure.lower_is_better)


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
