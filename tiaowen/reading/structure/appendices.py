"""Appendices (附件1, 附表): where one begins, what it is called, how many lines its heading takes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tiaowen.reading.grammar.headings import APPENDIX, UNNUMBERED, division
from tiaowen.reading.grammar.marks import is_title as names_document
from tiaowen.reading.structure.articles import is_title as is_heading
from tiaowen.reading.structure.tree import Line

_KIND = re.compile(r"[（(](?:规范性|资料性)(?:附录)?[)）]")
NEAR = 60  # lines around a table in which the headings of its text stand


def is_bibliography(all_lines: Sequence[Line], number: int) -> bool:
    """Whether 参考文献 begins here, behind the appendices of a standard: its entries are numbered [1], [2]."""
    after = "".join(one.text for one in all_lines[number + 1 : number + 2])
    return re.fullmatch(r"参\s*考\s*文\s*献", all_lines[number].text) is not None and after.startswith(("[1]", "［1］"))


def begins(line: Line) -> bool:
    """Whether an appendix begins with this line."""
    if line.role not in ("body", "attachment"):
        return False
    found = APPENDIX.match(line.text)
    return found is not None and len(line.text) <= 80 and not line.text.rstrip().endswith("。")


def inset(all_lines: Sequence[Line], number: int) -> bool:
    """附表：… above a table, with headings of one level before and after it, is a caption and no appendix."""
    if not all_lines[number].text.startswith("附表") or not any(one.row for one in all_lines[number + 1 : number + 2]):
        return False
    before, after = all_lines[max(number - NEAR, 0) : number], all_lines[number + 1 : number + NEAR]
    below = next((one.heading for one in after if one.heading or begins(one)), 0)
    return below > 0 and any(one.heading == below and one.role == "body" for one in before)


def label(line: Line) -> str:
    """附件1 of a line with which an appendix begins."""
    found = APPENDIX.match(line.text)
    if found is None:
        return "".join(line.text.split())
    return "附" + (found["kind"] or "件") + (found["n"] or "")


def heading_lines(body: Sequence[Line]) -> int:
    """How many lines the heading of an appendix takes: 附件1, and the title below it where that line has none."""
    found = APPENDIX.match(body[0].text)
    if found is None or (found["rest"] or "").strip(" \t\u3000\xa0:：.．、"):
        return 1
    kind = len(body) > 2 and _KIND.fullmatch(body[1].text.strip()) is not None  # （规范性） above the title
    title = [line for line in body[1 + kind : 3 + kind] if _may_be_heading(line)]
    if not title or title[0] is not body[1 + kind]:
        return 1 + kind
    two = len(title) == 2 and not names_document(_words(title[:1])) and names_document(_words(title))
    size = (3 if two else 2) + kind
    return size if len(body) > size else 1  # something has to follow


def _may_be_heading(line: Line) -> bool:
    return is_heading(line) and division(line.text) is None and not UNNUMBERED.match(line.text.strip())


def _words(lines: Sequence[Line]) -> str:
    return "".join(line.text.strip() for line in lines)
