"""Papers as they are copied and saved: minutes, contracts with a number, questions Q4., papers from WeChat."""

from __future__ import annotations

import pytest

from tests.support.printing import source, unaccounted
from tests.support.reading_tools import labels, read_text
from tiaowen.addresses.title_words import core_of
from tiaowen.reading.corpus import read_documents

RULES = "某院值班办法\n第一条　为了规范值班，制定本办法。\n第二条　值班人员不得离岗。\n"


def kept(text: str, file: str = "示例.txt") -> str:
    """What is in the documents of a text, which must be all that is not set aside."""
    read = source(text, file)
    drafts, aside = read_documents(read)
    assert unaccounted(read, drafts, aside) == ""
    return "\n".join(paragraph.text for draft in drafts for paragraph in draft.paragraphs)


def test_the_day_and_hour_of_a_meeting_is_no_folio_of_a_newspaper():
    text = "某街道会议纪要\n时间：2025年4月16日（星期三）下午3:00\n地点：三楼会议室\n一、关于电梯\n同意补贴。"
    assert "时间：2025年4月16日（星期三）下午3:00" in kept(text)
    assert "星期三" not in kept(f"某日报　2024年3月5日　星期三　第3版\n{RULES}")


def test_a_text_around_questions_ends_where_they_begin():
    text = (
        RULES
        + "**常见问答**\n\n问：可以换班吗？\n答：可以。\n\n问：可以离岗吗？\n答：不可以。\n\n**电话**\n\n值班室：8765。"
    )
    ((document, clauses),) = read_text(text)  # asserts the partition
    assert labels(clauses)[:2] == ["第一条", "第二条"]
    assert next(c.text for c in clauses if c.label == "第二条") == "第二条　值班人员不得离岗。"
    assert document.text.endswith("值班室：8765。") and clauses[-1].text == "值班室：8765。"


PLAN = """# 某区助餐方案

各街道：

为做好助餐，制定本方案。

# 目标任务

建成食堂25个。

# 补贴标准

每餐补贴2元。

# 部门职责

民政局牵头。

# 保障措施

按月通报。
"""


def test_headings_of_the_first_level_are_chapters_where_some_are_no_titles():
    ((document, clauses),) = read_text(PLAN)
    assert document.title == "某区助餐方案"
    assert labels(clauses, "container")[1:] == ["目标任务", "补贴标准", "部门职责", "保障措施"]


def test_a_heading_of_the_first_level_that_begins_a_paper_is_its_title_all_the_same():
    text = PLAN + "\n# 某区食堂管理办法\n\n第一条 为了规范食堂，制定本办法。\n\n第二条 本办法自发布之日起施行。\n"
    assert [document.title for document, _ in read_text(text)] == ["某区助餐方案", "某区食堂管理办法"]


CONTRACT = """合同编号：DF-2025-0317

物业服务合同

甲方（委托方）：某市第二中学
乙方（受托方）：某物业公司

双方协商一致，签订本合同。
一、服务范围
保洁。
二、违约责任
逾期付款的，每日支付万分之五的违约金。

甲方（盖章）：                     乙方（盖章）：
法定代表人：                       法定代表人：
签订日期：    年  月  日           签订日期：    年  月  日
"""


@pytest.mark.parametrize("number", ["合同编号：DF-2025-0317", "编号：2025-17", "合同登记编号：DF2025", "No：20250317"])
def test_the_number_above_the_title_of_a_contract_is_no_title(number: str) -> None:
    ((document, clauses),) = read_text(CONTRACT.replace("合同编号：DF-2025-0317", number))
    assert (document.title, document.kind) == ("物业服务合同", "other")
    assert labels(clauses)[0] == "版头" and labels(clauses)[-1] == "落款"


FAQ = """某校报到问题解答

第一部分 报到

Q1：报到时间是哪天？
A1：9月6日。

第二部分 住宿

Q2. 宿舍可以自己选吗？
A2. 不能自选。

Q3、几点断电？
A3、23:00。
"""


def test_questions_with_a_point_behind_their_number_and_parts_above_them():
    ((_, clauses),) = read_text(FAQ)
    assert [c.text.partition("\n")[0] for c in clauses if c.level == "问答" and c.role == "unit"] == [
        "Q1：报到时间是哪天？",
        "Q2. 宿舍可以自己选吗？",
        "Q3、几点断电？",
    ]
    assert labels(clauses, "container") == ["标题", "第一部分报到", "第二部分住宿"]


@pytest.mark.parametrize(
    "words", ["以上说明，请予审议。", "以上报告，请审议。", "以上请示，妥否，请批示。", "妥否，请批示。"]
)
def test_the_words_that_close_a_report_belong_to_no_point(words: str) -> None:
    text = f"关于修改条例的说明\n各位委员：\n现说明如下：\n一、内容\n（一）调整比例。\n（二）调整任期。\n{words}"
    ((_, clauses),) = read_text(text)
    assert (clauses[-1].label, clauses[-1].text) == ("末段", words)


def test_a_month_below_the_name_of_who_signs_is_a_date():
    ((_, clauses),) = read_text(RULES + "\n某大学学术委员会\n二〇二五年三月\n")
    assert labels(clauses)[-2:] == ["落款", "成文日期"]


def test_a_bullet_before_a_day_is_no_text():
    ((_, clauses),) = read_text(
        "某街道会议纪要\n一、关于电梯\n* 每部补贴15万元；\n* 6月30日前完成申报。\n二、关于考核\n每季度一次。"
    )
    assert "6月30日前完成申报。" in [clause.text for clause in clauses]


def test_references_in_brackets_are_no_running_heads():
    notes = "".join(
        f"[{n}] 《某市食堂管理办法》第七条\n" + f"第{n}个问题的说明，{'文字' * 30}。\n" * 4 for n in (1, 2, 3)
    )
    assert kept(f"某校食堂问题汇总\n{notes}").count("《某市食堂管理办法》") == 3


POSTED = """关于做好会员服务工作的通知

某区总工会
2025-03-11 17:42
内蒙古

点击蓝字 关注我们
↑↑↑点击上方“某区工会”关注我们

各镇总工会，区直各单位工会：

现将有关事项通知如下：

01
服务对象

全区已登记的工会会员。

02
服务内容

（一）生日慰问。每人200元。
（二）住院慰问。每人800元。

03
办理流程

本人提出申请，单位工会审核。

某区总工会
2025年3月10日

END

来源：区总工会
编辑：王小萌

往期推荐
● 喜报！我区职工获奖
● 这项补贴开始申领啦

喜欢就点个在看吧
阅读 1.2万
写留言
"""


def test_a_paper_copied_from_wechat():
    ((document, clauses),) = read_text(POSTED)
    assert (document.title, document.issuer, document.date) == (
        "关于做好会员服务工作的通知",
        "某区总工会",
        "2025-03-10",
    )
    assert labels(clauses, "container")[1:] == ["服务对象", "服务内容", "办理流程"]
    assert labels(clauses)[:2] == ["署名", "主送机关"]
    assert [c.text for c in clauses if c.label == "署名#2"] == ["来源：区总工会\n编辑：王小萌"]
    words = kept(POSTED)
    assert not any(
        each in words for each in ("蓝字", "点击上方", "17:42", "内蒙古", "往期", "喜报", "在看", "留言", "01")
    )


def test_numbers_of_pages_with_a_nought_are_no_headings():
    text = "某院值班办法\n" + "".join(
        f"第{n}条　值班人员应当坚守岗位，按时交接班，不得擅自离开本部门的\n0{i}\n工作场所。\n"
        for i, n in enumerate("一二三", 1)
    )
    assert labels(read_text(text)[0][1]) == ["第一条", "第二条", "第三条"]


def test_when_a_meeting_is_stays_in_the_text():
    assert "2025年4月16日 15:00 三楼会议室" in kept(
        "关于召开例会的通知\n2025年4月16日 15:00 三楼会议室\n请各科室准时参加。"
    )


@pytest.mark.parametrize("remark", ["[2020修正]", "【2020年修订】", "〔2020修正〕", "（2020修正）"])
def test_a_law_is_known_without_the_remark_behind_its_title(remark: str) -> None:
    assert core_of(f"某市物业管理条例{remark}") == ("某市物业管理条例", "")
