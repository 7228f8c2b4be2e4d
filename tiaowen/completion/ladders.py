"""Ladders of cases by a number: the step that the number of the question stands on is quoted, and no other.

(一)1天以内的，由…；(二)2天至5天的，由… are a ladder over the items of a list,
不超过1万元的…；超过1万元至50万元的部分… one within a sentence. Its steps
are so alike that words cannot tell them apart; the number can (see brackets).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tiaowen.datamodels import Corpus, Span
from tiaowen.language.normalization import search_text, words
from tiaowen.language.sentences import Sentence, split_sentences
from tiaowen.language.vocabulary import is_noun
from tiaowen.relevance.brackets import Bracket, Value, brackets, fits, known
from tiaowen.relevance.quantities import states_quantity
from tiaowen.spans.candidates import item_groups, list_lead
from tiaowen.spans.choices import Choice

WHOLE = 260  # characters of a ladder that is quoted whole where the number stands on none of its steps

NEAR = 60.0  # how many times a unit may be another that people say in its place: 小时 for 分钟, 月 for 天
# 3年8个月, 3年半
_YEARS_MONTHS = re.compile(r"[0-9]+年(?:零|又)?(?:([0-9]+)个?月|半)")
_YEARLY = re.compile(r"每(?:工作|服务|任职)?满?[1一]年")
_PORTION = "的部分"
_JOINS = re.compile(r"或者?|并?且|以及")
_MARK = re.compile(r"^ ?(?:\([^()]{1,3}\)|[0-9]{1,2}[.)、]) ?")  # of an item
_BOUNDS = frozenset(("超过", "不满", "不足", "未满", "不到", "低于", "少于", "不超过", "满", "达到", "累计", "连续"))


@dataclass(frozen=True)
class Step:
    """A case with what follows from it. run: the sentences around it that semicolons join; line: its paragraph;
    said: the case in its own words, with what governs it in its sentence; about: where the words stand that say what
    the ladder is of: the lead of a list, and `opening`, the run up to its first case; item: it stands in a list."""

    span: Span
    run: Span
    line: Span
    said: str
    about: tuple[Span, ...]
    opening: Span
    item: bool

    @property
    def cases(self) -> tuple[Bracket, ...]:
        return brackets(self.said)

    @property
    def units(self) -> set[tuple[str, str]]:
        return {(case.dimension, case.unit) for case in self.cases}

    @property
    def subject(self) -> set[str]:
        """The words before the number."""
        before = re.split("[0-9]", _MARK.sub("", search_text(self.said)))[0]
        return {word for word in words(before) if len(word) > 1} - _BOUNDS


def stepped(choice: Choice, found: Sequence[Span], corpus: Corpus) -> list[Span]:
    """The spans with the step of the question's number in the place of other steps of its ladder; as they are where the
    clause has no such ladder, or the words found have more to do with the question."""
    asked = known(choice.question)
    if not asked or not found:
        return list(found)
    if rest := _with_rest(choice, found):
        return rest
    ladders = [ladder for ladder in _ladders(choice, corpus) if _is_of(ladder, asked)]
    touched = [ladder for ladder in ladders if any(_overlap(span, step.run) for span in found for step in ladder)]
    holding = {n: held for n, ladder in enumerate(ladders) if (held := _held(choice, ladder))}
    if not holding:
        return _unheld(choice.text, [step for ladder in touched for step in ladder], found)
    within = [n for n, held in holding.items() if any(_overlap(span, step.span) for span in found for step in held)]
    if general := [n for n in within if _general(choice, ladders, holding, n) == n]:
        steps = [step for ladder in ladders for step in ladder]
        held = [step for n in general for step in _with_lower(choice.text, ladders[n], holding[n])]
        return [*_base(choice, held), *(part for span in found for part in _cut(span, steps, held))]
    beside = [n for n, held in holding.items() if any(_overlap(span, step.line) for span in found for step in held)]
    likely = within or [n for n in holding if ladders[n] in touched] or beside
    best = max(likely or holding, key=lambda n: (_share(choice, holding[n]), -n))
    best = _general(choice, ladders, holding, best)
    if not likely and _share(choice, holding[best]) <= max(choice.share(span) for span in found):
        return list(found)
    held = _with_lower(choice.text, ladders[best], holding[best])
    apart = [span for span in found if not any(_overlap(span, step.run) for ladder in touched for step in ladder)]
    stated = [
        span
        for span in apart
        if choice.kind
        and any(_overlap(span, step.line) for step in held)
        and states_quantity(choice.text[slice(*span)], choice.kind)
    ]
    return sorted({*stated, *_base(choice, held), *(step.span for step in held)})


def _with_lower(text: str, ladder: Sequence[Step], held: Sequence[Step]) -> list[Step]:
    """The steps with those below them where each is for a part of a sum: of 3万元 the first one goes by the first."""
    if not all(_PORTION in text[slice(*step.span)] for step in held):
        return list(held)
    last = max(step.span.start for step in held)
    return [step for step in ladder if step in held or step.span.start < last and _PORTION in text[slice(*step.span)]]


def _with_rest(choice: Choice, found: Sequence[Span]) -> list[Span]:
    """What is paid for each year with the step for what is left of one, for 3年8个月: 每满1年支付1个月工资；6个月以上
    不满1年的，按1年计算. Empty where the question has no such number or the clause no such step."""
    number = _YEARS_MONTHS.search(search_text(choice.question))
    text, unit = choice.text, choice.hit.clause
    if number is None:
        return []
    days = 30.0 * float(number[1] or 6)
    for run in _runs(text, split_sentences(text, unit.body, unit.end)):
        if not any(_overlap(span, sentence.span) for span in found for sentence in run):
            continue
        spans = [sentence.span for sentence in run]
        yearly = [span for span in spans if _YEARLY.search(search_text(text[slice(*span)]))]
        cases = {span: brackets(text[slice(*span)]) for span in spans if span not in yearly[:1]}
        held = [s for s, found_ in cases.items() if any(c.dimension == "days" and c.holds(days) for c in found_)]
        if yearly and held:
            return sorted({yearly[0], *held})
    return []


def _is_of(ladder: Sequence[Step], asked: Sequence[Value]) -> bool:
    """Whether it has two steps or more, in the unit of a value or in one that people say instead (一个星期 and 7天)."""
    near = any(
        case.dimension == value.dimension and 1 / NEAR <= float(case.unit) / float(value.unit) <= NEAR
        for step in ladder
        for case in step.cases
        for value in asked
    )
    return len(ladder) > 1 and near


def _ladders(choice: Choice, corpus: Corpus) -> list[list[Step]]:
    """The steps of the clause by ladder: those of one run, and those that begin alike, in the same units."""
    ladders: list[list[Step]] = []
    for step in _steps(choice, corpus):
        beside = [
            ladder for ladder in ladders if ladder[-1].run == step.run and _measures(ladder[-1]) & _measures(step)
        ]
        alike = [ladder for ladder in ladders if ladder[0].units & step.units and _like(ladder[0], step)]
        if beside or alike:
            (beside or alike)[-1].append(step)
        else:
            ladders.append([step])
    return ladders


def _like(one: Step, other: Step) -> bool:
    """Whether two steps begin alike, and of items, are of one list; another subject is another ladder."""
    if one.item and other.item and one.about[0] != other.about[0]:
        return False
    return one.subject == other.subject or bool(one.subject & other.subject)


def _measures(step: Step) -> set[str]:
    return {dimension for dimension, _ in step.units}


def _general(choice: Choice, ladders: Sequence[Sequence[Step]], holding: Mapping[int, Sequence[Step]], at: int) -> int:
    """The ladder, or that of a list before it where it is of special persons (主任请假) whom the question does not
    name."""
    nouns = {word for word in ladders[at][0].subject if is_noun(word)}
    if holding[at][0].item or not nouns or any(word in search_text(choice.question) for word in nouns):
        return at
    return next((n for n, held in holding.items() if n < at and held[0].item), at)


def _held(choice: Choice, ladder: Sequence[Step]) -> list[Step]:
    """The steps that the question stands on, of those in its units where there are such; of a case within another
    (20t以上, 10t以上) the inner one."""
    held = [step for step in ladder if fits(choice.question, step.said)]
    return [step for step in held if not any(_inside(other, step) for other in held)]


def _share(choice: Choice, held: Sequence[Step]) -> float:
    """Share of the question in the steps with the words that say what they are of."""
    return choice.share(held[0].span) + sum(
        choice.share(span, without=search_text(choice.text[slice(*held[0].span)])) for span in held[0].about
    )


def _base(choice: Choice, held: Sequence[Step]) -> list[Span]:
    """离婚案件每件交纳200元。…超过20万元的部分，按照0.5%交纳: what is paid in any case, said before a ladder of
    parts of a sum."""
    text, first = choice.text, held[0]
    if _PORTION not in text[slice(*first.span)]:
        return []
    before = split_sentences(text, max(first.line.start, choice.hit.clause.body), first.run.start)
    return [s.span for s in before if states_quantity(text[slice(*s.span)], "money")]


def _steps(choice: Choice, corpus: Corpus) -> list[Step]:
    text, unit = choice.text, choice.hit.clause
    leads = {}
    for siblings in item_groups(unit, corpus):
        lead = list_lead(text, siblings, unit)
        leads.update({item.start: lead for item in siblings if lead is not None})
    found: list[Step] = []
    for run in _runs(text, split_sentences(text, unit.body, unit.end)):
        whole = Span(run[0].span.start, run[-1].span.end)
        line = Span(text.rfind("\n", 0, whole.start) + 1, _line_end(text, whole.end))
        item = max((start for start in leads if line.start <= start <= whole.start), default=-1)
        found.extend(_of_run(text, run, whole, line, leads.get(item)))
    return found


def _runs(text: str, sentences: Sequence[Sentence]) -> Iterator[list[Sentence]]:
    """Sentences that semicolons join, within one line."""
    run: list[Sentence] = []
    for sentence in sentences:
        between = text[run[-1].span.end : sentence.span.start] if run else ""
        if run and ("\n" in between or between.strip(" 　")[:1] not in ("；", ";")):
            yield run
            run = []
        run.append(sentence)
    if run:
        yield run


def _of_run(text: str, run: Sequence[Sentence], whole: Span, line: Span, lead: Span | None) -> Iterator[Step]:
    opening: Span | None = None
    for sentence in run:
        starts: list[tuple[int, str]] = []  # where a step begins, and its case with those that govern it
        governing: list[str] = []
        pending = sentence.span.start
        for part in sentence.parts:
            case = text[pending : part.end]
            if text[part.end : part.end + 1] in ("：", "|", "\t"):
                case += text[part.end]
            cases = brackets(case)
            if not cases:
                continue
            opening = opening or Span(whole.start, part.end)
            if starts and _JOINS.match(case.lstrip("，, ")):  # 连续旷工超过3天，或者累计超过5天的 is one case
                starts[-1] = (starts[-1][0], starts[-1][1] + case)
                pending = part.end
                continue
            own = {(one.dimension, one.unit) for one in cases}
            # 病假6个月以上的，…工作年限满10年的: a case in another unit stands within the one before it.
            governing = [said for said in governing if not own & {(c.dimension, c.unit) for c in brackets(said)}]
            governing.append(case)
            starts.append((part.start if starts else sentence.span.start, "".join(governing)))
            pending = part.end
        for i, (start, said) in enumerate(starts):
            end = starts[i + 1][0] if i + 1 < len(starts) else sentence.span.end
            stop = start + len(text[start:end].rstrip("，, 　\n"))
            about = tuple(filter(None, (lead, opening)))
            yield Step(Span(start, stop), whole, line, said, about, opening or whole, lead is not None)


def _inside(inner: Step, outer: Step) -> bool:
    """Whether the one case lies within the other."""
    if len(inner.cases) != 1 or len(outer.cases) != 1:
        return False
    one, other = inner.cases[0], outer.cases[0]
    narrower = other.low <= one.low and one.high <= other.high and (one.low, one.high) != (other.low, other.high)
    return one.dimension == other.dimension and narrower


def _unheld(text: str, steps: Sequence[Step], found: Sequence[Span]) -> list[Span]:
    """The spans; one step that does not hold comes with the others of its sentence."""
    if len(found) != 1:
        return list(found)
    within = [step for step in steps if step.span.start <= found[0].start and found[0].end <= step.span.end]
    same = [step.span for step in steps if within and step.run == within[0].run]
    if len(same) < 2 or same[-1].end - same[0].start > WHOLE:
        return list(found)
    return [Span(same[0].start, same[-1].end)]


def _cut(span: Span, steps: Sequence[Step], held: Sequence[Step]) -> Iterator[Span]:
    """The span without the steps that do not hold; what governs a ladder stays in front of it."""
    crossed = [step for step in steps if _overlap(span, step.span)]
    if not crossed or all(step in held for step in crossed):
        yield span
        return
    within = [step for step in crossed if step in held]
    for place in (held[0].line, *held[0].about[:1]):
        front = Span(max(span.start, place.start), min(crossed[0].run.start, held[0].run.start, place.end))
        if within and front.start < front.end:
            yield front
    for step in within:
        yield Span(max(span.start, step.span.start), min(span.end, step.span.end))


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return end if end >= 0 else len(text)
