"""Which documents a question names: in full, in 《》, shortened (考核办法), with words left out, or not in the corpus.

Nothing is known of any document but its title, aliases, date and text; the short forms follow from the titles. A name
ends in a head noun (条例, 办法, …). From there the words before it are aligned, right to left, with the titles that
have the same head; what is left over decides whether the name is complete, or that of another document
(公务员考核办法 is not 事业单位工作人员考核办法), which is reported as foreign.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tiaowen.datamodels import Document
from tiaowen.folding import fold
from tiaowen.reading.numerals import value
from tiaowen.title_fit import Entry, Fit, abbreviated, align, begun, initials, tier_of
from tiaowen.title_pieces import Pieces, pieced
from tiaowen.title_words import (
    BEFORE,
    BEFORE_HEAD,
    BEFORE_UNKNOWN,
    FILLER,
    FIRM,
    HEADS,
    INDEFINITE,
    NOT_LAWS,
    STRICT,
    core_of,
    is_fragment,
    placed,
    take_apart,
)
from tiaowen.version_words import asked_version, chosen
from tiaowen.versions import Versions

_HEAD = re.compile("|".join(HEADS))
_NO_HEAD_AFTER = {
    "法": "律规院定治人学官制庭医师网子国考会事检盲",
    "法典": "型礼",
    "规划": "纲",
    "计划": "纲",
    "规定": "的时动",
    "令": "人",
    "报告": "人",
    "决定": "权",
}
_QUOTED = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")
_STOP = ",。;:!?、\n"
_ADDRESS_AFTER = re.compile(
    r"[》)]?(?:\([^()]{1,20}\))?\s*(?:[的中里之]|里面的?|中的|当中|那个?)?\s*"
    r"(?:第 ?\(?[0-9〇零一二三四五六七八九十百千]+|[0-9〇零一二三四五六七八九十百千]{1,6} ?[条点]"
    r"|\([0-9一二三四五六七八九十]+\)|问题[一二三四五六七八九十0-9]"
    r"|[答问] ?\d|[一二三四五六七八九十]{1,3}、|末段|最后一?个?(?:自然)?段|题注|文号|附件|序言|问题描述|工作目标"
    r"|\d+(?:\.\d+)+(?![0-9.]*(?:[%‰倍万亿千百元米吨年月天个]|分之)))"
)
_NUMBER_CALLED = re.compile(r"([一-龥]{2,12}?)?[〔\[(]?((?:19|20)\d\d)?[〕\])]?年?第?(\d{1,4})号(?:文件?|通知)")
_NUMBER_PRINTED = re.compile(r"(.*?)[〔\[(]((?:19|20)\d\d)[〕\])](?:第)?0*(\d{1,5})号")
_WHOLE_AFTER = re.compile(
    r"[》的]?(?:一?共|总共|合计)?[有分含]?[为成]?(?:多少|几)(?:个|大)?(?:[章节条款项目点段编]|部分|措施|问题)(?![件例])"
    r"|[》的]?(?:主要内容|内容概要|目录|大纲|框架)"
)
"""A document as a whole is asked about, which tells that the kind alone (规划共几条) is its name."""
_ORDINAL_AFTER = re.compile(
    r"》? ?\(([一二三四五六七八九十]{1,3}|\d{1,2})\)"
    r"|》? ?([一二三四五六七八九十]{1,2}|[1-9])(?=[第的中里对规怎是什何自从于由谁有,。?! ]|$)"
)
_DERIVED = re.compile(
    r"》?的?(?:实施|施行)(?:细则|办法|条例|规定|意见|方案)"
    r"|》?(?:司法)?解释(?:\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十](?=第)|(?=第))"
)
"""What follows the name of a law in the name of another document: 广告法实施细则, 公司法解释二."""
_OF_PLACE = re.compile(r"[一-龥]{2,7}[省市县区州盟旗](?!民)(?!.*(?:有关|相关|的))")
_STANDS_IN = re.compile(r"[中里内]|对[^外]|(?:第|是)?(?:如何|怎么|怎样)?规定")
PIECED = 0.8  # score of a name in pieces of the title
_CROWD = 20  # more candidates than this do not say which document; after a head that is not firm, than a quarter of it
_COMMON = 400  # a pair of characters in more titles than this is looked at only where there is no rarer one


@dataclass(frozen=True)
class TitleMatch:
    """A document named at [start, end) of the question.

    documents: the candidates, best first; of several versions the one in force, or the one that is asked for;
    empty where the name is foreign, that is, of a document that is not in the corpus. score in [0, 1]: how sure it is
    that the words are a name of these documents. form: full, quoted, short, loose, head (办法第三条) or foreign.
    """

    start: int
    end: int
    name: str
    documents: tuple[Document, ...]
    score: float
    form: str

    @property
    def foreign(self) -> bool:
        return not self.documents


@dataclass(frozen=True)
class _Spot:
    """A head noun at [start, end) of a folded text, with the words up to it and where they stand."""

    text: str
    start: int
    end: int
    head: str
    words: str
    places: Sequence[int]
    addressed: bool  # an address follows


class TitleMatcher:
    """The titles of a corpus, ready to be recognised. Set-up is linear in them; a question takes about 1 ms."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._entries: list[Entry] = []
        self._exact: dict[str, list[int]] = defaultdict(list)
        self._pairs: dict[str, list[int]] = defaultdict(list)
        self._heads: dict[str, list[int]] = defaultdict(list)
        self._headless: list[int] = []
        self._pieces = Pieces()
        self._ends: set[str] = set()  # the last three characters of the titles
        documents = list(documents)
        self.history = Versions(documents)
        for document in documents:
            for title in (document.title, *document.aliases):
                self._add(Entry(take_apart(title, document.kind), document))

    def _add(self, entry: Entry) -> None:
        number = len(self._entries)
        self._entries.append(entry)
        self._pieces.add(entry)
        name = entry.name
        for form in name.forms:
            self._exact[form].append(number)
        for pair in {name.core[i : i + 2] for i in range(len(name.core) - 1)}:
            self._pairs[pair].append(number)
        for head in name.heads:
            self._heads[head].append(number)
        if not any(name.core.endswith(head) for head in HEADS):
            self._headless.append(number)
        self._ends.add(name.core[-3:])

    def find(self, question: str, addressed: bool = False) -> list[TitleMatch]:
        """The documents that a question names, in order of their places, none overlapping another.

        addressed: only names in 《》 or with an address after them (刑法第三条), as in the text of a clause.
        """
        folded = fold(question)
        found: list[TitleMatch] = []
        for quoted in _QUOTED.finditer(folded):
            found += self._quoted(quoted[1], quoted.start(), quoted.end(), folded)
        if not addressed:
            found += self._headlines(folded)
            found += self._numbered(folded)
        inside = {i for quoted in _QUOTED.finditer(folded) for i in range(quoted.start() + 1, quoted.end())}
        for head in _HEAD.finditer(folded):
            if head.start() in inside or _goes_on(head[0], folded[head.end() : head.end() + 2]):
                continue
            if addressed and not _ADDRESS_AFTER.match(folded, head.end()):
                continue
            found += self._named(folded, head.start(), head.end(), head[0])
        for low, high, entry in pieced(folded, self._pieces):
            others = [match for match in found if match.start < high and low < match.end]
            longer = any(m.foreign and m.start < low and folded[:high].endswith(tuple(STRICT)) for m in others)
            if not longer and all(match.foreign or match.score < PIECED for match in others):
                found = [match for match in found if match not in others]
                found.append(TitleMatch(low, high, "", (entry.document,), PIECED, "loose"))
        found = [
            replace(match, start=begun(folded, match.start, match.end, match.documents[0].title))
            if len(match.documents) == 1 and match.form in ("short", "loose")
            else match
            for match in found
        ]
        found = [_underived(match, folded, found) for match in found]
        kept: list[TitleMatch] = []
        taken: set[int] = set()
        for match in sorted(found, key=lambda m: (m.foreign, m.start - m.end, -m.score, m.start)):
            if taken.isdisjoint(range(match.start, match.end)):
                kept.append(replace(match, name=question[match.start : match.end]))
                taken.update(range(match.start, match.end))
        return sorted(kept, key=lambda match: match.start)

    def lookup(self, title: str, exact: bool = False) -> tuple[Document, ...]:
        """The documents that a title alone (full or short, with or without 《》) names, best first; () for none.

        exact: not by a short form, but for what is left out before it (中华人民共和国, the place).
        """
        inner = title.strip().removeprefix("《").removesuffix("》")
        found = self._quoted(inner, 0, len(inner), fold(inner))
        return found[0].documents if found and (found[0].score >= 0.95 or not exact) else ()

    def versions(self, document: Document) -> tuple[Document, ...]:
        """All versions of a document in the corpus, the latest first."""
        return self.history.of(document)

    def current(self, document: Document) -> bool:
        """Whether questions that do not name the document are answered from it (see versions)."""
        return self.history.current(document)

    def _quoted(self, inner: str, start: int, end: int, text: str) -> list[TitleMatch]:
        core, ordinal = core_of(inner)
        if not core:
            return []
        if not ordinal:
            ordinal = _ordinal_after(text, end)[0]
        exact = [self._entries[i] for i in self._exact.get(core, ())]
        exact = [e for e in exact if e.name.core == core] or exact
        if exact:
            documents = self._pick(exact, ordinal, text, start, end)
            return [TitleMatch(start, end, inner, documents, 1.0, "quoted" if documents else "foreign")]
        head = next((h for h in HEADS if core.endswith(h)), "")
        if head and core == head:
            found = self._head_only(head, start, end, text, 0.8)
            return [found] if found is not None else []
        # What stands in 《》 is nearly always a whole title: 《合同法》 is not 劳动合同法.
        most = 1 if head == "法" or core.startswith("中华人民共和国") else 3
        fits = [fit for fit in self._fits(core, head) if fit.left == 0 and fit.tier <= most] if head else []
        if fits:
            match = self._match(fits, start, end, core, head, ordinal, text)
            return [replace(match, form="quoted") if match else TitleMatch(start, end, inner, (), 1.0, "foreign")]
        if head or _ADDRESS_AFTER.match(text, end):
            return [TitleMatch(start, end, inner, (), 1.0, "foreign")]
        return []

    def _headlines(self, text: str) -> list[TitleMatch]:
        """Titles without a head noun (news), which can only be quoted word for word."""
        found = []
        for number in self._headless:
            entry = self._entries[number]
            at = text.find(entry.name.core)
            if at >= 0 and len(entry.name.core) >= 6:
                found.append(TitleMatch(at, at + len(entry.name.core), entry.name.core, (entry.document,), 1.0, "full"))
        return found

    def _numbered(self, text: str) -> list[TitleMatch]:
        """Papers called by their number (海南政办发8号文, 8号文件), where all that have it are one paper."""
        found = []
        for called in _NUMBER_CALLED.finditer(text):
            same = [
                entry.document
                for entry in self._entries
                if (number := _NUMBER_PRINTED.fullmatch(fold(entry.document.number)))
                and number[3] == called[3].lstrip("0")
                and called[2] in ("", None, number[2])
            ]
            offices = [
                d for d in same if called[1] and fold(d.number).startswith(called[1][-2:], max(len(called[1]) - 2, 0))
            ]
            documents = tuple({d.id: d for d in offices or same}.values())
            another = bool(called[1]) and not offices and not BEFORE.search(called[1])  # 国务院8号文
            if len(documents) == 1 and not another:
                issued = (e.document for e in self._entries if f"《{e.document.title}》" in documents[0].title)
                documents = tuple({d.id: d for d in (*documents, *issued)}.values())  # and what the notice issues
                start = called.start(3) if not offices and not called[2] else called.start()
                found.append(TitleMatch(start, called.end(), called[0], documents, 0.9, "short"))
        return found

    def _named(self, text: str, start: int, end: int, head: str) -> list[TitleMatch]:
        low = start
        while low > 0 and start - low < 60 and text[low - 1] not in _STOP:
            low -= 1
        places = [i for i in range(low, end) if text[i] not in "《》〈〉“”\"'"]
        words = "".join(text[i] for i in places)
        before = words[: len(words) - len(head)]
        if head in ("法", "法典") and before[-1:] and before[-1] in NOT_LAWS and words[-3:] not in self._ends:
            return []  # 司法, but not 公司法 where there is one
        spot = _Spot(text, start, end, head, words, places, bool(_ADDRESS_AFTER.match(text, end)))
        fits = self._fits(words, head)
        found = self._fitting(spot, fits) if fits else self._unfit(spot, before)
        return [found] if found is not None else []

    def _fitting(self, spot: _Spot, fits: Sequence[Fit]) -> TitleMatch | None:
        """The match of words that fit some titles; a foreign one where the words before them belong to the name."""
        fits = _of_named_place(spot.words, fits)
        best, head = fits[0], spot.head
        if head in STRICT and best.tier == 4:
            return self._unfit(spot, spot.words[: len(spot.words) - len(head)])
        rest = spot.words[: best.left]
        doubt = self._conflict(rest, spot.words[best.left :], best)
        if head == "法" and best.tier >= 2:
            fits = [fit for fit in fits if fit.whole] or (self._initials(spot.words, head) if best.content < 2 else [])
            if not fits:
                before = doubt or (_unknown(rest) if rest and not BEFORE.search(rest) else "")
                begin, score = spot.places[max(best.left - len(before), 0)], 0.9 if spot.addressed else 0.6
                return TitleMatch(begin, spot.end, "", (), score, "foreign")
            best = fits[0]
        long = best.tier == 0 and len(best.entry.name.core) >= 8
        if doubt and not (long and not _place_like(rest)):
            if spot.addressed or len(fits) <= _CROWD and (head in FIRM or _place_like(rest)):
                begin = spot.places[max(best.left - len(doubt), 0)]
                return TitleMatch(begin, spot.end, "", (), 0.9 if spot.addressed else 0.6, "foreign")
            return None
        begin = spot.places[best.left]
        begin -= spot.text[max(begin - 1, 0)] == "《"
        stop = spot.end
        while spot.text.startswith("》", stop):
            stop += 1
        ordinal, after = _ordinal_after(spot.text, spot.end)
        match = self._match(fits, begin, stop, spot.words[best.left :], head, ordinal, spot.text)
        if match is None:
            return TitleMatch(begin, after, "", (), 0.9 if spot.addressed else 0.6, "foreign")
        if len(match.documents) > (_CROWD if head in FIRM else _CROWD // 4) and not spot.addressed:
            return None
        score = match.score
        if head not in STRICT and not spot.addressed and match.form != "full":
            if INDEFINITE.search(rest) and not re.search(r"[那这]个?$", rest):
                score *= 0.4
            if spot.words.endswith("的" + head) and "的" + head not in best.entry.name.core:
                score *= 0.6
        if ordinal and any(fit.entry.name.ordinal for fit in fits):
            stop = after
        return replace(match, score=round(score, 3), end=stop) if score >= 0.3 else None

    def _unfit(self, spot: _Spot, before: str) -> TitleMatch | None:
        """What a head noun names without any word of a title before it: 办法第三条, 这个规划, or a foreign 信访条例."""
        loose = FILLER.sub("", before)
        doubt = _unknown(before)
        pointed = re.search(r"[那这][个部份]?$|[该本]$", before)
        fragment = is_fragment(doubt)
        if not loose or BEFORE_HEAD.search(loose) or pointed or fragment and spot.addressed:
            if spot.addressed or pointed or spot.head == "条例" or _WHOLE_AFTER.match(spot.text, spot.end):
                begin = spot.places[len(before) - len(pointed[0])] if pointed else spot.start
                sure = 0.8 if spot.addressed or pointed else 0.6
                found = self._head_only(spot.head, begin, spot.end, spot.text, sure)
                return found if found is None or found.documents or spot.addressed else None
            return None
        if spot.head in FIRM and spot.head != "法" and (spot.addressed or _STANDS_IN.match(spot.text, spot.end)):
            named = [e for i in self._heads.get(spot.head, ()) if abbreviated(doubt + spot.head, e := self._entries[i])]
            if documents := self._pick(named, "", spot.text, spot.start, spot.end):
                begin = spot.places[len(before) - len(doubt)]
                return TitleMatch(begin, spot.end, "", documents, 0.8, "loose") if len(documents) == 1 else None
        least = 1 if spot.head == "法典" or spot.addressed and spot.head == "法" else 2
        owned = before.endswith("的") and not spot.addressed  # 修订后的条例 is no name
        # 某市住宅物业管理规定中…: of a place, and something is said to stand in it
        local = bool(_OF_PLACE.match(doubt)) and bool(_STANDS_IN.match(spot.text, spot.end))
        if len(doubt) >= least and not fragment and not owned and (spot.addressed or local or spot.head in STRICT):
            begin = spot.places[len(before) - len(doubt)]
            return TitleMatch(begin, spot.end, "", (), 0.9 if spot.addressed else 0.6, "foreign")
        return None

    def _head_only(self, head: str, start: int, end: int, text: str, score: float) -> TitleMatch | None:
        entries = [self._entries[i] for i in self._heads.get(head, ())]
        documents = self._pick(entries, "", text, start, end)
        if len(documents) > _CROWD:
            return None
        return TitleMatch(start, end, head, documents, score, "head" if documents else "foreign")

    def _fits(self, words: str, head: str) -> list[Fit]:
        """The titles with this head that the end of `words` fits, those that reach furthest left and fit best first."""
        whole = self._whole(words)
        if whole is not None and (whole[0].left == 0 or BEFORE.search(words[: whole[0].left])):
            return whole
        pairs = {words[i : i + 2] for i in range(max(len(words) - 40, 0), len(words) - 1)}
        lists = sorted((self._pairs[pair] for pair in pairs if pair in self._pairs), key=len)
        votes: dict[int, int] = defaultdict(int)
        for postings in lists:
            if len(postings) > _COMMON and len(votes) > 0:
                break
            for number in postings:
                votes[number] += 1
        ranked = sorted(votes, key=lambda number: -votes[number])
        fits: list[Fit] = []
        for number in ranked[:150]:
            fit = align(words, head, self._entries[number])
            if fit is not None:
                fits.append(fit)
        if not fits:
            return self._initials(words, head)
        exact = [fit for fit in fits if fit.tier == 0]
        left = min(fit.left for fit in fits)
        if exact:
            # A whole title wins over a piece of a longer one, unless the words before it belong to the longer one.
            left = (
                min(left, exact[0].left) if any(f.left < exact[0].left and f.tier < 3 for f in fits) else exact[0].left
            )
        fits = [fit for fit in fits if fit.left == left]
        tier = min(fit.tier for fit in fits)
        return sorted((fit for fit in fits if fit.tier == tier), key=lambda fit: -fit.coverage)

    def _whole(self, words: str) -> list[Fit] | None:
        """The longest ending of `words` that is a title, or a title without its place or issuer."""
        for left in range(len(words) - 2):
            numbers = self._exact.get(words[left:])
            if numbers:
                tiers = [(tier_of(words[left:], self._entries[i].name), self._entries[i]) for i in numbers]
                best = min(tier for tier, _ in tiers)
                return [
                    Fit(e, left, len(words) - left - len(e.name.head), best, 1.0) for tier, e in tiers if tier == best
                ]
        return None

    def _initials(self, words: str, head: str) -> list[Fit]:
        """民诉法 for 民事诉讼法: at least three characters, in order, the first one that of the title."""
        tail = _unknown(words[: -len(head)]) + head if head == "法" else ""
        fits: list[Fit] = []
        if 3 <= len(tail) <= 5:
            for number in self._heads.get(head, ()):
                entry = self._entries[number]
                for form in entry.name.forms:
                    if len(form) <= 4 * len(tail) and initials(tail, form):
                        coverage = len(tail) / len(form)
                        fits.append(Fit(entry, len(words) - len(tail), len(tail) - 1, 3, coverage))
                        break
        return sorted(fits, key=lambda fit: -fit.coverage)[:3]

    def _conflict(self, rest: str, name: str, fit: Fit) -> str:
        """The words just before a name that make it the name of something else; "" where they do not."""
        if not rest or BEFORE.search(rest) and not rest.endswith("的"):
            return ""
        if rest.endswith("的"):
            # 公务员的考核办法: the owner is somebody else. Long phrases before 的 say more than an owner.
            owner = _unknown(rest[:-1])
            named = 2 <= len(owner) <= 4 and not BEFORE.search(rest[:-1]) and not is_fragment(owner)
            return owner + "的" if named else ""
        doubt = _unknown(rest)
        if is_fragment(doubt) or len(doubt) == 1 and not _place_like(rest + name[:2]):
            return ""
        if fit.tier == 4:
            return doubt
        # 年度 in 年度考核办法 is no other document's name if the document itself speaks of 年度考核. The name of a law
        # is kept to: 民用建筑节能条例 is not that of a place, 上海市建筑节能条例.
        for size in (4, 3, 2) if fit.entry.name.head not in STRICT else ():
            if len(rest) >= size and rest[-size:] + name[:2] in fit.entry.document.text:
                left = rest[:-size]
                return "" if not left or BEFORE.search(left) else doubt
        return doubt

    def _match(
        self, fits: Sequence[Fit], start: int, end: int, words: str, head: str, ordinal: str, text: str
    ) -> TitleMatch | None:
        documents = self._pick([fit.entry for fit in fits], ordinal, text, start, end)
        if not documents:
            return None
        best = fits[0]
        score = (1.0, 0.95, 0.6 + 0.3 * best.coverage, 0.55 + 0.3 * best.coverage, 0.5)[best.tier]
        if head == "法" and best.tier >= 2:
            score = 0.5  # 土地法 is hardly a name of 土地管理法
        form = ("full", "short", "short", "loose", "loose")[best.tier]
        return TitleMatch(start, end, words, documents, round(score, 3), form)

    def _pick(self, entries: Sequence[Entry], ordinal: str, text: str, start: int, end: int) -> tuple[Document, ...]:
        """One document for every set of versions: that which words near the name ask for, else the one in force."""
        number = value(ordinal) if ordinal else None
        if number is not None:
            same = [entry for entry in entries if entry.name.ordinal and value(entry.name.ordinal) == number]
            entries = same or [entry for entry in entries if not entry.name.ordinal]  # 解释（二） is not 解释（三）
        elif any(not entry.name.ordinal for entry in entries):
            entries = [entry for entry in entries if not entry.name.ordinal]  # 刑法修正案 is not 刑法修正案（八）
        asked = asked_version(text, start, end)
        picked: dict[str, Document] = {}
        for entry in entries:
            if entry.document.id not in picked:
                picked.update((d.id, d) for d in chosen(self.history, entry.document, asked))
        return tuple(picked.values())


def _of_named_place(words: str, fits: Sequence[Fit]) -> Sequence[Fit]:
    """Of titles that fit, those of the place named before them with 的 (河南的消防条例), with the place as a part
    of the name; all of them where no place is named, or none is of it."""
    before = words[: fits[0].left]
    owner = _unknown(before[:-1]) if before.endswith("的") else ""
    if len(owner) < 2:
        return fits
    local = [fit for fit in fits if placed(fit.entry.name.core).startswith(owner)]
    return [replace(fit, left=fit.left - len(owner) - 1) for fit in local] or fits


def _underived(match: TitleMatch, text: str, others: Sequence[TitleMatch]) -> TitleMatch:
    """The match, or the name of the document that is only derived from the one it names (see _DERIVED) where no match
    has it whole."""
    longer = _DERIVED.match(text, match.end) if match.documents else None
    if longer is None or any(m.documents and m.start <= match.start and m.end > match.end for m in others):
        return match
    return TitleMatch(match.start, longer.end(), "", (), match.score, "foreign")


def _unknown(before: str) -> str:
    """The last words of `before` back to one that a title may follow: 公务员 of 请问公务员."""
    before = before.rstrip(" ")
    size = 0
    while size < min(len(before), 30) and (size == 0 or not BEFORE_UNKNOWN.search(before[: len(before) - size])):
        size += 1
    return before[len(before) - size :]


def _goes_on(head: str, after: str) -> bool:
    """Whether the next characters make another word of a head (法律, 规定的, 决定权); 劳动法规定 is no 法规."""
    return bool(after) and after[0] in _NO_HEAD_AFTER.get(head, "") and (head != "法" or after != "规定")


def _place_like(rest: str) -> bool:
    return bool(re.search(r"[省市区县州盟旗国]$", rest))


def _ordinal_after(text: str, end: int) -> tuple[str, int]:
    found = _ORDINAL_AFTER.match(text, end)
    return (found[1] or found[2], found.end()) if found else ("", end)
