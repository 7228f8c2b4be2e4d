"""Tables of contents: where they stand among the lines of a source, and what an entry names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from tiaowen.reading.grammar.lines import Line
from tiaowen.reading.grammar.marks import NUMERAL, ends_sentence, is_container, is_parenthesis, remembered, squeeze

_LEADER = re.compile(
    r"^(.{2,}?)\s*(?:[.．…·・﹒_]{3,}|…{2,}|(?:[.．…·・] ){3,}[.．…·・]?|[-—]{5,})\s*[（(]?\s*\d{1,4}\s*[)）]?$"
)
_SPACED = re.compile(r"^(?:(?![ \t\u3000]{4,}[（(]?\d).){2,}?[ \t\u3000]{4,}[（(]?\s*(\d{1,4})\s*[)）]?$")
"""An entry whose leader is blank. A row of a table looks the same."""
_RANGE = re.compile(r"[（(]第[^（()）。，；]{1,10}条(?:[^（()）。，；]{1,12}条)?[)）]$")
"""第一章 总则（第一条—第三条）"""
_DIVISION = re.compile(rf"[\s\u3000]*(?=第\s*[{NUMERAL}]{{1,6}}\s*(?:分编|编|章|节|部分|篇))")
_HEAD_ON_LINE = re.compile(r"目[\s\u3000]*[录錄次][\s\u3000:：]*")
_ENTRIES = re.compile(rf"(?:{_HEAD_ON_LINE.pattern})?第\s*[{NUMERAL}]{{1,6}}\s*(?:编|章|部分|篇)")
_CONTENTS_HEAD = re.compile(r"目[ \t\u3000]*[录錄次](?:精选|导航|索引)?|Contents|CONTENTS|contents|Table of Contents")


@remembered
def contents_entry(text: str) -> str:
    """The title in a line of a table of contents with its leader and page number, or ""."""
    if len(text) > 200 or not (text[-1:].isdigit() or text[-1:] in ")）"):
        return ""
    found = _LEADER.match(text)
    return found[1].rstrip(".．…·・ ") if found else ""


def contents(lines: list[Line], known: dict[int, str]) -> Iterator[int]:
    """Tables of contents: lines with a leader and a page number, and what follows 目录 and is printed again below."""
    dotted = [i for i, line in enumerate(lines) if contents_entry(line.text)]
    heads = [
        i
        for i, line in enumerate(lines)
        if line.text[0] in "目CcT" and len(line.text) < 24 and _CONTENTS_HEAD.fullmatch(line.text)
    ]
    yield from _on_one_line(lines)
    entries = sorted({*dotted, *(i for head in heads for i in _spaced_entries(lines, head))})
    if len(entries) >= 2 or entries and heads:
        yield from entries
    taken = set(entries)
    keys: Counter[str] | None = None
    for head in heads:
        yield head
        if keys is None:
            keys = _printed(lines)
        paged = any(
            i in taken for i in range(head + 1, head + 12)
        )  # then nothing after its last page number is contents
        seen: set[str] = set()
        pending: list[int] = []
        for i in range(head + 1, min(head + 400, len(lines))):
            text = lines[i].text
            key = _key(text)
            if i in taken:
                yield from pending
                pending = []
            elif (
                key in seen
                or _joined(lines, i) & seen
                or len(text) > 100
                or ends_sentence(text)
                and not is_parenthesis(text)
            ):
                break
            elif i in known or not paged and keys[key] > 1 or re.fullmatch(r"(?:附\s*则|附\s*录)\s*\d*", text):
                yield from pending
                yield i
                pending = []
            elif len(pending) >= 3 or not (
                _CONTENTS_HEAD.fullmatch(text) or is_container(text) or len(text) < 24 or paged and i + 1 in taken
            ):
                break
            else:
                pending.append(i)
            seen.add(key)


def _joined(lines: list[Line], i: int) -> set[str]:
    """The title that begins here, if it is broken over two or three lines."""
    texts = [_key(line.text) for line in lines[i : i + 3] if len(line.text) < 100]
    return {"".join(texts[:2]), "".join(texts[:3])} if len(texts) > 1 else set()


def _printed(lines: list[Line]) -> Counter[str]:
    """What the lines print, and how often; a title that is broken over two or three lines as well."""
    texts = [_key(line.text) if len(line.text) < 100 else "" for line in lines]
    found = Counter(texts)
    for i, text in enumerate(texts[:-1]):
        if text and texts[i + 1] and not ends_sentence(lines[i].text):
            found[text + texts[i + 1]] += 1
            found[text + texts[i + 1] + "".join(texts[i + 2 : i + 3])] += 1
    return found


def _on_one_line(lines: list[Line]) -> Iterator[int]:
    """第一章 总则 第二章 管理 第三章 附则, each of which is a line of its own below."""
    for i, line in enumerate(lines):
        if len(line.text) > 800 or line.text.count("第") < 2 or not _ENTRIES.match(line.text):
            continue
        text = _HEAD_ON_LINE.sub("", line.text, count=1)
        entries = [_key(entry) for entry in _DIVISION.split(text) if entry.strip()]
        below = {_key(after.text) for after in lines[i + 1 :] if len(after.text) < 100}
        if len(entries) >= 2 and all(entry in below for entry in entries):
            yield i


def _spaced_entries(lines: list[Line], head: int) -> Iterator[int]:
    """Entries with a blank leader below 目录: their page numbers never fall, and few other lines stand between."""
    last, others = 0, 0
    for i in range(head + 1, min(head + 400, len(lines))):
        found = _SPACED.match(lines[i].text) if len(lines[i].text) <= 200 else None
        if found is None:
            others += 1
            if others > 3 and not contents_entry(lines[i].text):
                return
        elif int(found[1]) < last:
            return
        else:
            last, others = int(found[1]), 0
            yield i


def without_range(text: str) -> str:
    """The heading in an entry that says which articles stand below it: 第一章 总则（第一条—第三条）."""
    return _RANGE.sub("", text.rstrip()) if text.rstrip().endswith(("）", ")")) else text


def _key(text: str) -> str:
    return without_range(re.sub(r"[.．…·・\-—\d]+$", "", squeeze(text)))
