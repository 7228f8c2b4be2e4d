"""From when a document is in force, and of which date its file says it is."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from tiaowen.reading.grammar.marks import DATE, iso

_IN_FORCE = r"起\s*(?:正式|开始)?\s*(?:施\s*行|实\s*施|执\s*行|生\s*效|试\s*行)"
_SELF = r"本[\u4e00-\u9fff]{1,8}?\s*(?:[，,]?\s*(?:于|自|从))"
_OWN = re.compile(rf"{_SELF}\s*({DATE.pattern})\s*{_IN_FORCE}")
"""本条例自2024年7月1日起施行."""
_NOTED = re.compile(rf"(?:自|从)\s*({DATE.pattern})\s*{_IN_FORCE}")
_HEAD = 600  # characters of a text that its 题注 stands in
_STEM = re.compile(
    r"(?:[(（\[【_\-\s])\s*((?:19|20)\d\d)[-._年]?(0?[1-9]|1[0-2])[-._月]?(0?[1-9]|[12]\d|3[01])日?\s*[)）\]】]?$"
)


def commencement(text: str) -> str:
    """The date, ISO, from which a text says that it is in force; "" where it names none (自公布之日起).

    Of several, as the 题注 of an amended law has them, the latest.
    """
    if "起" not in text:
        return ""
    dates = [iso(found[1]) for found in _OWN.finditer(text)]
    dates += [iso(found[1]) for found in _NOTED.finditer(text[:_HEAD])]
    return max(dates, default="")


def file_date(file: str) -> str:
    """The date, ISO, at the end of a file's name, as collections of laws put it there; "" where there is none.

    公司法(2023-12-29).md, 中华人民共和国公司法_20231229.docx.
    """
    found = _STEM.search(PurePosixPath(file).stem)
    if found is None:
        return ""
    year, month, day = (int(part) for part in found.groups())
    return f"{year}-{month:02}-{day:02}"
