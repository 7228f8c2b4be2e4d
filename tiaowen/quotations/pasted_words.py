"""Which words of a message were pasted, and which only ask where these stand: 这段话出自哪里？, “…”和“…”分别是哪一条.

The asking stands before the words, behind them or around them. It is told by its own vocabulary: with a word that asks
for a place or whether something is word for word so, and without any other word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

CASE = 16  # characters from which words before 是哪条规定的 may be a passage; shorter ones are a case
LONG = 30  # characters from which a message that asks nothing is a passage
LEAST = 8  # characters of a passage that can be told apart
FARTHEST = 60  # characters at either end of a message in which it is asked
_QUOTED = re.compile(r"“([^“”]{8,})”|「([^「」]{8,})」|\"([^\"]{8,})\"|‘([^‘’]{8,})’|『([^『』]{8,})』")
_OUTERMOST = re.compile(r"“(.{8,})”|「(.{8,})」|『(.{8,})』", re.DOTALL)
_WHICH = re.compile(
    r"^(.{8,}?)[\n。；;，,——\- ]*(?:请问|问一?下)?[，,]?(?:(?:是|出自|来自|在|属于|见于)?(?:的?原文)?(?:是|在)?"
    r"(?:哪一?[条款项章段部份篇里儿]|哪[个份些部条]?(?:文件|法律?|法规|规章|规定|条例|办法|条款|条文|地方)|什么(?:文件|法规|法律)|第几条)"
    r"|的?(?:出处|来源)).{0,12}$",
    re.DOTALL,
)
_ASKS = re.compile(r"[?？]|吗|什么|哪|谁|几|如何|怎|多少|多久")
_QUESTION = re.compile(r"(?:[?？]|吗|呢)\s*$")
_WHERE = re.compile(
    r"出自|出处|来自|来源|源自|原文在|原话|哪里的?|哪儿|哪一?[条款项章段部份篇]"
    r"|(?:哪[个份些部条]?|什么)(?:文件|法律?|法规|规章|政策|规定|条例|办法|条款|条文|地方)|第几[条款项章]"
    r"|有没有(?:这|这样)|是不是(?:原文|原话|这么|这样|规定)|(?:准确|正确|对|属实|一致|一样)(?:吗|不|么|否)|是否(?:准确|正确|属实|一致|原文|有)"
)
_SAID = re.compile(
    r"[这那][一两几三四]?[段句个些]?(?:话|文字|内容|规定|条文|表述|说法|原文)?|下面|以下|下列|如下|上面|上述|以上|前面|的|是|在|请问|麻烦|请|谢谢|您好|你好|想知道"
    r"|帮我|帮忙|告诉我|查[找询]?一?下?|找[到出]?一?下?|看一?下|问一?下?|我?想问一?下?|出自|出处|来自|来源|源自|属于|见于|引自|原文|原话|里|中|文件|政策|规章|法律"
    r"|知道|求|[（）()]|[哪什么谁第几条款项章段个份些儿里部篇法规定条例办法地方说写的于出呢吗啊呀和与跟及？?。，,、；;！!：:“”「」『』\"‘’\s]"
    r"|准确|正确|属实|一致|一样|是否|是不是|有没有|有|对|不|否|引用|文字|内容|条文|话|[两二三四][句段]|一|句|分别|各自?|都|叫|所说|规定"
)
_WORDS = r"(?:段|句|[一两几二三四][段句])?(?:话|文字|内容|原文|条文|表述|文本|句子)"
_COMING = re.compile(rf"这{_WORDS}|这[段句]|这[一两几二三四][段句]|(?:下面|以下|下列|如下)")
_GONE = re.compile(rf"[这那]{_WORDS}|[这那][段句]|[这那][一两几二三四][段句]|(?:上面|以上|上述|前面)")
_BACK = re.compile(r"以上|上面|上述|前面|^那")
_BREAK = re.compile(r"[：:？?。，,；;！!、（(\n—\- ]+")
_NAMED = re.compile(rf"一?{_WORDS}|[这那一][段句]|出处")
_OTHERWISE = re.compile("理解|意思|解释|为什么|怎么|如何|哪些|体现|落实")  # more is asked than where the words stand
_THANKS = re.compile(r"[\s，。！!]*(?:谢谢|多谢|感谢|辛苦|麻烦)[您你大家们了啦各位]{0,4}[\s。.！!~～]*$")
_OPEN = re.compile(r"[：:\n]")
_POINTS = re.compile("这(?![么样])|上面|以上|上述|前面|那[段句]")
_BESIDE = "，,、：:？?！!（( \n\t—-"  # what stands between the asking and the words; a full stop is theirs


@dataclass(frozen=True)
class Pasted:
    """The pasted words of a message, each passage apart. `told`: it says that they are somebody's words, not a case."""

    words: tuple[str, ...]
    told: bool
    asked: bool = True  # where they stand


def pasted_words(message: str) -> Pasted | None:
    """What of a message was pasted; None where it is a question about something else."""
    message = _THANKS.sub("", message.strip())
    found = _quoted(message) or _begun(message) or _ended(message)
    if found is not None:
        return found
    which = _WHICH.match(message)
    if which and len(which[1]) >= CASE and not _ASKS.search(which[1]):
        return Pasted((which[1].strip(),), told=False)
    bare = len(message) >= LONG and not _ASKS.search(message)
    return Pasted((message,), told=False, asked=False) if bare else None


def _asks(text: str) -> bool:
    return bool(_WHERE.search(text)) and not _SAID.sub("", text)


def _mentions(text: str) -> bool:
    """Whether it asks where some words stand, beside a few words on where they come from: 网上看到一句话, 某条例里."""
    asks = _WHERE.search(text) and _NAMED.search(text) and not _OTHERWISE.search(text)
    return bool(asks) and len(_SAID.sub("", text)) <= CASE


def _begun(message: str) -> Pasted | None:
    """The words behind the asking, which ends at a colon, a line feed, any other mark, or with a word for the place."""
    head = message[:FARTHEST]
    breaks = [(found.start(), found.end(), found[0]) for found in _BREAK.finditer(head)]
    if _COMING.search(head):
        breaks += [(found.end(), found.end(), "") for found in _WHERE.finditer(head)]
    for low, high, mark in sorted(breaks, key=lambda place: (not place[2], -place[0])):
        asking, words = message[:low], message[high:].strip()
        if len(words) < LEAST or not _asks(asking):
            continue
        opened = bool(_OPEN.search(mark))
        coming = bool(_COMING.search(asking)) and not _BACK.search(asking)
        # 这段话出自哪里？该如何理解？ asks on; 出自哪里？ alone may ask of what is talked about
        if opened or not _QUESTION.search(words) and (coming or not _BACK.search(asking) and not _ASKS.search(words)):
            return Pasted(_each(words), told=opened or coming)
    for low, high, mark in breaks:  # 领导发来一段话，帮忙查查出处：
        if _OPEN.search(mark) and _mentions(message[:low]) and len(message[high:].strip()) >= LEAST:
            return Pasted(_each(message[high:].strip()), told=True)
    return None


def _ended(message: str) -> Pasted | None:
    """The words before the asking: …。这段话出自哪里？, also without a mark between them."""
    start = max(len(message) - FARTHEST, 0)
    tail = message[start:]
    breaks = [found.end() for found in _BREAK.finditer(tail)] + [found.start() for found in _GONE.finditer(tail)]
    for high in sorted(start + place for place in breaks):
        asking, words = message[high:], message[:high].strip().rstrip(_BESIDE)
        if len(words) < LEAST or not _asks(asking):
            continue
        gone = bool(_POINTS.search(asking))
        if gone or len(words) >= CASE and not _ASKS.search(words):
            return Pasted(_each(words), told=gone)
    return None


def _quoted(message: str) -> Pasted | None:
    """The words in quotation marks, where hardly anything but the asking stands around them."""
    for pattern in (_QUOTED, _OUTERMOST):
        found = list(pattern.finditer(message))
        rest = pattern.sub("", message)
        if found and (_WHERE.search(rest) and len(_SAID.sub("", rest)) <= 2 or _mentions(rest)):
            return Pasted(tuple(next(filter(None, each.groups())) for each in found), told=True)
    return None


def _each(words: str) -> tuple[str, ...]:
    """The passages in the words: each in its own quotation marks, or all of it as one."""
    found = list(_QUOTED.finditer(words))
    if found and not _SAID.sub("", _QUOTED.sub("", words)):
        return tuple(next(filter(None, each.groups())) for each in found)
    whole = _OUTERMOST.fullmatch(words)
    return (next(filter(None, whole.groups())) if whole else words,)
