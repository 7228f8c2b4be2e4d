"""A short question stays with what is talked about; a new topic leaves it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tiaowen import Assistant, build_index
from tiaowen.datamodels import Answer

TEXTS = (
    "青禾市人事争议仲裁办法\n第一条 为公正处理人事争议，制定本办法。\n"
    "第二条 人事争议申请仲裁的时效期间为一年，从当事人知道或者应当知道其权利被侵害之日起计算。\n"
    "第三条 仲裁庭裁决争议案件，应当自受理仲裁申请之日起四十五日内结束；"
    "案情复杂的，可以延期，但是延长期限不得超过十五日。\n"
    "第四条 人事争议仲裁不收费。仲裁机构的经费由财政予以保障。\n"
    "第五条 仲裁员有下列情形之一的，应当从重处理：\n（一）徇私舞弊的；\n（二）收受财物的。\n"
    "第六条 主动交代的，可以从轻处理。\n"
    "第七条 职工本人或者其近亲属可以在一年内直接提出申请。\n第八条 本办法自2024年1月1日起施行。\n",
    "白鹿花园管理规约\n第一条 为保持小区整洁，制定本规约。\n"
    "第二条 业主应当按时交纳物业服务费，多层每平方米每月一元，商铺每平方米每月三元。\n"
    "第三条 遛狗应当使用长度不超过一点五米的牵引绳。\n第四条 狗咬人的，饲养人应当立即将伤者送医并垫付医疗费用。\n"
    "第五条 停电检修的结果由物业公示，公示期为三日。\n第六条 本规约自2024年3月1日起施行。\n",
    "云溪镇社区工作者管理办法\n第一条 为加强社区工作者队伍建设，制定本办法。\n"
    "第二条 社区工作者协助网格员开展工作。\n第三条 新聘社区工作者实行试用期，试用期为三个月。\n"
    "第四条 集体合同中劳动报酬和劳动条件等标准不得低于当地人民政府规定的最低标准。\n"
    "第五条 停工留薪期不超过十二个月，在停工留薪期内，工资由街道按月支付。\n"
    "第六条 社区工作者去世的，其近亲属领取丧葬补助金和抚恤金，丧葬补助金为六个月的工资。\n"
    "第七条 女社区工作者产假为九十八天。\n"
    "第八条 本办法自2024年5月1日起施行。\n",
    "云溪镇网格员管理规定\n第一条 为加强网格员管理，制定本规定。\n第二条 新聘网格员试用期为两个月。\n"
    "第三条 网格员每日巡查不少于两次。\n第四条 男网格员享受陪产假十五天。\n第五条 本规定自2024年6月1日起施行。\n",
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("town")
    for i, text in enumerate(TEXTS):
        (folder / f"{i}.txt").write_text(text, encoding="utf-8")
    build_index(folder, folder / "index")
    return Assistant.load(folder / "index")


def talk(assistant: Assistant, questions: Sequence[str]) -> list[Answer]:
    history: list[tuple[str, Answer]] = []
    for question in questions:
        history.append((question, assistant.ask(question, tuple(history))))
    return [answer for _, answer in history]


@pytest.mark.parametrize(
    ("before", "question", "place"),
    [
        (["申请人事争议仲裁有没有时间限制"], "多久能出结果", "青禾市人事争议仲裁办法 第三条"),
        (["申请人事争议仲裁有没有时间限制", "多久能出结果"], "能延长吗", "青禾市人事争议仲裁办法 第三条"),
    ],
)
def test_a_short_question_stays_with_what_is_talked_about(
    town: Assistant, before: list[str], question: str, place: str
) -> None:
    answer = talk(town, [*before, question])[-1]
    assert answer.status == "answered", answer.note
    unit = town.corpus.unit(answer.citations[0].clause)
    assert f"{unit.document.title} {unit.label}" == place


@pytest.mark.parametrize("question", ["要交钱吗", "标准是多少", "交多少"])
def test_a_question_that_names_nothing_is_not_answered_by_another_document(town: Assistant, question: str) -> None:
    answer = talk(town, ["申请人事争议仲裁有没有时间限制", question])[-1]
    assert all(c.clause.document.title == "青禾市人事争议仲裁办法" for c in answer.citations)


@pytest.mark.parametrize(
    ("before", "question", "place"),
    [
        ("申请人事争议仲裁有没有时间限制", "商铺物业费多少", "白鹿花园管理规约 第二条"),
        ("遛狗绳子多长", "网格员每天巡查几次", "云溪镇网格员管理规定 第三条"),
        ("网格员每天巡查几次", "怎么申请人事争议仲裁", ""),
        ("网格员每天巡查几次", "仲裁多久结束", "青禾市人事争议仲裁办法 第三条"),
    ],
)
def test_a_thing_that_the_document_does_not_have_leaves_it(
    town: Assistant, before: str, question: str, place: str
) -> None:
    answer = talk(town, [before, question])[-1]
    units = [town.corpus.unit(citation.clause) for citation in answer.citations[:1]]
    assert all(unit.document.title not in before for unit in units)
    assert not place or [f"{unit.document.title} {unit.label}" for unit in units] == [place]
