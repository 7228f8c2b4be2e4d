"""Lists whose members are points of their own below a heading: 四、申请材料 （一）新办 1. … 2. …

Guides and notices put a heading where an article has the lead of its 项. Who asks for the materials then asks for all
points below it, or for those of the case that the question names (新办要交哪些材料); one of them alone is no answer.
In an article it is the lead that says of what the list is (竞聘上岗按下列程序进行：).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tiaowen.datamodels import Clause, Corpus, Document
from tiaowen.language.normalization import search_text, words

LONGEST = 1_500  # characters of a list with its headings
LONGEST_POINT = 200
_NOUNS = "材料|资料|证件|条件|程序|流程|步骤|环节|情形|职责|义务|权利|原则|对象|费用"
_ALIKE = {"资料": "材料", "证件": "材料", "步骤": "程序", "流程": "程序", "环节": "程序"}
_WHICH = r"(?:哪些|什么(?!时|地|人)|啥|哪几[种个项类份]?|怎样的?)"
_ASKED = re.compile(
    rf"{_WHICH}[^，,。；？?的]{{0,4}}?(?P<after>{_NOUNS})|(?P<before>{_NOUNS})(?:都|具体|主要)?(?:有|是|包括|包含|分为?)?{_WHICH}"
)
_FRAME = re.compile(
    rf"{_WHICH}|{_NOUNS}|需要|应当|应该|必须|可以|提交|提供|准备|递交|携带|办理|具备|符合|满足|具体|主要|包括|请问|我想|时候|的时候"
    r"|[各要交带需办应得去都有是分和与及的了时吗呢啊？?，,。、我]"
)


def asked_noun(question: str) -> str:
    """What the question asks for all of (材料, 程序); empty where it asks for something else."""
    found = _ASKED.search(question)
    return _plain(found["after"] or found["before"]) if found else ""


def headed_list(question: str, documents: Sequence[Document], corpus: Corpus) -> list[Clause]:
    """The heading below which all that is asked for stands, or those of the cases that the question names; empty where
    not exactly one of the documents' headings is of what is asked for, or the question is on something else."""
    noun = asked_noun(question)
    found = [
        heading
        for document in (documents if noun else ())
        for heading in corpus.containers.get(document.id, ())
        if _plain(heading.heading.strip()[-2:]) == noun and _is_list(heading, corpus)
    ]
    asked = set(words(question))
    if len(found) > 1:
        found = [heading for heading in found if set(words(heading.heading)) <= asked]
    if len(found) != 1 or not _on(question, found[0], corpus, named=len(documents) == 1):
        return []
    cases = [c for c in corpus.children[found[0].id] if c.role == "container" and c.heading]
    named = [case for case in cases if search_text(case.heading).replace(" ", "") in search_text(question)]
    return named or found


def announcing(question: str, chapter: Clause, corpus: Corpus) -> Clause | None:
    """The only article of a chapter whose words before a colon announce what the question asks for."""
    noun = asked_noun(question)
    if not noun:
        return None
    units = [c for c in corpus.descendants(chapter) if c.role == "unit"]
    found = [unit for unit in units if noun in map(_plain, _announced(unit))]
    return found[0] if len(found) == 1 else None


def _announced(unit: Clause) -> list[str]:
    """What the article announces lists of: 按下列程序进行：, 程序如下："""
    lead = re.compile(rf"(?:下列|以下)[^，。：\n]{{0,4}}?({_NOUNS})[^。：\n]{{0,12}}：\n|({_NOUNS})(?:如下|是|为)?：\n")
    return [one or other for one, other in lead.findall(unit.text)]


def _is_list(heading: Clause, corpus: Corpus) -> bool:
    """Whether all that stands below a heading are points, directly or below the headings of cases."""
    units = [c for c in corpus.descendants(heading) if c.role == "unit"]
    points = all(unit.level == "点" and unit.end - unit.start <= LONGEST_POINT for unit in units)
    return len(units) > 1 and points and heading.end - heading.start <= LONGEST


def _on(question: str, heading: Clause, corpus: Corpus, named: bool) -> bool:
    """Whether the question has no words but those of its asking, of the list, and of the headings above it; it has to
    have some, unless its document is known."""
    said = search_text("\n".join([heading.document.title, *corpus.headings(heading), heading.text]))
    told = words(_FRAME.sub(" ", question))
    return (named or bool(told)) and all(word in said for word in told)


def _plain(noun: str) -> str:
    return _ALIKE.get(noun, noun)
