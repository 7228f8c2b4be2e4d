"""The best entry of each unit, the best units of each document, the largest of many: as a plain loop has them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tiaowen.retrieval.grouping import LEADERS, SPOKESMEN, Documents, Groups, largest


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.integers(0, 40), min_size=1, max_size=400),
    st.integers(41, 60),
    st.randoms(use_true_random=False),
)
def test_the_best_of_each_unit_is_the_largest_of_its_entries(owners: list[int], units: int, chance: Any) -> None:
    unit_of_entry = np.array(sorted(owners))
    values = np.array([chance.random() for _ in owners], dtype=np.float32)
    some = np.array([i for i in range(len(owners)) if chance.random() < 0.7], dtype=np.int64)
    expected = np.zeros(units, dtype=np.float32)
    for entry in some:
        expected[unit_of_entry[entry]] = max(expected[unit_of_entry[entry]], values[entry])
    assert np.array_equal(Groups(some, unit_of_entry, units).best(values), expected)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 20_000), st.integers(1, 40), st.integers(1, 1_000), st.integers(0, 2**32 - 1))
def test_the_largest_values_come_first_and_of_equal_ones_the_first(n: int, limit: int, kinds: int, seed: int) -> None:
    values = np.random.default_rng(seed).integers(0, kinds, n).astype(np.float64)
    assert largest(values, limit).tolist() == np.argsort(-values, kind="stable")[:limit].tolist()


@pytest.mark.parametrize("units", [1, 4, 300, LEADERS + 1, 5 * LEADERS])
def test_a_document_is_as_near_as_its_best_units(units: int) -> None:
    chance = np.random.default_rng(units)
    owner = chance.integers(0, 40, units)
    values = chance.random(units).astype(np.float32)
    above = np.maximum(values - (np.sort(values)[-LEADERS] if units > LEADERS else 0.0), 0.0)
    mean = {d: np.sort(above[owner == d])[::-1][:SPOKESMEN].sum() / SPOKESMEN for d in set(owner.tolist())}
    expected = [mean[d] for d in owner] if len(mean) > 1 else np.zeros(units)
    found = Documents([f"d{d}" for d in owner]).nearness(values)
    assert found.shape == (units,)
    np.testing.assert_allclose(found, expected, atol=1e-6)


def test_a_document_with_more_on_the_subject_is_nearer() -> None:
    values = np.array([0.8, 0.1, 0.1, 0.79, 0.7, 0.6], dtype=np.float32)
    found = Documents(["a", "a", "a", "b", "b", "b"]).nearness(values)
    assert found[3] > found[0] and len(set(found.tolist())) == 2


def test_a_single_document_is_not_nearer_than_itself() -> None:
    assert not Documents(["a"] * 5).nearness(np.linspace(0, 1, 5)).any()
