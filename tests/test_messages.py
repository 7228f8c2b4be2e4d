"""The program's own messages in English: the frame is translated, names and addresses stay."""

import re

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
    assert english("按正文统计，共 5 条。") == "按正文统计，共 5 条。"
