"""Broad questions (对主要方式作了哪些规定, 有哪些要求): all the clauses that belong to the topic, in reading order.

A question is broad when it asks what is laid down on a topic rather than for one fact. Its topic is looked for in the
headings of chapters and parts first; a heading that says no more and no less than the question brings what stands
under it. What every normative document has without saying so in a heading is known by its wording: the clause on its
purpose, and the clauses that see to its being carried out. Otherwise the clauses nearly as likely as the best one are
taken that hold the words of the topic.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from tiaowen.answering.answering import Answerer
from tiaowen.answering.wholes import Search, answered_before
from tiaowen.clauses.headed_lists import announcing, headed_list
from tiaowen.datamodels import Answer, Citation, Clause, Corpus, Document, Hit
from tiaowen.language.normalization import search_text, words

AS_LIKELY = 0.08  # least probability of a further clause, as a share of that of the best
SHARED = 0.6  # least share of the topic's words, by idf, that a further clause has
SURE = 0.75  # probability of a clause that is better than a collection
MOST = 8  # clauses cited without a heading that holds them together
_FRAME_NOUNS = "规定|要求|内容|措施|安排|部署|举措|办法|做法|方面|部分|事项|情况|方式"
_BROAD = re.compile(
    r"哪些|什么|如何|怎么|怎样|主要内容|讲了?[些啥]|写了?[些啥]|说了?[些啥]|(?:作出?|做出?|提出)了?.{0,6}(?:规定|要求|部署|安排)"
)
_LAID_DOWN = re.compile(
    r"(?:作出?|做出?|提出|明确|规定)了?(?:哪些|什么|怎样的?|何种|怎么样的?)|(?:哪些|什么|怎样的?)(?:具体|明确|主要|相关|有关|新)?的?(?:规定|要求|部署|安排|举措)"
    r"|(?:如何|怎么|怎样)(?:作出?)?(?:规定|要求|部署|安排)"
)
# 用水户应当遵守哪些规定 asks for the duties of somebody, which one clause lists.
_KEPT_TO = re.compile(r"(?:遵守|符合|满足|达到|执行)(?:哪些|什么|怎样的?)")
_FRAME = re.compile(
    r"请?(?:简要)?(?:介绍|谈谈|说说|讲讲)一?下?|(?:(?<![工操])作出?|做出?|提出|明确|突出|强调|专设|设置|包括|包含|涉及)了?(?=哪|什|何|怎|如|[，,]|“|$)|应当?突出|应该突出"
    r"|(?:有|是|在|对|就|从|关于|围绕|按照|根据)(?=.)|哪些|什么|如何|怎么样?|怎样|何种|具体|主要(?=规定|讲|内容|要求)|相关|有关"
    r"|[这那该本]?一?(?:章|节|部分|方面)|讲了?|说了?|写了?|应该|应当|[“”\"《》？?。，,、：:！!]"
)
_PARTS = re.compile(r"以及|和|与|、")
_VERBS = re.compile(
    r"^(?:强化|加强|健全|完善|深化|推进|创新|充分运用|运用|持续|着力|切实|做好|严格|规范|提高|提升|优化|扩大|促进|加快|坚持|建立|落实|抓好|狠抓|全面|进一步|大力|积极)+"
)
_OPENING = frozenset(("条例", "办法", "规定", "意见", "规划", "方案", "通知", "细则", "法", "工作", "总", "附"))
_PURPOSE_ASKED = re.compile(
    r"(?:制定|出台|印发|发布|颁布|起草|立法|修订).{0,12}?(?:背景|目的|意义|依据|初衷|原因|考虑)|为(?:什么|何|啥)(?:要|会)?(?:制定|出台|印发|发布|颁布|立)|(?:立法|制定)(?:目的|依据|宗旨)"
)
_PURPOSE = re.compile(
    r"(?:制定|修订)本(?:条例|办法|规定|法|细则|规则|准则|规划|方案|意见|章程|守则|决定)|(?:提出|制定|作出)(?:如下|以下|本)(?:意见|方案|规划|办法|规定|决定)"
)
_CARRIED_OUT_ASKED = re.compile(r"贯彻|落实|执行|组织实施|实施好|推动实施|抓好|落地")
_CARRIED_OUT_WORDS = re.compile(
    r"如何|怎么|怎样|怎|做好|抓好|抓|推动|确保|保证|加强|贯彻|落实|执行|组织实施|实施|好|地|到位|落地|有哪些|什么|要求|措施|对|在|方面|规定|[的了呢吗，,。？?《》“”]"
)
_CARRIED_OUT_HEADING = re.compile(r"组织(?:实施|领导|保障|落实)|实施保障|保障措施|贯彻落实|监督实施|工作保障")
_CARRIED_OUT = re.compile(
    r"督促落实|督促检查|监督检查|组织实施|贯彻执行|抓好落实|抓好贯彻落实|组织落实|执行情况|实施情况|开展情况|(?:纳入|作为).{0,20}(?:考核|巡视|巡察|督查)|考核评估|综合评估|负责解释的?实施"
)

_Heading = tuple[Clause, frozenset[str], frozenset[str]]
"""A chapter, the words of its heading that its title has not, and all words that a question on it may use."""


@dataclass(frozen=True)
class Broad:
    """Answers broad questions. search: text and limit -> hits within what the question names."""

    corpus: Corpus
    answerer: Answerer
    idf: Callable[[str], float]
    _read: dict[str, list[_Heading]] = field(default_factory=dict, init=False, repr=False)

    def answer(
        self,
        text: str,
        rest: str,
        documents: Sequence[Document],
        search: Search,
    ) -> Answer | None:
        """All clauses on the topic, or None where the question is not broad or nothing belongs together.

        rest: the question without the names of documents; documents: those named, none where it names none.
        """
        rest = rest.lstrip("的之里中 ") or text
        special = self._purpose(text, documents) or self._carried_out(text, rest, documents)
        if special is not None:
            return None if answered_before(text, search) else special
        listed = headed_list(rest, documents or self.corpus.documents, self.corpus)
        if listed:
            hits = search(text, 1)
            elsewhere = hits and hits[0].score >= SURE and not any(self._holds(c, hits[0].clause) for c in listed)
            return None if elsewhere else self.answerer.lookup(text, listed, whole=True)
        chapter = self.chapter(rest, documents)
        article = announcing(rest, chapter, self.corpus) if chapter is not None else None
        if article is not None:
            return self.answerer.lookup(text, [article])
        if chapter is not None:
            hits = [] if _LAID_DOWN.search(text) else search(text, 1)
            sure = bool(hits) and hits[0].score >= SURE and self._holds(chapter, hits[0].clause)
            return None if sure and not self._whole(rest, chapter) else self.answerer.lookup(text, [chapter])
        if not _LAID_DOWN.search(text) or _KEPT_TO.search(text):
            return None
        return self._several(text, rest, search)

    def chapter(self, rest: str, documents: Sequence[Document]) -> Clause | None:
        """The one chapter or part whose heading is all that the question asks about."""
        bare = search_text(_FRAME.sub(" ", rest)).strip()
        broad = bool(_BROAD.search(rest))
        if not broad and not documents:
            return None
        everything = set(words(rest))
        found: list[tuple[Clause, frozenset[str]]] = []
        for document in documents or self.corpus.documents:
            for clause, own, known in self._headings(document):
                if not broad and search_text(clause.heading).replace(" ", "") != bare.replace(" ", ""):
                    continue  # 总则 alone is a heading; other words alone may be anything
                if own <= everything:
                    found.append((clause, known))
        # Cut into words only now: hardly any question has all the words of a heading.
        topic = words(re.sub(rf"(?:{_FRAME_NOUNS})$", "", bare)) if found else ()
        asked = set(topic) - set(_FRAME_NOUNS.split("|"))
        fitting = [clause for clause, known in found if asked <= known]
        return fitting[0] if len(fitting) == 1 else None

    def _headings(self, document: Document) -> list[_Heading]:
        """The headings of a document that say more than its title; kept once read."""
        found = self._read.get(document.id)
        if found is None:
            title = frozenset(words(document.title))
            clauses = (c for c in self.corpus.containers.get(document.id, ()) if c.level != "标题" and c.heading)
            headings = [(clause, _heading_words(clause.heading)) for clause in clauses]
            found = [
                (clause, own - title, own | title | _OPENING | frozenset(words(clause.heading)))
                for clause, own in headings
                if own - title
            ]
            self._read[document.id] = found
        return found

    def _whole(self, rest: str, chapter: Clause) -> bool:
        """Whether the question has no words but those of the heading, of the title above it, and its asking."""
        return not set(words(_FRAME.sub(" ", rest))) - set(words(chapter.heading)) - set(words(chapter.document.title))

    def _holds(self, container: Clause, clause: Clause) -> bool:
        return clause.document == container.document and container.start <= clause.start < container.end

    def _purpose(self, text: str, documents: Sequence[Document]) -> Answer | None:
        """制定《…》的背景和目的: the clause that says what the document is for (为了…，制定本条例)."""
        if not documents or not _PURPOSE_ASKED.search(text):
            return None
        for unit in self._units(documents[:1]):
            if _PURPOSE.search(unit.document.text[unit.body : unit.end]):
                return self._all(text, [unit])
        return None

    def _carried_out(self, text: str, rest: str, documents: Sequence[Document]) -> Answer | None:
        """如何抓好《…》的贯彻落实: what stands under such a heading, else the clauses on supervision and execution."""
        if not documents or not _CARRIED_OUT_ASKED.search(rest) or search_text(_CARRIED_OUT_WORDS.sub("", rest)):
            return None
        document = documents[0]
        headed = [
            c
            for c in self.corpus.by_document[document.id]
            if c.role == "container" and c.level != "标题" and _CARRIED_OUT_HEADING.search(c.heading)
        ]
        if headed:
            return self.answerer.lookup(text, headed[-1:])
        units = [u for u in self._units([document]) if _CARRIED_OUT.search(u.text)]
        return self._all(text, units[:MOST]) if units else None

    def _several(self, text: str, rest: str, search: Search) -> Answer | None:
        """The best clause and those nearly as likely that have the words of the topic."""
        hits = search(text, MOST)
        if len(hits) < 2 or self.answerer.refusals.reason(text, hits):
            return None
        topic = search_text(_FRAME.sub(" ", rest))
        chosen = [
            hit
            for i, hit in enumerate(hits)
            if i == 0 or hit.clause.document == hits[0].clause.document and self._belongs(hit, hits[0], topic)
        ]
        if len(chosen) < 2:
            return None
        chosen.sort(key=lambda hit: hit.clause.start)
        return self.answerer.answer(text, [(hit, self.answerer.extractor.spans(text, hit)) for hit in chosen])

    def _belongs(self, hit: Hit, best: Hit, topic: str) -> bool:
        """Nearly as likely as the best, with most words of the topic or all of one of its parts (甲和乙)."""
        text = search_text(hit.clause.text)
        parts = [{word for word in words(part) if word in text or self.idf(word) > 0} for part in _PARTS.split(topic)]
        if len(parts) > 1 and any(len(part) > 1 and all(word in text for word in part) for part in parts):
            return hit.score >= best.score * AS_LIKELY / 3
        idf = {word: self.idf(word) for word in words(topic) if self.idf(word) > 0}
        shared = sum(value for word, value in idf.items() if word in text)
        return hit.score >= best.score * AS_LIKELY and shared >= SHARED * (sum(idf.values()) or 1.0)

    def _all(self, text: str, units: Iterable[Clause]) -> Answer:
        """The units whole, in reading order."""
        cited = [Citation(unit, 0, unit.end - unit.start, (), 1.0) for unit in sorted(units, key=lambda u: u.start)]
        return Answer(text, "answered", tuple(cited), tuple(cited), separator="\n")

    def _units(self, documents: Iterable[Document]) -> list[Clause]:
        return [c for d in documents for c in self.corpus.by_document[d.id] if c.role == "unit"]


def _heading_words(heading: str) -> frozenset[str]:
    """The words of a heading without the verbs that it begins with (强化激励保障)."""
    bare = search_text(heading).replace(" ", "")
    return frozenset(words(_VERBS.sub("", bare) or bare))
