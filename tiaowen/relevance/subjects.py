"""Whom a question is about: a rule for one status is no answer for another.

公务员, 编外人员 and 村民委员会 are statuses of their own in Chinese law: each has regulations that say so by name. A
clause that names none of a status's words, in a document that does not either, does not speak of it, however alike the
rest is. Professions (教师, 医生) are left out: a teacher may be asking as one of the 事业单位工作人员 that a clause is
about. So is what askers say of themselves (我在一家民企做党支部书记): it tells who asks, not always what about.
"""

from __future__ import annotations

import re

from tiaowen.language.normalization import search_text

_ANY_FIRM = r"|(?<!国有)(?<!国营)(?<!民营)(?<!私营)(?<!外资)(?<!投资)企(?:事)?业(?!家)|用人单位"
"""企业 of whatever kind."""
_OFFICE = r"(?:主管|管理|监督|监管|行政|执法|检查)(?:部门|机关|机构)"
# One line for each status: words by which questions and regulations name it, and what regulations call it as well.
_STATUSES = tuple(
    (re.compile(named), re.compile(named + wider))
    for named, wider in (
        (r"公务员", rf"|国家工作人员|公职人员|(?:国家机关|{_OFFICE})[^，,。；;]{{0,8}}工作人员|执法人员"),
        (r"参公|参照公务员", ""),
        (r"劳务派遣|派遣工|派遣员工|派遣人员|用工单位", ""),
        (r"编外|临时工|合同工|非在编|无编制|没有?编制|公益性?岗位?", ""),
        (r"返聘|退休(?:人员|以后|后|的人|职工|干部)|离退休", ""),
        (r"国企|国有企业|央企|国有独资", rf"|国有企事业{_ANY_FIRM}"),
        (r"民企|私企|民营|私营", _ANY_FIRM),
        (r"外企|外资|外商投资", ""),
        (r"民办学校", ""),
        (r"村民委员会|村委|村干部|村主任|两委|2委", ""),
        (r"村党支部|村支书", r"|党支部|基层党组织|党的基层组织"),
        (r"业主委员会|业委会|业主大会", ""),
        (r"入党积极分子|入党申请人|发展对象", ""),
        (r"预备党员", ""),
        (r"共青团|团员|团支部", ""),
        (r"军队|军人|士兵|武警|现役", r"|解放军|部队|人民武装"),
        (r"网格员", ""),
        (r"志愿者", ""),
        (r"辅警", ""),
        # a man is a stranger where nothing but women is spoken of
        (
            r"男(?:的|职工|员工|方|性|士|人|教师|同志)|陪产|护理假|老公|丈夫|爸爸",
            r"|^(?![\s\S]*(?:女职工|妇女|女方|孕妇|产妇|孕期|产假))|男|配偶|夫妻|夫|父|双方",
        ),
        # 外国货 and 外国鱼 are things
        (r"外国(?:[国公]?[人民籍]|专家|学生|员工|职工|教师|游客|患者)|外籍|无国籍|老外", r"|外国|外商|外资|境外|涉外"),
    )
)
_SELF = re.compile(r"我[^,。?!;]{0,8}$")


def names_status(question: str) -> bool:
    """Whether the question names any status: for most questions nothing else need be looked at."""
    return any(named.search(search_text(question)) for named, _ in _STATUSES)


def stranger(question: str, about: str) -> str:
    """The status that the question names and the texts about a clause do not; empty where there is none.

    about: everything that says whom the clause is about, such as title, headings, text and bank questions.
    """
    asked = search_text(question)
    told = search_text(about)
    for named, known in _STATUSES:
        found = named.search(asked)
        if found and not _SELF.search(asked[: found.start()]) and not known.search(told):
            return found.group()
    return ""
