"""The sentences of a clause that are for the one asked about, of several side by side.

对国有企业党员，结合…；对金融企业党员，结合…: each is for its own, and what is said of one is no answer for another,
however well its words fit. So with the grades of a scale (一类区域为…；二类区域为…) and with labels (咨询电话：…，
监督电话：…).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from tiaowen.datamodels import Clause, Span
from tiaowen.normalization import search_text, words
from tiaowen.rivals import grades
from tiaowen.sentences import split_sentences

LEAST = 2  # sentences side by side
_LABEL = re.compile(r"(?:^|(?<=[。；;，,\n 　]))([一-鿿]{2,8})[：:](?=[^\n])")
_FOR = re.compile(r"(?:针?对|面?向)[^,]{2,16}(?<!的),")
# What must, may or must not be, for whom or in what case that is asked: 哪些患者必须床旁交接班.
_MODALS = (r"必须|应当|应该|应|须|需要?|要", r"可以|可|能够?", r"不得|不能|不可以?|禁止|严禁|不准|不许|不允许")
_RULED = re.compile(
    rf"(?:哪些?|什么|啥|何时|谁|几种)[^，,。；？?]*?(?P<modal>{'|'.join(_MODALS)})(?P<act>[^，,。；？?什么哪谁]{{2,}}?)[的呢啊？?。]*$"
)
_APART = re.compile(r"(?:哪些?|什么)[^，,。；？?]{0,16}?(?P<apart>不适用)")
_SEVERAL = re.compile(r"[和与及、]|分别|各[是有为占]|[哪那]些|哪几")


def aimed(question: str, unit: Clause) -> list[Span]:
    """The document spans of the sentences of a unit that are for what the question names; empty where all may be."""
    text, asked = unit.document.text, search_text(question)
    sentences = _sentences(unit)
    ruled = _ruled(question, text, sentences)
    if ruled or _SEVERAL.search(question):
        return ruled
    for found in (_labelled(asked, text, unit), _graded(question, text, sentences), _parallel(asked, text, sentences)):
        if found:
            return found
    return []


@lru_cache(maxsize=4096)
def _sentences(unit: Clause) -> tuple[Span, ...]:
    text = unit.document.text
    return tuple(sentence.span for sentence in split_sentences(text, unit.body, unit.end))


def _ruled(question: str, text: str, sentences: Sequence[Span]) -> list[Span]:
    """The sentences that lay down the very rule whose cases the question asks for, where the others do not: what stands
    behind them (交接不清的，不得离岗) has no case of it."""
    ruled, apart = _RULED.search(question), _APART.search(question)
    if apart is not None:
        said = re.compile(apart["apart"])
    elif ruled is not None:
        modal = next(modals for modals in _MODALS if re.fullmatch(modals, ruled["modal"]))
        said = re.compile(rf"(?<!不)(?:{modal})[^，,。；]{{0,6}}?{re.escape(ruled['act'])}")
    else:
        return []
    found = [span for span in sentences if said.search(text, *span)]
    return found if len(found) < len(sentences) else []


def _labelled(asked: str, text: str, unit: Clause) -> list[Span]:
    """What stands behind the only label that the question names, where there are others."""
    marks = list(_LABEL.finditer(text, unit.body, unit.end))
    named = [i for i, mark in enumerate(marks) if mark[1] in asked]
    if len(marks) < 2 or len(named) != 1:
        return []
    i = named[0]
    return [Span(marks[i].start(), marks[i + 1].start() if i + 1 < len(marks) else unit.end)]


def _graded(question: str, text: str, sentences: Sequence[Span]) -> list[Span]:
    """The sentences that name the grade of the question, where others name other grades of its scale alone."""
    own = grades(question)
    if len(own) != 1:
        return []
    said = [grades(text[slice(*span)]) for span in sentences]
    scale = next(iter(own))[-1]
    others = [found for found in said if found and not own & found and any(grade[-1] == scale for grade in found)]
    named = [span for span, found in zip(sentences, said, strict=True) if own & found]
    return named if others else []


def _parallel(asked: str, text: str, sentences: Sequence[Span]) -> list[Span]:
    """The only one of the sentences that say for whom they are (对…) which has a word of the question that none of the
    others has, at its beginning."""
    found = [(span, search_text(text[slice(*span)])) for span in sentences]
    alike = [(span, said) for span, said in found if _FOR.match(said)]  # for whom, not in what case
    known = [word for word in dict.fromkeys(words(asked)) if len(word) > 1]
    whom = [said.split(",")[0] for _, said in alike]
    own = [{word for word in known if word in head and sum(word in other for other in whom) == 1} for head in whom]
    named = [span for (span, _), words_ in zip(alike, own, strict=True) if words_]
    return named if len(named) == 1 and len(alike) >= LEAST else []
