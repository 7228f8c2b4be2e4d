"""A regulation and the interview on it, printed in turns, below titles of the press, behind or before each other."""

from __future__ import annotations

import pytest

from tests.support.reading_tools import labels, read_text, source
from tiaowen.reading.collation import collate
from tiaowen.reading.corpus import read_documents
from tiaowen.reading.grammar.press import INTERVIEW_TITLE

TITLE = "信访接待工作条例"
NOTE = "（2031年3月2日中共某省委常委会会议审议批准 2031年3月9日中共某省委发布）"
HEAD = """第一章 总则
第一条 为了规范信访接待工作，保持同人民群众的密切联系，根据有关法律法规，结合本省实际，制定本条例。
第二条 各级机关、单位应当公布接待的时间和地点，接待场所应当设置无障碍通道和饮水设施，方便群众反映诉求。
第三条 信访接待人员应当遵守下列规定：
（一）如实登记来访人的姓名、住址和请求，不得遗漏；
（二）对不属于本单位职权范围的事项，告知来访人向有权的单位提出；
（三）与来访人有直接利害关系的，应当主动申请回避；"""
TAIL = """（四）不得将来访人反映的情况透露给被反映的单位和人员。
来访人对接待人员的答复不满意的，可以请求负责人再次接待。
第二章 办理
第四条 接待单位应当自登记之日起十五日内决定是否受理，并书面告知来访人；情况复杂的，可以延长十五日。
第五条 多人来访的，应当推选代表，代表人数不得超过五人。
第六条 本条例自2031年5月1日起施行。"""
ASKED = """问：制定《条例》的背景是什么？
答：近年来各地来访数量持续上升，接待场所和接待人员不足的问题比较突出，群众意见较大，需要从制度上加以解决。
问：《条例》对接待场所有什么要求？
答：《条例》要求公布接待的时间和地点，设置无障碍通道和饮水设施，并明确由各级财政保障建设和维护所需要的经费。"""
ASKED_ON = """问：《条例》对办理期限是如何规定的？
答：《条例》规定自登记之日起十五日内决定是否受理，情况复杂的可以延长十五日。
（某省新闻社3月10日电）"""
LEAD = f"近日，中共某省委印发《{TITLE}》（以下简称《条例》）。某省信访局负责人就有关问题回答了记者提问。"


def units(text: str) -> dict[str, dict[str, str]]:
    """Title -> label -> the words of the unit, of every document in the text."""
    return {
        document.title: {clause.label: clause.text for clause in clauses if clause.role == "unit"}
        for document, clauses in read_text(text)
    }


def spaced(*parts: str) -> str:
    return "\n\n".join("\n\n".join(part.split("\n")) for part in parts)


WHOLE = units(f"{TITLE}\n\n{NOTE}\n\n{spaced(HEAD, TAIL)}")[TITLE]
ANSWERS = units(spaced(LEAD, ASKED, ASKED_ON))[f"《{TITLE}》答记者问"]


def test_the_two_texts_alone():
    assert [label for label in WHOLE if label.startswith("第")] == [f"第{n}条" for n in "一二三四五六"]
    assert [label for label in ANSWERS if label.startswith("答")] == ["答1", "答2", "答3"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("第二条 各级机关、单位应当公布接待的时间和地点，接待场所应当设置无", "障碍通道和饮水设施，方便群众反映诉求。"),
        (
            "（三）与来访人有直接利害关系的，应当主动申请回避；",
            "（四）不得将来访人反映的情况透露给被反映的单位和人员。",
        ),
        ("来访人对接待人员的答复不满意的，可以请求负责人", "再次接待。"),
        ("第四条 接待单位应当自登记之日起十五日内决定是否受理，并书面告知来访人；情况复", "杂的，可以延长十五日。"),
    ],
    ids=["in a sentence", "between items", "before a chapter", "short rest"],
)
@pytest.mark.parametrize("open_interview", [True, False], ids=["interview cut", "interview at a stop"])
@pytest.mark.parametrize(
    "above", ["", f"某省信访局负责人就《{TITLE}》答记者问", f"——某省信访局负责人就《{TITLE}》\n答记者问"]
)
def test_articles_and_interview_in_turns(before, after, open_interview, above):
    text = spaced(HEAD, TAIL)
    at = text.index(before) + len(before)
    last = ASKED.rindex("所需要") if open_interview else len(ASKED)
    turns = [text[:at], *([above] if above else []), LEAD, ASKED[:last], text[at:].strip("\n"), ASKED[last:], ASKED_ON]
    found = units(spaced(TITLE, NOTE, *(turn for turn in turns if turn)))
    names = [name for name in found if "答记者问" in name]
    assert len(found) == 2 and len(names) == 1
    assert found[TITLE] == WHOLE
    answers = found[names[0]]
    assert {k: v for k, v in answers.items() if k[:1] == "答"} == {k: v for k, v in ANSWERS.items() if k[:1] == "答"}


def test_what_is_left_of_the_interview_behind_the_last_article_is_its_own():
    asked, rest = f"{ASKED}\n《条例》还明确接待场所的建设标准由省信访局会同有关部门制定。".rsplit("\n", 1)
    found = units(spaced(TITLE, NOTE, HEAD[:-12], LEAD, asked, HEAD[-12:], TAIL, rest, ASKED_ON))
    assert found[TITLE]["第六条"] == "第六条 本条例自2031年5月1日起施行。"
    assert found[f"《{TITLE}》答记者问"]["答2"].endswith(rest)


def test_a_title_behind_its_articles_is_no_title_of_the_interview_below():
    found = units(
        spaced(HEAD, TAIL, f"中共某省委印发《{TITLE}》", "（上接第一版）", TITLE, NOTE, LEAD, ASKED, ASKED_ON)
    )
    assert list(found) == [TITLE, f"《{TITLE}》答记者问"]
    assert found[TITLE] == WHOLE


@pytest.mark.parametrize(
    "announcement",
    [
        [f"中共某省委印发《{TITLE}》"],
        [f"中共某省委印发《{TITLE}》", "（新华社某市3月10日电）"],
        [f"中共某省委印发《{TITLE}》", f"新华社某市3月10日电 近日，中共某省委印发《{TITLE}》。", "《条例》全文如下。"],
    ],
)
def test_what_the_press_says_above_a_title_makes_no_other_document(announcement):
    found = units(spaced("\n".join(announcement), TITLE, NOTE, HEAD, TAIL))
    assert list(found) == [TITLE]
    assert {k: v for k, v in found[TITLE].items() if k[:1] == "第"} == {k: v for k, v in WHOLE.items() if k[:1] == "第"}
    assert found[TITLE]["题注"] == NOTE


def test_printings_of_one_interview_below_other_titles_are_one_document():
    text = spaced(LEAD, ASKED, ASKED_ON)
    one, other = (
        read_documents(source(words, file))[0]
        for words, file in ((f"某省信访局负责人就《{TITLE}》答记者问\n\n{text}", "一.txt"), (text, "二.txt"))
    )
    joined = collate([*one, *other])
    assert len(joined) == 1 and len(joined[0].drafts) == 2


def test_an_interview_on_another_text_is_another_document():
    text = spaced(LEAD, ASKED, ASKED_ON)
    drafts = [
        draft
        for words in (text, text.replace(TITLE, "信访督查工作条例"))
        for draft in read_documents(source(words, f"{len(words)}.txt"))[0]
    ]
    assert len(collate(drafts)) == 2


@pytest.mark.parametrize(
    "title",
    [
        "某局负责人就《条例》答记者问",
        "政策问答",
        "访某省信访局局长",
        "——专访省信访局局长",
        "常见问题解答",
        "《条例》解读",
    ],
)
def test_titles_of_interviews(title):
    assert INTERVIEW_TITLE.search(title)


@pytest.mark.parametrize(
    "title", ["信访工作条例", "中国共产党问责条例", "走访慰问办法", "网络问政平台管理办法", "回访制度"]
)
def test_titles_of_no_interviews(title):
    assert not INTERVIEW_TITLE.search(title)


def test_the_day_and_the_page_of_a_newspaper_are_of_no_sentence():
    cut = HEAD.replace("无障碍通道", "无\n\n2031年3月10日　星期一　第3版　要闻\n\n障碍通道")
    found = units(f"{TITLE}\n\n{NOTE}\n\n{spaced(cut, TAIL)}")
    assert found[TITLE] == WHOLE


def test_labels_of_chapters_stay_whole():
    (_, clauses), *_ = read_text(f"{TITLE}\n\n{NOTE}\n\n{spaced(HEAD, TAIL)}")
    assert labels(clauses, "container")[-2:] == ["第一章", "第二章"]
