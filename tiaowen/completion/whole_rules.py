"""A rule whole and no more: the likeliest words with their consequence, condition, subject and antecedent.

A condition brings what follows from it; 其 and 前款 mean something said before; a rule that begins after 除…外 holds
only under that condition. Behind the quantity that was asked for, parts that add nothing are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tiaowen.clauses.penalties import CONSEQUENCE, PENALTY
from tiaowen.completion.generality import is_condition
from tiaowen.datamodels import Span
from tiaowen.language.normalization import search_text
from tiaowen.language.question_types import question_type
from tiaowen.language.sentences import split_sentences, trimmed
from tiaowen.relevance.quantities import states_quantity
from tiaowen.spans.candidates import ANNOUNCES
from tiaowen.spans.choices import Choice

LOST = 0.05  # share of the question that a part behind the quantity must add to stay
REFERENT = 120  # characters of an earlier sentence that come along with 其 or 前款
UNNAMED = 0.12  # share of the question below which a condition is not named in it
EXTRA = 80  # characters of conditions that come along with the rule they govern

# A condition, whose consequence follows; 将…材料, whose verb does.
_OPEN = re.compile(
    r"(?:的|时|后|期间|以上的?|之日起|情形的?)$"
    r"|[将把][^，,。；\n]*(?:材料|资料|报告|情况|结果|名[册单]|意见|信息|档案|文件|决定)$"
)
_EXCEPT = re.compile(r"^除[^，,。；]{2,60}(?:外|以外)$")
_STOPS = re.compile(r"[。；\n]")
_RULES = re.compile(r"应当|可以|不得|必须|除外|但|外$|视为|予以|处")
_QUALIFIES = re.compile(
    r"(?:什么|哪些|何种|啥)(?:样的?)?(?:任职|基本|资格)?(?:条件|资格)|条件(?:是|有)(?:什么|哪些|啥)"
)
_MUST = re.compile(r"必须|应当?|须|需|具备|具有|符合|年满")
_WHEN = re.compile(
    r"什么时候(?:可以|能|应当?|要|必须|才)|[什何][么种]情[况形]下?|什么条件|哪些(?:情[况形]|人员?|患者|单位)"
)
_MAY = re.compile(r"可[按由通根在向]|不[少多低高]于|不得?超过|至[多少]|以[内上下]")
_REFERS = re.compile(r"其(?![他它余中次实间])|该[^当等]|此[类项种等时]|上述|前[款项条]|这[一些类种]|它们?|他们?")
_SUBJECT = re.compile(
    r"由[^，,]{2,}|[^，,]{2,}(?:应当|应|可以|不得|必须|负责|有权|会同|根据|按照|对|将|统筹|组织|制定|开展)"
)
_BARE = re.compile(r"(?:为|对|向|把|将|给|并|要|应当|应|可以|不得|必须|负责|组织|做好|加强|开展|制定|提出|报)")
_DECIDES = {
    "consequence": PENALTY,
    "whether": re.compile(
        r"不得|可以|应当|禁止|严禁|必须|不予|不再|无权|有权|享有|不计入|不属于|不算|不受|不适用|不列入|不享受|免[收缴交征予]"
    ),
    "who": re.compile(
        r"由[^，,。；]{2,}"
        r"|(?:部门|机关|委员会|政府|单位|小组|法院|学校)[^。；]{0,20}(?:应当|可以|负责|履行|行使|承担)"
    ),
}
_A_NOT_A = re.compile(r"([\u4e00-\u9fff])不\1")  # 管不管
_JOINS = re.compile(r"(?:或者?|以及|及|和|与|并且|且|而且)(?![解平谐睦气])")


def tight(choice: Choice, best: Span) -> Span:
    """The span without parts behind the quantity asked for that add nothing: no word of the question, no rule."""
    text = choice.text
    sentences = split_sentences(text, *best)
    if not choice.kind or len(sentences) != 1:
        return best
    parts = sentences[0].parts
    last = max((i for i, p in enumerate(parts) if states_quantity(text[slice(*p)], choice.kind)), default=len(parts))
    if last + 1 >= len(parts) or _OPEN.search(text, *parts[last]):
        return best
    said = search_text(text[best.start : parts[last].end])
    adds = any(choice.share(p, without=said) > LOST or _RULES.search(text, *p) for p in parts[last + 1 :])
    return best if adds else Span(best.start, parts[last].end)


def whole_rule(choice: Choice, best: Span) -> list[Span]:
    """The span with its consequence, its conditions, its subject and what its pronouns stand for."""
    text = choice.text
    best = _with_consequence(choice, best)
    sentences = split_sentences(text, *_region(choice, best))
    sentence = next((s for s in sentences if s.span.start <= best.start < s.span.end), None)
    if sentence is None:
        return [best]
    before = [part for part in sentence.parts if part.start < best.start]
    if before and _QUALIFIES.search(choice.question) and any(_MUST.search(text, *part) for part in before):
        return [sentence.span]  # all of them are asked for, not the last ones
    start = best.start
    while before and start - before[-1].start <= EXTRA and _EXCEPT.match(text[before[-1].start : before[-1].end]):
        start = before.pop().start
    said = text[start : best.end]
    if before and (_REFERS.match(said) or _JOINS.match(said)):
        start = sentence.span.start
    elif before and (condition := _condition(choice, before, said)) is not None:
        start = condition
    elif before and question_type(choice.question)["who"] and _BARE.match(said) and not _DECIDES["who"].search(said):
        start = next((p.start for p in reversed(before) if _SUBJECT.match(text, p.start, p.end)), sentence.span.start)
    best = Span(start, best.end)
    lead = _deciding_lead(choice, sentence.span.start, best)
    if lead is not None:
        return [lead, best]
    if start == sentence.span.start and _REFERS.match(text, start):
        earlier = [s.span for s in split_sentences(text, choice.hit.clause.body, start) if s.span.end <= start]
        if earlier and earlier[-1].end - earlier[-1].start <= REFERENT:
            return [earlier[-1], best]
    return [best]


def _condition(choice: Choice, before: Sequence[Span], said: str) -> int | None:
    """Where the condition begins that stands right before the best words, where these lay down a rule for it and the
    question does not name it: without 受到国家级表彰的单位， the words 可以掌握在35%以内 mislead."""
    text, found = choice.text, None
    if _WHEN.search(choice.question) and any(is_condition(text[slice(*part)]) for part in before):
        return before[0].start if before[-1].end - before[0].start <= EXTRA else None  # the conditions are asked for
    if not (choice.kind or wanted(choice)) or not (_RULES.search(said) or states_quantity(said, choice.kind)):
        return None
    for part in reversed(before):
        words_ = text[slice(*part)]
        if not is_condition(words_) or ANNOUNCES.search(words_) or choice.share(part) >= UNNAMED:
            break
        found = part
    if found is None or before[-1].end - found.start > EXTRA:
        return None
    return found.start


def _deciding_lead(choice: Choice, start: int, best: Span) -> Span | None:
    """下列人员不计入家庭成员：…，现役义务兵: the words before the colon, where they alone decide."""
    text = choice.text
    colon = text.rfind("：", start, best.start)
    if colon < 0 or wanted(choice)[:1] != ["whether"] or choice.kind:
        return None
    deciding = _DECIDES["whether"]
    lead = trimmed(text, start, colon)
    if lead is None or not deciding.search(text, *lead) or deciding.search(text, *best):
        return None
    return lead


def _region(choice: Choice, span: Span) -> tuple[int, int]:
    """The paragraph around a span, within its clause."""
    text, unit = choice.text, choice.hit.clause
    low = max(unit.body, text.rfind("\n", unit.start, span.start) + 1)
    high = text.find("\n", span.end, unit.end)
    return low, unit.end if high < 0 else high


def _with_consequence(choice: Choice, best: Span) -> Span:
    """连续两年不确定档次的，… is only a condition: its consequence follows, as the verb of 将… does."""
    text = choice.text
    if text[best.end : best.end + 1] not in ("，", ","):
        return best
    if not _OPEN.search(text, best.start, best.end):
        return _with_decision(choice, best)
    longer = [o.span for o in choice.options if o.span.start == best.start and o.span.end > best.end]
    return max(longer, key=lambda span: span.end if not _STOPS.search(text, span.start, span.end) else -1, default=best)


def _with_decision(choice: Choice, best: Span) -> Span:
    """单笔3000元以上的支部经费支出 for 谁定 says nothing yet: with the part of its sentence that lays down the rule."""
    text = choice.text

    def rules(span: Span) -> bool:
        return decides(choice, text[slice(*span)]) or bool(_RULES.search(text, *span) or _MAY.search(text, *span))

    if choice.kind or not wanted(choice) or rules(best):
        return best
    sentences = split_sentences(text, *_region(choice, best))
    parts = next((s.parts for s in sentences if s.span.start <= best.start < s.span.end), ())
    after = next((part for part in parts if part.start >= best.end and rules(part)), None)
    return Span(best.start, after.end) if after is not None and after.end - best.end <= EXTRA else best


def wanted(choice: Choice) -> list[str]:
    """Which of a consequence, yes or no, and somebody is asked for, in this order."""
    wants = question_type(choice.question)
    wants["consequence"] = wants["consequence"] or bool(CONSEQUENCE.search(choice.question))
    wants["whether"] = wants["whether"] or _A_NOT_A.search(choice.question) is not None
    return [kind for kind in _DECIDES if wants[kind]]


def decides(choice: Choice, words_: str) -> bool:
    """Whether the words hold what the question asks for: a quantity of its kind, a consequence, an authority."""
    if choice.kind:
        return states_quantity(words_, choice.kind)
    asked = wanted(choice)
    return bool(asked) and _DECIDES[asked[0]].search(words_) is not None
