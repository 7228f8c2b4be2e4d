"""The titles of a corpus, arranged for finding those that the last words before a place fit, and the match they make.

Nothing is known of any document but its title, aliases, date and text; the short forms follow from the titles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tiaowen.addresses.title_fit import Entry, Fit, align, initials, tier_of
from tiaowen.addresses.title_words import BEFORE, HEADS, take_apart, unknown
from tiaowen.addresses.version_words import asked_version, chosen
from tiaowen.addresses.versions import Versions
from tiaowen.datamodels import Document
from tiaowen.reading.grammar.numerals import value

CROWD = 20  # more candidates than this do not say which document; after a head that is not firm, than a quarter of it
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


class TitleIndex:
    """The titles of a corpus. Set-up is linear in them."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.entries: list[Entry] = []
        self.headless: list[Entry] = []
        self.ends: set[str] = set()  # the last three characters of the titles
        self._exact: dict[str, list[Entry]] = defaultdict(list)
        self._pairs: dict[str, list[int]] = defaultdict(list)
        self._heads: dict[str, list[Entry]] = defaultdict(list)
        documents = list(documents)
        self.history = Versions(documents)
        for document in documents:
            for title in (document.title, *document.aliases):
                self._add(Entry(take_apart(title, document.kind), document))

    def _add(self, entry: Entry) -> None:
        number = len(self.entries)
        self.entries.append(entry)
        name = entry.name
        for form in name.forms:
            self._exact[form].append(entry)
        for pair in {name.core[i : i + 2] for i in range(len(name.core) - 1)}:
            self._pairs[pair].append(number)
        for head in name.heads:
            self._heads[head].append(entry)
        if not any(name.core.endswith(head) for head in HEADS):
            self.headless.append(entry)
        self.ends.add(name.core[-3:])

    def with_head(self, head: str) -> Sequence[Entry]:
        """The titles with this head noun."""
        return self._heads.get(head, ())

    def exactly(self, core: str) -> list[Entry]:
        """The titles that are these words, or else those that are without their place or issuer."""
        entries = self._exact.get(core, [])
        return [entry for entry in entries if entry.name.core == core] or entries

    def fits(self, words: str, head: str) -> list[Fit]:
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
            fit = align(words, head, self.entries[number])
            if fit is not None:
                fits.append(fit)
        if not fits:
            return self.by_initials(words, head)
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
            entries = self._exact.get(words[left:])
            if entries:
                tiers = [(tier_of(words[left:], entry.name), entry) for entry in entries]
                best = min(tier for tier, _ in tiers)
                return [
                    Fit(e, left, len(words) - left - len(e.name.head), best, 1.0) for tier, e in tiers if tier == best
                ]
        return None

    def by_initials(self, words: str, head: str) -> list[Fit]:
        """民诉法 for 民事诉讼法: at least three characters, in order, the first one that of the title."""
        tail = unknown(words[: -len(head)]) + head if head == "法" else ""
        fits: list[Fit] = []
        if 3 <= len(tail) <= 5:
            for entry in self.with_head(head):
                for form in entry.name.forms:
                    if len(form) <= 4 * len(tail) and initials(tail, form):
                        coverage = len(tail) / len(form)
                        fits.append(Fit(entry, len(words) - len(tail), len(tail) - 1, 3, coverage))
                        break
        return sorted(fits, key=lambda fit: -fit.coverage)[:3]

    def match(
        self, fits: Sequence[Fit], start: int, end: int, words: str, head: str, ordinal: str, text: str
    ) -> TitleMatch | None:
        """The match of titles that fit the words at [start, end), the best first; None where none has the ordinal."""
        documents = self.pick([fit.entry for fit in fits], ordinal, text, start, end)
        if not documents:
            return None
        best = fits[0]
        score = (1.0, 0.95, 0.6 + 0.3 * best.coverage, 0.55 + 0.3 * best.coverage, 0.5)[best.tier]
        if head == "法" and best.tier >= 2:
            score = 0.5  # 土地法 is hardly a name of 土地管理法
        form = ("full", "short", "short", "loose", "loose")[best.tier]
        return TitleMatch(start, end, words, documents, round(score, 3), form)

    def head_only(self, head: str, start: int, end: int, text: str, score: float) -> TitleMatch | None:
        """The match of a head noun alone: 办法 of 办法第三条."""
        documents = self.pick(self.with_head(head), "", text, start, end)
        if len(documents) > CROWD:
            return None
        return TitleMatch(start, end, head, documents, score, "head" if documents else "foreign")

    def pick(self, entries: Sequence[Entry], ordinal: str, text: str, start: int, end: int) -> tuple[Document, ...]:
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
