"""The store of vectors: exact, in order, and refused when its file is damaged."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.corpora import seeds
from tests.support.library import CharacterEncoder
from tiaowen.errors import IndexFileError
from tiaowen.indexing.store import FaissStore

TEXTS = [clause.text for clause in seeds().clauses if clause.role == "unit"]
VECTORS = CharacterEncoder().encode_passages(TEXTS)
QUESTION = CharacterEncoder().encode_queries(["基层党组织每年至少要组织几次党史学习？", "优秀档次的比例是多少"])


def test_a_store_holds_one_vector_per_entry_in_order() -> None:
    store = FaissStore.build(VECTORS)
    assert (store.size, store.dimension) == VECTORS.shape
    assert np.array_equal(store.vectors(np.arange(store.size)), VECTORS)
    assert np.array_equal(store.vectors(np.array([7, 0, 7])), VECTORS[[7, 0, 7]])


@settings(deadline=None)
@given(st.integers(1, 2 * len(TEXTS)))
def test_search_is_the_exact_cosine_falling(limit: int) -> None:
    scores, entries = FaissStore.build(VECTORS).search(QUESTION, limit)
    assert scores.shape == entries.shape == (2, min(limit, len(TEXTS)))
    exact = QUESTION @ VECTORS.T
    assert np.allclose(scores, np.take_along_axis(exact, entries, axis=1), atol=1e-5)
    assert np.allclose(scores, -np.sort(-exact, axis=1)[:, :limit], atol=1e-5)
    assert all(len(set(row)) == len(row) for row in entries.tolist())


def test_every_entry_is_nearest_to_itself() -> None:
    scores, entries = FaissStore.build(VECTORS).search(VECTORS, 1)
    assert np.allclose(scores, 1, atol=1e-5)
    assert np.allclose(VECTORS[entries[:, 0]], VECTORS, atol=1e-5)


def test_double_precision_and_slices_are_taken() -> None:
    store = FaissStore.build(VECTORS.astype(np.float64)[::2])
    assert np.array_equal(store.vectors(np.arange(store.size)), VECTORS[::2])
    assert store.search(QUESTION.astype(np.float64)[:1], 3)[1].shape == (1, 3)


def test_a_saved_store_comes_back_the_same(tmp_path: Path) -> None:
    store = FaissStore.build(VECTORS)
    store.save(tmp_path / "向量.faiss")
    again = FaissStore.load(tmp_path / "向量.faiss")
    assert np.array_equal(again.vectors(np.arange(again.size)), VECTORS)
    for one, other in zip(again.search(QUESTION, 5), store.search(QUESTION, 5), strict=True):
        assert np.array_equal(one, other)


@pytest.mark.parametrize("content", [b"", b"text", b"IxFI", None])
def test_a_file_that_is_no_store_is_refused(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "vectors.faiss"
    FaissStore.build(VECTORS).save(file)
    file.write_bytes(file.read_bytes()[:-100] if content is None else content)
    with pytest.raises(IndexFileError, match=r"vectors\.faiss.*python run\.py index"):
        FaissStore.load(file)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IndexFileError):
        FaissStore.load(tmp_path / "vectors.faiss")


@pytest.mark.parametrize("row", [0, 1])
def test_the_cosines_of_all_entries_are_those_of_a_search(row: int) -> None:
    store = FaissStore.build(VECTORS)
    scores, entries = store.search(QUESTION[[row]], store.size)
    assert np.allclose(store.cosines(QUESTION[row])[entries[0]], scores[0], atol=1e-6)


def test_the_nearest_of_many_are_found_without_looking_at_all_in_full() -> None:
    chance = np.random.default_rng(0)
    vectors = chance.normal(size=(5_000, 64)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    store = FaissStore.build(vectors)
    for question in vectors[:5] + chance.normal(scale=0.1, size=(5, 64)).astype(np.float32):
        scores, entries = store.search(question[np.newaxis], 100)
        cosines, found = store.nearest(question, 100)
        assert len(set(found.tolist())) == 100
        assert np.allclose(cosines, vectors[found] @ question, atol=1e-5)
        assert (np.diff(cosines) <= 0).all()
        assert np.array_equal(found[:50], entries[0, :50])
        assert len(set(found.tolist()) & set(entries[0].tolist())) >= 98


def test_several_looked_up_together_find_what_each_finds_alone() -> None:
    chance = np.random.default_rng(1)
    vectors = chance.normal(size=(5_000, 64)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    store = FaissStore.build(vectors)
    questions = vectors[:7] + chance.normal(scale=0.1, size=(7, 64)).astype(np.float32)
    for question, (cosines, found) in zip(questions, store.nearest_together(questions, 100), strict=True):
        alone, entries = store.search(question[np.newaxis], 100)
        assert np.array_equal(found, entries[0])
        assert np.allclose(cosines, alone[0], atol=1e-6)
        # Where both look at an entry, they say the same of it, to the last bit.
        known = dict(zip(*(a.tolist() for a in store.nearest(question, 100)[::-1]), strict=True))
        shared = [(c, known[e]) for c, e in zip(cosines.tolist(), found.tolist(), strict=True) if e in known]
        assert len(shared) >= 98 and all(a == b for a, b in shared)
