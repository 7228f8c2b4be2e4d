"""Characters that look like others or like nothing, and texts that are not what was written."""

from __future__ import annotations

import pytest

from tests.support.reading_tools import labels, read_text
from tiaowen.errors import SourceError
from tiaowen.reading.audit import audit
from tiaowen.reading.corpus import read_sources
from tiaowen.reading.files.formats import read_bytes
from tiaowen.reading.layout import layout

LINES = [
    "某县河道管理办法",
    "第一条　为了加强河道管理，制定本办法。",
    "第二条　河道管理遵循下列原则：",
    "（一）统一管理；",
    "（二）分级负责。",
    "第三条　本办法自2024年5月1日起施行。",
]
LABELS = ["第一条", "第二条", "第三条"]


@pytest.mark.parametrize(
    "mark",
    ["\ue5e5", "\ue003\ue003", "\u200e", "\u2060", "\u2007", "￼", "⠀", "ㅤ", "•", "·", "\u202a", "\ue5e5\u3000"],
)
def test_what_stands_before_each_line_hides_no_number(mark: str, tmp_path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n".join(mark + line for line in LINES), encoding="utf-8")
    corpus = read_sources([path])
    assert [document.title for document in corpus.documents] == LINES[:1]
    assert [clause.label for clause in corpus.clauses if clause.role == "unit"] == LABELS
    assert audit(corpus).defects == ()


def test_a_bullet_or_a_private_character_elsewhere_is_text() -> None:
    def read(text: str) -> list[str]:
        return [paragraph.text for paragraph in layout.undo_layout(read_bytes(text.encode(), "a.txt"))[0]]

    text = "保尔\n·柯察金\n\ue863某局长。\n第一条　甲。"
    assert read(text) == text.split("\n")
    assert read("\ue0b7（一）甲；\n·第二条　乙。") == ["（一）甲；", "第二条　乙。"]
    assert read("\uf0fe1.个人") == ["\uf0fe1.个人"]  # ☑


def test_characters_without_width_within_the_text_are_set_aside() -> None:
    text = "\n".join("\u200b".join(line) for line in LINES)
    ((document, clauses),) = read_text(text)
    assert document.text == "\n".join(LINES)
    assert labels(clauses) == LABELS
    _, aside = layout.undo_layout(read_bytes("第八条　十五\xad分钟内。".encode(), "a.txt"))
    assert [each.reason for each in aside] == ["不可见字符"]
    joined = "من\u200cها"  # a joiner between Arabic letters is part of the word
    assert layout.undo_layout(read_bytes(f"第一条　{joined}。".encode(), "a.txt"))[0][0].text == f"第一条　{joined}。"


@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_radicals_are_the_characters_that_they_look_like(name: str) -> None:
    one = read_bytes("第⼀条　⼈⺠满⼗⼋岁，乘⻋。".encode(), name)
    assert one.text == "第一条　人民满十八岁，乘车。"


TEXT = "第一条　为了加强河道管理，根据有关规定，结合本县实际，制定本办法。\n第二条　本办法适用于本县河道。\n" * 3


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("gb18030", "utf-8"), ("gbk", "utf-8"), ("latin-1", "gb18030"), ("latin-1", "utf-8"), ("cp1252", "gbk")],
)
def test_a_text_read_in_a_wrong_encoding_and_saved_is_refused(wrong: str, right: str) -> None:
    data = TEXT.encode(right).decode(wrong, "replace").encode()
    with pytest.raises(SourceError, match="乱码"):
        read_bytes(data, "a.txt")


@pytest.mark.parametrize(
    "text", [TEXT, "锛是一种工具。", "Été à la plage, où l’été dure très longtemps. " * 9, "ÄÖÜäöüß", "第\ufffd条"]
)
def test_other_texts_are_not_taken_for_garbled(text: str) -> None:
    assert read_bytes(text.encode(), "a.txt").text == text
