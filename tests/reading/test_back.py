"""What stands behind the body of a document, and is no part of its last article."""

from __future__ import annotations

import pytest

from tests.support.reading_tools import read_text


@pytest.mark.parametrize(
    "lines",
    [
        ["甲方（盖章）：        乙方（盖章）：", "代表人：        代表人：", "2024年6月18日        2024年6月18日"],
        ["| 甲方（盖章）： | 乙方（盖章）： |", "| 法定代表人： | 经办人： |", "| 年 月 日 | 年 月 日 |"],
        ["甲方（签字）： 乙方（签字）：", "代表人： 代表人：", "2024年2月20日 2024年2月20日"],
        ["全体股东签字：", "2024年5月16日"],
        ["法定代表人：", "甲方（签字）：", "2024年5月16日"],
    ],
)
def test_the_lines_for_signing_are_no_part_of_the_last_article(lines: list[str]) -> None:
    articles = ["示例公司租赁合同", "第一条 租期为一年。", "第二条 本合同一式两份。", "1. 甲方一份；", "2. 乙方一份。"]
    ((document, clauses),) = read_text("\n".join([*articles, *lines]))
    assert [c.text for c in clauses if c.label == "第二条"] == ["\n".join(articles[2:])]
    assert "\n".join(c.text for c in clauses if c.label in ("落款", "成文日期")) == "\n".join(lines)
    assert document.issuer == ""


@pytest.mark.parametrize(
    "lines",
    [
        ["咨询请拨打：", "联系电话：0557-1234567"],
        ["| 项目 | 内容 |", "| 事由 | |", "| 负责人签字： | 日期： |"],
        ["经办人签字：由经办人在验收单上签名，并写明日期。"],
    ],
)
def test_fields_without_a_signature_and_forms_stay_in_the_article(lines: list[str]) -> None:
    ((_, clauses),) = read_text("\n".join(["示例公司管理办法", "第一条 甲。", "第二条 乙：", *lines]))
    assert next(c.text for c in clauses if c.label == "第二条").endswith(lines[-1])
