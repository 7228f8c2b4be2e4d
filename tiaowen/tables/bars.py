"""A Markdown table of questions, as people paste it into a text file: cells between bars, dashes below the header."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from tiaowen.tables.headers import HEADER_DEPTH
from tiaowen.tables.rows import GridLine

_RULE = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?|\|\s*:?-+:?\s*\|")
_BAR = re.compile(r"(?<!\\)\|")


def is_barred(lines: Iterable[str]) -> bool:
    """Whether the first lines hold the header of a Markdown table with the dashes below it."""
    head = [line.strip() for line in islice(lines, HEADER_DEPTH)]
    return any(_RULE.fullmatch(below) and _BAR.search(line) for line, below in zip(head, head[1:], strict=False))


def barred(lines: Iterable[str]) -> Iterator[GridLine]:
    """The cells of each line; the dashes are an empty line. What stands above the table is its title, and a line below
    it that has no bars is told as such."""
    below = False
    for line in lines:
        text = line.strip()
        if _RULE.fullmatch(text):
            below = True
            yield [], ""
        elif _BAR.search(text):
            cells = _BAR.split(text.removeprefix("|"))
            if text.endswith("|") and not text.endswith("\\|"):
                cells.pop()
            yield [re.sub(r"<br ?/?>", "\n", cell.strip().replace("\\|", "|")) for cell in cells], ""
        else:
            yield [text], "本行不在表格里" if below and text else ""
