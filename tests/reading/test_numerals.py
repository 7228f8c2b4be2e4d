"""Numbers as regulations print them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiaowen.reading.grammar.numerals import chinese, value


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10),
        ("十一", 11),
        ("二十", 20),
        ("廿", 20),
        ("廿三", 23),
        ("卅一", 31),
        ("一百", 100),
        ("百零一", 101),
        ("一百零三", 103),
        ("一百一十", 110),
        ("一百十", 110),
        ("二百十五", 215),
        ("一千二百六十", 1260),
        ("一千零四十", 1040),
        ("两百", 200),
        ("一万零三", 10003),
        ("二〇二四", 2024),
        ("一二〇", 120),
        ("○", 0),
        ("19", 19),
        ("１９", 19),
        ("①", 1),
        ("⑳", 20),
        ("⑴", 1),
        ("⒈", 1),
        ("㈩", 10),
    ],
)
def test_a_printed_number_has_its_value(text, number):
    assert value(text) == number


@pytest.mark.parametrize("text", ["", "条", "一二百", "第", "a", "9999999999", "一" * 40])
def test_what_is_no_number_has_no_value(text):
    assert value(text) is None


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "零"),
        (1, "一"),
        (10, "十"),
        (19, "十九"),
        (20, "二十"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (111, "一百一十一"),
        (1000, "一千"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (1260, "一千二百六十"),
        (10003, "一万零三"),
    ],
)
def test_article_numbers_are_written_as_statutes_write_them(number, text):
    assert chinese(number) == text


@given(st.integers(0, 9_999_999))
def test_writing_and_reading_a_number_are_inverse(number):
    assert value(chinese(number)) == number


@given(st.text(alphabet="〇零一二两三四五六七八九十百千万廿卅0１9①㈠", max_size=12))
def test_no_string_of_numerals_makes_reading_fail(text):
    number = value(text)
    assert number is None or number >= 0
