"""Follow-up questions: what they take from the turn before, and when they leave it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.outcomes import ask_all
from eval.questions import load_questions
from tests.support.corpora import ROOT, seeds
from tiaowen import Assistant, build_index
from tiaowen.answering.turn import Turn
from tiaowen.conversation.dialogue import complete
from tiaowen.conversation.followups import leading, own_words, particular, replacements
from tiaowen.datamodels import Answer, Hit, refused

STUDY = "党史学习教育工作条例"
APPRAISAL = "内蒙古自治区事业单位工作人员考核办法"
COMMUNITY = "中共中央办公厅 国务院办公厅关于加强社区工作者队伍建设的意见"


def talk(assistant: Assistant, questions: Sequence[str]) -> list[tuple[str, Answer]]:
    """A conversation: each question is asked with the turns before it."""
    history: list[tuple[str, Answer]] = []
    for question in questions:
        history.append((question, assistant.ask(question, tuple(history))))
    return history


def completed(assistant: Assistant, question: str, history: Sequence[tuple[str, Answer]]) -> Turn:
    return complete(question, history, assistant.corpus, assistant.resolver)


def test_the_development_dialogues_meet_the_floor(assistant: Assistant) -> None:
    turns = load_questions(ROOT / "eval" / "dialogues_dev.json").questions
    outcomes = list(ask_all(assistant, turns, ROOT))
    wrong = [o.question.id for o in outcomes if not (o.cited_right if o.question.answerable else o.refused)]
    assert len(outcomes) == 16
    assert len(wrong) <= 2, wrong


@pytest.mark.parametrize(
    ("before", "question", "document", "label"),
    [
        (["考核办法第十九条说的啥"], "那第二十条呢？", APPRAISAL, "第二十条"),
        ([f"{STUDY}第十九条"], "那第二十条呢？", STUDY, "第二十条"),
        ([f"{STUDY}第十九条"], "下一条呢", STUDY, "第二十条"),
        ([f"{STUDY}第十九条", "那第二十条呢？"], "第五条第二项", STUDY, "第五条第（二）项"),
        ([f"{APPRAISAL}第四十四条"], "第三项", APPRAISAL, "第四十四条第（三）项"),
        ([f"{APPRAISAL}第四十四条", "第三项"], "那第四项呢？", APPRAISAL, "第四十四条第（四）项"),
        ([f"{APPRAISAL}第四十四条第三项"], "第二款呢", APPRAISAL, "第四十四条第二款"),
        ([f"{APPRAISAL}第四十条第二款"], "前款说的是什么", APPRAISAL, "第四十条第一款"),
        ([f"{APPRAISAL}第四十条第二款"], "本条第一款", APPRAISAL, "第四十条第一款"),
        ([f"{STUDY}第十九条"], "由谁解释？", STUDY, "第三十三条"),
        (["什么是平时考核？"], "多久一次？", APPRAISAL, "第二十四条"),
        (["年度考核优秀比例是多少", "那什么是平时考核"], "多久一次", APPRAISAL, "第二十四条"),
        ([f"{APPRAISAL}第五十一条"], "从哪天开始执行？", APPRAISAL, "第五十二条"),
        (["什么是专项考核？"], "它的结果怎么用？", APPRAISAL, "第二十六条"),
        (["多久开展一次平时考核？"], "什么是聘期考核；", APPRAISAL, "第十八条"),
        ([f"{APPRAISAL}第十九条"], "由谁解释？", APPRAISAL, "第五十一条"),
        (["受党内警告的当年考核怎么定？"], "严重警告呢？", APPRAISAL, "第四十四条第（二）项"),
        ([f"{STUDY}第十九条", "今天会下雨吗？"], "那第二十条呢", STUDY, "第二十条"),
    ],
)
def test_a_follow_up_takes_what_is_missing_from_the_conversation(
    assistant: Assistant, before: list[str], question: str, document: str, label: str
) -> None:
    answer = talk(assistant, [*before, question])[-1][1]
    assert answer.status == "answered"
    first = answer.citations[0].clause
    assert (first.document.title, first.label) == (document, label)


def test_an_item_that_the_article_talked_about_does_not_have_says_so(assistant: Assistant) -> None:
    answer = talk(assistant, [f"{APPRAISAL}第四十四条", "第十项呢"])[-1][1]
    assert (answer.status, answer.note) == ("refused", "第四十四条共9项，没有第（十）项。")


def test_what_asks_nothing_by_itself_is_not_answered_off_the_subject(assistant: Assistant) -> None:
    answer = talk(assistant, ["平时考核优秀比例是多少", "年度考核呢", "聘期考核呢"])[-1][1]
    assert (answer.status, answer.rewritten) == ("refused", "聘期考核优秀比例是多少")


def test_who_interprets_and_since_when_is_asked_of_the_document_talked_about(assistant: Assistant) -> None:
    history = talk(assistant, ["海南区水资源方案的总体目标是什么", "那由谁解释", "什么时候施行"])
    assert [answer.status for _, answer in history] == ["answered", "refused", "refused"]
    plan = history[0][1].citations[0].clause.document.title
    assert history[1][1].note.startswith(f"《{plan}》")
    switched = talk(assistant, ["事业单位工作人员考核分几种", "从什么时候起施行", "党史学习教育工作条例呢"])
    assert [a.citations[0].clause.label for _, a in switched[1:]] == ["第五十二条", "第三十四条"]


@pytest.mark.parametrize(
    ("first", "then", "labels"),
    [
        (f"{APPRAISAL}第四十四条第三项", ["下一项", "下一项呢", "上一项"], ["（四）项", "（五）项", "（四）项"]),
        (f"{APPRAISAL}第十五条第一款", ["下一款", "上一款呢"], ["第二款", "第一款"]),
        (f"{COMMUNITY}第7点", ["下一点", "那下一点呢", "上一点"], ["第8点", "第9点", "第8点"]),
        ("党员教育培训规划（五）", ["下一条", "上一条"], ["（六）", "（五）"]),
    ],
)
def test_the_next_and_the_one_before_of_every_level(
    assistant: Assistant, first: str, then: list[str], labels: list[str]
) -> None:
    answers = [answer for _, answer in talk(assistant, [first, *then])][1:]
    found = [answer.citations[0].clause.label for answer in answers]
    assert all(label.endswith(end) for label, end in zip(found, labels, strict=True)), found


@pytest.mark.parametrize(
    ("asked", "then", "completed_as"),
    [
        ("年度考核不合格的后果", "合格的呢", "年度考核合格的后果"),
        ("基本合格会怎样", "不合格呢", "不合格会怎样"),
        ("水资源领导小组组长是谁", "副组长呢", "水资源领导小组副组长是谁"),
        ("水资源领导小组组长是谁", "办公室主任呢", "水资源领导小组办公室主任是谁"),
        ("平时考核多久一次", "优秀比例呢", "平时考核优秀比例"),
    ],
)
def test_a_grade_an_office_or_a_share_takes_the_place_of_its_like(asked: str, then: str, completed_as: str) -> None:
    assert replacements(asked, asked, particular(then), seeds().documents[0].text)[0] == completed_as


def test_words_with_an_asking_character_inside_stay_whole() -> None:
    assert leading("业主大会什么情形要召开") == "业主大会"


def test_a_document_named_in_a_follow_up_is_shown_once(assistant: Assistant) -> None:
    answer = talk(assistant, ["考核办法由谁解释", "考核办法第六十条"])[-1][1]
    assert (answer.status, answer.rewritten) == ("refused", f"《{APPRAISAL}》第六十条")


def test_a_completed_question_is_shown(assistant: Assistant) -> None:
    history = talk(assistant, ["考核办法第十九条说的啥", "那第二十条呢？"])
    assert history[0][1].rewritten == ""
    assert history[1][1].rewritten == f"《{APPRAISAL}》第二十条呢？"
    assert history[1][1].question == "那第二十条呢？"


@pytest.mark.parametrize(
    "question",
    [
        "县级以上机关能不能借调社区工作者？",
        "《中共中央办公厅 国务院办公厅关于加强社区工作者队伍建设的意见》第3点",
    ],
)
def test_a_new_topic_leaves_the_old_scope(assistant: Assistant, question: str) -> None:
    history = talk(assistant, [f"{STUDY}第十九条", question])
    assert history[-1][1].citations[0].clause.document.title == COMMUNITY


@pytest.mark.parametrize("question", ["那第二十条呢？", "由谁解释？", "合格的呢", "为什么", "它是哪天发布的？"])
def test_without_an_answered_turn_nothing_is_completed(assistant: Assistant, question: str) -> None:
    refused = talk(assistant, ["今天会下雨吗？", "你好"])
    assert completed(assistant, question, ()) == Turn(question)
    assert completed(assistant, question, refused) == Turn(question)


@pytest.mark.parametrize(
    ("question", "rewritten", "optional"),
    [
        ("那第二十条呢？", f"《{STUDY}》第二十条呢？", False),
        ("第三十条第二款", f"《{STUDY}》第三十条第二款", False),
        ("由谁解释？", "由谁解释？", False),
        ("它是哪天发布的？", f"{STUDY}是哪天发布的？", True),
        ("该文件一共几条", f"{STUDY}一共几条", True),
    ],
)
def test_how_a_follow_up_is_completed(assistant: Assistant, question: str, rewritten: str, optional: bool) -> None:
    turn = completed(assistant, question, talk(assistant, [f"{STUDY}第十九条"]))
    assert turn.rewritten.endswith(rewritten)
    assert turn.optional is optional
    assert STUDY in turn.documents
    assert turn.at is not None
    assert turn.at.label == "第十九条"


def test_a_follow_up_searches_the_document_and_what_is_about_it(assistant: Assistant) -> None:
    turn = completed(assistant, "谁起草的？", talk(assistant, [f"{STUDY}第十九条"]))
    assert set(turn.documents) == {STUDY, f"《{STUDY}》答记者问"}


@pytest.mark.parametrize(
    "question",
    ["县级以上机关事业单位能不能借调社区工作者？", f"《{APPRAISAL}》由哪个部门负责解释和说明呢，是哪个厅"],
)
def test_a_question_that_says_everything_is_left_as_it_is(assistant: Assistant, question: str) -> None:
    turn = completed(assistant, question, talk(assistant, [f"{STUDY}第十九条"]))
    assert (turn.question, turn.rewritten, turn.documents) == (question, "", ())


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="那它呢谁第二十条项款前下一上这个条例为什么？，的考核（三）12 ", min_size=1, max_size=14))
def test_whatever_follows_it_is_completed_within_known_documents(assistant: Assistant, question: str) -> None:
    history = talk(assistant, [f"{APPRAISAL}第四十四条"])
    turn = completed(assistant, question, history)
    assert turn.question or not question.strip("那么呢嗯哦好的请问，,、 ")
    assert set(turn.documents) <= {d.id for d in assistant.corpus.documents}
    assert bool(turn.documents) == bool(turn.rewritten)
    assert not (turn.optional and not turn.rewritten)


@pytest.mark.parametrize(
    ("before", "question", "document", "label"),
    [
        ([f"{STUDY}第十九条", f"{STUDY}一共几条"], "第二十条呢", STUDY, "第二十条"),
        ([f"{STUDY}第十九条"], "上一条", STUDY, "第十八条"),
        ([f"{STUDY}第十九条"], "最后一条呢", STUDY, "第三十四条"),
        ([f"{APPRAISAL}第四十四条"], "第二点呢", APPRAISAL, "第四十四条第（二）项"),
        (["党史条例由谁解释"], "那考核办法呢", APPRAISAL, "第五十一条"),
        (["聘期考核的结果分为哪些档次？"], "哪一条说的", APPRAISAL, "第十九条"),
        (["聘期考核的结果分为哪些档次？"], "依据是第几条", APPRAISAL, "第十九条"),
        (["聘期考核的结果分为哪些档次？"], "这是哪个办法规定的？", APPRAISAL, "第十九条"),
        (["聘期考核的结果分为哪些档次？"], "原文", APPRAISAL, "第十九条"),
        (["聘期考核的结果分为哪些档次？", "展开说说"], "年度考核呢", APPRAISAL, "第十条"),
        (["年度考核优秀比例是多少", "今天天气怎么样"], "那平时考核呢", APPRAISAL, "第二十四条"),
        (["社区工作者按什么标准配备？"], "他们能被借调吗", COMMUNITY, "第17点"),
        (["社区工作者按什么标准配备？"], "谁来招？", COMMUNITY, "第1点"),  # 来招 is no word
        ([f"{APPRAISAL}第十九条"], "这个办法最后一条是什么", APPRAISAL, "第五十二条"),
    ],
)
def test_ways_to_go_on(assistant: Assistant, before: list[str], question: str, document: str, label: str) -> None:
    answer = talk(assistant, [*before, question])[-1][1]
    assert answer.status == "answered"
    first = answer.citations[0].clause
    assert (first.document.title, label in (first.label, assistant.corpus.unit(first).label)) == (document, True)


@pytest.mark.parametrize(
    ("before", "question", "rewritten"),
    [
        ("年度考核的档次有哪些", "平时考核多久搞一次", "平时考核多久搞一次"),
        ("年度考核的档次有哪些", "多久搞一次", "年度考核的档次多久搞一次"),
        ("优秀的比例是多少", "平时考核的优秀比例呢", "平时考核的优秀比例是多少"),
        ("优秀的比例是多少", "平时考核呢", "平时考核的比例是多少"),
    ],
)
def test_a_thing_beside_the_one_talked_about_takes_its_place(
    assistant: Assistant, before: str, question: str, rewritten: str
) -> None:
    turn = completed(assistant, question, talk(assistant, [before]))
    assert turn.question == rewritten


@pytest.mark.parametrize("question", ["今天天气怎么样", "股票会涨吗？", "你好"])
def test_what_has_nothing_to_do_with_the_conversation_is_not_completed(assistant: Assistant, question: str) -> None:
    answer = talk(assistant, ["年度考核优秀比例是多少", question])[-1][1]
    assert (answer.status, answer.rewritten) == ("refused", "")


def test_a_reason_is_given_only_where_the_clause_gives_one(assistant: Assistant) -> None:
    answer = talk(assistant, ["聘期考核的结果分为哪些档次？", "为什么"])[-1][1]
    assert answer.status == "refused"


def test_nothing_more_is_said_to_be_nothing_more(assistant: Assistant) -> None:
    first, more = (answer for _, answer in talk(assistant, ["聘期考核的结果分为哪些档次？", "还有呢"]))
    assert not {c.clause.id for c in first.citations} & {c.clause.id for c in more.citations}


@pytest.mark.parametrize("before", ["记过处分当年考核能定优秀吗", "年度考核优秀的比例"])
@pytest.mark.parametrize(
    "question", ["单位食堂几点开饭", "今天晚上吃什么", "怎么煮饺子", "北京到上海多远", "电脑怎么重装系统"]
)
def test_a_question_off_the_subject_is_not_answered_from_the_conversation(
    assistant: Assistant, before: str, question: str
) -> None:
    """单位 stands in the title and in most articles: it ties the question to nothing; nor does 子 of 分子."""
    assert talk(assistant, [before, question])[-1][1].status == "refused"


@pytest.mark.parametrize(
    ("asked", "new", "first"),
    [
        ("哪些情形应当认定为工伤？", "视同工伤", "哪些情形应当视同工伤？"),  # the predicate with the same end
        ("外出没拴狗链，可以罚多少？", "犬吠扰民", "犬吠扰民，可以罚多少？"),  # the case before the comma
        ("拆了罚多少", "单位", "单位拆了罚多少"),  # another party to the same case
        ("试用期最长多久，可以约定几次？", "见习期", "见习期最长多久，可以约定几次？"),  # that part asks itself
    ],
)
def test_a_particular_replaces_what_stands_in_its_place(asked: str, new: str, first: str) -> None:
    assert replacements(asked, asked, new, "")[0] == first


def test_a_case_that_is_denied_may_be_a_case_of_the_same_question() -> None:
    """未被拘留的，十五日以内: after 几天 not only what follows from it is asked about."""
    asked = "检察院批捕要几天"
    assert replacements(asked, asked, "没有拘留", "")[-1] == f"没有拘留的，{asked}"
    assert replacements("怎么批捕", "怎么批捕", "没有拘留", "")[-1] == "没有拘留怎么办"


def test_a_question_near_the_documents_is_varied_though_it_had_no_answer(assistant: Assistant) -> None:
    clause = next(c for c in assistant.corpus.clauses if c.document.title == APPRAISAL)
    near = refused("迟到早退，可以罚多少钱？", [Hit(clause, 0.1, {"dense_max": 0.6})])
    far = refused("迟到早退，可以罚多少钱？", [Hit(clause, 0.1, {"dense_max": 0.1})])
    question = "旷工的呢？"
    assert completed(assistant, question, [(near.question, near)]).question == "旷工，可以罚多少钱？"
    assert completed(assistant, question, [(far.question, far)]) == Turn(question)


@pytest.mark.parametrize("question", ["那由谁解释", "该规划由谁解释？"])
def test_what_follows_a_refusal_is_about_the_document_it_names(assistant: Assistant, question: str) -> None:
    turns = talk(
        assistant, ["年度考核优秀的比例是多少", "党员教育培训规划哪天起算数？", question, "年度考核分几个档次"]
    )
    (_, asked), (_, follow), (_, other) = turns[1:]
    assert (asked.status, follow.status) == ("refused", "refused")
    assert "全国党员教育培训工作规划" in follow.rewritten
    assert other.citations[0].clause.document.title == APPRAISAL  # a subject of its own leaves that document


@pytest.mark.parametrize("name", ["这部条例", "本条例", "该条例"])
def test_this_regulation_is_the_one_talked_about(assistant: Assistant, name: str) -> None:
    answer = talk(assistant, [f"{STUDY}第十九条", f"{name}一共多少条？"])[-1][1]
    assert answer.note.startswith(f"按正文统计，《{STUDY}》共 34 条")


@pytest.mark.parametrize(
    ("asked", "new", "first"),
    [
        ("请3天事假谁批", "8天", "请8天事假谁批"),
        ("连续旷工6个工作日给什么处分", "12个", "连续旷工12个工作日给什么处分"),
        ("工作8年年休假几天", "工作12年", "工作12年年休假几天"),
        ("书记五年培训多少学时", "每年", "书记每年培训多少学时"),
        ("学习大会多久开一次", "3次", "学习大会3次多久开一次"),  # 一次 is part of the asking
        ("去北京出差住宿标准多少", "上海", "去上海出差住宿标准多少"),
        ("Ⅱ级响应由谁启动？", "Ⅲ级", "Ⅲ级响应由谁启动？"),
        ("一类区域全天最高收多少", "三类区域", "三类区域全天最高收多少"),
        ("橙色预警谁签发", "红色", "红色预警谁签发"),
        ("本科毕业几年能评馆员", "大专", "大专几年能评馆员"),
        ("双休日值班补助多少", "夜间", "夜间值班补助多少"),
        ("Ⅱ级响应由谁启动？", "启动条件", "Ⅱ级响应启动条件"),
        ("双胞胎多少天", "男", "男双胞胎多少天"),  # not a part of a word
        ("年度考核不合格怎么处理", "连续两年", "年度考核不合格连续两年怎么处理"),
        ("突然停电怎么办", "有人受伤", "有人受伤怎么办"),
        ("物业费什么时候交", "不交", "物业费不交怎么办"),
        ("网格员考核多久一次", "工资", "网格员工资"),
        ("高层物业费多少", "多层", "多层物业费多少"),
        ("合伙人退伙要提前多久通知", "强制退伙", "合伙人强制退伙要提前多久通知"),  # a word that becomes a special one
        ("合伙人退伙要提前多久通知", "有限合伙人", "有限合伙人退伙要提前多久通知"),
    ],
)
def test_words_take_the_place_of_words_of_their_kind(asked: str, new: str, first: str) -> None:
    assert replacements(asked, asked, new, "")[0] == first


@pytest.mark.parametrize(
    ("asked", "subject"),
    [
        ("Ⅱ级响应由谁启动", "Ⅱ级响应"),
        ("试用期多长时间？工资多少？", "试用期"),
        ("开会迟到怎么扣", "开会迟到"),
        ("这楼可能塌，谁来修", "这楼可能塌"),
    ],
)
def test_the_subject_ends_where_the_asking_begins(asked: str, subject: str) -> None:
    assert leading(asked) == subject


@pytest.mark.parametrize(
    "first",
    [
        "《考核办法》第十五条规定：“优秀档次人数一般不超过30%”对吗",
        "考核办法第十五条第一款规定优秀档次人数一般不超过30%对吗",
        "考核办法第十五条写的是“优秀档次人数”吗",
    ],
)
def test_where_words_are_said_to_stand_is_no_subject(assistant: Assistant, first: str) -> None:
    for then in ("不合格怎么处理", "2022年园区工业用水总量是多少"):
        answer = assistant.ask(then, [(first, assistant.ask(first))])
        assert "第十五条" not in answer.rewritten and "“" not in answer.rewritten
        assert all("第十五条" not in citation.cite for citation in answer.citations)


def test_what_another_document_says_of_itself_does_not_stand_for_the_one_in_hand(assistant: Assistant) -> None:
    for before in (f"{APPRAISAL}第十条", f"{STUDY}第十条", "社区工作者按什么标准配备？"):
        history = talk(assistant, [before, "一共有多少条？", "有哪些章？", "什么时候发布的"])
        titles = {title for title in (APPRAISAL, STUDY, COMMUNITY) if title in history[1][1].note}
        assert titles == {history[0][1].citations[0].clause.document.title}
    answer = talk(assistant, [f"{APPRAISAL}第十条", "有哪些章？"])[-1][1]
    assert answer.citations[0].clause.document.title == APPRAISAL


@pytest.mark.parametrize("question", ["《民法典》第一条", "劳动合同法第三十九条", f"{STUDY}第九十条"])
def test_a_law_named_is_not_the_one_talked_about(assistant: Assistant, question: str) -> None:
    answer = talk(assistant, [f"{APPRAISAL}第十条", question])[-1][1]
    assert (answer.status, answer.rewritten) == ("refused", "")


def test_a_label_takes_the_place_of_the_label_before(assistant: Assistant) -> None:
    asked = ["问题一的工作措施3是什么", "责任单位呢", "完成时限呢", "工作措施2呢", "完成时限呢", "问题四呢"]
    found = [answer.citations[0].clause.label for _, answer in talk(assistant, asked)]
    measure = "问题一·工作措施3"
    assert found[:3] == [measure, f"{measure}·责任单位", f"{measure}·完成时限"]
    assert found[3:5] == ["问题一·工作措施2", "问题一·工作措施2·完成时限"]
    assert found[5].startswith("问题四")


def _book(tmp_path: Path, *texts: str) -> Assistant:
    for i, text in enumerate(texts):
        (tmp_path / f"{i}.txt").write_text(text, encoding="utf-8")
    build_index(tmp_path, tmp_path / "index")
    return Assistant.load(tmp_path / "index")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return _book(
        tmp_path_factory.mktemp("office"),
        "青禾市机关工作人员请假管理办法\n第一条 为规范请假管理，制定本办法。\n"
        "第二条 累计工作满1年不满10年的，年休假5天；满10年不满20年的，年休假10天；满20年的，年休假15天。\n"
        "第三条 父母、配偶、子女死亡的，丧假3天；祖父母、外祖父母、兄弟姐妹死亡的，丧假1天。\n"
        "第四条 一般工作人员请假3天以内的，由科室负责人审批；超过3天的，由分管领导审批。\n"
        "第五条 本办法自2024年1月1日起施行。\n",
        "白鹿市机关工作人员请假管理办法\n第一条 为加强考勤，制定本办法。\n"
        "第二条 请假10天以内的，由处长审批；超过10天的，由局长审批。\n第三条 本办法自2025年3月1日起施行。\n",
        "梧桐社区党支部工作规则\n第一条 为规范党支部工作，制定本规则。\n"
        "第二条 支部党员大会由全体党员参加，一般每季度召开1次。\n"
        "第三条 支部委员会会议一般每月召开1次，到会委员超过半数方可进行。\n"
        "第四条 支部委员会每届任期3年。\n",
    )


@pytest.mark.parametrize(
    ("before", "question", "said"),
    [
        ("工作8年年休假几天", "12年呢", "满10年不满20年的，年休假10天"),
        ("工作8年年休假几天", "工作25年呢", "满20年的，年休假15天"),
        ("父母去世丧假几天", "爷爷呢", "祖父母"),
        ("支部党员大会多久开一次", "支委会多久开一次", "支部委员会会议一般每月召开1次"),
    ],
)
def test_what_would_be_answered_alone_is_answered_as_a_follow_up(
    office: Assistant, before: str, question: str, said: str
) -> None:
    answer = talk(office, [before, question])[-1][1]
    assert said in answer.answer, answer


def test_a_question_on_another_place_stands_alone(office: Assistant) -> None:
    answer = talk(office, ["青禾市请假3天谁审批", "白鹿市请假5天谁审批"])[-1][1]
    assert answer.rewritten == ""
    assert answer.citations[0].clause.document.title.startswith("白鹿市")


def test_a_refused_question_keeps_its_topic(assistant: Assistant) -> None:
    clause = next(c for c in assistant.corpus.clauses if c.document.title == APPRAISAL)
    near = refused("返聘条件有哪些", [Hit(clause, 0.1, {"dense_max": 0.6})])
    assert completed(assistant, "最长几年", [(near.question, near)]).question == "返聘最长几年"
    late = refused("迟到2次怎么罚", [Hit(clause, 0.1, {"dense_max": 0.1})])
    assert completed(assistant, "5次呢", [(late.question, late)]).question == "迟到5次怎么罚"


def test_a_question_on_what_a_term_means_leaves_nothing_out(assistant: Assistant) -> None:
    """Neither the topic of a question that was refused is put before it, nor half a sentence of a long one."""
    hits = (Hit(seeds().clauses[0], 0.3, {"dense_max": 0.9}),)
    for asked in ("返聘条件是什么", "我们这栋楼查出来一震就可能塌，还没来得及修，这段时间人还能照常住吗？"):
        history = [(asked, refused(asked, hits, "所收文件没有规定这个问题。"))]
        assert completed(assistant, "什么是专项考核", history).question == "什么是专项考核"
    history = talk(assistant, ["平时考核多久一次"])
    assert completed(assistant, "什么是专项考核", history).question == "什么是专项考核"


@pytest.mark.parametrize("question", ["从哪天开始算？", "从什么时候起算", "多久一次", "罚多少"])
def test_asking_alone_says_nothing_of_its_own(question: str) -> None:
    assert not own_words(question)
