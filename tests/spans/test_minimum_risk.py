"""What is quoted where it is not certain which words answer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiaowen.datamodels import Span
from tiaowen.spans.minimum_risk import APART, SHARPNESS, WHOLE, least_risk

FIRST, SECOND, BOTH, FAR = Span(0, 10), Span(10, 20), Span(0, 20), Span(100, 112)


def scores(*chances: float) -> np.ndarray:
    """The scores that give the candidates these chances."""
    return np.log(np.array(chances)) / SHARPNESS


def test_words_that_are_certain_are_quoted_alone() -> None:
    assert least_risk([FIRST, SECOND, BOTH, FAR], scores(0.97, 0.01, 0.01, 0.01)) == [FIRST]


def test_between_two_neighbours_that_are_as_likely_what_holds_both_is_quoted() -> None:
    assert least_risk([FIRST, SECOND, BOTH, FAR], scores(0.45, 0.45, 0.09, 0.01)) == [BOTH]


def test_two_stretches_are_quoted_where_either_may_answer() -> None:
    found = least_risk([FAR, FIRST], scores(0.5, 0.5))
    assert found == [FIRST, FAR]
    # One is worth .5 (F1 1) + .5 WHOLE; both F1 20/32 and 24/34, and hold the answer for certain.
    assert 0.5 * (20 / 32 + 24 / 34) + WHOLE > 0.5 + 0.5 * WHOLE + APART
    assert least_risk([FAR, FIRST], scores(0.5, 0.5), pairs=False) in ([FAR], [FIRST])


def test_words_that_cannot_answer_count_for_nothing() -> None:
    crowd = [Span(200 + i, 230 + i) for i in range(50)]
    found = least_risk([FIRST, *crowd], np.array([0.0, *[-np.inf] * 50]))
    assert found == [FIRST]


def test_without_candidates_nothing_is_quoted() -> None:
    assert least_risk([], np.array([])) == []


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 80), st.floats(-5, 5)), min_size=1, max_size=90))
def test_one_or_two_of_the_candidates_in_order_and_apart(rows: list[tuple[int, int, float]]) -> None:
    spans = [Span(start, start + length) for start, length, _ in rows]
    found = least_risk(spans, np.array([score for *_, score in rows]))
    assert 1 <= len(found) <= 2 and set(found) <= set(spans)
    assert len(found) == 1 or found[0].end <= found[1].start


@pytest.mark.parametrize("shift", [-400.0, 0.0, 400.0])
def test_only_differences_of_scores_count(shift: float) -> None:
    assert least_risk([FIRST, SECOND, BOTH, FAR], scores(0.3, 0.4, 0.2, 0.1) + shift) == least_risk(
        [FIRST, SECOND, BOTH, FAR], scores(0.3, 0.4, 0.2, 0.1)
    )
