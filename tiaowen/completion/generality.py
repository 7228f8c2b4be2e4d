"""The general rule before its special cases: 一般不超过20%, then 有下列情形之一的，…可以提高到25%.

A question on a quantity that says nothing about the condition of a special case asks for the rule; the special cases of
the same clause come along as exceptions. Where the highest or lowest is asked for, the case that has it comes along
as a part of the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

import numpy as np

from tiaowen.completion.targets import aimed
from tiaowen.datamodels import Clause, Span
from tiaowen.language.normalization import search_text, words
from tiaowen.language.sentences import Sentence, split_sentences
from tiaowen.relevance.contrasts import LEAST, MOST, amounts
from tiaowen.relevance.evidence import ATTRIBUTE
from tiaowen.relevance.quantities import asked_quantity, states_quantity
from tiaowen.spans.choices import Choice

WHOLE = 260  # characters of parallel cases that are quoted together
AS_MUCH = 0.5  # of what one of the two shares with the question, the least share of the other

# A case of its own: …的，; 受到表彰奖励的单位，; 经…批准，; and words that change what was laid down before.
_CASE = re.compile(r"(?:的|时|后|期间)$|^(?:经|因|对)|确需|特殊|情况")
_CONDITION = re.compile(r"[^目]的$|^经[^，]{2,40}(?:同意|批准|审核|审批|许可|认定|协商一致)$")
_POINTS = re.compile(r"第[^，]{1,9}[条款项]|前[款项条]")
_WHOSE = re.compile(r"的([一-鿿]{2,8})$")
_BEARERS = frozenset({"单位", "部门", "人员", "机构", "地方", "人"})  # of whom a case speaks
_CHANGES = re.compile(r"提高|降低|延长|延期|延至|放宽|增加|减少|缩短|上浮|下浮|减半|加倍|掌握在|控制在|不受")
_LIMITS = re.compile(r"不得?超过|不得?[少低高多]于|最[长短多少高低迟晚]")
_EXCEPTION = re.compile(r"其中[，,]|但是?[，,]?")
_OF_WHICH = re.compile(r"其中[，,]?")
_STEP = re.compile(r"幅度|调整|浮动")  # by how much, not how much
# How much is asked for in other words.
_RATED = re.compile(
    r"(?:怎么|怎样|如何|咋)(?:来|去)?(?:计算|核算|算(?!数|是|作)|计发|计费|收(?!集|到|回|购)|缴费|交费)|(?:收费|计费)标准"
)
_UNIT = re.compile(r"小时|分钟|公里|个月|工作日")
_TIMES = re.compile(r"加倍|减半|免[收交缴费]")
_STEP_ON = re.compile(r"超过|超出|不足|不满|逾期|此后|之后|以后|第[2二]")
_FORM = re.compile(r"最|一般|至[多少]|可以|应当|不得|超过|多少|多大")


def general(choice: Choice, best: Span) -> list[Span]:
    """The words of the general rule that the best words make a special case of, and where an extreme is asked for the
    sentence of the special case that has it; empty where there is no such rule, or the question names the case."""
    text, unit = choice.text, choice.hit.clause
    if not choice.kind:
        return []
    sentences = split_sentences(text, unit.body, unit.end)
    special = next((s for s in sentences if s.span.start <= best.start < s.span.end), None)
    if special is None:
        return []
    whole = _whole_of(choice, special, best)
    if whole is not None:
        return [whole]
    if not _is_special(text, special):  # 不得超过十二小时。案情重大的，不得超过二十四小时: the best is the rule
        beyond = [s for s in sentences[sentences.index(special) + 1 :][:1] if _has_condition(text, s)]
        further = _extreme(choice, [special, *beyond], best) if states_quantity(text[slice(*best)], choice.kind) else []
        return [best, *further] if further else []
    about = search_text(text[slice(*special.span)])
    if "下列" in about:  # 集体记功 stands in the list of cases below, and is named with it
        about += search_text(text[special.span.end : unit.end])
    aims = aimed(choice.question, unit)
    for sentence in sentences[: sentences.index(special)]:
        said = search_text(text[slice(*sentence.span)])
        beside = aims and not any(a.start <= sentence.span.start < a.end for a in aims)
        if beside or _is_special(text, sentence) or not states_quantity(said, choice.kind):
            continue
        own = [w for w in choice.weights if w in about and w not in said and not _is_form(w)]
        if own or _shared(choice, said) < AS_MUCH * _shared(choice, about):
            continue
        rule = _stating(choice, sentence)
        return [] if rule is None else [rule, *_extreme(choice, sentences, rule)]
    return []


def _whole_of(choice: Choice, sentence: Sentence, best: Span) -> Span | None:
    """The best words with what they are a part of: 产假158天，其中产前休假15天, where the question is on the whole."""
    if not _OF_WHICH.match(choice.text[slice(*best)]):
        return None
    before = next((part for part in sentence.parts if part.end + 1 == best.start), None)
    if before is None or not states_quantity(choice.text[slice(*before)], choice.kind):
        return None
    said = [search_text(choice.text[slice(*span)]) for span in (before, best)]
    own = [word for word in choice.weights if word in said[1] and word not in said[0] and not _is_form(word)]
    return None if own or not _shared(choice, said[0]) else Span(before.start, best.end)


def special(choice: Choice, best: Span) -> Span | None:
    """The special case that the question names: from the beginning of a sentence with a condition, which has every
    word of the question, to the quantity that it states. None where there is none, or a rule without a condition has
    every word too."""
    text, unit = choice.text, choice.hit.clause
    asked = [word for word in choice.weights if not _is_form(word)]
    if not choice.kind or len(asked) < 2:
        return None
    sentences = split_sentences(text, unit.body, unit.end)
    said = [search_text(text[slice(*sentence.span)]) for sentence in sentences]
    named = [n for n, words_ in enumerate(said) if all(word in words_ for word in asked)]
    if not named or not all(_is_special(text, sentences[n]) for n in named):
        return None
    sentence = max((sentences[n] for n in named), key=lambda s: s.span.start <= best.start < s.span.end)
    stating = _stating(choice, sentence)
    return None if stating is None else Span(sentence.span.start, stating.end)


def without_exceptions(choice: Choice) -> Choice:
    """The choice without the sentences 其中，…的，不再… whose case the question does not name, where another sentence
    has as much of the question: who asks what follows from 不合格 is not told the exception alone."""
    text, unit = choice.text, choice.hit.clause
    sentences = split_sentences(text, unit.body, unit.end)
    apart = [s for s in sentences if _EXCEPTION.match(text[slice(*s.span)]) and len(s.parts) > 1]
    kept = choice
    for sentence in apart:
        rest = search_text(text[unit.body : sentence.span.start] + text[sentence.span.end : unit.end])
        case = search_text("".join(text[slice(*part)] for part in sentence.parts[:-1]))
        rule = set(search_text(text[slice(*sentence.parts[-1])]))
        own = [
            word for word in dict.fromkeys(words(case)) if len(word) > 1 and word not in rest and not rule & set(word)
        ]
        if not own or any(word in search_text(choice.question) for word in own):
            continue
        inside = [sentence.span.start <= o.span.start < sentence.span.end for o in kept.options]
        about = _shared(choice, search_text(text[slice(*sentence.span)]))
        if any(
            _shared(choice, search_text(text[slice(*s.span)])) >= AS_MUCH * about for s in sentences if s not in apart
        ):
            kept = replace(kept, scores=np.where(inside, -np.inf, kept.scores))
    return kept if np.isfinite(kept.scores).any() else choice


def of_a_case(choice: Choice, span: Span) -> bool:
    """Whether the words stand in the sentence of a special case."""
    sentences = split_sentences(choice.text, choice.hit.clause.body, choice.hit.clause.end)
    return any(s.span.start <= span.start < s.span.end and _is_special(choice.text, s) for s in sentences)


def parallel(choice: Choice, best: Span) -> Span:
    """The best words, or the whole sentence where semicolons join cases of one quantity and the question names none of
    them: 不满一年的，不得超过一个月；不满三年的，不得超过二个月 for 最长多久. So with rates for 怎么计算."""
    text, unit = choice.text, choice.hit.clause
    rated = not choice.kind and _RATED.search(choice.question) is not None
    kind = "money" if rated else choice.kind
    numbered = re.search(r"[0-9]", search_text(choice.question)) is not None
    if not kind or numbered and not rated or aimed(choice.question, unit):
        return best
    runs: list[list[Sentence]] = []
    for sentence in split_sentences(text, unit.body, unit.end):
        joint = bool(runs) and text[runs[-1][-1].span.end : sentence.span.start].strip(" 　") in ("；", ";")
        if joint:
            runs[-1].append(sentence)
        else:
            runs.append([sentence])
    run = next((r for r in runs if r[0].span.start <= best.start and best.end <= r[-1].span.end), [])
    if len(run) < 2 or run[-1].span.end - run[0].span.start > WHOLE:
        return best
    said = [search_text(text[slice(*sentence.span)]) for sentence in run]
    shared = _left_out(*said[:2])
    own = [w for w in choice.weights if w in _BEARERS or not (_is_form(w) or _UNIT.fullmatch(w))]
    told = [w for w in own if 0 < sum(w in one for one in said) < len(said)]
    if any(w not in shared for w in told) or not all(states_quantity(s, kind) or _TIMES.search(s) for s in said):
        return best
    return Span(run[0].span.start, run[-1].span.end)


def _left_out(first: str, second: str) -> str:
    """What the first of two sentences alike says for both: 午餐费 of 一年级学生午餐费每餐10元；二年级学生每餐12元, and
    all that stands before a first step: 停车场30分钟以内免费；超过30分钟的，…."""
    if _STEP_ON.match(second):
        return first
    first, second = (re.sub("[0-9]+", "0", one) for one in (first, second))
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_opcodes()
    return "\n".join(first[start:end] for tag, start, end, _, _ in blocks if tag == "delete")


def cases(question: str, rule: Span, unit: Clause) -> Iterator[Span]:
    """The later sentences of a unit that change the quantity that the quoted rule lays down: what comes next
    (情况复杂的，可以延长30日), and what speaks of the same things."""
    kind, text = asked_quantity(question), unit.document.text
    if not kind or MOST.search(question) or LEAST.search(question):
        return
    sentences = split_sentences(text, unit.body, unit.end)
    quoted = next((s for s in sentences if s.span.start <= rule.start < s.span.end), None)
    if quoted is None or _is_special(text, quoted) or not states_quantity(text[slice(*rule)], kind):
        return
    said = search_text(text[slice(*quoted.span)])
    topic = [w for w in dict.fromkeys(words(question)) if w in said and not _is_form(w)]
    following = sentences[sentences.index(quoted) + 1 :]
    for n, sentence in enumerate(following):
        other = text[slice(*sentence.span)]
        limits = n == 0 and _has_condition(text, sentence) and _LIMITS.search(said) and _LIMITS.search(other)
        changes = _CHANGES.search(other) or limits
        if not (_is_special(text, sentence) and changes and states_quantity(other, kind)):
            continue
        shared = sum(w in search_text(other) for w in topic)
        if n == 0 and _CHANGES.search(other) or topic and shared >= AS_MUCH * len(topic):
            stop = text.find("。", sentence.span.end, unit.end)
            together = sentence.span.end <= stop and "\n" not in text[sentence.span.end : stop]
            yield Span(sentence.span.start, stop if together else sentence.span.end)


def _shared(choice: Choice, said: str) -> float:
    """Weight of the words of the question, its form apart, that a search text has."""
    return sum(weight for word, weight in choice.weights.items() if word in said and not _is_form(word))


def _stating(choice: Choice, sentence: Sentence) -> Span | None:
    """The best words of a sentence that state the quantity."""

    def fits(span: Span) -> bool:
        inside = sentence.span.start <= span.start and span.end <= sentence.span.end
        return inside and states_quantity(choice.text[slice(*span)], choice.kind)

    found = choice.best(fits)
    return found and (_whole_of(choice, sentence, found) or found)


def _extreme(choice: Choice, sentences: Sequence[Sentence], rule: Span) -> list[Span]:
    """The sentence with the highest or lowest value of the clause, where that is asked for and it is not the rule."""
    most, least = MOST.search(choice.question), LEAST.search(choice.question)
    if bool(most) == bool(least):
        return []
    choose = max if most else min
    found: list[tuple[float, Span]] = []
    dimensions = amounts(search_text(choice.text[slice(*rule)])).keys()
    for sentence in sentences:
        said = choice.text[slice(*sentence.span)]
        if _shared(choice, search_text(said)) < AS_MUCH * _shared(choice, search_text(choice.text[slice(*rule)])):
            continue
        if _STEP.search(said):
            continue
        values = [v for k, found_ in amounts(search_text(said)).items() if k in dimensions for v in found_]
        if values and states_quantity(said, choice.kind):
            found.append((choose(values), sentence.span))
    if not found:
        return []
    value, span = choose(found, key=lambda one: one[0])
    return [] if rule.start <= span.start < rule.end or span.start <= rule.start < span.end else [span]


def _is_special(text: str, sentence: Sentence) -> bool:
    return any(is_case(text[slice(*part)]) for part in sentence.parts[:-1])


def _has_condition(text: str, sentence: Sentence) -> bool:
    return any(_CONDITION.search(text[slice(*part)]) for part in sentence.parts[:-1])


def is_condition(part: str) -> bool:
    """Whether a part of a sentence says for whom, or on what condition, what follows holds: …的，; 受到表彰的单位，;
    经…同意，. A condition that only points at other clauses (违反第三条规定的) says nothing by itself."""
    whose = _WHOSE.search(part)
    bears = whose is not None and any(whose[1].endswith(word) for word in _BEARERS)
    return (bears or bool(_CONDITION.search(part))) and not _POINTS.search(part)


def is_case(part: str) -> bool:
    whose = _WHOSE.search(part)  # 户外广告面积的比例 is the thing itself, 受到表彰的单位 is not
    itself = ATTRIBUTE - _BEARERS
    return bool(_CASE.search(part)) or whose is not None and not any(whose[1].endswith(word) for word in itself)


def _is_form(word: str) -> bool:
    """A word that names what kind of thing is asked for, or how: 比例, 最高, 一般."""
    return len(word) < 2 or word.isdigit() or word in ATTRIBUTE or bool(_FORM.match(word))
