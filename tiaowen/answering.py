"""Hits -> Answer: the words that settle the question, the clauses they stand in, or a refusal.

Every answer is made of spans of documents. What the program itself has to say (why it refuses, how many articles were
counted) goes into `note` and `verdict`, which are shown apart from the quotation.
"""

from __future__ import annotations

import contextlib
import math
import re
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np

from tiaowen.acts import stated_in
from tiaowen.announced import announced
from tiaowen.brackets import limits
from tiaowen.candidates import candidates, item_groups, list_lead
from tiaowen.choices import Choice, weighted
from tiaowen.completion import completed
from tiaowen.cross_encoder import CrossEncoder
from tiaowen.datamodels import Answer, Citation, Clause, Corpus, Document, Grounds, Hit, Span
from tiaowen.encoding import Encoder
from tiaowen.everyday import lawful
from tiaowen.evidence import unheard
from tiaowen.grids import holds_table, named, with_headers
from tiaowen.lasting import asked_period, says_length
from tiaowen.leads import with_leads
from tiaowen.levels import section_of_level
from tiaowen.lookups import Lookups, unsaid
from tiaowen.normalization import search_text, words
from tiaowen.parties import by_role, told
from tiaowen.places import place_elsewhere
from tiaowen.provisos import Provisos
from tiaowen.purposes import day_of_issue
from tiaowen.quantities import NAMES, asked_quantity, gives_formula, states_quantity
from tiaowen.questions import asking_part, split_parts
from tiaowen.ranking import question_type
from tiaowen.rivals import (
    grade_given,
    grade_in_case,
    names_grade,
    of_a_rival,
    of_another_grade,
    of_another_kind,
    of_another_year,
    opposite,
    speaks_of,
    under_another_grade,
)
from tiaowen.rolls import Roll, listed, rolls
from tiaowen.sentences import joined, split_sentences
from tiaowen.spans import SpanChooser, eligible, span_features
from tiaowen.subjects import stranger
from tiaowen.targets import aimed
from tiaowen.verdict import verdict
from tiaowen.vocabulary import equivalents, is_noun, is_plain_noun, plain_words
from tiaowen.wording import Wording

# Least confidence for an answer; chosen on questions that train nothing (docs/results.md, Refusal).
THRESHOLD = 0.35
# A question in words that are far from all that the documents say needs more: on questions that train nothing, of 96
# that it then refuses on laws 17 had the right clause first (docs/results.md, Refusal).
THRESHOLD_FAR, FAR = 0.50, 0.28  # FAR: cosine to the nearest words
SURE = 0.85  # least probability where the question names a document that is not here, unless it is a law
# What the name of a law ends with; 符合条例 and 人才保障方面条例 are none.
LAW = re.compile(
    r".法典?$|(?:管理|工作|保护|处分|处罚|促进|保障|监督|服务|安全|建设|防治|登记|征收|保险|教育|卫生|规划|选举|组织|纪律|信访|奖励|补偿|经营"
    r"|运输|市场|市容|养犬|消防|节能|绿化|就业|救助|调解|仲裁|复议|预防|治理|实施|人事|许可|公开|监察|巡视|问责|廉洁|任用|考核|年休假|待遇)条例$"
)
NOT_HERE = "所收文件中没有{}。"
QUOTED_WHOLE = 400  # characters up to which a unit is quoted whole; beyond, the part that holds the answer
NEAR = 3
SOUGHT = 6  # hits among which a clause on what the question names is looked for where the first is on its rival
RUNNERS_UP = 1.5
REMEMBERED = 20_000  # vectors of pieces of clauses, 2 KB each
READ = 1_000  # clauses whose candidates are kept, about 20 KB each
# Cosine to the nearest words from which a question has to do with the documents: with the bundled encoder that of
# dev's and five_tune's questions on the subject is .42 and more, that of the others .28 at most.
RELATED = 0.34
NAMED_ROW = 0.7  # share of THRESHOLD that is enough for a table of which the question names one row by an entry
TOPIC = 0.6  # least confidence in one of several topics, as a share of THRESHOLD
REFUTED = -2.5  # log odds, as it is read, up to which a unit does not settle a question
CONFIRMED = 2.0  # log odds from which reading alone tells that a unit has to do with the question
GRADED = -5.0  # the same for one that says what follows from the very grade that is asked about
GIVEN = 0.6  # least confidence in a clause that says in words who gets the grade whose conditions are asked for
SETTLED = -1.0  # least log odds that a unit settles a part of a question, as it is read
BEHIND = 0.2  # share of the best score that a hit must have to come before it
MARKED = 0.7  # least probability of a clause whose words are marked 是 or 否
UNSURE = 0.3  # probability of a clause below which yes or no needs words that settle something
_ANNOUNCES = re.compile(r"(?:现?将)?《[^》]*》[^，,。；;]{0,6}如下[。：:]?")  # 《…》全文如下 says nothing itself
_INTERPRETS = re.compile(r"(?:谁|哪[个家些]?(?:部门|单位|机关|机构)?|何部门)[来去]?(?:负责)?(?:具体)?解释")
_SETTLES = re.compile(
    r"[不可应须免禁准能必均无限由按]|属于|包括|是指|视为|享受|除外|一律|以[上下内]|超过|至少|发给|给予|参照|依照|适用|[列纳计]入|停止|取消"
)
_FIGURES = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:吨|t(?![a-z])|小时|米|人|次)?")  # 8吨 is not 8小时
_MODAL = re.compile(r"[是能可要会应该得必须不否有没行]+|应当|可以|需要")
_SUBJECT = re.compile(r"([^，,。；\n]{2,20}?)(?:一律)?(?:不得|不能|严禁|禁止|不准|应当|可以)")
_OTHERWISE = re.compile(
    r"([^。；\n]{0,20})(?:确需|特殊情况|除外|但是?|(?<!应当)(?<!必须)经[^。；\n]{1,16}(?:同意|批准))"
)


class Answerer:
    """Chooses spans and decides on refusal."""

    def __init__(
        self,
        corpus: Corpus,
        encoder: Encoder,
        idf: Callable[[str], float],
        cross: CrossEncoder,
        chooser: SpanChooser | None = None,
        pieces: Mapping[str, np.ndarray] | None = None,
    ) -> None:
        """pieces: vectors of pieces of clauses that are known already (see index)."""
        self.corpus = corpus
        self.encoder = encoder
        self.cross = cross
        self._idf = idf
        self._pieces = pieces or {}
        self._vectors: OrderedDict[str, np.ndarray] = OrderedDict()
        self._listed: dict[str, list[Roll]] = {}  # document id -> its rolls
        self._wordings: OrderedDict[str, Wording | None] = OrderedDict()
        self._provisos = Provisos(corpus)
        self._lookups = Lookups(corpus, self._provisos)
        self.chooser = chooser or SpanChooser.load()
        self.threshold = THRESHOLD

    def from_hits(self, question: str, hits: Sequence[Hit], foreign: Collection[str] = ()) -> Answer:
        """The answer of the best hit, or a refusal that says why. foreign: names of documents that are not here."""
        hits = self._giving(question, self._announcing(question, hits))
        hits = self._limiting(question, self._lasting(question, self._stating(question, hits)))
        hits = self._at_grade(question, hits)
        reason = self.refusal(question, hits, foreign)
        if reason:
            why = Grounds("clauses", question, tuple(hits[:NEAR]))
            return replace(refused(question, hits, reason), why=why)
        hits, found = self._of_what_is_named(question, hits)
        reason = _beside(question, hits[0], _quoted(found), self._told_of(found))
        if reason:
            why = Grounds("clauses", question, tuple(hits[:NEAR]))
            return replace(refused(question, hits, reason), why=why)
        answer = replace(self.answer(question, found), why=Grounds("clauses", question, tuple(hits[:NEAR])))
        return replace(answer, separator="\n") if len(found) > 1 else answer

    def _giving(self, question: str, hits: Sequence[Hit]) -> Sequence[Hit]:
        """The hits; where the conditions of a grade are asked for, first and surely one that gives it on conditions."""
        given = grade_given(question)
        for hit in hits[:SOUGHT]:
            if (
                given is not None
                and given.search(hit.clause.text)
                and self.cross.read(question, hit.clause).answers > GRADED
            ):
                sure = max(hits[0].score, GIVEN)
                first = replace(hit, score=sure, why={**hit.why, "answerable": sure})
                return [first, *(other for other in hits if other.clause is not hit.clause)]
        return hits

    def _announcing(self, question: str, hits: Sequence[Hit]) -> Sequence[Hit]:
        """The hits; first the one whose list is announced in the words of the question, where the first's is not."""
        reading = self.cross.read
        hit = announced(
            question, hits[:SOUGHT], self.corpus, self._idf, lambda unit: reading(question, unit).answers > 0
        )
        return hits if hit is None else [_in_place_of(hits[0], hit), *(h for h in hits if h.clause is not hit.clause)]

    def _stating(self, question: str, hits: Sequence[Hit]) -> Sequence[Hit]:
        """The hits; where the first one does not state the quantity asked for, one before it that does and settles the
        question as it is read."""
        kind = asked_quantity(question)
        if not hits or not kind or states_quantity(told(hits[0].clause), kind):
            return hits
        for hit in hits[1:SOUGHT]:
            if states_quantity(told(hit.clause), kind) and self.cross.read(question, hit.clause).answers > 0:
                return [_in_place_of(hits[0], hit), *(h for h in hits if h.clause is not hit.clause)]
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
                return [_in_place_of(hits[0], hit), *(h for h in hits if h.clause is not unit)]
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
        return [_in_place_of(hits[0], having[0]), *(h for h in hits if h.clause is not having[0].clause)]

    def _at_grade(self, question: str, hits: Sequence[Hit]) -> Sequence[Hit]:
        """The hits; first one of the section of the level that the question names (4.2 Ⅱ级响应), the one that answers
        as it is read, where the first is of another level's section, of this one, or would not be enough."""
        if not hits:
            return hits
        section = section_of_level(question, hits[0].clause.document, self.corpus)
        above = "\n".join(self.corpus.headings(hits[0].clause))
        beside = under_another_grade(question, above, hits[0].clause.text)
        if not section or not (beside or hits[0].clause in section or confidence(hits) < self.needed(hits)):
            return hits
        best = max(section, key=lambda unit: self.cross.read(question, unit).answers)
        if self.cross.read(question, best).answers <= SETTLED:
            return hits
        others = [hit for hit in hits if hit.clause is not best]
        hit = next((hit for hit in hits if hit.clause is best), replace(hits[0], clause=best, focus=None))
        sure = max(hit.score, GIVEN)
        # Its heading has words of the question, whichever the unit itself has.
        return [replace(hit, score=sure, why={**hit.why, "answerable": sure, "covered": 1.0}), *others]

    def _of_what_is_named(
        self, question: str, hits: Sequence[Hit]
    ) -> tuple[Sequence[Hit], list[tuple[Hit, list[Span]]]]:
        """The hits and what is quoted of the first; where that speaks of a rival of what the question names, a hit that
        speaks of it comes first."""
        case = grade_in_case(question)
        if case is not None and not case.search(hits[0].clause.text):
            for hit in hits[1:SOUGHT]:
                same = hit.clause.document == hits[0].clause.document
                if same and case.search(hit.clause.text) and self.cross.read(question, hit.clause).answers > GRADED:
                    hits = [_in_place_of(hits[0], hit), *(h for h in hits if h.clause is not hit.clause)]
                    break
        found = self.found(question, hits[0])
        text = hits[0].clause.document.text
        told_of = self._told_of(found)
        if not of_a_rival(question, told_of, text):
            return hits, found
        # The words settle which grade a clause is for, whatever reading says, unless that refutes it.
        graded = of_another_grade(question, told_of)
        least = REFUTED if graded else max(self.cross.read(question, hits[0].clause).answers, 0.0)
        for hit in hits[1:SOUGHT]:
            other = self.found(question, hit)
            said = self._told_of(other)
            fits = names_grade(question, said, told_of) if graded else speaks_of(question, said, text)
            if hit.clause.document != hits[0].clause.document or not fits:
                continue
            better = self.cross.read(question, hit.clause).answers > least
            if better:  # it may have been too far behind to be read
                hit = _in_place_of(hits[0], hit)
            first = [hit, *(h for h in hits if h.clause is not hit.clause)]
            if (better or hit.score >= BEHIND * hits[0].score) and not self.refusal(question, first, share=TOPIC):
                return first, other
        return hits, found

    def _told_of(self, found: Sequence[tuple[Hit, Sequence[Span]]]) -> str:
        """What is quoted, with what says what it is of: the beginning of its sentence, and the lead of its list."""
        said = [_quoted(found)]
        for hit, spans in found:
            text, unit = hit.clause.document.text, hit.clause
            first = min(span.start for span in spans)
            for sentence in split_sentences(text, unit.body, unit.end):
                if sentence.span.start < first < sentence.span.end:
                    said.append(text[slice(*sentence.parts[0])])
            for items in item_groups(unit, self.corpus):
                lead = list_lead(text, items, unit)
                if lead is not None and items[0].start <= first < items[-1].end:
                    said.append(text[slice(*lead)])
        return "\n".join(said)

    def refusal(self, question: str, hits: Sequence[Hit], foreign: Collection[str] = (), share: float = 1.0) -> str:
        """Why the hits do not answer, in Chinese; empty where they do. share: how much of the confidence is wanted."""
        if not hits:
            return "没有找到相关条文。"
        best = hits[0]
        elsewhere = law_elsewhere(foreign, [best.clause])
        if elsewhere:
            return elsewhere
        if foreign and best.score < SURE and not any(name.strip("《》") in best.clause.text for name in foreign):
            return NOT_HERE.format("、".join(foreign))
        kind = asked_quantity(question)
        unstated = bool(kind) and not states_quantity(told(best.clause), kind)
        related = best.why.get("dense_max", 0.0) >= RELATED
        # Not one word of the question in the clause, and only like a question that it answers (怎么减肥: 怎么减负).
        unread = best.why.get("read", 0.0) < CONFIRMED
        covered, strange = best.why.get("covered", 1.0), best.why.get("unknown", 0.0)
        apart = best.why.get("dense", 1.0) < RELATED and not covered
        apart = (apart or unheard(question, covered, strange, best.why.get("dense_max", 1.0))) and unread
        if holds_table(best.clause.text) and named(
            question, best.clause.document.text, best.clause.start, best.clause.end
        ):
            share *= NAMED_ROW
        unsure = confidence(hits) < self.needed(hits) * share and not gives_formula(question, best.clause.text)
        if apart or (unsure and not (unstated and related)):
            return "所收文件没有规定这个问题。" if related else "所收文件中没有找到相关内容。"
        if self._unheard_thing(question):
            return "所收文件没有规定这个问题。"
        places = place_elsewhere(question, best.clause.document)
        if places is not None:
            return f"最相近的{best.clause.cite}是{places[1]}的规定，没有说{places[0]}。"
        if best.why.get("stranger"):
            return f"最相近的{best.clause.cite}不是关于{stranger(question, best.clause.text)}的规定。"
        if unstated:
            return f"最相近的{best.clause.cite}没有写明所问的{NAMES[kind]}。"
        return ""

    def _unheard_thing(self, question: str) -> bool:
        """Whether a question begins with a thing of one character that no document names: 猫去世丧假几天."""
        first = plain_words(question)[:1]
        forms = [form for word in first if is_plain_noun(word) for form in (word, *equivalents(word))]
        return bool(forms) and not any(form in d.text for d in self.corpus.documents for form in forms)

    def needed(self, hits: Sequence[Hit]) -> float:
        """The confidence that hits need to answer."""
        far = hits[0].why.get("dense_max", 1.0) < FAR
        return max(self.threshold, THRESHOLD_FAR) if far else self.threshold

    def answer(self, question: str, found: Sequence[tuple[Hit, Sequence[Span]]]) -> Answer:
        """An answer from hits with the document spans chosen in each, in this order."""
        pieces: list[Citation] = []
        citations: list[Citation] = []
        for hit, spans in found:
            for span in spans:
                pieces.append(Citation(hit.clause, span.start - hit.clause.start, span.end - hit.clause.start))
            citations.append(self.cite(hit, spans))
        issued = day_of_issue(question, pieces, self.corpus)
        if issued is not None and all(issued.clause != piece.clause for piece in pieces):
            pieces.append(issued)
            whole = len(issued.clause.text)
            citations.append(replace(issued, start=0, end=whole, highlights=(Span(issued.start, issued.end),)))
        provisos = [
            p for hit, spans in found for p in self._provisos.exceptions(spans, hit.clause, hit.score, question)
        ]
        citations += unsaid(provisos, pieces)
        separator = "\n" if len(found) == 1 and len(pieces) > 1 or any("\n" in p.quote for p in pieces) else "；"
        mark = self._verdict(question, found[0][0], pieces, provisos) if len(found) == 1 else ""
        return Answer(question, "answered", tuple(pieces), tuple(citations), separator=separator, verdict=mark)

    def _verdict(self, question: str, hit: Hit, pieces: Sequence[Citation], provisos: Sequence[Citation]) -> str:
        """是, 否 or 视情形 where the clause is sure and its words speak of what was asked; otherwise empty."""
        said = "\n".join(piece.quote for piece in pieces)
        quoted = search_text(said)
        asked = sorted(dict.fromkeys(words(question)), key=self._idf, reverse=True)
        known = [word for word in asked if self._idf(word) > 0 and len(word) > 1 and not _MODAL.fullmatch(word)]
        if hit.score < UNSURE or hit.score < MARKED and not (known and all(word in quoted for word in known)):
            return ""
        strange = [word for word in asked if self._idf(word) <= 0 and is_noun(word) and len(word) > 1]
        spelled = set(quoted)
        if hit.score < MARKED and not all(any(set(one) <= spelled for one in lawful(w).split()) for w in strange):
            return ""  # 餐费, of which no document speaks
        if known and known[0] not in quoted:
            return ""  # the words decide something else than what the question turns on
        if not set(_FIGURES.findall(search_text(question))) <= set(_FIGURES.findall(quoted)):
            return ""  # a limit is not compared, it is quoted
        said = by_role(said, hit.clause.document)
        mark = verdict(question, said)
        if not mark:
            return ""
        text, end = hit.clause.document.text, pieces[-1].span.end
        rest = text[end : end + 80]
        # A sentence of its own in which 但 does not come first excepts from what it says itself.
        own = rest[:1] == "。" and re.match(r"[^。；\n]*[，,]但", rest[1:])
        following = ["" if own else rest.lstrip("，。；,;"), *(proviso.quote for proviso in provisos)]
        for match in filter(None, map(_OTHERWISE.match, following)):
            # 街道确需借调的: a proviso for somebody else than the one asked about changes nothing.
            others = [word for word in words(match[1]) if len(word) > 1 and word not in ("特殊", "情况")]
            whole = search_text(question)
            # 县级以上机关不得借调: nor does it, where the prohibition is for the one asked about.
            if not others or any(word in whole for word in others) or not _names_subject(whole, said):
                return "视情形"
        return mark

    def found(self, question: str, hit: Hit) -> list[tuple[Hit, list[Span]]]:
        """The document spans that answer, and those of the units after it where the rows of its list stand in these."""
        spans = self.spans(question, hit)
        weights = weighted(question, self._idf)
        rows = listed(question, self._rolls(hit.clause.document), hit.clause, spans, weights)
        if not rows:
            return [(hit, with_leads(question, hit.clause, spans, self.corpus))]
        text = hit.clause.document.text
        grouped: dict[str, tuple[Hit, list[Span]]] = {}
        for row in rows:
            grouped.setdefault(row.unit.id, (replace(hit, clause=row.unit, focus=None), []))[1].append(row.span)
        return [
            (at, with_leads(question, at.clause, joined(text, chosen), self.corpus)) for at, chosen in grouped.values()
        ]

    def _rolls(self, document: Document) -> list[Roll]:
        if document.id not in self._listed:
            self._listed[document.id] = rolls(self.corpus.by_document[document.id], self.corpus)
        return self._listed[document.id]

    def spans(self, question: str, hit: Hit) -> list[Span]:
        """The document spans of the unit that answer, in reading order (one, mostly); to all parts of a question that
        asks several things, where the unit settles them."""
        parts = split_parts(question)
        if parts and all(self.cross.read(part, hit.clause).answers > SETTLED for part in parts):
            return joined(hit.clause.document.text, [span for part in parts for span in self._spans(part, hit)])
        return self._spans(question, hit)

    def _spans(self, question: str, hit: Hit) -> list[Span]:
        weighed = self.weighed(question, hit)
        if weighed is None:
            return [Span(hit.clause.body, hit.clause.end)]
        wording, _, scores = weighed
        question = asking_part(question)
        weights = weighted(question, self._idf)
        choice = Choice(question, hit, wording.options, scores, asked_quantity(question), weights)
        return with_headers(hit.clause.document.text, completed(choice, self.corpus), hit.clause.start)

    def weighed(self, question: str, hit: Hit) -> tuple[Wording, np.ndarray, np.ndarray] | None:
        """The candidates of the unit, float (n, len(SPAN_FEATURES)) and their scores (n,); None where it has none.

        The score of a candidate that cannot be the answer is -inf.
        """
        wording = self._wording(hit.clause)
        if wording is None:
            return None
        reading = self.cross.read(question, hit.clause)
        question = asking_part(question)
        focus = Span(hit.focus.start, hit.focus.end) if hit.focus is not None else None
        vector = self.encoder.encode_queries([search_text(question)])[0]
        lead = hit.why.get("focus_lead", 0.0)
        features = span_features(question, wording, focus, lead, self._idf, self._embed, vector, reading)
        scores = self.chooser.scores(features)
        kept = eligible(question, wording)
        part = stated_in(question, hit, self.cross.acts.of(hit.clause))
        if part is not None:
            inside = (wording.starts >= part.start) & (wording.ends <= part.end)
            kept = next((some for some in (kept & inside, inside) if some.any()), kept)
        aims = aimed(question, hit.clause)
        if aims:
            inside = np.any([(wording.starts >= a.start) & (wording.ends <= a.end) for a in aims], axis=0)
            kept = kept & inside if (kept & inside).any() else kept
        return wording, features, np.where(kept, scores, -np.inf)

    def _wording(self, unit: Clause) -> Wording | None:
        """The candidates of a unit and what is known of them, None where it has none; the latest READ are kept."""
        if unit.id not in self._wordings:
            options = candidates(unit, self.corpus)
            self._wordings[unit.id] = Wording(unit, options) if options else None
            if len(self._wordings) > READ:
                with contextlib.suppress(KeyError):  # the page and a batch may ask at once
                    self._wordings.popitem(last=False)
        return self._wordings[unit.id]

    def _embed(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of pieces of clauses, float32 (len(texts), dimension); the latest REMEMBERED are kept."""
        fresh = list(dict.fromkeys(text for text in texts if text not in self._pieces and text not in self._vectors))
        if fresh:
            self._vectors.update(zip(fresh, self.encoder.encode_queries(fresh), strict=True))
        found = np.stack([self._pieces[text] if text in self._pieces else self._vectors[text] for text in texts])
        while len(self._vectors) > REMEMBERED:
            self._vectors.popitem(last=False)
        return found

    def lookup(self, question: str, clauses: Sequence[Clause], whole: bool = False) -> Answer:
        """The words of the clauses that an address names (see lookups)."""
        return self._lookups.answer(question, clauses, whole)

    def cite(self, hit: Hit, spans: Sequence[Span]) -> Citation:
        """The clause to quote around the spans: the unit, or the part of a long unit that holds them all."""
        clause = hit.clause
        if clause.end - clause.start > QUOTED_WHOLE:
            for part in self.corpus.descendants(clause):
                if all(part.start <= s.start and s.end <= part.end for s in spans):
                    clause = part  # descendants come from the outside in: the last that fits is the narrowest
        low, high = clause.start, clause.end
        if high - low > QUOTED_WHOLE and "\n" in clause.text:
            low, high = _paragraphs(clause, spans)
        return Citation(
            clause,
            low - clause.start,
            high - clause.start,
            tuple(Span(s.start - low, s.end - low) for s in sorted(spans)),
            hit.score,
        )


def law_elsewhere(names: Collection[str], clauses: Sequence[Clause]) -> str:
    """Why clauses cannot answer for laws that are named and not here, in Chinese; empty where they speak of one of
    them, or no law is named."""
    laws = [name for name in names if LAW.search(name.strip("《》"))]
    spoken = any(name.strip("《》") in clause.text for name in laws for clause in clauses)
    return "" if spoken or not laws else NOT_HERE.format("、".join(names))


def confidence(hits: Sequence[Hit]) -> float:
    """How sure it is that the hits answer, in [0, 1].

    The geometric mean of two probabilities: that the best clause is right, a little raised where others may be right
    too (only the best is shown, so they count for RUNNERS_UP of it at most), and that the documents answer the
    question at all (Ranker.answerable).
    """
    best = hits[0].score
    one = min(1.0 - math.prod(1.0 - hit.score for hit in hits[:3]), RUNNERS_UP * best)
    return math.sqrt(one * hits[0].why.get("answerable", best))


def _quoted(found: Sequence[tuple[Hit, Sequence[Span]]]) -> str:
    return "\n".join(hit.clause.document.text[slice(*span)] for hit, spans in found for span in spans)


def _beside(question: str, hit: Hit, quoted: str, told_of: str) -> str:
    """Why the very words that would be quoted are beside the question, in Chinese; empty where they are not. told_of:
    these with what says what they are of."""
    unsure = hit.score < UNSURE and question_type(question)["whether"] and not _SETTLES.search(quoted)
    if unsure:
        return "所收文件没有规定这个问题。"
    if _ANNOUNCES.fullmatch(quoted.strip()) or _INTERPRETS.search(question) and "解释" not in quoted:
        return "所收文件没有规定这个问题。"
    years = of_another_year(question, quoted, hit.clause.text, hit.clause.document.title)
    if years is not None:
        return f"最相近的{hit.clause.cite}说的是{years[1]}年，没有说{years[0]}年。"
    other = opposite(question, quoted) or of_another_kind(question, told_of, hit.clause.document.title)
    if other is not None:
        return f"最相近的{hit.clause.cite}说的是{other[1]}，没有说{other[0]}。"
    kind = asked_quantity(question)
    if kind in ("deadline", "start") and not states_quantity(quoted, kind):
        return f"最相近的{hit.clause.cite}没有写明所问的{NAMES[kind]}。"
    return ""


def _names_subject(asked: str, said: str) -> bool:
    """Whether the question names whom the quoted prohibition or permission is for (县级以上机关不得…), or it is for
    nobody in particular."""
    subject = _SUBJECT.match(search_text(said))
    told = [word for word in words(subject[1]) if len(word) > 1] if subject else []
    return not told or any(word in asked for word in told)


def refused(question: str, hits: Sequence[Hit] = (), note: str = "") -> Answer:
    """A refusal with up to NEAR nearest clauses."""
    return Answer(question, "refused", near=tuple(hits[:NEAR]), note=note)


def _in_place_of(first: Hit, hit: Hit) -> Hit:
    """The hit with the score and the confidence of the first, which it comes before: it may have been too far behind to
    be read, and has none of its own."""
    return replace(hit, score=first.score, why={**hit.why, "answerable": first.why.get("answerable", 0.0)})


def _paragraphs(clause: Clause, spans: Sequence[Span]) -> tuple[int, int]:
    """The whole paragraphs of the clause that the spans stand in."""
    text = clause.document.text
    low = text.rfind("\n", clause.start, min(s.start for s in spans)) + 1 or clause.start
    high = text.find("\n", max(s.end for s in spans), clause.end)
    return max(low, clause.start), clause.end if high < 0 else high
