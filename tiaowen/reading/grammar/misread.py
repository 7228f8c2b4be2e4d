"""Numbers of articles that blanks, a scanner or brackets changed: 第 十 二 条, 第+三条, 第lO条, 第丸条, 【第一条】.

Only the form is judged here, at the beginning of a line. It must spell one number in one way (第十—十五条 spells none),
and `articles` believes it only where it follows the number before it. What is quoted stays as it is printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tiaowen.reading.grammar.numerals import CHINESE, chinese, value

_B = r"[ \t\u3000\xa0]*"
_DASH = "-—–―－ーㄧ_"
_TEN = "+＋†卜土士"
_ZERO = "OoＯｏ○"
_ONE = "lIｌＩ|｜"
_SHAPES = {"二": "=＝ニ工", "三": "兰彡", "四": "囚匹皿", "五": "玉丑王", "六": "大穴", "七": "匕乇", "八": "人入"}
_SHAPES |= {"九": "丸几力", "百": "白自"}
_ALIKE = {sign: figure for figure, signs in _SHAPES.items() for sign in signs}
"""Characters that a scanner takes figures for, each for one: 土 and 士 (above) are tens more often than sevens."""
_UNITS = {"奈": "条", "柰": "条", "杀": "条", "童": "章"}
_SIGNS = f"{_DASH}{_TEN}{_ZERO}{_ONE}{''.join(_ALIKE)}".replace("-", "\\-").replace("|", "\\|")
_DIGIT = rf"[{CHINESE}0-9０-９{_SIGNS}]"
_OPEN = {"（": "）", "(": ")", "【": "】", "[": "]", "〔": "〕", "［": "］"}
_BULLETS = "◆◇■□▲△●○★☆•·"
STARTS = frozenset("第笫弟苐") | frozenset(_OPEN) | frozenset(_BULLETS)
"""What such a line begins with."""
_FORM = re.compile(
    rf"(?:(?P<open>[{re.escape(''.join(_OPEN))}]){_B}|[{_BULLETS}]{_B})?[第笫弟苐]{_B}(?P<n>{_DIGIT}(?:{_B}{_DIGIT}){{0,7}}){_B}"
    rf"(?P<unit>[条奈柰杀編编章童节])(?(open){_B}(?P<close>[{re.escape(''.join(_OPEN.values()))}]))"
)
_CHINESE = str.maketrans(dict.fromkeys(_DASH, "一") | dict.fromkeys(_TEN, "十") | dict.fromkeys(_ZERO, "〇") | _ALIKE)
_ARABIC = str.maketrans(dict.fromkeys(_ZERO, "0") | dict.fromkeys(_ONE, "1"))
_BLANK = re.compile(_B)


@dataclass(frozen=True)
class Misread:
    """What the beginning of a line spells: 条 13. `end` is where the number and its bracket end."""

    unit: str
    number: int
    end: int


def numbered(text: str) -> Misread | None:
    """The changed number that the line begins with, or None. Takes the first characters of a line, simplified."""
    found = _FORM.match(text) if text[:1] in STARTS else None
    if found is None or found["open"] and _OPEN[found["open"]] != found["close"]:
        return None
    number = spelt(_BLANK.sub("", found["n"]))
    unit = _UNITS.get(found["unit"], found["unit"])
    return Misread(unit, number, found.end()) if number else None


def spelt(digits: str) -> int:
    """The number that digits with a scanner's signs spell (+三 13, 二十— 21, lO 10, 一O 10), or 0."""
    arabic = digits.translate(_ARABIC)
    if arabic.isdigit():
        return value(arabic) or 0
    text = digits.translate(_CHINESE)
    number = value(text) or 0
    # one way of writing only: 十—十五 is no twenty-five, 一 二 no twelve unless it is written in figures (一〇)
    usual = number and text in (chinese(number), chinese(number).removeprefix("一"), f"一{chinese(number)}")
    return number if usual or number and "〇" in text and all(c in "〇一二三四五六七八九" for c in text) else 0
