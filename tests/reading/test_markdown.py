"""Markdown as other tools write it: HTML in it, escaped marks, lists that a viewer counts, front matter."""

from __future__ import annotations

import pytest

from tiaowen.reading.files.formats import read_bytes
from tiaowen.reading.layout import layout


def lines(text: str, name: str = "a.md") -> list[str]:
    return [paragraph.text for paragraph in layout.undo_layout(read_bytes(text.encode(), name))[0]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            '<p align="center">第一章　总则</p>\n第一条　甲。<br/>\n第二条　乙。<br>丙。',
            ["第一章　总则", "第一条　甲。", "第二条　乙。", "丙。"],
        ),
        (
            "<center><b>甲办法</b></center>\n\n第一条　<u>乙</u>。<font color=red>丙</font>。",
            ["甲办法", "第一条　乙。丙。"],
        ),
        (
            "前。\n<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table>\n后。",
            ["前。", "| 甲 | 乙 |", "| 丙 | 丁 |", "后。"],
        ),
        ("| 甲 | 乙<br>丙 |\n|---|---|\n| 丁 | 戊 |", ["| 甲 | 乙 丙 |", "| 丁 | 戊 |"]),
        ("培训不少于~~二十~~四十学时，<del>三</del>五日内。", ["培训不少于四十学时，五日内。"]),
        ("8~~9时，10~~11时。", ["8~~9时，10~~11时。"]),
        ("当a<b时，见<民法典>。", ["当a<b时，见<民法典>。"]),
        ("1\\.甲；\n\n\\- 乙；\n\n\\*丙", ["1.甲；", "乙；", "*丙"]),
        ("$a\\_b$", ["$a\\_b$"]),
        ("---\ntitle: 甲\ntags: [乙]\n---\n[toc]\n\n第一条　丙。", ["第一条　丙。"]),
        ("---\n第一条　甲。\n---\n第二条　乙。", ["第一条　甲。", "第二条　乙。"]),
    ],
)
def test_markdown_is_read_as_it_is_shown(text: str, found: list[str]) -> None:
    assert lines(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1. 甲；\n1. 乙；\n1. 丙。\n\n正文。\n\n1. 丁。", ["1. 甲；", "2. 乙；", "3. 丙。", "正文。", "1. 丁。"]),
        ("1. 甲：\n   1. 乙；\n   1. 丙；\n1. 丁。", ["1. 甲：", "（1）乙；", "（2）丙；", "2. 丁。"]),
        ("1. 甲：\n\n    1. 乙；\n    2. 丙；\n\n2. 丁。", ["1. 甲：", "（1）乙；", "（2）丙；", "2. 丁。"]),
        ("3. 甲；\n4. 乙；\n6. 丙。", ["3. 甲；", "4. 乙；", "6. 丙。"]),
        ("1. 甲；\n  2. 乙；", ["1. 甲；", "2. 乙；"]),
        ("- （一）甲：\n    - 1.乙；\n    - 2.丙。", ["（一）甲：", "1.乙；", "2.丙。"]),
    ],
)
def test_lists_are_counted_as_a_viewer_counts_them(text: str, found: list[str]) -> None:
    assert lines(text) == found


def test_plain_text_and_markdown_without_any_of_this_are_not_changed() -> None:
    text = "# 甲办法\r\n\r\n第一条　乙。\r\n\r\n1. 丙\r\n2. 丁\r\n"
    assert read_bytes(text.encode(), "a.md").text == text
    assert lines("1\\. 甲<br>乙", "a.txt") == ["1\\. 甲<br>乙"]
