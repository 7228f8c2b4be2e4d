"""Which of the leading hits comes first, where the question asks for what the first one does not say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from tiaowen.answering.extraction import SETTLED, Extractor, governed, quoted, whole_sentences
from tiaowen.answering.refusing import TOPIC, Refusals, confidence
from tiaowen.clauses.levels import section_of_level
from tiaowen.clauses.parties import told
from tiaowen.datamodels import Clause, Corpus, Hit, Span
from tiaowen.language.normalization import search_text
from tiaowen.relevance.answer_types import unnamed
from tiaowen.relevance.brackets import limits
from tiaowen.relevance.lasting import asked_period, says_length
from tiaowen.relevance.meanings import only_defines
from tiaowen.relevance.quantities import states_as_asked
from tiaowen.relevance.rivals import (
    grade_given,
    grade_in_case,
    names_grade,
    of_a_rival,
    of_another_grade,
    speaks_of,
    under_another_grade,
)
from tiaowen.reranking.cross_encoder import CrossEncoder
from tiaowen.spans.announced import announced

SOUGHT = 6  # hits among which a clause on what the question names is looked for where the first is on its rival
REFUTED = -2.5  # log odds, as it is read, up to which a unit does not settle a question
SETTLING = 1.0  # the same from which it does, where only the kind of thing that is asked for speaks for it
GRADED = -5.0  # the same for one that says what follows from the very grade that is asked about
GIVEN = 0.6  # least confidence in a clause that says in words who gets the grade whose conditions are asked for
BEHIND = 0.2  # share of the best score that a hit must have to come before it


class Precedence:
    """Puts another of the leading hits before the first one."""

    def __init__(
        self,
        corpus: Corpus,
        idf: Callable[[str], float],
        cross: CrossEncoder,
        extractor: Extractor,
        refusals: Refusals,
    ) -> None:
        self.corpus = corpus
        self.cross = cross
        self.extractor = extractor
        self.refusals = refusals
        self._idf = idf

    def ordered(self, question: str, hits: Sequence[Hit]) -> Sequence[Hit]:
        """The hits; first one that says what the question asks for, where the first one does not (see the steps)."""
        for step in (self._announcing, self._giving, self._stating, self._lasting, self._limiting, self._at_grade):
            hits = step(question, hits)
        return hits

    def _announcing(self, question: str, hits: Sequence[Hit]) -> Sequence[Hit]:
        """The hits; first the one whose list is announced in the words of the question, where the first's is not."""

        def answers(unit: Clause) -> bool:
            return self.cross.read(question, unit).answers > 0

        hit = announced(question, hits[:SOUGHT], self.corpus, self._idf, answers)
        return hits if hit is None else _led_by(_in_place_of(hits[0], hit), hits)

    def _giving(self, question: str, hits: Sequence[Hit]) -> Sequence[Hit]:
        """The hits; where the conditions of a grade are asked for, first and surely one that gives it on conditions."""
        given = grade_given(question)
        if given is None:
            return hits
        for hit in hits[:SOUGHT]:
            if given.search(hit.clause.text) and self.cross.read(question, hit.clause).answers > GRADED:
                sure = max(hits[0].score, GIVEN)
                return _led_by(replace(hit, score=sure, why={**hit.why, "answerable": sure}), hits)
        return hits

    def _stating(self, question: str, hits: Sequence[Hit]) -> Sequence[Hit]:
        """The hits; where the first one does not state the quantity asked for, one before it that does and settles the
        question as it is read."""
        if not hits or states_as_asked(question, told(hits[0].clause)):
            return hits
        for hit in hits[1:SOUGHT]:
            if states_as_asked(question, told(hit.clause)) and self.cross.read(question, hit.clause).answers > 0:
                return _led_by(_in_place_of(hits[0], hit), hits)
        return hits

    def _lasting(self, question: str, hits: Sequence[Hit]) -> Sequence[Hit]:
        """The hits; where the length of a period or leave is asked for that the first one does not give, first one of
        the same document that does and settles the question as it is read."""
        term = asked_period(question)
        if not hits or not term or says_length(term, hits[0].clause.text, hits[0].clause.document.text):
            return hits
        for hit in hits[1:SOUGHT]:
            unit = hit.clause
            same = unit.document == hits[0].clause.document
            gives = same and says_length(term, unit.text, unit.document.text)
            if gives and self.cross.read(question, unit).answers > 0:
                return _led_by(_in_place_of(hits[0], hit), hits)
        return hits

    def _limiting(self, question: str, hits: Sequence[Hit]) -> Sequence[Hit]:
        """The hits; where the question names a case by its limit (不足1万元) that the first one does not have, first
        the only one of the same document that has it."""
        asked = limits(question)
        if not hits or not asked or any(limit in search_text(hits[0].clause.text) for limit in asked):
            return hits
        having = [
            hit
            for hit in hits[1:SOUGHT]
            if hit.clause.document == hits[0].clause.document
            and any(limit in search_text(hit.clause.text) for limit in asked)
        ]
        if len(having) != 1 or self.cross.read(question, having[0].clause).answers <= REFUTED:
            return hits
        return _led_by(_in_place_of(hits[0], having[0]), hits)

    def _at_grade(self, question: str, hits: Sequence[Hit]) -> Sequence[Hit]:
        """The hits; first one of the section of the level that the question names (4.2 Ⅱ级响应), the one that answers
        as it is read, where the first is of another level's section, of this one, or would not be enough."""
        if not hits:
            return hits
        section = section_of_level(question, hits[0].clause.document, self.corpus)
        above = "\n".join(self.corpus.headings(hits[0].clause))
        beside = under_another_grade(question, above, hits[0].clause.text)
        if not section or not (beside or hits[0].clause in section or confidence(hits) < self.refusals.needed(hits)):
            return hits
        best = max(section, key=lambda unit: self.cross.read(question, unit).answers)
        if self.cross.read(question, best).answers <= SETTLED:
            return hits
        hit = next((hit for hit in hits if hit.clause is best), replace(hits[0], clause=best, focus=None))
        sure = max(hit.score, GIVEN)
        # Its heading has words of the question, whichever the unit itself has.
        return _led_by(replace(hit, score=sure, why={**hit.why, "answerable": sure, "covered": 1.0}), hits)

    def of_what_is_named(
        self, question: str, hits: Sequence[Hit]
    ) -> tuple[Sequence[Hit], list[tuple[Hit, list[Span]]]]:
        """The hits and what is quoted of the first; where that does not name what is asked for, or speaks of a rival of
        what the question names, a hit that does, or speaks of it, comes first."""
        hits = self._in_case(question, hits)
        hits, found = self._ruling(question, *self._naming(question, hits))
        text = hits[0].clause.document.text
        told_of = governed(found, self.corpus)
        if not of_a_rival(question, told_of, text):
            return hits, found
        # The words settle which grade a clause is for, whatever reading says, unless that refutes it.
        graded = of_another_grade(question, told_of)
        least = REFUTED if graded else max(self.cross.read(question, hits[0].clause).answers, 0.0)
        for hit in hits[1:SOUGHT]:
            if hit.clause.document != hits[0].clause.document:
                continue
            other = self.extractor.found(question, hit)
            said = governed(other, self.corpus)
            if not (names_grade(question, said, told_of) if graded else speaks_of(question, said, text)):
                continue
            better = self.cross.read(question, hit.clause).answers > least
            near = better or hit.score >= BEHIND * hits[0].score
            led = _led_by(_in_place_of(hits[0], hit) if better else hit, hits)
            if near and not self.refusals.reason(question, led, share=TOPIC):
                return led, other
        return hits, found

    def _naming(self, question: str, hits: Sequence[Hit]) -> tuple[Sequence[Hit], list[tuple[Hit, list[Span]]]]:
        """The hits and what is quoted of the first; where that names nobody, no time or no place that is asked for,
        first one that does and settles the question as it is read."""
        found = self.extractor.found(question, hits[0])
        if not unnamed(question, quoted(found)):
            return hits, found
        for hit in hits[1:SOUGHT]:
            if self.cross.read(question, hit.clause).answers > SETTLING:
                other = self.extractor.found(question, hit)
                if not unnamed(question, quoted(other)):
                    return _led_by(_in_place_of(hits[0], hit), hits), other
        return hits, found

    def _ruling(
        self, question: str, hits: Sequence[Hit], found: list[tuple[Hit, list[Span]]]
    ) -> tuple[Sequence[Hit], list[tuple[Hit, list[Span]]]]:
        """The hits and what is quoted of the first; where that only tells what a term means and a rule is asked for,
        first one of the same document that says more and settles the question as it is read."""
        if not only_defines(question, whole_sentences(found)):
            return hits, found
        for hit in hits[1:SOUGHT]:
            same = hit.clause.document == hits[0].clause.document
            if same and self.cross.read(question, hit.clause).answers > SETTLING:
                other = self.extractor.found(question, hit)
                if not only_defines(question, whole_sentences(other)):
                    return _led_by(_in_place_of(hits[0], hit), hits), other
        return hits, found

    def _in_case(self, question: str, hits: Sequence[Hit]) -> Sequence[Hit]:
        """The hits; where it is asked what follows from a grade that the first one does not make a case
        (基本合格的，…), first one of the same document that does."""
        case = grade_in_case(question)
        if case is None or case.search(hits[0].clause.text):
            return hits
        for hit in hits[1:SOUGHT]:
            same = hit.clause.document == hits[0].clause.document
            if same and case.search(hit.clause.text) and self.cross.read(question, hit.clause).answers > GRADED:
                return _led_by(_in_place_of(hits[0], hit), hits)
        return hits


def _led_by(first: Hit, hits: Sequence[Hit]) -> list[Hit]:
    """The hits, with this one first."""
    return [first, *(hit for hit in hits if hit.clause is not first.clause)]


def _in_place_of(first: Hit, hit: Hit) -> Hit:
    """The hit with the score and the confidence of the first, which it comes before: it may have been too far behind to
    be read, and has none of its own."""
    return replace(hit, score=first.score, why={**hit.why, "answerable": first.why.get("answerable", 0.0)})
