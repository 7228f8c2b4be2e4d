"""Numbers as regulations print them: Chinese (十, 廿, 百零一, 一千二百六十, 两), Arabic, full-width, circled."""

from __future__ import annotations

DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2, "○": 0, "Ｏ": 0}
TENS = {"廿": 20, "卄": 20, "卅": 30, "卌": 40}
UNITS = {"十": 10, "百": 100, "千": 1000}

CHINESE = "〇零○一二两三四五六七八九十百千万廿卅卌"
ARABIC = "0-9０-９"
NUMBER = f"(?:[{ARABIC}]{{1,6}}|[{CHINESE}]{{1,16}})"
"""A regular expression for a number in either script (never a mixture)."""

CIRCLED = {chr(c): c - 0x245F for c in range(0x2460, 0x2474)}  # ① to ⑳
PARENTHESISED = {chr(c): c - 0x2473 for c in range(0x2474, 0x2488)}  # ⑴ to ⒇
FULL_STOP = {chr(c): c - 0x2487 for c in range(0x2488, 0x249C)}  # ⒈ to ⒛
IDEOGRAPH = {chr(c): c - 0x321F for c in range(0x3220, 0x322A)}  # ㈠ to ㈩


def value(text: str) -> int | None:
    """The number that `text` spells (十一 11, 廿三 23, 一百零三 103, 二〇二四 2024, １２ 12), or None."""
    if not text:
        return None
    if all("0" <= c <= "9" or "０" <= c <= "９" for c in text):
        return int(text) if len(text) <= 9 else None
    if len(text) == 1:
        for table in (CIRCLED, PARENTHESISED, FULL_STOP, IDEOGRAPH):
            if text in table:
                return table[text]
    if all(c in DIGITS for c in text):  # positional: 二〇二四, 一二〇
        return int("".join(str(DIGITS[c]) for c in text)) if len(text) <= 9 else None
    return _spoken(text)


def _spoken(text: str) -> int | None:
    total = section = 0
    digit: int | None = None
    for c in text:
        if c in DIGITS:
            if digit:  # two digits in a row (一二百) are no spoken number
                return None
            digit = DIGITS[c]
        elif c in TENS:
            if digit:
                return None
            section += TENS[c]
        elif c in UNITS:
            # A bare 十 is ten; so is the 十 of 二百十.
            section += (digit if digit else 1) * UNITS[c]
            digit = None
        elif c == "万":
            total += (section + (digit or 0) or 1) * 10000
            section, digit = 0, None
        else:
            return None
    return total + section + (digit or 0)


def chinese(number: int) -> str:
    """`number` (0 … 9,999,999) in the form of article numbers: 十, 十九, 一百零三, 一百一十, 一千二百六十."""
    if not 0 <= number < 10_000_000:
        raise ValueError(f"no article has the number {number}")
    if number >= 10000:
        high, low = divmod(number, 10000)
        zero = "零" if 0 < low < 1000 else ""
        return chinese(high) + "万" + zero + (chinese(low) if low else "")
    digits = "零一二三四五六七八九"
    if number < 10:
        return digits[number]
    text = ""
    zero_due = False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            if zero_due:
                text += "零"
            text += digits[digit] + unit
            zero_due = False
        elif text:
            zero_due = True
    return text[1:] if 10 <= number < 20 else text
