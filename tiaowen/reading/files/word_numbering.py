"""The automatic numbers of Word paragraphs, written out as Word prints them: 第一条, （一）, 1., ①.

A paragraph names a list (numId) and a level, itself or through its style; the list names an abstract list whose
levels say how the number looks (ECMA-376 Part 1, 17.9). A higher level starts the lower ones again, unless they say
otherwise: articles often run on through the chapters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tiaowen.reading.grammar.numerals import chinese

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = frozenset(
    [
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "koreanDigital2",
    ]
)
_DIGITS = frozenset(["ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"])
_LEGAL = "零壹贰叁肆伍陆柒捌玖"


@dataclass(frozen=True)
class Level:
    start: int
    form: str  # w:numFmt
    pattern: str  # w:lvlText, %1 is the number of level 0
    blank: str  # what stands between number and text
    style: str  # the paragraph style that carries this level, or ""
    restart: int | None = None  # w:lvlRestart: only the levels above this one (from 0) start it again, 0: none does
    digits: bool = False  # w:isLgl: the numbers of all levels are printed in digits


class Numbering:
    """The lists of a document and how far each has counted."""

    def __init__(self, document: Any, styles: Mapping[str, Any]) -> None:
        self.styles = styles
        self.levels: dict[str, dict[int, Level]] = {}
        self.abstract: dict[str, str] = {}
        self.restart: dict[tuple[str, int], int] = {}
        self.counters: dict[str, dict[int, int]] = {}
        self.started: set[tuple[str, int]] = set()
        root = _numbering_root(document)
        if root is not None:
            self._load(root)

    def _load(self, root: Any) -> None:
        links: dict[str, str] = {}
        for abstract in root.findall(_W + "abstractNum"):
            name = abstract.get(_W + "abstractNumId") or ""
            link = abstract.find(_W + "numStyleLink")
            if link is not None:
                links[name] = link.get(_W + "val") or ""
            self.levels[name] = {
                _integer(level.get(_W + "ilvl"), 0): _level(level) for level in abstract.findall(_W + "lvl")
            }
        for number in root.findall(_W + "num"):
            name = number.get(_W + "numId") or ""
            abstract = number.find(_W + "abstractNumId")
            self.abstract[name] = (abstract.get(_W + "val") or "") if abstract is not None else ""
            for override in number.findall(_W + "lvlOverride"):
                level = _integer(override.get(_W + "ilvl"), 0)
                own = override.find(_W + "lvl")
                if own is not None:  # a list with levels of its own counts by itself
                    copied = dict(self.levels.get(self.abstract[name], {}))
                    copied[level] = _level(own)
                    self.abstract[name] = f"{self.abstract[name]}/{name}"
                    self.levels[self.abstract[name]] = copied
                start = override.find(_W + "startOverride")
                if start is not None:
                    self.restart[name, level] = _integer(start.get(_W + "val"), 1)
        for name, style in links.items():
            found = self._style_list(style)
            if found and not self.levels.get(name):
                self.levels[name] = self.levels.get(self.abstract.get(found, ""), {})

    def text(self, paragraph: Any) -> str:
        """The number of a paragraph with the blank after it, counted on; "" where it has none."""
        number, level = self._of(paragraph)
        abstract = self.abstract.get(number, "")
        levels = self.levels.get(abstract)
        if not levels or level not in levels:
            return ""
        counters = self.counters.setdefault(abstract, {})
        if (number, level) in self.restart and (number, level) not in self.started:
            counters[level] = self.restart[number, level]
        elif level in counters:
            counters[level] += 1
        else:
            counters[level] = levels[level].start
        self.started.add((number, level))
        for lower in [other for other in counters if other > level and _starts_again(levels.get(other), level)]:
            del counters[lower]
        own = levels[level]
        if own.form in ("bullet", "none") or not own.pattern:
            return ""

        def printed(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            if at not in levels:
                return ""
            form = "decimal" if own.digits else levels[at].form
            return spell(counters.get(at, levels[at].start), form)

        return re.sub(r"%([1-9])", printed, own.pattern) + own.blank

    def _of(self, paragraph: Any) -> tuple[str, int]:
        """(numId, level) of the paragraph: its own, or that of its style."""
        properties = paragraph.find(_W + "pPr")
        if properties is None:
            return "", 0
        style = properties.find(_W + "pStyle")
        style_id = style.get(_W + "val") or "" if style is not None else ""
        own = properties.find(_W + "numPr")
        number, level = _numbered(own)
        if own is None or number is None:
            number, level = self._inherited(style_id, level)
        return number or "", level or 0

    def _inherited(self, style_id: str, level: int | None) -> tuple[str | None, int | None]:
        number, given = None, level
        style, seen = self.styles.get(style_id), set()
        while style is not None and style.style_id not in seen and number is None:
            seen.add(style.style_id)
            properties = style.element.find(_W + "pPr")
            if properties is not None and properties.find(_W + "numPr") is not None:
                number, of_style = _numbered(properties.find(_W + "numPr"))
                given = of_style if given is None else given
                if number is not None and of_style is None:
                    for at, known in self.levels.get(self.abstract.get(number, ""), {}).items():
                        if known.style == style.style_id:
                            given = at
            style = getattr(style, "base_style", None)
        return number, given

    def _style_list(self, style_id: str) -> str | None:
        style = self.styles.get(style_id)
        properties = style.element.find(_W + "pPr") if style is not None else None
        return _numbered(properties.find(_W + "numPr"))[0] if properties is not None else None


def spell(number: int, form: str) -> str:
    """A number in one of Word's formats (17.18.59 ST_NumberFormat); unknown formats print digits, as Word does."""
    if form in _CHINESE:
        return chinese(number) if number < 10_000_000 else str(number)
    if form in _DIGITS:
        return "".join("〇一二三四五六七八九"[int(c)] for c in str(number))
    if form in ("chineseLegalSimplified", "ideographLegalTraditional"):
        return "".join(_LEGAL[int(c)] for c in str(number))
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(0x245F + number)
    if form == "decimalEnclosedParen" and 1 <= number <= 20:
        return chr(0x2473 + number)
    if form == "decimalEnclosedFullstop" and 1 <= number <= 20:
        return chr(0x2487 + number)
    if form.startswith("decimalFullWidth"):
        return "".join(chr(ord(c) + 0xFEE0) for c in str(number))
    if form == "decimalZero":
        return f"{number:02d}"
    if form in ("upperLetter", "lowerLetter") and number >= 1:
        letter = chr(ord("A") + (number - 1) % 26) * min((number - 1) // 26 + 1, 20)
        return letter if form == "upperLetter" else letter.lower()
    if form in ("upperRoman", "lowerRoman") and 1 <= number < 4000:
        return _roman(number) if form == "upperRoman" else _roman(number).lower()
    if form == "ideographTraditional" and 1 <= number <= 10:
        return "甲乙丙丁戊己庚辛壬癸"[number - 1]
    if form == "ideographZodiac" and 1 <= number <= 12:
        return "子丑寅卯辰巳午未申酉戌亥"[number - 1]
    return str(number)


def _roman(number: int) -> str:
    text = ""
    for value, letters in (
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        text += letters * (number // value)
        number %= value
    return text


def _numbering_root(document: Any) -> Any:
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.endswith("/numbering"):
            return relation.target_part.element
    return None


def _starts_again(level: Level | None, above: int) -> bool:
    """Whether a paragraph of the level `above` starts this one again. A limit that is no higher level is ignored."""
    return level is None or level.restart is None or above < level.restart


def _level(element: Any) -> Level:
    def of(name: str, otherwise: str) -> str:
        child = element.find(_W + name)
        value = child.get(_W + "val") if child is not None else None
        return otherwise if value is None else value

    blank = {"nothing": "", "space": " "}.get(of("suff", "tab"), " ")
    restart, digits = of("lvlRestart", ""), element.find(_W + "isLgl")
    return Level(
        _integer(of("start", "1"), 1),
        of("numFmt", "decimal"),
        of("lvlText", ""),
        blank,
        of("pStyle", ""),
        int(restart) if restart.isdigit() and len(restart) < 3 else None,
        digits is not None and digits.get(_W + "val") not in ("0", "false", "off"),
    )


def _numbered(element: Any) -> tuple[str | None, int | None]:
    if element is None:
        return None, None
    number, level = element.find(_W + "numId"), element.find(_W + "ilvl")
    return (
        number.get(_W + "val") if number is not None else None,
        _integer(level.get(_W + "val"), 0) if level is not None else None,
    )


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdigit() and len(text) < 8 else otherwise
