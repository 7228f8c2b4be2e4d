"""The stretch of a text that a passage differs least from."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from tiaowen.language.infix import stretch

LETTERS = st.text(alphabet="甲乙丙", max_size=9)


@given(LETTERS.filter(bool), LETTERS)
def test_no_other_stretch_differs_less(wanted: str, text: str) -> None:
    low, high, changes = stretch(wanted, text, lambda place: False)
    others = [Levenshtein.distance(wanted, text[i:j]) for i in range(len(text) + 1) for j in range(i, len(text) + 1)]
    assert Levenshtein.distance(wanted, text[low:high]) == changes == min(others)


def test_of_stretches_that_differ_equally_one_begins_and_ends_with_a_sentence() -> None:
    text = "船只应当靠岸。鱼塘应当拦网。湖岸不得建房。"
    edge = [0, *(i + 1 for i, character in enumerate(text) if character == "。")].__contains__
    for passage in ("鱼塘应当拦网。", "某塘应当拦网。", "鱼塘应当拦某。", "另外鱼塘应当拦网。", "鱼塘应当拦网。谢谢"):
        low, high, _ = stretch(passage, text, edge)
        assert text[low:high] == "鱼塘应当拦网。"
