"""Which documents a question names: in full, in 《》, by their number, shortened (考核办法), or not in the corpus.

A name in 《》 is nearly always a whole title; a headline is quoted word for word; 8号文 is a paper's number. All other
names end in a head noun (title_heads), or are pieces of a title before an address (title_pieces).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tiaowen.addresses.title_fit import begun
from tiaowen.addresses.title_heads import ADDRESS_AFTER, headed, ordinal_after
from tiaowen.addresses.title_index import TitleIndex, TitleMatch
from tiaowen.addresses.title_pieces import Pieces, pieced
from tiaowen.addresses.title_words import BEFORE, HEADS, STRICT, core_of
from tiaowen.datamodels import Document
from tiaowen.language.folding import fold

_QUOTED = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")
_NUMBER_CALLED = re.compile(r"([一-龥]{2,12}?)?[〔\[(]?((?:19|20)\d\d)?[〕\])]?年?第?(\d{1,4})号(?:文件?|通知)")
_NUMBER_PRINTED = re.compile(r"(.*?)[〔\[(]((?:19|20)\d\d)[〕\])](?:第)?0*(\d{1,5})号")
_DERIVED = re.compile(
    r"》?的?(?:实施|施行)(?:细则|办法|条例|规定|意见|方案)"
    r"|》?(?:司法)?解释(?:\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十](?=第)|(?=第))"
)
"""What follows the name of a law in the name of another document: 广告法实施细则, 公司法解释二."""
_PIECED = 0.8  # score of a name in pieces of the title


class TitleMatcher:
    """The titles of a corpus, ready to be recognised. Set-up is linear in them; a question takes about 1 ms."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._titles = TitleIndex(documents)
        self._pieces = Pieces(self._titles.entries)
        self.history = self._titles.history

    def find(self, question: str, addressed: bool = False) -> list[TitleMatch]:
        """The documents that a question names, in order of their places, none overlapping another.

        addressed: only names in 《》 or with an address after them (刑法第三条), as in the text of a clause.
        """
        folded = fold(question)
        found: list[TitleMatch] = []
        for quoted in _QUOTED.finditer(folded):
            match = self._quoted(quoted[1], quoted.start(), quoted.end(), folded)
            found += [match] if match is not None else []
        if not addressed:
            found += self._headlines(folded)
            found += self._numbered(folded)
        inside = {i for quoted in _QUOTED.finditer(folded) for i in range(quoted.start() + 1, quoted.end())}
        found += headed(folded, self._titles, inside, addressed)
        for low, high, entry in pieced(folded, self._pieces):
            others = [match for match in found if match.start < high and low < match.end]
            longer = any(m.foreign and m.start < low and folded[:high].endswith(tuple(STRICT)) for m in others)
            if not longer and all(match.foreign or match.score < _PIECED for match in others):
                found = [match for match in found if match not in others]
                found.append(TitleMatch(low, high, "", (entry.document,), _PIECED, "loose"))
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
        return found.documents if found is not None and (found.score >= 0.95 or not exact) else ()

    def versions(self, document: Document) -> tuple[Document, ...]:
        """All versions of a document in the corpus, the latest first."""
        return self.history.of(document)

    def current(self, document: Document) -> bool:
        """Whether questions that do not name the document are answered from it (see versions)."""
        return self.history.current(document)

    def _quoted(self, inner: str, start: int, end: int, text: str) -> TitleMatch | None:
        """What a name in 《》 names; None where it may be no name of a document."""
        core, ordinal = core_of(inner)
        if not core:
            return None
        if not ordinal:
            ordinal = ordinal_after(text, end)[0]
        exact = self._titles.exactly(core)
        if exact:
            documents = self._titles.pick(exact, ordinal, text, start, end)
            return TitleMatch(start, end, inner, documents, 1.0, "quoted" if documents else "foreign")
        head = next((h for h in HEADS if core.endswith(h)), "")
        if head and core == head:
            return self._titles.head_only(head, start, end, text, 0.8)
        # What stands in 《》 is nearly always a whole title: 《合同法》 is not 劳动合同法.
        most = 1 if head == "法" or core.startswith("中华人民共和国") else 3
        fits = [fit for fit in self._titles.fits(core, head) if fit.left == 0 and fit.tier <= most] if head else []
        if fits:
            match = self._titles.match(fits, start, end, core, head, ordinal, text)
            return replace(match, form="quoted") if match else TitleMatch(start, end, inner, (), 1.0, "foreign")
        if head or ADDRESS_AFTER.match(text, end):
            return TitleMatch(start, end, inner, (), 1.0, "foreign")
        return None

    def _headlines(self, text: str) -> list[TitleMatch]:
        """Titles without a head noun (news), which can only be quoted word for word."""
        found = []
        for entry in self._titles.headless:
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
                for entry in self._titles.entries
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
                issued = (e.document for e in self._titles.entries if f"《{e.document.title}》" in documents[0].title)
                documents = tuple({d.id: d for d in (*documents, *issued)}.values())  # and what the notice issues
                start = called.start(3) if not offices and not called[2] else called.start()
                found.append(TitleMatch(start, called.end(), called[0], documents, 0.9, "short"))
        return found


def _underived(match: TitleMatch, text: str, others: Sequence[TitleMatch]) -> TitleMatch:
    """The match, or the name of the document that is only derived from the one it names (see _DERIVED) where no match
    has it whole."""
    longer = _DERIVED.match(text, match.end) if match.documents else None
    if longer is None or any(m.documents and m.start <= match.start and m.end > match.end for m in others):
        return match
    return TitleMatch(match.start, longer.end(), "", (), match.score, "foreign")
