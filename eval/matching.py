"""Is this clause the one that a gold label means? Labels are compared as places, not as strings.

Gold labels are written by people: 第四十四条（四）, 一、总体要求/第3段, 问题三/工作措施2, 答3. Those of the library are
made by rule: 第四十四条第（四）项, 一、总体要求第3段, 问题三·工作措施2. Both are read into a place, a tuple of (level,
number, suffix), here and not with the library's own address module: a mistake there must not hide itself.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from eval.questions import Gold, Question
from tiaowen.datamodels import Clause, Document
from tiaowen.reading.grammar.numerals import NUMBER, value

Place = tuple[tuple[str, int, int], ...]

_TOKEN = re.compile(
    rf"第\(?(?P<number>{NUMBER})\)?(?P<level>分编|编|章|节|条|款|项|目|点|段|部分)(?:之(?P<suffix>{NUMBER}))?"
    rf"|\((?P<bracket>{NUMBER})\)"
    rf"|问题(?P<problem>{NUMBER})"
    rf"|(?:工作)?措施(?P<step>{NUMBER})?"
    rf"|(?:问答|问|答)(?P<pair>{NUMBER})"
    rf"|(?:^|[/·])(?P<part>{NUMBER})、"
    r"|(?P<word>题注|文号|末段|问题描述|工作目标)"
)
_ABOVE_ARTICLE = ("编", "分编", "章", "节")


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """NFKC without white space: what is left when width and layout are set aside. For comparing, never for showing."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def contains(text: str, span: str) -> bool:
    """Does `text` hold `span`, width and white space aside?"""
    return fold(span) in fold(text)


@lru_cache(maxsize=100_000)
def place(label: str) -> Place:
    """The address in a label, heading words left out; empty when there is none. Chapters above an article are dropped,
    since articles are numbered through."""
    steps: list[tuple[str, int, int]] = []
    for token in _TOKEN.finditer(fold(label)):
        if token["number"]:
            steps.append((token["level"], _number(token["number"]), _number(token["suffix"])))
        elif token["bracket"]:
            under_article = any(level in ("条", "款") for level, _, _ in steps)
            steps.append(("项" if under_article else "分节", _number(token["bracket"]), 0))
        elif token["problem"]:
            steps.append(("问题", _number(token["problem"]), 0))
        elif token["pair"]:
            steps.append(("问答", _number(token["pair"]), 0))
        elif token["part"]:
            steps.append(("部分", _number(token["part"]), 0))
        elif token["word"]:
            steps.append((token["word"], 0, 0))
        else:
            steps.append(("措施", _number(token["step"]), 0))
    if any(level == "条" for level, _, _ in steps):
        steps = [step for step in steps if step[0] not in _ABOVE_ARTICLE]
    return tuple(steps)


def covers(outer: Place, inner: Place) -> bool:
    """Does `outer` name `inner` or something that holds it? 第四十四条 covers 第四十四条（四）.

    （十七） and 五、（十七） cover each other: a label without the heading is only given where the numbers run
    through the document. 第3段 covers only itself: paragraphs are counted anew under each heading.
    """
    if not outer or not inner:
        return False
    if outer[0][0] == "部分" and inner[0][0] != "部分" and len(outer) > 1 and outer[1][0] != "段":
        outer = outer[1:]
    if outer[0][0] == "段":
        return outer == inner
    return set(outer) <= set(inner)


def same_document(document: Document, name: str) -> bool:
    """Equal titles (or an alias), book-title marks, width and white space aside; a title that leaves out the issuer
    before 关于; for a 答记者问, the regulation that it is about."""
    wanted = _title(name)
    for title in map(_title, (document.title, *document.aliases)):
        longer, shorter = sorted((title, wanted), key=len, reverse=True)
        if title == wanted or (shorter.startswith("关于") and longer.endswith(shorter)):
            return True
    if document.kind == "qa" and wanted.endswith("答记者问"):
        return bool(set(_books(document.title)) & set(_books(name)))
    return False


def is_gold(clause: Clause, gold: Gold) -> bool:
    """Is the clause at the gold place: the same, a part of it, or the unit (article, point …) that holds it? A heading
    (章, 一、) that merely has the place below it is not."""
    if not same_document(clause.document, gold.document):
        return False
    found, wanted = place(clause.label), place(gold.label)
    if not found or not wanted:
        return fold(clause.label) == fold(gold.label)
    if clause.role == "container":
        return found == wanted
    return covers(found, wanted) or covers(wanted, found)


def matches(clause: Clause, text: str, question: Question) -> frozenset[int]:
    """Which gold clauses (by index) are met: by label, or because `text`, the words shown of the clause, holds the
    answer span. Where there are as many spans as gold clauses the two go together by index."""
    gold, spans = question.gold, question.answer_spans
    found = {i for i, place_ in enumerate(gold) if is_gold(clause, place_)}
    if not spans:
        return frozenset(found)
    held = [i for i, span in enumerate(spans) if contains(text, span)]
    if len(gold) == len(spans):
        found.update(held)
    elif len(gold) <= 1:
        found.update({0} if held else ())
    elif len(held) == len(spans):
        found.update(range(len(gold)))
    return frozenset(found)


def _number(numeral: str | None) -> int:
    return value(numeral) or 0 if numeral else 0


def _title(title: str) -> str:
    return fold(title).replace("《", "").replace("》", "")


def _books(title: str) -> list[str]:
    return re.findall(r"《([^《》]+)》", fold(title))
