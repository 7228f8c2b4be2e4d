"""Provisos: what the documents themselves except from a quoted rule, as citations marked 例外.

These places are looked at: what follows in the same sentence or opens the next one (但是…, …的除外, 另有规定的…), the
sentence below a list (其中，…的，不再…), the later 款 of the same article, and the articles of the same document that
say 不适用第…条, 不受前款…限制, 前款…除外. A proviso counts only where it stands behind the quoted words themselves or
names their address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tiaowen.addresses.address import Address, parse
from tiaowen.completion.generality import cases
from tiaowen.datamodels import Citation, Clause, Corpus, Span, Step
from tiaowen.language.normalization import words
from tiaowen.language.sentences import Sentence, split_sentences, trimmed
from tiaowen.language.vocabulary import is_noun, plain_words
from tiaowen.spans.candidates import item_groups

MOST = 4  # provisos that one answer brings along
CASE = 2  # words of a question
LONGEST = 300  # characters of a proviso

_BUT = re.compile(r"但(?!书)")
_OF_THESE = re.compile(r"(?:其中|但是?|上述[^，。]{1,12})[，,]")
_NOT = re.compile(r"不再|不受|不适用|除外|免[于除予]|可以不|不予")
_EXCEPTED = re.compile(r"除外$")
_OTHERWISE = re.compile(r"[^，。；]{0,30}(?:另有(?:规定|约定|要求)|有特别规定)")
_STANDS_ALONE = re.compile(
    r"(?:法律|行政法规|法规|国家|国务院|中央|党中央|本[^，。；]{1,6}|合同|章程)[^，。；]{0,24}另有(?:规定|约定)"
)
_FORBIDS = re.compile(r"不得(?!超过|[少低高多]于)|禁止|严禁|不准|不许")
_PERMITS = re.compile(
    r"(?:的|时|人员|原因)[，,](?:[^，。；]{0,4}经[^。；]{2,30}?|[^，。；]{0,6})(?<![不还也])可以?(?![能行靠])"
)
_NEED = re.compile(r"确[需有]|急需|特殊(?:情况|原因|需要)|紧急")
_ALLOWED = re.compile(r"经[^。；]{2,30}?(?:批准|同意|许可|审批|审核)")
# What makes an address an exception to it: 不适用第三条, 不受前款规定的限制, 前款规定的…除外. Never 除第三条外, which
# excepts from the sentence that it stands in.
_BEFORE = re.compile(
    r"(?:不适用|不再适用|不受|不得(?:依照|依据|按照|适用)|可以不(?:按照?|依照|适用|受))[^，。；]{0,12}$"
)
# The address opens the sentence: 前款第二项规定的事实，有相反证据的除外; 前款规定不适用于…. What follows a rule
# (前款规定的人员应当…，但…除外) or says what does not apply (…规定的期间，不适用中止) excepts from something else.
_AFTER = re.compile(r"^(?:(?!但|应当|可以|必须|不得|不予|禁止|由)[^。；]){0,80}?(?:不再?适用(?=于|[，。]|$)|除外$)")
_OPENING = re.compile(r"^\s*(?:上述|对于?)?(?:[第前本][^，。；]{1,20}[、和及或至])*$")
_EXCLUDING = re.compile(r"除[^，。；]{0,12}$")
_ELSEWHERE = re.compile(r"(?:法|条例|办法|规定|细则|规则|章程|解释)》?$")
_HERE = re.compile(r"(?:本|该)(?:法|条例|办法|规定|细则|规则|章程|解释|决定|规程)$")
_MAY_EXCEPT = re.compile(r"不适用|不再适用|不受|除外|可以不|不得(?:依照|依据|按照|适用)")


@dataclass(frozen=True)
class _Excepting:
    """A sentence that excepts from the places that it names: its span in the words it was found in, the addresses.

    Of an address in `first` the first 款 alone is meant: 不得依照第四十一条的规定… is about the 款 with the rule.
    """

    span: Span
    addresses: tuple[Address, ...]
    first: tuple[Address, ...]

    def names(self, at: Clause, target: Clause, unit: Clause) -> bool:
        """Whether the sentence, which stands in the clause `at`, excepts from the target, a part of the unit."""
        opening = next((step.number for step in target.path if step.level == "款"), 1) == 1
        return any(
            _names(address, at, target, unit) and (opening or address not in self.first) for address in self.addresses
        )


class Provisos:
    """The provisos of a corpus. What the articles of a document except from is read once, when first needed."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._articles: dict[str, list[tuple[Clause, list[_Excepting]]]] = {}

    def with_case(self, question: str, spans: Sequence[Span], unit: Clause) -> list[Span]:
        """The spans, and behind them a proviso of the unit that is on the very case asked about: 住址不清的除外 for
        住址不清的也要告知吗. It holds at least CASE words of the question that the spans do not."""
        quoted = "".join(unit.document.text[slice(*span)] for span in spans)
        asked = [word for word in plain_words(question) if len(word) > 1 and word not in quoted]
        own = [
            proviso.span
            for proviso in self.exceptions(spans, unit)
            if unit.start <= proviso.span.start < unit.end and sum(word in proviso.quote for word in asked) >= CASE
        ]
        return [*spans, *own]

    def exceptions(self, spans: Sequence[Span], unit: Clause, score: float = 0.0, question: str = "") -> list[Citation]:
        """Citations (exception=True) of the provisos that limit the quoted document spans of a unit, in reading order.

        Words that the spans hold themselves are not repeated. At most MOST. question: where it asks for a quantity,
        the special cases in which the unit changes it are exceptions too (see generality).
        """
        found: dict[Span, Clause] = {}
        for span in spans:
            for where, proviso in (
                *_after(span, unit, self.corpus),
                *_below(span, unit, self.corpus),
                *_later(span, unit, self.corpus),
                *self._elsewhere(span, unit),
                *(one for case in cases(question, span, unit) for one in _cited(unit, self.corpus, *case)),
            ):
                if not any(s.start < proviso.end and proviso.start < s.end for s in (*spans, *_within(found, where))):
                    found[proviso] = where
        # An article printed before the quoted one is still named after it.
        order = sorted(found, key=lambda proviso: (found[proviso].document.id, proviso.start))
        return [
            Citation(found[p], p.start - found[p].start, p.end - found[p].start, (), score, exception=True)
            for p in order[:MOST]
        ]

    def _elsewhere(self, span: Span, unit: Clause) -> Iterator[tuple[Clause, Span]]:
        """Other articles of the document that except from the quoted one."""
        if not unit.path or unit.level != "条":
            return
        target = _narrowest(unit, span, self.corpus)
        for other, sentences in self._excepting_articles(unit.document.id):
            for sentence in sentences if other.id != unit.id else ():
                if sentence.names(other, target, unit):
                    start, end = sentence.span
                    yield from _cited(other, self.corpus, other.body + start, other.body + end)

    def _excepting_articles(self, document: str) -> list[tuple[Clause, list[_Excepting]]]:
        """The articles of a document, by its id, that except from anything, with the sentences that do."""
        found = self._articles.get(document)
        if found is None:
            articles = (c for c in self.corpus.by_document[document] if c.role == "unit" and c.level == "条")
            read = ((article, _excepting(article.document.text[article.body : article.end])) for article in articles)
            found = self._articles[document] = [(article, sentences) for article, sentences in read if sentences]
        return found


def _below(span: Span, unit: Clause, corpus: Corpus) -> Iterator[tuple[Clause, Span]]:
    """The sentence below the list to which the quoted item belongs, where it excepts from it: 其中，…的，不再…."""
    text = unit.document.text
    for siblings in item_groups(unit, corpus):
        first, last = siblings[0].start, siblings[-1].end
        if first <= span.start < last:
            for sentence in split_sentences(text, last, unit.end)[:1]:
                said = text[slice(*sentence.span)]
                rule = [word for word in words(text[slice(*sentence.parts[-1])]) if len(word) > 1]
                same = 2 * sum(word in text[slice(*span)] for word in rule) > len(rule)
                if same and _OF_THESE.match(said) and _NOT.search(said):
                    yield from _cited(unit, corpus, *sentence.span)


def _within(found: dict[Span, Clause], where: Clause) -> list[Span]:
    return [span for span, clause in found.items() if clause.document == where.document]


def _after(span: Span, unit: Clause, corpus: Corpus) -> Iterator[tuple[Clause, Span]]:
    """The proviso that follows the quoted words in their sentence, or opens the next."""
    text = unit.document.text
    end = _paragraph_end(text, span.end, unit.end)
    sentences = split_sentences(text, span.end, end)
    for n, sentence in enumerate(sentences[:3]):
        gap = text[span.end : sentence.span.start] if n == 0 else text[sentences[n - 1].span.end : sentence.span.start]
        full_stop = "。" in gap or "！" in gap
        if n == 0 and not full_stop and not gap.strip("，, "):
            # the rest of the quoted sentence: its parts up to the next semicolon
            for i, part in enumerate(sentence.parts):
                words = text[part.start : part.end]
                if _BUT.match(words) or _OTHERWISE.match(words):
                    yield from _cited(unit, corpus, part.start, sentence.span.end)
                    return
                if _EXCEPTED.search(words) and i < 3:
                    yield from _cited(unit, corpus, part.start, part.end)
                    return
            continue
        words = text[sentence.span.start : sentence.span.end]
        if n < 2 and permitted(text, _around(text, span, unit), sentence):
            yield from _cited(unit, corpus, *sentence.span)
            return
        if _BUT.match(words) or _STANDS_ALONE.match(words) or (_EXCEPTED.search(words) and _is_bare(words)):
            yield from _cited(unit, corpus, sentence.span.start, _to_stop(text, sentence.span, end))
        return  # a rule of its own stands between the quoted words and whatever follows


def _around(text: str, span: Span, unit: Clause) -> str:
    """The sentence in which the quoted words end."""
    found = [s.span for s in split_sentences(text, unit.body, unit.end) if s.span.start < span.end <= s.span.end]
    return text[slice(*found[0])] if found else text[slice(*span)]


def permitted(text: str, rule: str, sentence: Sentence) -> bool:
    """Whether a sentence permits, in a case that it names, what the rule right before it forbids: 不得乘坐飞机。动车票
    无法购买的，经批准可以乘坐. It says the deed again, or that there is need and who allows it."""
    said = text[slice(*sentence.span)]
    permits = _PERMITS.search(said)
    forbids = list(_FORBIDS.finditer(rule))
    if permits is None or not forbids or _FORBIDS.search(said, 0, permits.end()):
        return False
    after = dict.fromkeys(words(rule[forbids[-1].end() :]))
    deeds = [word for word in after if len(word) > 1 and not is_noun(word) and not word.startswith("以")]
    allowed = said[permits.end() :]
    return any(word in allowed for word in deeds) or bool(_NEED.search(said) and _ALLOWED.search(said))


def case_of(text: str, sentence: Sentence) -> str:
    """What a sentence that permits says of its case."""
    permits = _PERMITS.search(text, *sentence.span)
    return text[sentence.span.start : permits.start()] if permits else ""


def _is_bare(words: str) -> bool:
    """A sentence that does nothing but except (特殊情况除外); 未经登记，不发生效力，法律另有规定的除外 is a rule."""
    return not re.search(r"应当|可以|必须|不|禁止|由", words[: max(words.rfind("，"), 0)])


def _to_stop(text: str, span: Span, end: int) -> int:
    """The end of the sentence that begins with a proviso, over its semicolons."""
    stop = text.find("。", span.end, end)
    return stop if 0 <= stop <= span.start + LONGEST else span.end


def _later(span: Span, unit: Clause, corpus: Corpus) -> Iterator[tuple[Clause, Span]]:
    """Later 款 of the article that except from the quoted one."""
    text = unit.document.text
    target = _narrowest(unit, span, corpus)
    for part in corpus.descendants(unit):
        if part.level != "款" or part.start < span.end:
            continue
        words = text[part.body : part.end]
        if len(words) <= 60 and _STANDS_ALONE.match(words):
            yield from _cited(unit, corpus, part.body, part.end)
            continue
        for sentence in _excepting(words):
            if sentence.names(part, target, unit):
                yield from _cited(unit, corpus, part.body + sentence.span.start, part.body + sentence.span.end)


def _excepting(words: str) -> list[_Excepting]:
    """The sentences of the words that except from places in the same document."""
    if not _MAY_EXCEPT.search(words):
        return []
    mentions = parse(words)
    found: list[_Excepting] = []
    for sentence in split_sentences(words):
        if not _MAY_EXCEPT.search(words, *sentence.span):
            continue
        addresses: list[Address] = []
        first: list[Address] = []
        for mention in mentions:
            if not sentence.span.start <= mention.start < sentence.span.end:
                continue
            before = words[sentence.span.start : mention.start]
            after = words[mention.end : sentence.span.end]
            foreign = mention.address.title is not None or (_ELSEWHERE.search(before) and not _HERE.search(before))
            if foreign or _EXCLUDING.search(before):
                continue
            if _BEFORE.search(before) or (_OPENING.match(before) and _AFTER.search(after)):
                addresses.append(mention.address)
                if _is_article(mention.address) and re.search(r"不得[^，。；]{0,12}$", before):
                    first.append(mention.address)
        if addresses:
            found.append(_Excepting(sentence.span, tuple(addresses), tuple(first)))
    return found


def _is_article(address: Address) -> bool:
    return bool(address.steps) and address.steps[-1].level == "条"


def _names(address: Address, at: Clause, target: Clause, unit: Clause) -> bool:
    """Whether an address that stands in the clause `at` names the target or what holds it."""
    here = {step.level: step for step in at.path}
    there = {step.level: step for step in target.path}
    steps = list(address.steps)
    relative = address.relative
    own_article = at.id == unit.id or here.get("条") == there.get("条")
    if relative is not None and relative.level in ("条", "款") and relative.kind == "前":
        level = relative.level
        if level not in here or level not in there or (level == "款" and not own_article):
            return False
        distance = here[level].number - there[level].number
        return 1 <= distance <= relative.count and _fits(steps, there)
    if relative is not None and relative.level == "条" and relative.kind == "本":
        return own_article and _fits(steps, there)
    if relative is not None and relative.level != "文件":
        return False
    if not steps or (steps[0].level != "条" and not own_article):
        return False
    if steps[0].level == "条":
        article = there.get("条")
        if article is None:
            return False
        last = address.until if address.until is not None and address.until.level == "条" else steps[0]
        if not (steps[0].number, steps[0].suffix) <= (article.number, article.suffix) <= (last.number, last.suffix):
            return False
        steps = steps[1:]
    return _fits(steps, there)


def _fits(steps: Sequence[Step], there: dict[str, Step]) -> bool:
    """Whether the steps below the article lead to the target; a level that the target has not is no hindrance."""
    return all(step.level not in there or there[step.level] == step for step in steps) and (
        not steps or any(step.level in there for step in steps) or steps[-1].level == "款"
    )


def _narrowest(unit: Clause, span: Span, corpus: Corpus) -> Clause:
    found = unit
    for part in corpus.descendants(unit):  # from the outside in
        if part.start <= span.start and span.end <= part.end:
            found = part
    return found


def _cited(unit: Clause, corpus: Corpus, start: int, end: int) -> Iterator[tuple[Clause, Span]]:
    span = trimmed(unit.document.text, start, end)
    if span is None or span.end - span.start > LONGEST:
        return
    for siblings in item_groups(unit, corpus):  # 有下列情形之一的除外：（一）… is nothing without its 项
        announced = unit.document.text[span.end : siblings[0].start].strip("：:除外 　\n") == ""
        whole = trimmed(unit.document.text, span.start, siblings[-1].end)
        if announced and siblings[0].start >= span.end and whole is not None and whole.end - span.start <= 2 * LONGEST:
            span = whole
            break
    yield _narrowest(unit, span, corpus), span


def _paragraph_end(text: str, start: int, end: int) -> int:
    stop = text.find("\n", start, end)
    return end if stop < 0 else stop
