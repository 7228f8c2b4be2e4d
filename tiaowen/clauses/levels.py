"""Sections side by side for the levels of one thing: 4.1 Ⅰ级响应 … 4.4 Ⅳ级响应, 红色预警 … 蓝色预警.

They say nearly the same in the same words, so that no resemblance tells them apart; the level that the question names
does. Who asks about Ⅱ级响应 is answered from its section, whatever another one says.
"""

from __future__ import annotations

from tiaowen.datamodels import Clause, Corpus, Document
from tiaowen.language.normalization import search_text
from tiaowen.relevance.rivals import grades, without_grades


def section_of_level(question: str, document: Document, corpus: Corpus) -> list[Clause]:
    """The units of the only section of a document whose heading is the level that the question names and what it is a
    level of, where sections of other levels stand beside it; empty where there is none."""
    asked = grades(question)
    if len(asked) != 1:
        return []
    level, rest = next(iter(asked)), search_text(without_grades(question))
    kinds: dict[str, dict[str, list[Clause]]] = {}
    for heading in corpus.containers.get(document.id, ()):
        named = grades(heading.heading)
        kind = search_text(without_grades(heading.heading)).strip(" ()（）:：")
        if len(named) == 1 and kind and kind in rest:
            kinds.setdefault(kind, {}).setdefault(named.pop(), []).append(heading)
    found = [levels[level] for levels in kinds.values() if len(levels) > 1 and level in levels]
    if len(found) != 1 or len(found[0]) != 1:
        return []
    return [unit for unit in corpus.descendants(found[0][0]) if unit.role == "unit"]
