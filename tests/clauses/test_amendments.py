"""When a regulation was amended or came into force is told by its 题注."""

from __future__ import annotations

import pytest

from tests.support.reading_tools import read_text
from tiaowen.clauses.amendments import asked_event, event_spans

NOTED = """示例市防沙条例
（2001年5月3日示例市第十届人民代表大会常务委员会第三次会议通过
2010年6月1日示例市第十二届人民代表大会常务委员会第二次会议第一次修正
2015年7月8日示例市第十三届人民代表大会常务委员会第三次会议修订
2020年9月1日示例市第十四届人民代表大会常务委员会第九次会议第二次修正）
第一条 为了防沙，制定本条例。
第二条 本条例自2001年7月1日起施行。"""
SILENT = """示例法院关于买卖问题的规定
（2010年12月6日审判委员会第1504次会议通过 2011年2月16日施行）
第一条 买卖应当公平。"""


def said(rest: str, text: str = NOTED) -> list[str]:
    kind = asked_event(rest)
    ((_, clauses),) = read_text(text)
    found = event_spans(rest, kind, clauses) if kind else None
    return [found[0].document.text[slice(*span)][:10] for span in found[1]] if found else []


@pytest.mark.parametrize(
    ("rest", "dates"),
    [
        ("第一次修正是什么时候", ["2010年6月1日"]),
        ("第二次修正是哪天", ["2020年9月1日"]),
        ("最近一次修正是哪一年", ["2020年9月1日"]),
        ("什么时候修订过", ["2010年6月1日", "2015年7月8日", "2020年9月1日"]),
        ("修改的日期", ["2010年6月1日", "2015年7月8日", "2020年9月1日"]),
        ("什么时候施行", []),  # an article says it
        ("修正了什么", []),
        ("由谁修正", []),
    ],
)
def test_events_of_a_note(rest: str, dates: list[str]) -> None:
    assert [date[: len(one)] for date, one in zip(said(rest), dates, strict=True)] == dates


def test_a_day_of_coming_into_force_that_only_the_note_has() -> None:
    assert said("何时施行", SILENT) == ["2011年2月16日"[:10]]
    assert said("什么时候修正", SILENT) == []


@pytest.mark.parametrize(
    ("note", "rest", "quoted"),
    [
        ("（2024年2月修订）", "什么时候修订的", ["2024年2月修订"]),
        ("（2021年9月制定，2023年修订）", "什么时候修订的", ["2023年修订"]),
        ("（全体会员大会通过）", "什么时候修订的", []),
        (
            "（2001年5月29日示例市人民代表大会常务委员会通过\n2001年9月3日某省人民代表大会常务委员会批准\n"
            "2010年4月28日示例市人民代表大会常务委员会通过\n"
            "2010年7月30日某省人民代表大会常务委员会批准的《关于修改〈示例市防沙条例〉的决定》修正）",
            "什么时候修正的",
            [
                "2010年4月28日示例市人民代表大会常务委员会通过\n"
                "2010年7月30日某省人民代表大会常务委员会批准的《关于修改〈示例市防沙条例〉的决定》修正"
            ],
        ),
        (
            "（1997年5月23日会议《关于修改的决定》第一次修正根据2010年7月30日会议《关于修改的决定》第二次修正）",
            "第一次修正是什么时候",
            ["1997年5月23日会议《关于修改的决定》第一次修正"],
        ),
    ],
)
def test_an_event_has_the_date_that_is_printed_and_all_who_took_part(note: str, rest: str, quoted: list[str]) -> None:
    ((_, clauses),) = read_text(f"示例市防沙条例\n{note}\n第一条 为了防沙，制定本条例。\n第二条 应当防沙。")
    found = event_spans(rest, asked_event(rest), clauses)
    said = [found[0].document.text[slice(*span)] for span in found[1]] if found else []
    assert [words.replace("\n", "") for words in said] == [words.replace("\n", "") for words in quoted]
