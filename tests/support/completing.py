"""What is quoted where a test says which words score highest: completed, and with the leads of lists."""

from __future__ import annotations

import numpy as np

from tiaowen.completion.completion import completed
from tiaowen.completion.leads import with_leads
from tiaowen.datamodels import Clause, Corpus, Hit, Span
from tiaowen.relevance.quantities import asked_quantity
from tiaowen.spans.candidates import candidates
from tiaowen.spans.choices import Choice, weighted


def quoted(question: str, best: str, of: Corpus) -> str:
    """The words quoted, a stretch on each line, where `best` is the candidate that scores highest."""
    unit, found = completions(question, best, of)
    return "\n".join(unit.document.text[a:b] for a, b in with_leads(question, unit, found, of))


def completions(question: str, best: str, of: Corpus) -> tuple[Clause, list[Span]]:
    """The unit that has these words, and its completed spans where they score highest."""
    unit = next(c for c in of.clauses if c.role == "unit" and best in c.text)
    options = candidates(unit, of)
    text = unit.document.text
    scores = np.array([float(text[slice(*o.span)] == best) - len(text[slice(*o.span)]) / 1000 for o in options])
    assert scores.max() > 0.5, best
    scores *= 50  # beyond doubt
    weights = weighted(question, lambda word: 1.0)
    return unit, completed(Choice(question, Hit(unit, 0.9), options, scores, asked_quantity(question), weights), of)
