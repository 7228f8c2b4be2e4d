"""A question that nothing settles is read once more in the common words for what it says."""

from __future__ import annotations

import pytest

from tiaowen import Assistant, build_index
from tiaowen.answering.rewording import reworded


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("理事会几个月开一回", "理事会多久召开一次"),
        ("养狗要不要办证", "养犬要不要办理登记"),
        ("一家能养几条狗", "一户能养几只狗"),
        ("业委会几个人", "业主委员会由几个人组成"),
        ("一个护理员照顾几个老人", "一个护理人员照顾多少老人"),
        ("优惠什么时候到期", "优惠到哪天"),
        ("离婚打官司要花多少钱", "离婚诉讼交多少钱"),
        ("评职称要交多少钱", "职称评审要交多少钱"),
        ("请假几个月会影响考核吗", "请假几个月会影响考核吗"),
        ("公示几个工作日", "公示几个工作日"),
        ("每年开几次会", "每年开几次会"),
        ("两国关系", "两国关系"),
        ("审办证据", "审办证据"),
    ],
)
def test_rare_and_short_words_become_the_common_ones(said: str, meant: str) -> None:
    assert reworded(said) == meant


CONVENTION = """望江里住宅区管理规约
第一条 业主委员会由九人组成，任期五年。
第二条 业主代表大会一般每季度召开一次。
第三条 饲养犬只应当办理登记，每户限养一只，禁止饲养烈性犬。
第四条 装修应当提前三日登记，交纳装修押金二千元。
第五条 本规约由业主委员会负责解释。"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("convention")
    (folder / "望江里住宅区管理规约.txt").write_text(CONVENTION, encoding="utf-8")
    build_index(folder, folder / "index")
    return Assistant.load(folder / "index")


@pytest.mark.parametrize(
    ("question", "words"), [("养狗要不要办证", "应当办理登记"), ("业委会一共几个人", "业主委员会由九人组成")]
)
def test_the_question_is_asked_again_in_them(asked: Assistant, question: str, words: str) -> None:
    answer = asked.ask(question)
    assert words in answer.answer
    assert answer.question == question


@pytest.mark.parametrize("question", ["养猫要不要办证", "董事会几个月开一回"])
def test_what_no_clause_says_is_refused_all_the_same(asked: Assistant, question: str) -> None:
    assert asked.ask(question).status == "refused"
