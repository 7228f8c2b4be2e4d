"""From the candidate spans to the spans of an answer: the likeliest words with what they cannot do without.

Blocks with a label, a special case, the general rule, a list, a rule with its sentence: the first that fits decides
what is quoted. What is added is always a stretch of the same clause.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from tiaowen.clauses.grids import Row, asked_rows, rows
from tiaowen.completion.generality import general, of_a_case, parallel, special, without_exceptions
from tiaowen.completion.ladders import stepped
from tiaowen.completion.lists import of_list, series, with_announced, with_items
from tiaowen.completion.provisos import case_of, permitted
from tiaowen.completion.scales import scale
from tiaowen.completion.whole_rules import tight, whole_rule
from tiaowen.datamodels import Corpus, Span
from tiaowen.language.normalization import search_text, words
from tiaowen.language.sentences import joined, split_sentences, trimmed
from tiaowen.relevance.brackets import narrowed
from tiaowen.relevance.quantities import states_quantity
from tiaowen.spans.candidates import item_groups
from tiaowen.spans.choices import Choice

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
        found = with_items(choice, siblings, found)
    found = with_announced(choice, _rows_asked(choice, stepped(choice, found, corpus)), corpus)
    return joined(choice.text, [*found, *_permitted(choice, found)])


def _completed(choice: Choice, corpus: Corpus) -> list[Span]:
    """The same, of lists only what `of_list` says."""
    labelled = _labelled(choice, corpus)
    if labelled:
        return labelled
    best = choice.best()
    if best is None:
        return []
    named = special(choice, best)
    if named is not None:
        return joined(choice.text, whole_rule(choice, named))
    rules = general(choice, best)
    if rules:
        ruled = [span for rule in rules for span in whole_rule(choice, tight(choice, rule))]
        return joined(choice.text, [narrowed(choice.question, choice.text, span) for span in ruled])
    for siblings in item_groups(choice.hit.clause, corpus):
        found = of_list(choice, siblings, best)
        if found:
            return joined(choice.text, found)
    found = choice.likely()
    if choice.kind and not of_a_case(choice, best) and any(of_a_case(choice, span) for span in found):
        found = [best]  # several special cases that resemble each other do not outweigh the rule
    likely = [series(choice, parallel(choice, tight(choice, span))) for span in found]
    whole = joined(choice.text, [span for words_ in likely for span in whole_rule(choice, words_)])
    scales = [scale(choice, span) for span in whole]
    return joined(choice.text, [narrowed(choice.question, choice.text, span) for span in scales])


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
