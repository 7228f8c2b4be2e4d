"""How the words of a question fit a title: piece by piece from the head noun leftwards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tiaowen.addresses.title_words import COMMON, FILLER, Name
from tiaowen.datamodels import Document
from tiaowen.language.folding import fold
from tiaowen.language.vocabulary import plain_words, subwords

_LEFT_OUT = re.compile(r"(?:中华人民共和国)?(?:公职人员|国家工作人员|国家|公民|城市)?")
"""Words before a short name that only say whom or where it concerns: 政务处分法 is 公职人员政务处分法."""

_BETWEEN = re.compile(rf"(?:中华人民共和国|{COMMON.pattern})*")
_NEGATED = re.compile(r"[非不未]")
"""What makes another word of the one after it: 企业 is not what a law on 民办非企业单位 is about."""
_REST = 3  # characters of a word that are left out behind its beginning
_BOTH_ENDS = 4  # characters of a name that leaves out words in the middle of the title

_PLAIN = re.compile(r"[\s、,，·“”\"《》〈〉<>]")


@dataclass(frozen=True)
class Entry:
    name: Name
    document: Document


@dataclass(frozen=True)
class Fit:
    """How a run of words fits a title: `left` is where the part that fits begins in the words."""

    entry: Entry
    left: int
    content: int  # characters that fit, the head apart
    tier: int  # 0 the whole title, 1 without place or issuer, 2 one piece of it, 3 several, 4 with a word from the text
    coverage: float
    whole: bool = True  # the first piece begins the title, and only words that many titles have are left out between


def align(words: str, head: str, entry: Entry) -> Fit | None:
    """Fit the end of `words` to a title from right to left, in pieces of at least two characters."""
    core = entry.name.core
    if head in entry.name.heads:
        if head != entry.name.head:
            core = core.removesuffix(entry.name.head) + head
        stop = len(core) if core.endswith(head) else core.rfind(head) + len(head)
    elif head == "法" and core.endswith("法典"):
        stop = len(core) - 1  # 民法 for 民法典
    else:
        return None
    at, upper = len(words), stop
    while at and upper and words[at - 1] == core[upper - 1]:
        at, upper = at - 1, upper - 1
    if len(words) - at < len(head):
        return None
    if head == "解释" and upper == stop - len(head) and words[:at].endswith("司法") and words[at - 3 : at] not in core:
        at -= 2  # 公司法司法解释, but not 公司法解释
    left, content, pieces, borrowed = at, stop - upper - len(head), 1, False
    taken = [(upper, stop)]
    whole = words[left:]
    while at > 0:
        low = _piece(words, at, core, taken)
        filler = FILLER.search(words[max(at - 3, 0) : at]) if low is None else None
        if filler:
            at -= len(filler[0])
            continue
        gap = 0
        if low is None:
            # One word that the title lacks, if the document's text has it before the next word of the title.
            for gap in (2, 3, 4):
                if at - gap >= 2 and content and words[at - gap : at + 2] in entry.document.text:
                    low = _piece(words, at - gap, core, taken)
                    if low is not None:
                        borrowed = True
                        break
            if low is None:
                break
        at -= gap
        size = 2
        while at > size and low > 0 and words[at - size - 1] == core[low - 1] and not _taken(low - 1, taken):
            low, size = low - 1, size + 1
        taken.append((low, low + size))
        at -= size
        left, content, pieces = at, content + size, pieces + 1
    if content < 2 and whole not in entry.name.forms and whole + "典" not in entry.name.forms:
        return None
    if any(_NEGATED.match(core, low - 1) and not _taken(low - 1, taken) for low, _ in taken if low):
        return None
    if whole in entry.name.forms and pieces == 1:
        tier = tier_of(whole, entry.name)
    else:
        tier = 4 if borrowed else 2 if pieces == 1 else 3
    coverage = min(content / max(len(core) - len(head), 1), 1.0)
    return Fit(entry, left, content, tier, coverage, _is_whole(core, sorted(taken), head))


def _is_whole(core: str, taken: Sequence[tuple[int, int]], head: str) -> bool:
    """土地法 may stand for 土地管理法, 劳动仲裁法 for 劳动争议调解仲裁法; 合同法 or 劳动法 may not for 劳动合同法."""
    if not _LEFT_OUT.fullmatch(core[: taken[0][0]]):
        return False
    between = [core[a[1] : b[0]] for a, b in zip(taken, taken[1:], strict=False)]
    if all(COMMON.fullmatch(words) for words in between):
        return True
    # Its first and its last words, with others left out between them.
    said = sum(high - low for low, high in taken) - len(head)
    return said >= _BOTH_ENDS and taken[-1][1] - taken[-1][0] >= len(head) + 2


def tier_of(whole: str, name: Name) -> int:
    return 0 if whole == name.core or name.core == "中华人民共和国" + whole else 1


def _piece(words: str, at: int, core: str, taken: Sequence[tuple[int, int]]) -> int | None:
    """Where the two characters before words[at] stand in a title outside what is taken, the last place first."""
    if at < 2:
        return None
    low = core.rfind(words[at - 2 : at])
    while low >= 0 and (_taken(low, taken) or _taken(low + 1, taken)):
        low = core.rfind(words[at - 2 : at], 0, low + 1)
    return low if low >= 0 else None


def _taken(place: int, taken: Sequence[tuple[int, int]]) -> bool:
    return any(low <= place < high for low, high in taken)


def initials(short: str, long: str) -> bool:
    """民诉法 of 民事诉讼法: its characters in this order, from the first one on; 征管法 of 税收征收管理法: the first
    characters of its last words."""
    rest = iter(long)
    if short[0] == long[0]:
        return all(character in rest for character in short)
    return "".join(word[0] for word in plain_words(long[:-1])).endswith(short[:-1]) and long[-1] == short[-1]


def abbreviated(short: str, entry: Entry) -> bool:
    """刑诉规则 of …刑事诉讼规则: beginnings of neighbouring words of the title, two of them by their first character
    alone, to its end; before them any words are left out, and between them those that many titles have."""
    head = entry.name.head
    core, said = entry.name.core.removesuffix(head), short.removesuffix(head)
    rest = iter(core)
    if len(said) < 2 or not all(character in rest for character in said):  # seen before any title is cut into words
        return False
    starts, ends, at = set[int](), set[int](), 0
    for word in plain_words(core):
        at = max(core.find(word, at), at)
        for inner in (word, *subwords(word)):
            begin = at + word.find(inner)
            starts.add(begin)
            ends.add(begin + len(inner))
        at += len(word)

    def passed(low: int, high: int) -> bool:
        """Whether core[low:high] is the rest of a word and words that many titles have."""
        return any(low <= end <= min(low + _REST, high) and _BETWEEN.fullmatch(core[end:high]) for end in ends)

    def fits(left: int, low: int, single: int) -> bool:
        """Whether said[left:] is made of words from core[low:] on."""
        if left == len(said):
            return single >= 2 and passed(low, len(core))
        for begin in starts:
            if begin < low or left and not passed(low, begin):
                continue
            size = 0
            while left + size < len(said) and begin + size < len(core) and said[left + size] == core[begin + size]:
                size += 1
                if fits(left + size, begin + size, single + (size == 1)):
                    return True
        return False

    return fits(0, 0, 0)


def begun(text: str, start: int, end: int, title: str) -> int:
    """Where the title begins in a text of which [start, end) is the end of it: its words may go on before, over the
    marks at which the search for a name stops (最高人民法院、最高人民检察院关于…); `start` where they do not."""
    whole = _PLAIN.sub("", fold(title))
    said = _PLAIN.sub("", text[start:end])
    at = whole.rfind(said)
    if at <= 0:
        return start
    left, place = start, at
    for i in range(start - 1, -1, -1):
        if _PLAIN.fullmatch(text[i]):
            continue
        if place == 0 or text[i] != whole[place - 1]:
            break
        place -= 1
        left = i
    return left if place == 0 else start
