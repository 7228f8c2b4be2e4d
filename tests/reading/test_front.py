"""What stands before the body of a document."""

from __future__ import annotations

from tests.support.printing import source
from tiaowen.reading.corpus import read_documents


def test_a_title_in_pieces_is_one_title_and_a_repeated_one_is_set_aside():
    text = (
        "最高人民法院\n\n关于审理网络消费纠纷案件\n\n适用法律若干问题的规定\n\n法释〔2022〕8号\n\n"
        "第一条 甲。\n\n第二条 乙。\n"
    )
    found = read_documents(source(text))[0]
    assert [(d.title, d.number) for d in found] == [
        ("最高人民法院关于审理网络消费纠纷案件适用法律若干问题的规定", "法释〔2022〕8号")
    ]
    marked = "# 最高人民法院关于审理网络消费纠纷案件适用法律若干问题的规定\n\n" + text
    found, set_aside = read_documents(source(marked))
    assert len(found) == 1
    assert [piece.reason for piece in set_aside].count("重复的标题") == 3
