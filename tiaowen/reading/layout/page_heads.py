"""Running heads and feet that tell by themselves what they are.

They hold the number of the page, stand first or last on pages that form feeds part, or were printed by a browser.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from tiaowen.reading.grammar.lines import Line
from tiaowen.reading.grammar.marks import DATE, ends_sentence, is_label, is_title, remembered, squeeze

DAY_FOLIO = re.compile(rf"{DATE.pattern}\s*星期[一二三四五六日天]\s*第?\s*[A-Z]?\d{{1,2}}\s*版[^。；！？，]{{0,8}}")
"""2031年3月10日　星期一　第3版　要闻."""
IN_SENTENCE = re.compile(r"(?:以及|[的和与或及将被把])$")
"""No head ends so: a line of a sentence that stands twice where pages end is none."""

_LONGEST = 100  # characters
_NEAREST = 4  # lines from one page to the next,
_FEWEST = 100  # and characters
_SHORTEST = 4  # characters of the words beside a number
_DECORATION = r"[-–—－~·•.…|【〔\[(（]*"
_CLOSING = r"[-–—－~·•.…|】〕\])）]*"
_OF = r"(?:\s*[/／]\s*(?:共\s*)?\d{1,4}(?:\s*页)?)?"
_NUMBER = rf"{_DECORATION}\s*(?:第\s*)?(?P<n>\d{{1,4}})(?:\s*页)?{_OF}\s*{_CLOSING}"
_AHEAD = re.compile(rf"{_NUMBER}(?:(?<=\D)|(?=\s))\s*(?P<words>\D.*)")
_BEHIND = re.compile(rf"(?P<words>.*?\S)(?:\s+|(?=[-–—－~·•…|【〔\[(（第])){_NUMBER}")
_COUNTED = re.compile(r"(?:[表图卷册题]|样式|格式|范本|示例|案例|问题|部分|单元|专栏|小组|标段|项目|方案|阶段|情形)$")
"""What is numbered by itself: 典型案例 1, 考核评分表 2."""
_PRINTED = re.compile(
    r"\d{2,4}[/-]\d{1,2}[/-]\d{1,4},? *(?:[上下]午)? *\d{1,2}:\d{2}(?::\d{2})? *(?:[AP]M)?[\s\xa0]+\S.*"
)
"""2023/9/12 10:24  关于…的通知, printed by a browser above each page."""
_ADDRESS = re.compile(r"(?:https?|file)://\S+(?:[\s\xa0]+\d{1,4}\s*[/／]\s*\d{1,4})")
"""https://… 1/6, printed by a browser below each page."""


def heads(lines: Sequence[Line], known: Mapping[int, str]) -> Iterator[int]:
    """The indices of such lines."""
    yield from _printed(lines)
    yield from _numbered(lines, known)
    yield from _paged(lines, known)


def _printed(lines: Sequence[Line]) -> Iterator[int]:
    addresses = [i for i, line in enumerate(lines) if "://" in line.text and _ADDRESS.fullmatch(line.text)]
    times = [i for i, line in enumerate(lines) if line.text[0].isdigit() and _PRINTED.fullmatch(line.text)]
    yield from addresses
    for i in times:
        again = any(squeeze(lines[j].text) == squeeze(lines[i].text) for j in times if j != i)
        if addresses or again and not ends_sentence(lines[i].text):
            yield i


def _numbered(lines: Sequence[Line], known: Mapping[int, str]) -> Iterator[int]:
    """The same words three times, the number before or behind them counting up: 2  某市文件选编, 某市文件选编  3."""
    places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for i, line in enumerate(lines):
        if i in known or line.heading or line.bullet or len(line.text) > _LONGEST:
            continue
        if found := _parted(line.text):
            places[found[0]].append((found[1], i))
    for members in places.values():
        run: list[tuple[int, int]] = []
        for number, i in [*members, (0, 0)]:
            if run and not (1 <= number - run[-1][0] <= 2 and _apart(lines, run[-1][1], i)):
                if len(run) >= 3:
                    yield from (index for _, index in run)
                run = []
            run.append((number, i))


def _apart(lines: Sequence[Line], i: int, j: int) -> bool:
    """Whether two lines are as far from each other as two pages."""
    return j - i >= _NEAREST and lines[j].start - lines[i].end >= _FEWEST


@remembered
def _parted(text: str) -> tuple[str, int] | None:
    """The words beside the number of a page, without blanks, and the number."""
    if not (text[-1].isdigit() or text[-1] in "-–—－~·•…|】〕])）页" or not text[0].isalpha() or text[0] == "第"):
        return None
    if text[0] in "[［":
        return None  # [1] 《某办法》: a reference
    for pattern in (_AHEAD, _BEHIND):
        found = pattern.fullmatch(text)
        if found is None:
            continue
        words = squeeze(found["words"])
        sentence = ends_sentence(words) or is_label(text) or re.search(r"[，。；]|[：:](?!//)", words)
        if len(words) >= _SHORTEST and not sentence and _COUNTED.search(words) is None and words[0] not in ".．、%":
            return words, int(found["n"])
    return None


def _paged(lines: Sequence[Line], known: Mapping[int, str]) -> Iterator[int]:
    """What stands first on every page, or last, where form feeds part the pages: one text, or two that take turns."""
    starts = [0, *(i for i, line in enumerate(lines) if line.page and i)]
    if len(starts) < 2:
        return
    ends = [start - 1 for start in starts[1:]]
    for places in (starts, ends):
        texts = [squeeze(lines[i].text) for i in places]
        titled = places is starts and _title_below(lines, known, 0)
        if len(texts) < len(set(texts)) + (1 if titled else 2):
            continue
        alike = all(text == texts[number % 2] for number, text in enumerate(texts))
        short = all(
            len(text) <= 44 and not ends_sentence(text) and not is_label(text) and not re.search("[，；。：]", text)
            for text in set(texts)
        )
        if alike and short:
            # above the first page the same words can be the title of the text
            first = 0 if places is ends or titled else 1
            yield from (i for i in places[first:] if i not in known)


def _title_below(lines: Sequence[Line], known: Mapping[int, str], i: int) -> bool:
    """Whether the line below has a title of its own."""
    below = next((j for j in range(i + 1, min(i + 6, len(lines))) if j not in known), None)
    return (
        below is not None
        and is_title(lines[below].text)
        and not lines[below].text.startswith("关于")
        and squeeze(lines[below].text) != squeeze(lines[i].text)
    )


def above_title(lines: Sequence[Line], known: Mapping[int, str], i: int) -> bool:
    """Whether a line that is a running head on all other pages is one above the first title too."""
    return i == 0 and _title_below(lines, known, i)
