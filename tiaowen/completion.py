"""From the candidate spans to the spans of an answer: the likeliest words with what they cannot do without.

A penalty stands in the words before 有下列行为之一 and the deed in an 项; 其 and 前款 mean something said before; a
rule that begins after 除…外 holds only under that condition. What is added is always a stretch of the same clause.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from tiaowen.brackets import narrowed
from tiaowen.candidates import item_groups, list_lead
from tiaowen.choices import Choice
from tiaowen.datamodels import Clause, Corpus, Span
from tiaowen.generality import general, is_condition, of_a_case, parallel, special, without_exceptions
from tiaowen.grids import Row, asked_rows, rows
from tiaowen.ladders import stepped
from tiaowen.normalization import search_text, words
from tiaowen.provisos import case_of, permitted
from tiaowen.quantities import states_quantity
from tiaowen.questions import besides
from tiaowen.ranking import question_type
from tiaowen.scales import CONSEQUENCE, GRADE, PENALTY, SETS, scale
from tiaowen.sentences import split_sentences, trimmed

NEARER = 0.05  # lead of a part in nearness that makes it the one asked about
OWN = 0.2  # share of the question's weight that an 项 must have for itself to be asked about rather than its list
PLAIN = 0.3  # share that makes an 项 the one asked about wherever else the best words stand
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
_COLON = re.compile(r"[：:]\s*\n\s*")
_ANNOUNCES = re.compile(r"下列|以下|如下")
_RULES = re.compile(r"应当|可以|不得|必须|除外|但|外$|视为|予以|处")
_ALL = re.compile(
    r"哪些|哪几|[什何][么种]情[况形]下?[会要应该当]*被?[评认确]|什么条件|有什么|有啥|哪[一二两三四五六七八九十]+[个项条种]|分别是|都包括|包括什么|全部"
)
# Where the list is of cases, they are what is asked for: 什么情况不允许起吊.
_CASES = re.compile(r"[什何][么种]情[况形]下?(?:不|可以?|能|允许|禁止|必须|应当?|要|会|得|才|需)")
_OF_CASES = re.compile(r"(?:下列|以下)[^，：]{0,6}(?:情[形况]|行为)|之一的")
_BESIDES = re.compile(
    r"除了?(?P<known>[^，,。]{2,16}?)(?:以外|之外|外)?[，,、]?(?:都|各)?还|除了?(?P<other>[^，,。]{2,16}?)(?:以外|之外|外)[，,]?"
)
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
_GRADE = re.compile(rf"{GRADE.pattern}|后果|谁|哪个|什么部门")
_MEMBERS = re.compile(r"哪几位|几位|成员|名单|组成|都有谁|是谁|有谁")
_ROSTER = re.compile(r"名单|组成|都有谁|哪些人")
_ENTRY = re.compile(r"\s*(?P<label>[^\s，。；：:（）()]{2,8})[：:]")
_JOINS = re.compile(r"(?:或者?|以及|及|和|与|并且|且|而且)(?![解平谐睦气])")
# A block that begins with its own label answers the question for which the label stands.
_BLOCKS = (
    (
        re.compile(r"时限|什么时候|何时|期限|哪天|几月|截止|多久|完成时间"),
        re.compile(r"(?:完成|办理|整改)?(?:时限|期限|时间)[：:]"),
    ),
    (
        # Who acts, not with whom or for whom: 跟谁签协议, 划给谁.
        re.compile(
            r"(?<![给跟和与同向对为替])(?:谁|哪个部门|哪些部门|哪些单位|哪个单位)|负责(?!什么|啥|哪|给|向|的|做)|责任单位|牵头"
        ),
        re.compile(r"(?:责任|牵头|承办|负责|配合)(?:单位|部门|人)[：:]"),
    ),
)


def completed(choice: Choice, corpus: Corpus) -> list[Span]:
    """The spans that answer, in reading order: the best candidate, with what it cannot do without."""
    choice = without_exceptions(choice)
    found = _completed(choice, corpus)
    for siblings in item_groups(choice.hit.clause, corpus):
        found = _with_items(choice, siblings, found)
    found = _announced(choice, _rows_asked(choice, stepped(choice, found, corpus)), corpus)
    return joined(choice.text, [*found, *_permitted(choice, found)])


def _permitted(choice: Choice, found: Sequence[Span]) -> list[Span]:
    """The sentence behind a prohibition that permits in the case which the question names: 动车票买不到能坐飞机吗."""
    text, unit, asked = choice.text, choice.hit.clause, search_text(choice.question)
    sentences = split_sentences(text, unit.body, unit.end)
    cases: list[Span] = []
    for rule, sentence in itertools.pairwise(sentences):
        quoted = any(span.end <= rule.span.end and rule.span.start < span.end for span in found)
        if not quoted or "\n" in text[rule.span.end : sentence.span.start]:
            continue
        said = text[slice(*rule.span)]
        if permitted(text, said, sentence):
            named = {word for word in words(case_of(text, sentence)) if len(word) > 1 and word not in search_text(said)}
            cases += [sentence.span] if any(word in asked for word in named) else []
    return cases


def _announced(choice: Choice, found: Sequence[Span], corpus: Corpus) -> list[Span]:
    """The spans; one that only announces what follows (由下列人员组成：) with what stands behind its colon, where that
    is no list of 项, and with those that semicolons join to it."""
    text, end = choice.text, choice.hit.clause.end
    leads = {siblings[0].start for siblings in item_groups(choice.hit.clause, corpus)}
    longer: list[Span] = []
    for span in found:
        colon = _COLON.match(text, span.end, end)
        at = colon.end() if colon is not None else end
        if colon is None or at in leads or at >= end or not _ANNOUNCES.search(text, *span):
            longer.append(span)
            continue
        line = _line(text, at, end)
        while text[line.start : line.end].rstrip().endswith(("；", ";")) and line.end < end:
            line = Span(line.start, _line(text, line.end + 1, end).end)
        words_ = trimmed(text, *line)
        longer.append(Span(span.start, words_.end) if words_ is not None else span)
    return longer


def _line(text: str, start: int, end: int) -> Span:
    stop = text.find("\n", start, end)
    return Span(start, end if stop < 0 else stop)


def _rows_asked(choice: Choice, found: Sequence[Span]) -> list[Span]:
    """The spans, or the rows of the clause's table that the question is about, where the spans are of the table or say
    nothing of what is asked for themselves."""
    text, unit = choice.text, choice.hit.clause
    asked = asked_rows(choice.question, text, unit.start, unit.end)
    if not asked:
        return list(found)
    inside = any(row.span.start < span.end and span.start < row.span.end for span in found for row in asked)
    table = rows(text, unit.start, unit.end)
    outside = [span for span in found if not any(r.span.start < span.end and span.start < r.span.end for r in table)]
    said = [text[slice(*span)] for span in outside]
    stated = any(choice.kind and states_quantity(words_, choice.kind) for words_ in said)
    if not inside and stated and not _own_rows(choice, asked, said):
        return list(found)
    return [row.words for row in asked]


def _own_rows(choice: Choice, asked: Sequence[Row], said: Sequence[str]) -> bool:
    """Whether the question says the name of a row, which the words outside the table do not: who asks what 沈某
    subscribed is not told the whole capital."""
    question, outside = search_text(choice.question), search_text("".join(said))
    names = [search_text(choice.text[slice(*row.cells[0])]) for row in asked]
    return any(len(name) > 1 and name in question and name not in outside for name in names)


def _with_items(choice: Choice, siblings: Sequence[Clause], found: Sequence[Span]) -> list[Span]:
    """The spans, with the list where one of them only announces it (按照下列规定办理) and none is a part of it."""
    text = choice.text
    lead = list_lead(text, siblings, choice.hit.clause)
    first, last = siblings[0].start, siblings[-1].end
    if lead is None or not found:
        return list(found)
    inside = [span for span in found if span.start < last and first < span.end]
    whole = Span(first, last - len(text[first:last]) + len(text[first:last].rstrip("。；;\n ")))
    announced = any(span.end == lead.end and _ANNOUNCES.search(text, *span) for span in found)
    if announced and not inside:
        return joined(text, [*found, whole])
    return list(found)


def _completed(choice: Choice, corpus: Corpus) -> list[Span]:
    """The same, of lists only what `_of_list` says."""
    labelled = _labelled(choice, corpus)
    if labelled:
        return labelled
    best = choice.best()
    if best is None:
        return []
    named = special(choice, best)
    if named is not None:
        return joined(choice.text, _whole(choice, named))
    rules = general(choice, best)
    if rules:
        ruled = [span for rule in rules for span in _whole(choice, _tight(choice, rule))]
        return joined(choice.text, [narrowed(choice.question, choice.text, span) for span in ruled])
    for siblings in item_groups(choice.hit.clause, corpus):
        found = _of_list(choice, siblings, best)
        if found:
            return joined(choice.text, found)
    found = choice.likely()
    if choice.kind and not of_a_case(choice, best) and any(of_a_case(choice, span) for span in found):
        found = [best]  # several special cases that resemble each other do not outweigh the rule
    likely = [_series(choice, parallel(choice, _tight(choice, span))) for span in found]
    whole = joined(choice.text, [span for words_ in likely for span in _whole(choice, words_)])
    scales = [scale(choice, span) for span in whole]
    return joined(choice.text, [narrowed(choice.question, choice.text, span) for span in scales])


def _tight(choice: Choice, best: Span) -> Span:
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


def _series(choice: Choice, best: Span) -> Span:
    """All members of a list without numbers where all are asked for and the best words are its beginning."""
    if not (_ALL.search(choice.question) or _MEMBERS.search(choice.question)):
        return best
    text, longer = choice.text, []
    for option in choice.options:
        if not option.series or option.span.start != best.start or option.span.end <= best.end:
            continue
        more = text[best.end : option.span.end]
        # 组长：甲⏎副组长：乙: another label begins another list, unless the whole roster is asked for.
        same = "：" not in more or _ROSTER.search(choice.question) if "\n" in more else "：" in text[slice(*best)]
        if same:
            longer.append(option.span)
    return min(longer, key=lambda span: span.end, default=best)


def joined(text: str, spans: Sequence[Span]) -> list[Span]:
    """Spans in reading order; those that touch, overlap or have only punctuation between them become one."""
    found: list[Span] = []
    for span in sorted(set(spans)):
        if found and span.end <= found[-1].end:
            continue
        if found and not text[found[-1].end : span.start].strip(" 　\n，,；;：:、。"):
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return found


def _of_list(choice: Choice, siblings: Sequence[Clause], best: Span) -> list[Span]:
    """What answers where the best words belong to a list of 项: all of them, one with its lead, or the lead alone."""
    text = choice.text
    lead = list_lead(text, siblings, choice.hit.clause)
    whole = trimmed(text, siblings[0].start, siblings[-1].end)
    if lead is None or whole is None:
        return []
    in_lead, in_items = _within(best, lead), _within(best, whole)
    cases = _asks_cases(choice, lead)
    every = cases or bool(_ALL.search(choice.question))
    others = _besides(choice, siblings) if in_lead or in_items else []
    if others:
        return others
    named = _entry_named(choice, siblings, lead) if (in_lead or in_items) and not every else None
    if named is not None:
        return [named]
    decides = not _ALL.search(choice.question) and _lead_decides(choice, lead, siblings, best)
    leads_here = decides and not _sets(choice, best, lead) and _stands_out(choice, siblings, lead, best)
    if not in_lead and not in_items and not leads_here:
        return []
    all_items = Span(whole.start, siblings[-1].end - len(text[whole.end : siblings[-1].end].lstrip("。；;")))
    if decides:
        return [lead, all_items] if cases else _ruled(choice, siblings, lead, all_items)
    wants = question_type(choice.question)
    announces = in_lead and (_ANNOUNCES.search(text, *lead) or text[best.end : best.end + 1] in "：:")
    if every or wants["list"]:
        item = _pointed(choice, siblings, lead, own=OWN)
        if item is not None and wants["definition"]:
            return [item]
        if announces or (in_items and every and item is None):
            return [all_items]
    elif announces and not (choice.kind or wants["number"] or wants["time"] or wants["whether"]):
        return [all_items]
    if not in_items or not _within(whole, best):
        return []
    item = None if every or wants["list"] else _pointed(choice, siblings, lead, own=OWN)
    return [all_items if item is None else item]  # 记过的期间: of 警告，六个月；记过，十二个月 the one that is named


def _asks_cases(choice: Choice, lead: Span) -> bool:
    """Whether the list under a lead is of cases and these are what is asked for: 什么情况不允许起吊."""
    return bool(_CASES.search(choice.question) and _OF_CASES.search(choice.text, *lead))


def _besides(choice: Choice, siblings: Sequence[Clause]) -> list[Span]:
    """The 项 but those that the question knows already (除了甲，还有哪些); empty where it names none of them."""
    found = _BESIDES.search(choice.question)
    known = search_text(found["known"] or found["other"]) if found else ""
    others = [item for item in siblings if known and known not in search_text(item.text)]
    spans = [trimmed(choice.text, item.start, item.end) for item in others]
    return [span for span in spans if span is not None] if len(others) < len(siblings) else []


def _entry_named(choice: Choice, siblings: Sequence[Clause], lead: Span) -> Span | None:
    """The 项 whose label (（四）红色：…) alone the question names, where the lead does too (分为蓝色、红色两级)."""
    text, asked = choice.text, search_text(choice.question)
    led = search_text(text[slice(*lead)])
    labels = [_ENTRY.match(text, item.body, item.end) for item in siblings]
    known = [search_text(label["label"]) if label else "" for label in labels]
    named = [i for i, label in enumerate(known) if label and label in asked and label in led]
    return trimmed(text, siblings[named[0]].start, siblings[named[0]].end) if len(named) == 1 else None


def _sets(choice: Choice, best: Span, lead: Span) -> bool:
    """Whether a consequence is asked for, and the best words set one while the list only says what one must not do."""
    text = choice.text
    return bool(CONSEQUENCE.search(choice.question) and SETS.search(text, *best) and not SETS.search(text, *lead))


def _stands_out(choice: Choice, siblings: Sequence[Clause], lead: Span, best: Span) -> bool:
    """Whether an 项 has more of the question for itself than the best words, which stand elsewhere."""
    item = _pointed(choice, siblings, lead, own=PLAIN)
    led = search_text(choice.text[slice(*lead)])
    return item is not None and choice.share(item, without=led) > choice.share(best, without=led)


def _ruled(choice: Choice, siblings: Sequence[Clause], lead: Span, all_items: Span) -> list[Span]:
    """The words of a lead that decide, with the 项 asked about."""
    text, asked = choice.text, _asked(choice)
    rule = choice.best(lambda span: _within(span, lead) and _decides(choice, text[span.start : span.end]))
    if rule is None or ("consequence" in asked and not choice.kind and not _GRADE.search(choice.question)):
        rule = lead  # 警告…；情节严重的，开除: without the grade the whole scale is the answer
    rule = _whole(choice, rule)[0]
    item = _pointed(choice, siblings, lead)
    if item is None and asked[:1] == ["whether"] and not choice.kind and _ANNOUNCES.search(text, *lead):
        item = all_items  # 有下列情形之一的，不得…: which of them cannot be told, and without them nothing is said
    return [rule] if item is None else [rule, item]


def _asked(choice: Choice) -> list[str]:
    wants = question_type(choice.question)
    wants["consequence"] = wants["consequence"] or bool(CONSEQUENCE.search(choice.question))
    wants["whether"] = wants["whether"] or _A_NOT_A.search(choice.question) is not None
    return [kind for kind in _DECIDES if wants[kind]]


def _decides(choice: Choice, words_: str) -> bool:
    """Whether the words hold what the question asks for: a quantity of its kind, a consequence, an authority."""
    if choice.kind:
        return states_quantity(words_, choice.kind)
    asked = _asked(choice)
    return bool(asked) and all(_DECIDES[kind].search(words_) for kind in asked[:1])


def _lead_decides(choice: Choice, lead: Span, siblings: Sequence[Clause], best: Span) -> bool:
    """Whether the lead states what is asked for and the 项 in question does not."""
    text = choice.text
    if not _decides(choice, text[lead.start : lead.end]):
        return False
    if _within(best, lead):
        return _decides(choice, text[best.start : best.end]) or not any(
            _decides(choice, item.text) for item in siblings
        )
    items = [item for item in siblings if item.start <= best.start < item.end]
    if len(items) == 1 and not _within(Span(siblings[0].start, siblings[-1].end), best):
        return not _decides(choice, items[0].text)
    return not any(_decides(choice, item.text) for item in siblings)


def _pointed(choice: Choice, siblings: Sequence[Clause], lead: Span, own: float = 0.0) -> Span | None:
    """The 项 that the question is about, if any: with words of the question that neither lead nor other 项 have.

    Without `own`, the share of the question that these words must be, an 项 that is nearest in meaning will do.
    """
    text, focus = choice.text, choice.hit.focus
    led = search_text(text[lead.start : lead.end])
    shares = [choice.share(Span(item.body, item.end), without=led) for item in siblings]
    top = max(shares)
    if top > own and sum(share > top * 0.8 for share in shares) == 1:
        item = siblings[shares.index(top)]
        known = besides(choice.question)
        if known and known in item.text:
            return None  # 除了案件受理费，还要交什么: the other 项 are asked for
        return trimmed(text, item.start, item.end)
    if own or focus is None or focus not in siblings:
        return None
    likely = choice.best(lambda span: any(i.body <= span.start and span.end <= i.end for i in siblings))
    sure = choice.hit.why.get("focus_lead", 0.0) >= NEARER
    if sure or (likely is not None and focus.start <= likely.start < focus.end):
        return trimmed(text, focus.start, focus.end)
    return None


def _whole(choice: Choice, best: Span) -> list[Span]:
    """The span with its consequence, its conditions, its subject and what its pronouns stand for."""
    text = choice.text
    best = _with_consequence(choice, best)
    region = _region(choice, best)
    parts = [part for sentence in split_sentences(text, *region) for part in sentence.parts if part.start < best.start]
    sentence = next((s for s in split_sentences(text, *region) if s.span.start <= best.start < s.span.end), None)
    if sentence is None:
        return [best]
    before = [part for part in parts if sentence.span.start <= part.start]
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
    if not (choice.kind or _asked(choice)) or not (_RULES.search(said) or states_quantity(said, choice.kind)):
        return None
    for part in reversed(before):
        words_ = text[slice(*part)]
        if not is_condition(words_) or _ANNOUNCES.search(words_) or choice.share(part) >= UNNAMED:
            break
        found = part
    if found is None or before[-1].end - found.start > EXTRA:
        return None
    return found.start


def _deciding_lead(choice: Choice, start: int, best: Span) -> Span | None:
    """下列人员不计入家庭成员：…，现役义务兵: the words before the colon, where they alone decide."""
    text = choice.text
    colon = text.rfind("：", start, best.start)
    if colon < 0 or _asked(choice)[:1] != ["whether"] or choice.kind:
        return None
    decides = _DECIDES["whether"]
    lead = trimmed(text, start, colon)
    if lead is None or not decides.search(text, *lead) or decides.search(text, *best):
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
        return _decides(choice, text[slice(*span)]) or bool(_RULES.search(text, *span) or _MAY.search(text, *span))

    if choice.kind or not _asked(choice) or rules(best):
        return best
    sentences = split_sentences(text, *_region(choice, best))
    parts = next((s.parts for s in sentences if s.span.start <= best.start < s.span.end), ())
    after = next((part for part in parts if part.start >= best.end and rules(part)), None)
    return Span(best.start, after.end) if after is not None and after.end - best.end <= EXTRA else best


def _labelled(choice: Choice, corpus: Corpus) -> list[Span]:
    """The blocks of the unit whose labels say what is asked for (责任单位：…, 完成时限：…)."""
    found: list[Span] = []
    for part in corpus.children.get(choice.hit.clause.id, ()):
        label = part.document.text[part.start : part.start + 8]
        for asked, named in _BLOCKS:
            block = trimmed(part.document.text, part.start, part.end)
            if asked.search(choice.question) and named.match(label) and block is not None:
                found.append(block)
    return found


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
