"""A paper named in pieces of its title before an address: 锦澜苑物业合同第十条 of 锦澜苑小区物业服务合同.

Notices, replies, minutes and contracts have titles that nobody says in full. An address behind the words tells that
they are a name; where all of them stand in one title, in its order and to its end, they name it. Laws have their own,
stricter rules (title_heads.py).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from tiaowen.addresses.title_fit import Entry

_PAPERS = (
    *("通知", "复函", "批复", "纪要", "合同", "协议", "公告", "通告", "指南", "须知", "方案", "计划", "意见", "预案"),
    *("问答", "规约", "公约", "民约", "手册", "制度", "守则", "规范", "标准", "清单", "倡议书", "公报", "要点", "流程"),
)
_ADDRESS = re.compile(
    r"第 ?\(?[0-9〇零一二三四五六七八九十百千]+\)? ?[编章节条款项点段部]|附[件录表] ?[0-9一二三四五六七八九十]"
    r"|\d+(?:\.\d+)+|[一二三四五六七八九十]{1,3}、|问题[一二三四五六七八九十0-9]|序言|末段"
    r"|[一二三四五六七八九十]{0,3}\([一二三四五六七八九十]{1,3}\)"
    r"|(?:一?共|总共)?[有分]?(?:多少|几)(?:个|大)?(?:[章节条款项点段]|部分)(?![件例])"
)
_LINK = re.compile(r"(?:里面的?|当中的?|[的里中之])?[ 》]*$")
_RUN = re.compile(r"[一-龥0-9]+$")
SHORTEST, LONGEST = 4, 30  # characters of such a name
_SHORTEST_WHOLE = 4  # characters of a title that is said in full


class Pieces:
    """Entries by the titles that words may end with, and by their last two characters. Set-up is linear in them."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.whole: dict[str, list[Entry]] = defaultdict(list)
        self.ends: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            core = entry.name.core
            for said in {core, core.removesuffix("书") or core}:  # 劳动合同 of 劳动合同书
                self.whole[said].append(entry)
            self.ends[core[-2:]].append(entry)


def pieced(text: str, titles: Pieces) -> Iterator[tuple[int, int, Entry]]:
    """Where a folded text names one title in pieces just before an address."""
    for address in _ADDRESS.finditer(text):
        end = _LINK.search(text, 0, address.start())
        run = _RUN.search(text[: end.start() if end else address.start()])
        words = run[0][-LONGEST:] if run else ""
        stop = run.end() if run else 0
        whole = next((words[left:] for left in range(len(words)) if words[left:] in titles.whole), "")
        if len(whole) >= _SHORTEST_WHOLE:
            named = {entry.document.id: entry for entry in titles.whole[whole]}
            if len(named) == 1:
                yield stop - len(whole), stop, next(iter(named.values()))
            continue
        if not words.endswith(_PAPERS):
            continue
        ends = titles.ends.get(words[-2:], ())
        for left in range(len(words) - SHORTEST + 1):
            fits = {entry.document.id: entry for entry in ends if _in_pieces(words[left:], entry.name.core)}
            if fits:
                if len(fits) == 1:
                    yield stop - len(words) + left, stop, next(iter(fits.values()))
                break


def _in_pieces(words: str, title: str) -> bool:
    """Whether a title has all the words in their order, in pieces of two characters and more, the last at its end."""

    @cache
    def fits(end: int, upper: int) -> bool:
        """Whether words[:end] fit title[:upper]."""
        if end == 0:
            return True
        return any(
            fits(end - size, at)
            for size in range(min(end, upper), 1, -1)
            if (at := title.rfind(words[end - size : end], 0, upper)) >= 0
        )

    tail = max((n for n in range(2, len(words) + 1) if title.endswith(words[-n:])), default=0)
    return any(fits(len(words) - size, len(title) - size) for size in range(tail, 1, -1))
