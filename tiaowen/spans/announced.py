"""The list that is announced in the words of the question: 取得驾驶资格要符合哪些条件, 取得驾驶资格应当符合下列条件：.

Two lists of one regulation are announced in nearly the same words, and reading takes the one for the other. The words
that one announcement has and the other has not tell them apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from tiaowen.datamodels import Clause, Corpus, Hit
from tiaowen.language.normalization import search_text, words
from tiaowen.spans.candidates import item_groups, list_lead

_LISTED = re.compile(r"哪些|哪几|什么(?:材料|程序|职责|要求|原则|内容|权利|义务)|条件|情[形况]|包括")
_ASKING = re.compile(
    r"哪些|哪几[个项种]|什么|符合|具备|满足|下列|以下|条件|情形|情况|应当?|可以|需要?|必须|规定|包括|有"
)


def announced(
    question: str, hits: Sequence[Hit], corpus: Corpus, idf: Callable[[str], float], settles: Callable[[Clause], bool]
) -> Hit | None:
    """The only hit that announces a list with every word of the question, of the same document as the first one, which
    announces another list; None where there is none, or it does not settle the question as it is read."""
    if not hits or not _LISTED.search(question):
        return None
    asked = {word for word in words(question) if len(word) > 1 and idf(word) > 0 and not _ASKING.fullmatch(word)}
    if len(asked) < 2 or not _leads(hits[0].clause, corpus) or _named(asked, hits[0].clause, corpus):
        return None
    found = [
        hit for hit in hits[1:] if hit.clause.document == hits[0].clause.document and _named(asked, hit.clause, corpus)
    ]
    return found[0] if len(found) == 1 and settles(found[0].clause) else None


def _named(asked: set[str], clause: Clause, corpus: Corpus) -> bool:
    return any(all(word in lead for word in asked) for lead in _leads(clause, corpus))


def _leads(clause: Clause, corpus: Corpus) -> list[str]:
    text = clause.document.text
    leads = [list_lead(text, siblings, clause) for siblings in item_groups(clause, corpus)]
    return [search_text(text[slice(*lead)]) for lead in leads if lead is not None]
