"""Several rules, notices and explanations in one text: where each begins, what it is called, what stands around it."""

from __future__ import annotations

from reading_tools import labels, read_text


def titles(text: str) -> list[str]:
    return [document.title for document, _ in read_text(text)]


def test_chapters_whose_articles_begin_anew_stay_in_their_volume() -> None:
    ((_, found),) = read_text(
        "某集团制度汇编\n第一编 行政管理\n第一章 会议\n第一条 每月开会一次。\n第二条 提前两日通知。\n第二章 印章\n"
        "第一条 公章由专人保管。\n第二条 用印应当审批。\n第二编 人力资源\n第一章 考勤\n第一条 每日八小时。\n第二条 迟到扣款。\n"
        "第二章 差旅\n第一条 住宿费每晚五百元。\n第二条 补贴每日一百元。"
    )
    chapters = ["第一编", "第一编第一章", "第一编第二章", "第二编", "第二编第一章", "第二编第二章"]
    assert labels(found, "container")[1:] == chapters
    parents = {clause.label: clause.parent for clause in found}
    assert parents["第二编第二章"] == f"{found[0].document.id}/第二编"
