"""Formulas of Word documents (ECMA-376 Part 1, 22.1) on one line: 应发工资=(基本工资+津贴)/21.75×出勤天数."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from tiaowen.reading.files.word_tree import UNSEEN

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_RAISED = str.maketrans("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎")
_OPERATOR = re.compile(r"(?<=.)[-+−×·÷/*=<>≤≥±∑√]")
_WHOLE = re.compile(r"[(（\[{][^()（）\[\]{}]*[)）\]}]")
_CIRCLED = re.compile(r"\\o\\ac\([○〇O◯][,，;](.+)\)", re.I)
_FRACTION = re.compile(r"\\f\(([^,，;]*)[,，;](.*)\)", re.I)


def formula(element: Any) -> str:
    """The words of m:oMath or of one of its parts, in the order of reading; parts without a rule are read through."""
    if not isinstance(element.tag, str) or element.tag in UNSEEN:
        return ""
    name = element.tag.removeprefix(M)
    if name == "t" or element.tag.endswith("}t"):
        return element.text or ""
    write = _FORMS.get(name)
    return write(element) if write is not None else "".join(map(formula, element))


def _part(element: Any, name: str) -> str:
    found = element.find(M + name)
    return formula(found).strip() if found is not None else ""


def _sign(element: Any, name: str, otherwise: str) -> str:
    """A character that the properties of a part name; `otherwise` where they name none."""
    for found in element.iterfind(f"./*/{M}{name}"):
        return found.get(M + "val") or ""
    return otherwise


def _grouped(text: str) -> str:
    """The text in brackets where it would come apart without."""
    return f"({text})" if _OPERATOR.search(text) and not _WHOLE.fullmatch(text) else text


def _script(text: str, table: dict[int, int], mark: str) -> str:
    if not text:
        return ""
    small = text.translate(table)
    return small if all(ord(char) in table for char in text) else mark + _grouped(text)


def _base(element: Any) -> str:
    return _grouped(_part(element, "e"))


def _fraction(element: Any) -> str:
    return f"{_grouped(_part(element, 'num'))}/{_grouped(_part(element, 'den'))}"


def _scripts(element: Any) -> str:
    low, high = _script(_part(element, "sub"), _LOWERED, "_"), _script(_part(element, "sup"), _RAISED, "^")
    return low + high + _base(element) if element.tag == M + "sPre" else _base(element) + low + high


def _root(element: Any) -> str:
    degree = _part(element, "deg")
    sign = {"": "√", "2": "√", "3": "∛", "4": "∜"}.get(degree) or _script(degree, _RAISED, "^") + "√"
    inside = _part(element, "e")
    return f"{sign}({inside})" if len(inside) > 1 else sign + inside


def _sum(element: Any) -> str:
    low, high = _script(_part(element, "sub"), _LOWERED, "_"), _script(_part(element, "sup"), _RAISED, "^")
    return _sign(element, "chr", "∫") + low + high + _part(element, "e")


def _brackets(element: Any) -> str:
    inside = [formula(one).strip() for one in element.iterfind(M + "e")]
    return _sign(element, "begChr", "(") + _sign(element, "sepChr", "|").join(inside) + _sign(element, "endChr", ")")


def _rows(element: Any) -> str:
    return "；".join(" ".join(map(formula, row)) if row.tag == M + "mr" else formula(row) for row in _entries(element))


def _entries(element: Any) -> Iterator[Any]:
    return (row for row in element if row.tag in (M + "mr", M + "e"))


def _limit(element: Any) -> str:
    mark, table = ("_", _LOWERED) if element.tag == M + "limLow" else ("^", _RAISED)
    return _part(element, "e") + _script(_part(element, "lim"), table, mark)


_FORMS: dict[str, Callable[[Any], str]] = {
    "f": _fraction,
    "sSup": _scripts,
    "sSub": _scripts,
    "sSubSup": _scripts,
    "sPre": _scripts,
    "rad": _root,
    "nary": _sum,
    "d": _brackets,
    "eqArr": _rows,
    "m": _rows,
    "limLow": _limit,
    "limUpp": _limit,
}


def field(code: str) -> str:
    r"""What a field of the old kind prints, EQ \f(a,b) or a number in a circle; "" for fields of other kinds."""
    words = code.strip()
    if not re.match(r"eq\b", words, re.I):
        return ""
    words = re.sub(r"\s+", "", words[2:])
    words = _CIRCLED.sub(lambda found: _circled(found[1]), words)
    words = _FRACTION.sub(lambda found: f"{_grouped(found[1])}/{_grouped(found[2])}", words)
    return re.sub(r"\\[a-z]+\d*", "", words, flags=re.I)


def _circled(text: str) -> str:
    return chr(0x245F + int(text)) if text.isdigit() and 1 <= int(text) <= 20 else f"({text})"
