"""Of pieces side by side that each give a value to a thing of its own, those for the thing that the question names.

报名表应当于11月10日前交至人事部，演讲稿应当于11月20日前交至队里: of two deadlines in one sentence the other one is no
answer. So with sums, points and periods (迟到一次扣2分，早退一次扣3分), and with who does what (红色预警由甲签发，
黄色预警由乙签发). A piece is a sentence of those that semicolons join, or the parts of one sentence up to each value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from tiaowen.datamodels import Clause, Span
from tiaowen.language.everyday import lawful
from tiaowen.language.normalization import search_text, words
from tiaowen.language.sentences import Sentence, split_sentences
from tiaowen.language.vocabulary import plain_words
from tiaowen.relevance.quantities import asked_quantity, states_quantity
from tiaowen.relevance.rivals import grades, without_grades

_WHEN = re.compile(r"什么时候|何时|啥时候|几号|哪[天日年]|几月|多久|多长时间|多长期限")
_TIME = re.compile(r"[0-9]+个?(?:工作日|月|日|天|年|周|小时|分钟)|[上中下]旬|[年月季]底")
_WHO = re.compile(r"谁|哪(?:个|些|一)?(?:部门|单位|机关|机构|人|级|领导|科室|处室)|什么(?:部门|单位|机关|机构|人)")
_BY = re.compile(r"(?<![自理事缘])由(?![于此来])|负责")
_MANY = re.compile(r"(?:几|多少)个?(?!钱|人)([一-鿿])")  # 涨几级
_GIVEN = re.compile(r"[费金款税薪资奖额分率期量数]$|津贴|补贴|补助")
_MUCH = re.compile(r"[是为有要]?(?:多少|几)")
_NOBODY = re.compile(r"[在于自按将向以每]|[0-9一二三四五六七八九十]")
_DUTY = re.compile(r"应当?|必须|须|可以|[在于自按]")
_ADDED = re.compile(r"并|且|但|同时|最[高低多少]|累计|合计|不得|逾期|直至")  # goes on with what stands before it
_CHANGED = re.compile(r"延长|延期|展期|顺延|放宽|缩短|提高|降低|减半|加倍|翻倍")
_FIGURE = re.compile(r"[0-9]")


def graded_pieces(question: str, unit: Clause) -> list[Span]:
    """The document spans of the pieces of a unit that name the grade of the question (二级事故由甲调查), where each of
    the same row names one; empty where there is no such row."""
    asked, row = grades(question), _row(question, unit)
    graded = [grades(unit.document.text[slice(*piece)]) for piece in row] if asked else []
    kept = [piece for piece, own in zip(row, graded, strict=False) if asked & own]
    return kept if all(graded) and len(kept) < len(row) else []


def own_pieces(question: str, unit: Clause) -> list[Span]:
    """The document spans of the pieces of a unit that are for the thing which the question names, where others of the
    same row are for other things; empty where there is no such row, or nothing tells which is meant."""
    row = _row(question, unit)
    kept = _named(question, unit.document.text, row) if row else []
    return kept if len(kept) < len(row) else []


def _row(question: str, unit: Clause) -> list[Span]:
    """The pieces of the only row of a unit that has words of the question and gives values of the kind asked for."""
    asked = search_text(without_grades(question))
    value = _value(asked)
    if value is None or _FIGURE.search(asked):
        return []  # 旷课10学时: a figure is compared with those of the cases (see brackets)
    text, known = unit.document.text, _known(question)
    rows = [
        row
        for row in _rows(text, split_sentences(text, unit.body, unit.end), value)
        if len(row) > 1 and known & set(words(" ".join(text[slice(*piece)] for piece in row)))
    ]
    return rows[0] if len(rows) == 1 else []


def _known(question: str) -> set[str]:
    """The words of a question, with those of the law for them."""
    return {word for word in words(lawful(search_text(question))) if len(word) > 1}


def _value(asked: str) -> Callable[[str], bool] | None:
    """What tells whether a piece gives a value of the kind that a question asks for; None where it asks for none."""
    kind = asked_quantity(asked)
    if kind:
        return lambda said: states_quantity(said, kind)
    if _WHEN.search(asked):
        return lambda said: bool(_TIME.search(search_text(said)))
    many = _MANY.search(asked)
    if many is not None:
        figure = re.compile(rf"(?:[0-9.]+|[一二两三四五六七八九十百千万半]+)个?{many[1]}")
        return lambda said: bool(figure.search(search_text(said)))
    if _WHO.search(asked):
        return lambda said: bool(_BY.search(said))
    return None


def _rows(text: str, sentences: Sequence[Sentence], gives: Callable[[str], bool]) -> list[list[Span]]:
    """The pieces of each row: sentences that semicolons join, and the parts of one sentence."""
    rows: list[list[Span]] = []
    joined: list[Span] = []
    for at, sentence in enumerate(sentences):
        rows.append(_parts(text, sentence, gives))
        span = sentence.span
        if gives(text[slice(*span)]):
            lead = text.rfind("：", *span)
            joined.append(Span(lead + 1, span.end) if lead > 0 else span)
        follows = sentences[at + 1].span.start if at + 1 < len(sentences) else span.end
        if text[span.end : follows].strip(" 　") not in ("；", ";"):
            rows.append(joined)
            joined = []
    return rows


def _parts(text: str, sentence: Sentence, gives: Callable[[str], bool]) -> list[Span]:
    """The pieces of one sentence, each with the parts before its value and what goes on with it; none where a case or a
    time before the first (事件处置结束后，…) is that of all."""
    pieces: list[Span] = []
    waiting: list[Span] = []
    opening = 0  # parts before the first value
    for part in sentence.parts:
        said = text[slice(*part)]
        if pieces and _CHANGED.search(said):  # 情况复杂的可延长至10日 is said of the same thing
            pieces[-1] = Span(pieces[-1].start, part.end)
            waiting = []
        elif gives(said):
            low = waiting[0].start if waiting else part.start
            opening = opening or len(waiting) + 1
            pieces.append(Span(low, part.end))
            waiting = []
        elif pieces and _ADDED.match(said):
            pieces[-1] = Span(pieces[-1].start, part.end)
        else:
            waiting.append(part)
    if pieces and waiting:
        pieces[-1] = Span(pieces[-1].start, waiting[-1].end)
    return [] if opening > 1 and all("，" not in text[slice(*piece)] for piece in pieces[1:]) else pieces


def _named(question: str, text: str, row: Sequence[Span]) -> list[Span]:
    """The pieces that have words of the question which the others have not; of two with the same such words the one
    that says nothing else (技师 and not 高级技师).

    What the first piece says may be meant of all: what is given (本市户籍的免收管理费，非本市户籍的交120元), and who,
    where the others name nobody (学校应当在五日内送交报告，在十日内送交方案).
    """
    asked, named = search_text(without_grades(question)), _known(question)
    said = [text[slice(*piece)] for piece in row]
    told = [{word for word in words(one) if not _FIGURE.search(word)} for one in said]
    own = [named & one - set(told[0]).intersection(*told) for one in told]
    if any(_NOBODY.match(one) for one in said[1:]):
        own[0] -= set(words(_DUTY.split(said[0])[0]))
    given = _MUCH.split(asked)[0]
    if given != asked and own[0] <= {p for word in plain_words(given)[-1:] if _GIVEN.search(word) for p in words(word)}:
        own[0] = set()
    unique = [mine - set().union(*(other for j, other in enumerate(told) if j != i)) for i, mine in enumerate(own)]
    own = unique if any(unique) else own
    kept = [i for i, mine in enumerate(own) if mine and not any(mine < other for other in own)]
    kept = [i for i in kept if not any(own[j] == own[i] and told[j] < told[i] for j in kept)]
    return [row[i] for i in kept]
