import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiaowen.reading.numerals import to_chinese, to_int

READS = """
一 1, 十 10, 十九 19, 二十 20, 廿 20, 廿三 23, 卅一 31, 一百 100, 百零一 101, 一百零一 101, 一百一十 110, 一百十二 112
一百二 120, 一百零二 102, 一千二百六十 1260, 一千零五 1005, 一千零五十 1050, 一万 10000, 三万零二 30002, 十万 100000
一〇四 104, 二〇二四 2024, 两 2, 兩百 200, 〇 0, 零 0, 壹拾贰 12, 19 19, １９ 19, ① 1, ⑫ 12, ⑶ 3, ㈢ 3, 1260 1260
"""
CASES = [(form.split()[0], int(form.split()[1])) for line in READS.split("\n") for form in line.split(",") if form]
CASES += [("1,260", 1260), (" 7 ", 7)]
NOT_NUMERALS = ["", "条", "十百", "一二十", "19条", "第三", "-3", "万", "百一百", "1.5"]


@pytest.mark.parametrize(("text", "value"), CASES)
def test_reads_the_numerals_that_number_clauses(text: str, value: int) -> None:
    assert to_int(text) == value


@pytest.mark.parametrize("text", NOT_NUMERALS)
def test_reads_nothing_else(text: str) -> None:
    assert to_int(text) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *[(0, "零"), (3, "三"), (10, "十"), (11, "十一"), (20, "二十"), (101, "一百零一"), (110, "一百一十")],
        *[(1260, "一千二百六十"), (1005, "一千零五"), (10_010, "一万零一十"), (12_000, "一万二千"), (100_000, "十万")],
    ],
)
def test_writes_them_as_headings_do(value: int, text: str) -> None:
    assert to_chinese(value) == text


@given(st.integers(0, 99_999_999))
def test_what_is_written_reads_back(value: int) -> None:
    assert to_int(to_chinese(value)) == value
    assert to_int(str(value)) == value


@given(st.text(max_size=12))
def test_any_text_is_a_number_or_none(text: str) -> None:
    assert to_int(text) is None or to_int(text) >= 0  # type: ignore[operator]
