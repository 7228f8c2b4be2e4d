"""How sure a figure is: intervals, paired tests, calibration, and risk against coverage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

RESAMPLES = 2000
PERMUTATIONS = 10_000
SEED = 20240205


@dataclass(frozen=True)
class Figure:
    """A mean with its 95% interval and the number of questions behind it."""

    value: float
    low: float
    high: float
    n: int


def bootstrap(values: Sequence[float], groups: Sequence[str] | None = None) -> Figure:
    """Mean with the percentile bootstrap interval (Efron 1979), 2,000 resamples with a fixed seed.

    `groups`: resample whole groups instead of single values, since the turns of one dialogue are not independent.
    Trap: where all values are equal the interval has no width, however few they are; n says how much that is worth.
    Raises ValueError when there is no value.
    """
    if not len(values):
        raise ValueError("no values to average")
    data = np.asarray(values, dtype=float)
    generator = np.random.default_rng(SEED)
    if groups is None:
        means = data[generator.integers(0, len(data), (RESAMPLES, len(data)))].mean(axis=1)
    else:
        names = sorted(set(groups))
        member = np.asarray([names.index(group) for group in groups])
        sums, sizes = np.bincount(member, weights=data), np.bincount(member)
        drawn = generator.integers(0, len(names), (RESAMPLES, len(names)))
        means = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = np.percentile(means, (2.5, 97.5))
    return Figure(float(data.mean()), float(low), float(high), len(data))


def quantile(values: Sequence[float], q: float) -> Figure:
    """The q-quantile (linear interpolation) with its bootstrap interval, for latencies.

    Trap: the p95 of fewer than 20 values is close to their maximum.
    """
    data = np.asarray(values, dtype=float)
    drawn = data[np.random.default_rng(SEED).integers(0, len(data), (RESAMPLES, len(data)))]
    low, high = np.percentile(np.quantile(drawn, q, axis=1), (2.5, 97.5))
    return Figure(float(np.quantile(data, q)), float(low), float(high), len(data))


def randomisation(first: Sequence[float], second: Sequence[float], one_sided: bool = False) -> float:
    """p of the paired randomisation test (Fisher; Smucker, Allan, Carterette 2007): how often random swaps of the two
    values of a question give a difference of means at least as large as the one observed.

    One-sided: at least as large a drop from `first` to `second`. With 14 questions or fewer that differ, all swaps are
    counted; else 10,000 are drawn with a fixed seed, and the observed one is counted among them.
    """
    differences = np.asarray(second, dtype=float) - np.asarray(first, dtype=float)
    differences = differences[np.abs(differences) > 1e-9]  # sums in another order differ in their last digits
    if not len(differences):
        return 1.0
    if len(differences) <= 14:
        bits = np.arange(2 ** len(differences))[:, None] >> np.arange(len(differences)) & 1
        sums = (1 - 2 * bits) @ differences
    else:
        signs = np.random.default_rng(SEED).integers(0, 2, (PERMUTATIONS, len(differences))) * 2 - 1
        sums = np.append(signs @ differences, differences.sum())
    observed, slack = differences.sum(), 1e-9
    extreme = sums <= observed + slack if one_sided else np.abs(sums) >= abs(observed) - slack
    return float(extreme.mean())


@dataclass(frozen=True)
class Bin:
    """Hits whose score lies in [low, high): how many, their mean score, and the share that was right."""

    low: float
    high: float
    n: int
    score: float
    right: float


def reliability(scores: Sequence[float], right: Sequence[float], bins: int = 10) -> list[Bin]:
    """Equal-width bins of the score with the share that was right; empty bins are left out; 1.0 is in the last."""
    values, truth = np.asarray(scores, dtype=float), np.asarray(right, dtype=float)
    index = np.clip((values * bins).astype(int), 0, bins - 1)
    return [
        Bin(i / bins, (i + 1) / bins, int(mask.sum()), float(values[mask].mean()), float(truth[mask].mean()))
        for i in range(bins)
        if (mask := index == i).any()
    ]


def calibration_error(table: Sequence[Bin]) -> float:
    """Expected calibration error: mean of |score - share right| over the bins, weighted by size (Naeini et al. 2015).

    Trap: a constant score equal to the share right has error 0 and tells nothing; and it depends on the bins.
    """
    total = sum(row.n for row in table)
    return sum(row.n * abs(row.score - row.right) for row in table) / total


@dataclass(frozen=True)
class Operating:
    """Answering where the score is at least `threshold`: the share answered, and the share of these that is wrong."""

    threshold: float
    coverage: float
    risk: float


def risk_coverage(scores: Sequence[float], right: Sequence[float]) -> list[Operating]:
    """Risk at every coverage, the most confident first (El-Yaniv and Wiener 2010).

    Questions that cannot be answered count as wrong when answered. Ties are one step: no threshold can part them.
    """
    order = sorted(zip(scores, right, strict=True), key=lambda pair: -pair[0])
    points: list[Operating] = []
    wrong = 0.0
    for i, (score, correct) in enumerate(order, 1):
        wrong += 1 - correct
        if i == len(order) or order[i][0] != score:
            points.append(Operating(float(score), i / len(order), wrong / i))
    return points


def area_under_risk(points: Sequence[Operating]) -> float:
    """AURC: the mean risk over all coverages, each step weighted by the share of questions it adds; lower is better.

    Trap: it cannot reach 0 where some questions cannot be answered: at full coverage these are all wrong.
    """
    area, before = 0.0, 0.0
    for point in points:
        area += (point.coverage - before) * point.risk
        before = point.coverage
    return area
