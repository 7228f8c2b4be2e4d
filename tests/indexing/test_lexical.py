"""BM25 as a share of what was asked: in [0, 1], highest for the clause that says it."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.corpora import seeds
from tiaowen.indexing.lexical import CHANNELS, K1, B, LexicalIndex

UNITS = [clause for clause in seeds().clauses if clause.role == "unit"]
INDEX = LexicalIndex.build([clause.text for clause in UNITS])


def best(question: str, channel: str, index: LexicalIndex = INDEX) -> str:
    return UNITS[int(index.scores(question)[channel].argmax())].cite


@pytest.mark.parametrize(
    ("question", "channel", "cite"),
    [
        ("入党积极分子认真学习党史", "words", "《党史学习教育工作条例》第十九条"),
        ("入党积极分子认真学习党史", "bigrams", "《党史学习教育工作条例》第十九条"),
        ("入党积极份子认真学习党使", "pinyin", "《党史学习教育工作条例》第十九条"),
        ("受党內嚴重警告處分", "words", "《内蒙古自治区事业单位工作人员考核办法》第四十四条"),
    ],
)
def test_the_clause_that_says_it_comes_first(question: str, channel: str, cite: str) -> None:
    assert best(question, channel) == cite


@settings(deadline=None)
@given(st.one_of(st.text(max_size=20), st.sampled_from([clause.text for clause in UNITS])))
def test_scores_are_shares(question: str) -> None:
    found = INDEX.scores(question)
    assert list(found) == list(CHANNELS)
    for scores in found.values():
        assert scores.shape == (INDEX.size,) and scores.dtype == np.float32
        assert 0 <= scores.min() <= scores.max() <= 1


@pytest.mark.parametrize("question", ["", "，。？", "quantum xylophone", "的了呢吗"])
def test_what_no_entry_holds_scores_nothing(question: str) -> None:
    assert all(not scores.any() for scores in INDEX.scores(question).values()) or question == "的了呢吗"
    assert not INDEX.scores(question)["words"].any()


def test_a_score_is_bm25_over_the_idf_of_what_was_asked() -> None:
    """The formula of Robertson & Zaragoza (2009) worked by hand on three entries."""
    index = LexicalIndex.build(["abc abc def", "def", "xyz uvw"])
    idf = {term: math.log(1 + (3 - n + 0.5) / (n + 0.5)) for term, n in (("abc", 1), ("def", 2))}
    norm = [K1 * (1 - B + B * length / 2) for length in (3, 1, 2)]
    expected = [
        (idf["abc"] * 2 / (2 + norm[0]) + idf["def"] * 1 / (1 + norm[0])) / sum(idf.values()),
        idf["def"] * 1 / (1 + norm[1]) / sum(idf.values()),
        0,
    ]
    assert index.scores("abc def")["words"] == pytest.approx(expected, abs=1e-5)
    assert index.idf("abc") == pytest.approx(idf["abc"]) and index.idf("nowhere") == 0


def test_a_term_that_no_entry_holds_lowers_the_share() -> None:
    known = INDEX.scores("党史学习教育")["words"].max()
    assert 0 < INDEX.scores("党史学习教育 quantum")["words"].max() < known


def test_a_term_asked_twice_counts_once() -> None:
    for channel, scores in INDEX.scores("党史 quantum 党史").items():
        assert np.array_equal(scores, INDEX.scores("党史 quantum")[channel]), channel


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    assert INDEX.idf("积极分子") > INDEX.idf("学习") > 0


def test_a_saved_index_scores_the_same(tmp_path: Path) -> None:
    INDEX.save(tmp_path / "lexical")
    again = LexicalIndex.load(tmp_path / "lexical")
    assert again.size == INDEX.size
    for question in ("每年至少组织几次党史学习", "公式期几天", "nothing", ""):
        for channel, scores in INDEX.scores(question).items():
            assert np.array_equal(scores, again.scores(question)[channel])
    assert again.idf("党史") == INDEX.idf("党史")


def test_entries_without_any_term_make_an_index(tmp_path: Path) -> None:
    index = LexicalIndex.build(["……", "19"])  # no syllables in either
    index.save(tmp_path / "lexical")
    for one in (index, LexicalIndex.load(tmp_path / "lexical")):
        assert one.scores("19")["words"].argmax() == 1 and not one.scores("党史 19")["pinyin"].any()


def test_the_frequency_of_a_word_is_the_number_of_entries_that_hold_it() -> None:
    index = LexicalIndex.build(["abc abc def", "def", "xyz"])
    assert [index.frequency(word) for word in ("abc", "def", "xyz", "nowhere")] == [1, 2, 1, 0]
    assert {"abc", "def", "xyz"} <= set(index.vocabulary())
