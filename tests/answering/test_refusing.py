"""How sure hits are, when they are refused, and what a refusal says."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.corpora import seeds
from tests.support.quoting import asked
from tiaowen import Assistant
from tiaowen.answering.refusing import CARRIED, FAR, RELATED, THRESHOLD, THRESHOLD_FAR, Refusals, beside, confidence
from tiaowen.datamodels import NEAR, Hit, refused

STUDY = "党史学习教育工作条例"
UNITS = [c for c in seeds().clauses if c.role == "unit"]
REFUSALS = Refusals(seeds())
probabilities = st.floats(0, 1)


def hit(index: int, score: float, answerable: float = 1.0, cosine: float = 0.9) -> Hit:
    return Hit(UNITS[index], score, {"answerable": answerable, "dense_max": cosine})


@given(st.lists(probabilities, min_size=1, max_size=6), probabilities)
def test_confidence_is_a_probability_that_more_evidence_never_lowers(scores: list[float], answerable: float) -> None:
    hits = [hit(i, s, answerable) for i, s in enumerate(sorted(scores, reverse=True))]
    assert 0 <= confidence(hits) <= 1
    assert confidence(hits[:1]) <= confidence(hits) + 1e-12
    surer = [Hit(hits[0].clause, 1.0, hits[0].why), *hits[1:]]
    assert confidence(surer) >= confidence(hits) - 1e-12


@pytest.mark.parametrize(
    ("hits", "foreign", "note"),
    [
        ([], (), "没有找到相关条文。"),
        ([hit(5, 0.5, 0.9)], ("《刑法》",), "所收文件中没有《刑法》。"),
        ([hit(5, 0.5, 0.9)], ("《刑法》", "《民法典》"), "所收文件中没有《刑法》、《民法典》。"),
        ([hit(5, 0.1, 0.1, 0.2)], (), "所收文件中没有找到相关内容。"),
        ([hit(5, THRESHOLD**2 / 2, 0.9)], (), "所收文件没有规定这个问题。"),
        ([hit(5, 0.95, 0.95)], (), ""),
        ([hit(5, 0.95, 0.95)], ("工作方案",), ""),  # so sure that the name is taken for a loose one
        ([hit(5, 0.95, 0.95)], ("《刑法》",), "所收文件中没有《刑法》。"),  # the name of a law is none
    ],
)
def test_when_and_why_hits_are_refused(hits: list[Hit], foreign: tuple[str, ...], note: str) -> None:
    assert REFUSALS.reason("由谁来做？", hits, foreign) == note


def test_the_threshold_decides() -> None:
    below, above = THRESHOLD**2 - 0.01, THRESHOLD**2 + 0.01
    assert REFUSALS.reason("由谁来做？", [hit(5, below)])
    assert not REFUSALS.reason("由谁来做？", [hit(5, above)])


def test_a_question_far_from_all_that_is_said_must_be_surer() -> None:
    between = (THRESHOLD**2 + THRESHOLD_FAR**2) / 2
    plain = hit(5, between)
    assert not REFUSALS.reason("由谁来做？", [plain])
    assert REFUSALS.reason("由谁来做？", [replace(plain, why={**plain.why, "dense_max": FAR - 0.01})])
    assert not REFUSALS.reason("由谁来做？", [replace(plain, why={**plain.why, "dense_max": FAR + 0.01})])


def test_a_follow_up_need_share_no_word_with_the_clause() -> None:
    sure = hit(5, CARRIED + 0.3)
    apart = replace(sure, why={**sure.why, "dense": RELATED - 0.1, "covered": 0.0})
    assert REFUSALS.reason("那由谁来做？", [apart])
    assert not REFUSALS.reason("那由谁来做？", [apart], continued=True)
    unsure = replace(apart, score=CARRIED - 0.01)
    assert REFUSALS.reason("那由谁来做？", [unsure], continued=True)


def test_a_refusal_keeps_at_most_three_near_clauses_in_order() -> None:
    hits = [hit(i, 0.3) for i in range(6)]
    answer = refused("问", hits, "为什么")
    assert (answer.status, answer.near, answer.note) == ("refused", tuple(hits[:3]), "为什么")
    assert answer.answer == ""
    assert answer.citations == ()


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("今天天气怎么样", "所收文件中没有找到相关内容。"),
        ("怎么做红烧肉", "所收文件中没有找到相关内容。"),
        ("刑法规定盗窃罪判几年", "所收文件没有规定这个问题。"),
        ("《中华人民共和国劳动合同法》规定试用期多长？", "所收文件中没有《中华人民共和国劳动合同法》。"),
        ("党史学习教育经费是多少元？", f"最相近的《{STUDY}》第二十九条没有写明所问的金额。"),
    ],
)
def test_a_refusal_says_why_and_shows_the_nearest_clauses(assistant: Assistant, question: str, note: str) -> None:
    answer = asked(assistant, question)
    assert answer.status == "refused"
    assert answer.note == note
    assert 1 <= len(answer.near) <= NEAR
    assert all(above.score >= below.score for above, below in pairwise(answer.near))


@pytest.mark.parametrize(
    ("question", "quoted", "told"),
    [
        ("死亡证明在哪里开？", "死亡证明和火化证明", False),
        ("奖补到哪里申请？", "向安葬地乡镇人民政府提出", True),
        ("死亡证明要几份？", "死亡证明和火化证明", True),
        ("差别体现在哪里？", "死亡证明和火化证明", True),
    ],
)
def test_where_something_is_done_is_told_by_a_place_or_an_office(question: str, quoted: str, told: bool) -> None:
    assert (beside(question, hit(0, 0.9), quoted, quoted, quoted) == "") is told
