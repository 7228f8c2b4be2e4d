"""Chinese, Arabic and full-width numerals <-> int, in the forms that number the parts of a regulation."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = {
    c: v
    for v, group in enumerate(
        ("〇零○Ｏ", "一壹弌", "二贰貳两兩", "三叁參叄", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
    )
    for c in group
}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
_FUSED = {"廿": "二十", "卄": "二十", "卅": "三十", "卌": "四十"}  # 廿三 is 二十三

CHARACTERS = "".join([*_DIGITS, *_TENS, *_MYRIADS, *_FUSED])
"""Every character that a Chinese numeral may be written with, for use inside a regular expression class."""


CHINESE = "〇零○一二两三四五六七八九十百千万廿卅卌"
ARABIC = "0-9０-９"
NUMBER = f"(?:[{ARABIC}]{{1,6}}|[{CHINESE}]{{1,16}})"
"""A regular expression for a number in either script (never a mixture), as headings print it."""

CIRCLED = {chr(c): c - 0x245F for c in range(0x2460, 0x2474)}  # ① to ⑳
PARENTHESISED = {chr(c): c - 0x2473 for c in range(0x2474, 0x2488)}  # ⑴ to ⒇
FULL_STOP = {chr(c): c - 0x2487 for c in range(0x2488, 0x249C)}  # ⒈ to ⒛
IDEOGRAPH = {chr(c): c - 0x321F for c in range(0x3220, 0x322A)}  # ㈠ to ㈩

_CHINESE = re.compile(f"[{CHARACTERS}]+")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")


def to_int(text: str) -> int | None:
    """The value of a numeral (一千二百六十, 百零一, 廿三, 二〇二四, 两, 19, １９, ①, 1,260), None where there is none.

    Spaces around it are ignored. A last digit without its unit takes the next lower one, as in speech: 一百二 is 120.
    """
    text = text.strip()
    if not text:
        return None
    if not _CHINESE.fullmatch(text):
        # NFKC turns full-width and circled digits into plain ones; Chinese numerals are left as they are.
        plain = unicodedata.normalize("NFKC", text).strip("()（）.")
        if _GROUPED.fullmatch(plain):
            plain = plain.replace(",", "")
        if plain.isascii() and plain.isdigit() and len(plain) <= 15:
            return int(plain)
        if not _CHINESE.fullmatch(plain):
            return None
        text = plain
    for fused, spelled in _FUSED.items():
        text = text.replace(fused, spelled)
    if all(c in _DIGITS for c in text):
        if len(text) > 15:
            return None
        return int("".join(str(_DIGITS[c]) for c in text))  # digit by digit: 二〇二四, 一〇四
    return _with_units(text)


def _with_units(text: str) -> int | None:
    """Value of a numeral that has at least one unit; None where units or digits stand in no possible order."""
    total = section = 0  # section: what stands before the next 万 or 亿
    digit: int | None = None
    zero = False  # a 零 was read since the last unit
    unit = myriad = 0  # the last unit read in this section, the last 万 or 亿
    for c in text:
        if c in _DIGITS:
            if digit is not None:
                return None
            if _DIGITS[c] == 0:
                zero = True
            else:
                digit = _DIGITS[c]
        elif c in _TENS:
            if unit and _TENS[c] >= unit:
                return None
            unit = _TENS[c]
            section += (1 if digit is None else digit) * unit  # 十 and 百零一 omit their 一
            digit, zero = None, False
        else:
            section += digit or 0
            if section == 0 or (myriad and _MYRIADS[c] >= myriad):
                return None
            myriad = _MYRIADS[c]
            total += section * myriad
            section, digit, zero, unit = 0, None, False, 0
    if digit is not None:
        last = unit or myriad
        section += digit * (last // 10 if last > 10 and not zero else 1)
    return total + section


def to_chinese(number: int) -> str:
    """The numeral that headings use: 10 -> 十, 19 -> 十九, 101 -> 一百零一, 1260 -> 一千二百六十; 0 -> 零.

    Raises:
        ValueError: for a number below 0 or above 99,999,999.
    """
    if not 0 <= number < 100_000_000:
        raise ValueError(f"numbers from 0 to 99,999,999 can be written, not {number}")
    if number < 10_000:
        written = _below_myriad(number) or "零"
    else:
        high, low = divmod(number, 10_000)
        written = _below_myriad(high) + "万" + ("零" if 0 < low < 1000 else "") + _below_myriad(low)
    return written[1:] if written.startswith("一十") else written


def _below_myriad(number: int) -> str:
    written, gap = "", False
    for name, unit in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // unit % 10
        if digit:
            written += ("零" if gap and written else "") + "零一二三四五六七八九"[digit] + name
        gap = digit == 0
    return written
