"""Consequences in steps: 责令限期改正；逾期不改正的，处…罚款；情节严重的，吊销…

A step follows a semicolon and begins with its grade. A question on the consequence that names no grade is answered by
all the steps, one on an amount by those that set one: a fine that is higher where the case is serious is not the whole
answer.
"""

from __future__ import annotations

import re

from tiaowen.clauses.penalties import CONSEQUENCE, GRADE, PENALTY
from tiaowen.datamodels import Span
from tiaowen.language.sentences import Sentence, split_sentences
from tiaowen.relevance.quantities import states_quantity
from tiaowen.spans.choices import Choice

LONGEST = 260  # characters of a scale; of a longer one only the best words are quoted

_STEP = re.compile(
    r"(?:但|并且?)?(?:逾期|期满|到期|限期|拒不|拒绝|仍|情节|后果|造成|导致|致使|再次|[多两二]次|屡|尚不|尚未|未造成|未构成|不?构成犯罪"
    r"|有违法所得|没有违法所得|无违法所得|违法所得|经(?:责令|教育|警告|批评|催)|特别)"
)


def scale(choice: Choice, best: Span) -> Span:
    """The best words with the steps of their scale before and behind them, or as they are where they have none, the
    question names its grade, or does not ask what follows."""
    if not CONSEQUENCE.search(choice.question) or GRADE.search(choice.question):
        return best
    text, unit = choice.text, choice.hit.clause
    low = max(unit.body, text.rfind("\n", unit.start, best.start) + 1)
    high = text.find("\n", best.end, unit.end)
    sentences = split_sentences(text, low, unit.end if high < 0 else high)
    at = next((i for i, s in enumerate(sentences) if s.span.start <= best.start and best.end <= s.span.end), None)
    if at is None or not PENALTY.search(text, *sentences[at].span):
        return best
    first = last = at
    while first and _is_step(text, sentences[first - 1], sentences[first]):
        first -= 1
    while last + 1 < len(sentences) and _is_step(text, sentences[last], sentences[last + 1]):
        if choice.kind and not states_quantity(text[slice(*sentences[last + 1].span)], choice.kind):
            break
        last += 1
    if first == last:
        return best
    found = Span(best.start if first == at else sentences[first].span.start, sentences[last].span.end)
    return found if found.end - found.start <= LONGEST else best


def _is_step(text: str, before: Sentence, sentence: Sentence) -> bool:
    """Whether the sentence is a further step of the one before."""
    goes_on = text[before.span.end : sentence.span.start].strip() in ("；", ";")
    return goes_on and bool(_STEP.match(text, sentence.span.start)) and bool(PENALTY.search(text, *sentence.span))
