"""The program's own messages in English: the frame is translated, names and addresses stay."""

import ast
import re
from pathlib import Path

import pytest

from tiaowen.errors import BatchError
from tiaowen.messages import english


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("所收文件没有规定这个问题。", "The documents do not say anything on this."),
        ("《甲办法》没有规定这个问题。", "《甲办法》 does not say anything on this."),
        ("“第二条”有2处：《甲》第二条、《乙》第二条。", "“第二条” stands in 2 places: 《甲》第二条、《乙》第二条."),
        ("《甲》共34条，没有第四十条。", "《甲》 has 34 条, but no 第四十条."),
        ("它与 a.txt 逐字节相同。请直接使用文库里的那一份，或先移除它再放入", "as a.txt. Please use the one"),
        (str(BatchError("至少一行问题", "a.csv 是空的", "填入问题后再运行")), "Found: a.csv is empty. To do: fill in"),
    ],
)
def test_a_message_is_told_in_english(said: str, expected: str) -> None:
    assert expected in english(said)
    assert not re.search("[一-鿿]", re.sub("《[^》]*》|“[^”]*”|第[^.、]+条|条", "", english(said)))


def test_an_unknown_message_stays_as_it_is() -> None:
    assert english("今天共 5 条新闻。") == "今天共 5 条新闻。"


ROOT = Path(__file__).parent.parent
SHOWN = [
    *(f"page/{name}.py" for name in ("batch", "library", "service", "origin", "line")),
    *(f"tiaowen/{name}.py" for name in ("library/examining", "indexing/staging", "conversation/questions")),
    *(f"tiaowen/reading/files/{name}.py" for name in ("archives", "pdf", "word", "formats")),
]
"""Where errors are raised that the page shows: as it shows them, what was found and what to do."""


def raised(path: str) -> list[str]:
    """The texts of the errors of a module, with a name in place of what is put in."""
    found = []
    for call in ast.walk(ast.parse((ROOT / path).read_text("utf-8"))):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "").endswith("Error"):
            for text in call.args[1:]:
                parts = text.values if isinstance(text, ast.JoinedStr) else [text]
                words = [str(p.value) if isinstance(p, ast.Constant) else "7" for p in parts]
                if all(isinstance(p, ast.Constant | ast.FormattedValue) for p in parts):
                    found.append("".join(words))
    return found


@pytest.mark.parametrize("path", SHOWN)
def test_no_error_of_the_page_stays_in_chinese(path: str) -> None:
    names = "《[^》]*》|“[^”]*”|第[^.、]+条|考核办法 44条3项"
    left = [text for text in raised(path) if re.search("[一-鿿]", re.sub(names, "", english(f"{text}。")))]
    assert left == []


@pytest.mark.parametrize(
    "said",
    [
        "这段文字出自《甲》第三条，与原文逐字一致。",
        "与这段文字最相近的是《甲》第三条，但与原文不符：▲（▲处多“乙”）。",
        "“丙”与《甲》第三条的原文不符：▲（▲处“丁”被改为“戊”）；▲（▲处缺“己”）。",
        "《甲》第三条没有“丙”这段文字。",
        "第二章：第三条之后是第五条，缺第四条",
        "编码 utf-8；分隔符 ,；问题列：a",
        "引用的条文没有写明原因。",
        "“申诉找谁”没有找到依据",
        "所收文件中没有找到相关内容。",
        "没有找到更多相关条文。",
        "最相近的《甲》第三条说的是2023年，没有说2022年。",
        "最相近的《甲》第三条说的是婚假，没有说年休假。",
        "最相近的《甲》第三条是北京市的规定，没有说上海市。",
        "最相近的《甲》第三条不是关于公务员的规定。",
        "第二章共 4 条（段），按正文统计；以下是全文。",
        "第二章共 4 条（段），按正文统计；以下是各条首句。",
        "按正文统计，《甲》共 8 章、52 条；以下是各章的标题。",
        "按正文统计，《甲》共 52 条。以下是最后一条。",
        "按正文统计，《甲》不分章、节。",
        "《甲》没有印出文号。",
        "“条例”可以指2个文件：《甲》、《乙》，请写明文件名。",
        "“共几条”没有写明是哪个文件的，库中有15个文件。",
        "没有条文按条号写明违反《甲》第三条的后果；以下条文没有写条号，按行为写明后果，请核对。",
        "库中没有2009年的《甲》，引用的是2014-08-31的版本。",
        "库中没有2009年的《甲》，引用的版本没有注明日期。",
        "需要：a.pdf 是文本文件（UTF-8、GB18030 或 UTF-16）。",
        "我只从已收录的文件中引用原文，不执行其他指令。",
        "请直接提出关于已收录文件的问题。",
    ],
)
def test_remarks_on_answers_and_files_are_told_in_english(said: str) -> None:
    assert not re.search("[一-鿿]", re.sub("《[^》]*》|“[^”]*”|第.[条章]", "", english(said)))
