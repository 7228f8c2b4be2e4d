"""Hits -> Answer: the words that settle the question, the clauses they stand in, or a refusal.

Every answer is made of spans of documents. What the program itself has to say (why it refuses, how many articles were
counted) goes into `note` and `verdict`, which are shown apart from the quotation.
"""

from __future__ import annotations

import math
import re
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence

import numpy as np

from tiaowen.datamodels import Answer, Citation, Clause, Corpus, Hit, Span
from tiaowen.encoding import Encoder
from tiaowen.normalization import search_text, words
from tiaowen.quantities import asked_quantity, states_quantity
from tiaowen.ranking import question_type
from tiaowen.sentences import trimmed
from tiaowen.spans import SpanChooser, candidates, item_groups, span_features
from tiaowen.subjects import stranger
from tiaowen.verdict import verdict

THRESHOLD = 0.40  # least confidence for an answer; chosen on questions that train nothing (docs/results.md, Refusal)
SURE = 0.85  # least probability where the question names a document that is not here
QUOTED_WHOLE = 400  # characters up to which a unit is quoted whole; beyond, the part that holds the answer
NEAR = 3
RUNNERS_UP = 1.5
NEARER = 0.05  # lead of a part in nearness that makes it the one asked about
REMEMBERED = 20_000  # vectors of pieces of clauses, 2 KB each
OFF_TOPIC = 0.3  # below, the question has nothing to do with the documents
_CONDITION = re.compile(r"(?:的|期间|以上的?|之日起|情形的)$")
_STOPS = re.compile(r"[。；\n]")
MARKED = 0.7  # least probability of a clause whose words are marked 是 or 否
_MODAL = re.compile(r"[是能可要会应该得必须不否有没行]+|应当|可以|需要")
_OTHERWISE = re.compile(r"([^。；\n]{0,20})(?:确需|特殊情况|除外|但是?|经[^。；\n]{1,16}(?:同意|批准))")
_ANNOUNCES = re.compile(r"下列|以下|如下")
# A block that begins with its own label answers the question for which the label stands.
_BLOCKS = (
    (
        re.compile(r"时限|什么时候|何时|期限|哪天|几月|截止|多久|完成时间"),
        re.compile(r"(?:完成|办理|整改)?(?:时限|期限|时间)[：:]"),
    ),
    (
        re.compile(r"谁|哪个部门|哪些部门|哪些单位|哪个单位|负责|责任单位|牵头"),
        re.compile(r"(?:责任|牵头|承办|负责|配合)(?:单位|部门|人)[：:]"),
    ),
)


class Answerer:
    """Chooses spans and decides on refusal."""

    def __init__(
        self,
        corpus: Corpus,
        encoder: Encoder,
        idf: Callable[[str], float],
        chooser: SpanChooser | None = None,
    ) -> None:
        self.corpus = corpus
        self.encoder = encoder
        self._idf = idf
        self._vectors: OrderedDict[str, np.ndarray] = OrderedDict()
        self.chooser = chooser or SpanChooser.load()

    def from_hits(self, question: str, hits: Sequence[Hit], foreign: Collection[str] = ()) -> Answer:
        """The answer of the best hit, or a refusal that says why. foreign: names of documents that are not here."""
        reason = self.refusal(question, hits, foreign)
        if reason:
            return refused(question, hits, reason)
        hit = hits[0]
        spans = self.spans(question, hit)
        return self.answer(question, [(hit, spans)])

    def refusal(self, question: str, hits: Sequence[Hit], foreign: Collection[str] = ()) -> str:
        """Why the hits do not answer, in Chinese; empty where they do."""
        if not hits:
            return "没有找到相关条文。"
        best = hits[0]
        if foreign and best.score < SURE and not any(name.strip("《》") in best.clause.text for name in foreign):
            return f"所收文件中没有{'、'.join(foreign)}。"
        kind = asked_quantity(question)
        unstated = bool(kind) and not states_quantity(best.clause.text, kind)
        related = best.why.get("answerable", best.score) > OFF_TOPIC
        if confidence(hits) < THRESHOLD and not (unstated and related):
            return "所收文件没有规定这个问题。" if related else "所收文件中没有找到相关内容。"
        if best.why.get("stranger"):
            return f"最相近的{best.clause.cite}不是关于{stranger(question, best.clause.text)}的规定。"
        if unstated:
            return f"最相近的{best.clause.cite}没有写明所问的{_QUANTITY_NAMES[kind]}。"
        return ""

    def answer(self, question: str, found: Sequence[tuple[Hit, Sequence[Span]]]) -> Answer:
        """An answer from hits with the document spans chosen in each, in this order."""
        pieces: list[Citation] = []
        citations: list[Citation] = []
        for hit, spans in found:
            for span in spans:
                pieces.append(Citation(hit.clause, span.start - hit.clause.start, span.end - hit.clause.start))
            citations.append(self.cite(hit, spans))
        separator = "\n" if any("\n" in p.quote for p in pieces) else "；"
        mark = self._verdict(question, found[0][0], pieces[0]) if len(pieces) == 1 else ""
        return Answer(question, "answered", tuple(pieces), tuple(citations), separator=separator, verdict=mark)

    def _verdict(self, question: str, hit: Hit, piece: Citation) -> str:
        """是, 否 or 视情形 where the clause is sure and its words speak of what was asked; otherwise empty."""
        quoted = search_text(piece.quote)
        asked = sorted(set(words(question)), key=self._idf, reverse=True)
        known = [word for word in asked if self._idf(word) > 0 and len(word) > 1 and not _MODAL.fullmatch(word)]
        if hit.score < MARKED and not (known and all(word in quoted for word in known)):
            return ""
        if known and known[0] not in quoted:
            return ""  # the words decide something else than what the question turns on
        if any(number not in quoted for number in re.findall(r"[0-9]+", search_text(question))):
            return ""  # a limit is not compared, it is quoted
        text, end = hit.clause.document.text, piece.span.end
        after = text[end : end + 80].lstrip("，。；,;")
        mark = verdict(question, piece.quote)
        proviso = _OTHERWISE.match(after) if mark else None
        if proviso is not None:
            # 街道确需借调的: a proviso for somebody else than the one asked about changes nothing.
            others = [word for word in words(proviso[1]) if len(word) > 1 and word not in ("特殊", "情况")]
            if not others or any(word in search_text(question) for word in others):
                return "视情形"
        return mark

    def spans(self, question: str, hit: Hit) -> list[Span]:
        """The document spans of the unit that answer, in reading order (one, mostly)."""
        unit = hit.clause
        options = candidates(unit, self.corpus)
        if not options:
            return [Span(unit.body, unit.end)]
        kind = asked_quantity(question)
        text = unit.document.text
        focus = Span(hit.focus.start, hit.focus.end) if hit.focus is not None else None
        vector = self.encoder.encode_queries([search_text(question)])[0]
        lead = hit.why.get("focus_lead", 0.0)
        features = span_features(question, unit, options, focus, lead, self._idf, self._embed, vector)
        scores = self.chooser.scores(features)
        governed = self._governed(hit, kind)
        if kind:  # words without the quantity asked for do not answer
            states = np.array([states_quantity(text[o.span.start : o.span.end], kind) for o in options])
            if states.any():
                scores = np.where(states, scores, scores.min() - 1)
        if governed is not None:  # the quantity stands in the words that govern the item asked about
            low, high = governed
            inside = [i for i, o in enumerate(options) if low <= o.span.start and o.span.end <= high]
            item = trimmed(text, hit.focus.start, hit.focus.end) if hit.focus is not None else None
            if inside and item is not None:
                return [options[max(inside, key=lambda i: scores[i])].span, item]
        best = options[int(scores.argmax())]
        if _CONDITION.search(text, best.span.start, best.span.end) and text[best.span.end : best.span.end + 1] in "，,":
            # 连续两年不确定档次的，… is only the condition: its consequence follows in the same sentence.
            longer = [o.span for o in options if o.span.start == best.span.start and o.span.end > best.span.end]
            if longer:
                return [max(longer, key=lambda span: span.end if not _STOPS.search(text, span.start, span.end) else -1)]
        return self._completed(question, unit, best.span, hit.focus)

    def _governed(self, hit: Hit, kind: str) -> Span | None:
        """The lead of the list that the nearest 项 is in, where the lead states the quantity and the 项 does not."""
        focus = hit.focus
        if not kind or focus is None or focus.level not in ("项", "目") or hit.why.get("focus_lead", 0.0) < NEARER:
            return None
        if focus.parent is None or states_quantity(focus.text, kind):
            return None
        parent = self.corpus.by_id[focus.parent]
        siblings = [c for c in self.corpus.children[parent.id] if c.level == focus.level]
        text = parent.document.text
        lead = trimmed(text, text.rfind("\n", parent.body, siblings[0].start - 1) + 1 or parent.body, siblings[0].start)
        return lead if lead is not None and states_quantity(text[lead.start : lead.end], kind) else None

    def _completed(self, question: str, unit: Clause, best: Span, focus: Clause | None) -> list[Span]:
        """The span, with what it cannot do without: the items that a lead announces, the block with the deadline."""
        text = unit.document.text
        labelled = self._labelled(question, unit)
        if labelled:
            return labelled
        for siblings in item_groups(unit, self.corpus):
            lead = text[best.start : siblings[0].start]
            if not (
                best.end <= siblings[0].start and best.start < siblings[0].start and "。" not in lead[len(lead) // 2 :]
            ):
                continue
            if not (_ANNOUNCES.search(text[best.start : best.end]) or text[best.end : best.end + 1] in "：:"):
                continue
            whole = trimmed(text, siblings[0].start, siblings[-1].end)
            wants = question_type(question)
            if not wants["list"] and (wants["number"] or wants["whether"] or wants["time"]):
                # The lead itself decides; of the items, only the one asked about belongs to the answer.
                item = trimmed(text, focus.start, focus.end) if focus is not None and focus in siblings else None
                return [best, item] if item is not None else [best]
            if whole is not None:
                return [whole]
        return [best]

    def _labelled(self, question: str, unit: Clause) -> list[Span]:
        """The blocks of the unit whose labels say what is asked for (责任单位：…, 完成时限：…)."""
        found: list[Span] = []
        for part in self.corpus.children.get(unit.id, ()):
            label = part.document.text[part.start : part.start + 8]
            for asked, named in _BLOCKS:
                block = trimmed(part.document.text, part.start, part.end)
                if asked.search(question) and named.match(label) and block is not None:
                    found.append(block)
        return found

    def _embed(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of pieces of clauses, float32 (len(texts), dimension); the latest REMEMBERED are kept."""
        fresh = list(dict.fromkeys(text for text in texts if text not in self._vectors))
        self._vectors.update(zip(fresh, self.encoder.encode_queries(fresh), strict=True))
        found = np.stack([self._vectors[text] for text in texts])
        while len(self._vectors) > REMEMBERED:
            self._vectors.popitem(last=False)
        return found

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

    def lookup(self, question: str, clauses: Sequence[Clause]) -> Answer:
        """The words of the clauses that an address names: whole articles, items with what governs them, outlines."""
        pieces: list[Citation] = []
        citations: list[Citation] = []
        note = ""
        for clause in clauses:
            if clause.role == "container":
                outline, note = self._outline(clause)
                pieces.extend(outline)
                citations.extend(
                    Citation(c.clause, 0, len(c.clause.text), (Span(c.start, c.end),), 1.0) for c in outline[1:]
                )
                continue
            body = trimmed_body(clause)
            pieces.append(Citation(clause, body.start - clause.start, body.end - clause.start))
            quoted = Span(body.start - clause.start, body.end - clause.start)
            citations.append(Citation(clause, 0, clause.end - clause.start, (quoted,), 1.0))
            lead = self._lead(clause)
            if lead is not None:
                citations.append(lead)
        return Answer(question, "answered", tuple(pieces), tuple(citations), separator="\n", note=note)

    def _lead(self, clause: Clause) -> Citation | None:
        """The words of the article that an 项 or 目 depends on."""
        if clause.level not in ("项", "目") or clause.parent is None:
            return None
        parent = self.corpus.by_id[clause.parent]
        siblings = [c for c in self.corpus.children[parent.id] if c.level == clause.level]
        lead = trimmed(parent.document.text, parent.start, siblings[0].start)
        if lead is None:
            return None
        return Citation(parent, lead.start - parent.start, lead.end - parent.start, (), 1.0)

    def _outline(self, container: Clause) -> tuple[list[Citation], str]:
        """The heading of a container and the first sentence of each unit in it, with a count."""
        units = [c for c in self.corpus.descendants(container) if c.role == "unit"]
        text = container.document.text
        first = min((u.start for u in units), default=container.end)
        heading = trimmed(text, container.start, first) or Span(container.start, container.end)
        found = [Citation(container, heading.start - container.start, heading.end - container.start, (), 1.0)]
        for unit in units:
            stop = min((i for i in (text.find(m, unit.start, unit.end) for m in "。；\n") if i >= 0), default=unit.end)
            found.append(Citation(unit, 0, max(stop, unit.start + 1) - unit.start, (), 1.0))
        return found, f"{container.label}共 {len(units)} 条（段），按正文统计；以下是各条首句。"


def confidence(hits: Sequence[Hit]) -> float:
    """How sure it is that the hits answer, in [0, 1].

    The geometric mean of two probabilities: that the best clause is right, a little raised where others may be right
    too (only the best is shown, so they count for RUNNERS_UP of it at most), and that the documents answer the
    question at all (Ranker.answerable).
    """
    best = hits[0].score
    one = min(1.0 - math.prod(1.0 - hit.score for hit in hits[:3]), RUNNERS_UP * best)
    return math.sqrt(one * hits[0].why.get("answerable", best))


def trimmed_body(clause: Clause) -> Span:
    """A clause without its number; punctuation at the end stays, it is part of the wording."""
    text = clause.document.text
    start, end = clause.body, clause.end
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return Span(start, end) if start < end else Span(clause.start, clause.end)


def refused(question: str, hits: Sequence[Hit] = (), note: str = "") -> Answer:
    """A refusal with up to NEAR nearest clauses."""
    return Answer(question, "refused", near=tuple(hits[:NEAR]), note=note)


_QUANTITY_NAMES = {
    "money": "金额", "age": "年龄", "percent": "比例", "frequency": "次数或周期", "days": "天数", "duration": "期限",
}  # fmt: skip


def _paragraphs(clause: Clause, spans: Sequence[Span]) -> tuple[int, int]:
    """The whole paragraphs of the clause that the spans stand in."""
    text = clause.document.text
    low = text.rfind("\n", clause.start, min(s.start for s in spans)) + 1 or clause.start
    high = text.find("\n", max(s.end for s in spans), clause.end)
    return max(low, clause.start), clause.end if high < 0 else high
