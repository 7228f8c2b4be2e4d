"""Free text that quotes regulations, written by anyone: every 《…》第…条 in it, and the words that it says stand there.

`citations` finds the addresses, `check_text` gives each quotation to its address and compares it. What cannot be
compared is told as such ("unchecked"): a paraphrase, an address alone, a quotation of which nobody says whose it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tiaowen.addresses.resolving import Resolver
from tiaowen.quotations.claims import Claim
from tiaowen.quotations.quotations import NEAR_ENOUGH, Check, Sources, difference, nearest
from tiaowen.quotations.quoted_words import Quoted, quotations, words
from tiaowen.quotations.retold import SHORTEST, check_told, told_of
from tiaowen.verification.cited_places import Group, citations

LIKE = 75.0  # partial ratio (0 to 100) from which words that may be the author's own count as altered ones

_ENDS = "。；，：,;:."
_TRAILING = re.compile(r"[。；，,;.]?\s*(?:[（(〔【\[][^（）()“”\"。；\n]{0,10}|(?:——|—|--)\s*)$")
_COLON = re.compile(r"(?:[^。；！？\n]{0,12}[：:])?\s*$")
# 第十条禁止采购“野生河豚鱼”: what the clause is said to say, however short. “红线” elsewhere may be the author's own.
_SAYS = re.compile(
    r"(?:的|中|里)?(?:也|均|都|已|还)?(?:明确|分别)?(?:规定|規定|要求|禁止|指出|载明|写明|提出|提到|不得|应当|必须|确定|为|是)"
    r"[^，,。；;“”\"\n]{0,6}[：:]?|[：:]"
)


def check_text(text: str, sources: Sources) -> Iterator[tuple[int, Check]]:
    """(line, check) for each quotation and each address without one, lines counted from 0.

    Unchecked ones of no address have no cite.

    A quotation belongs to the address in brackets right behind it, else to the one before it in its paragraph, else to
    the one after it, else to the last one of the paragraphs before.
    """
    yield from _Reader(text, sources).checks()


@dataclass
class _Reader:
    text: str
    sources: Sources

    def __post_init__(self) -> None:
        quoted, self.paragraphs = _laid_out(self.text)
        self.groups = citations(self.text, self.paragraphs, quoted, Resolver(self.sources.corpus))
        self.quoted: list[Quoted] = []
        for quote in quoted:
            citing = any(quote.start < group.start < quote.end for group in self.groups)
            self.quoted += _inside(quote, self.text) if citing else [quote]

    def checks(self) -> Iterator[tuple[int, Check]]:
        of: defaultdict[int, list[tuple[Quoted, bool]]] = defaultdict(list)
        found: list[tuple[int, Check]] = []
        trailing = self._trailing()
        for quote in self.quoted:
            group, sure = self._whose(quote, trailing)
            if group is not None:
                of[group.start].append((quote, sure))
            elif len(quote.words) >= 2 * SHORTEST:
                found.append(
                    (quote.start, Check("unchecked", Claim("", quote.words, ""), "没有写明出处的引语，未核对"))
                )
        for group in self.groups:
            found += self._group(group, of.get(group.start, []), group.start in trailing)
        feeds = [match.start() for match in re.finditer("\n", self.text)]
        for at, check in sorted(found, key=lambda item: item[0]):
            yield bisect_right(feeds, at - 1), check

    def _trailing(self) -> dict[int, Group]:
        """Groups that stand behind what they are the source of: “…”（《…》第七条). Start of the group -> the group."""
        found = {}
        for group in self.groups:
            low = max((quote.end for quote in self.quoted if quote.end <= group.start), default=0)
            bracket = self.text[group.start - 1 : group.start] in tuple("（(〔【[") and not group.first.silent
            if (low and _TRAILING.fullmatch(self.text[low : group.start])) or bracket:
                found[group.start] = group
        return found

    def _whose(self, quote: Quoted, trailing: dict[int, Group]) -> tuple[Group | None, bool]:
        """Whose words these are, and whether that is sure."""
        here = self._paragraph(quote.start)
        after = [group for group in self.groups if quote.end <= group.start < here[1]]
        if after and after[0].start in trailing and _TRAILING.fullmatch(self.text[quote.end : after[0].start]):
            return after[0], True
        leading = [group for group in self.groups if group.start not in trailing and group.end <= quote.start]
        before = [group for group in leading if group.start >= here[0]]
        if before:
            return before[-1], self._counts(quote, before[-1]) and not before[-1].first.silent
        if after:
            return after[0], len(quote.words) >= SHORTEST and not after[0].first.silent
        if not leading:
            return None, False
        last = leading[-1]
        introduced = _COLON.fullmatch(self.text[last.end : quote.start])
        return last, bool(introduced) and len(quote.words) >= SHORTEST and not last.first.silent

    def _counts(self, quote: Quoted, group: Group) -> bool:
        """Whether the words are more than a term that may be the author's own."""
        said = len(quote.words) > 1 and _SAYS.fullmatch(self.text[group.end : quote.start])
        return len(quote.words) >= SHORTEST or bool(said)

    def _paragraph(self, at: int) -> tuple[int, int]:
        return self.paragraphs[bisect_right(self.paragraphs, at, key=lambda paragraph: paragraph[0]) - 1]

    def _group(
        self, group: Group, quotes: Sequence[tuple[Quoted, bool]], trailing: bool
    ) -> Iterator[tuple[int, Check]]:
        wrong = [cited for cited in group.cited if cited.error is not None]
        yield from ((cited.start, cited.error) for cited in wrong if cited.error is not None)
        texts = [text for cited in group.cited for text in cited.texts]
        if not texts:
            return
        compared = False
        for quote, sure in quotes:
            check = check_words(Claim(group.shown, quote.words, ""), texts, self.sources)
            if not sure and check.outcome != "verified":
                likeness = max(nearest(words(quote.words), [words(text) for text in texts])[1], 0.0)
                if check.outcome != "altered" or likeness < LIKE:
                    if len(quote.words) >= SHORTEST:
                        yield quote.start, Check("unchecked", Claim("", quote.words, ""), "不像所引条款的文字，未核对")
                    continue
            compared = compared or self._counts(quote, group) or check.outcome != "verified"
            yield quote.start, check
        if compared or group.first.silent:
            return
        told = self._told(group, trailing)
        for cited in group.cited:
            if cited.error is None:
                yield cited.start, check_told(Claim(cited.shown, "", ""), told, texts)

    def _told(self, group: Group, trailing: bool) -> str:
        """The words without quotation marks that a group is the source of."""
        low, high = self._paragraph(group.start)
        if trailing:
            low = max(low, *(other.end for other in self.groups if other.end <= group.start), 0)
            told = self.text[low : group.start].rstrip("（(〔【[")
            return told.rpartition("|")[2]  # in a table what stands before it in its cell
        after = min(high, *(other.start for other in self.groups if other.start >= group.end), len(self.text))
        told = self.text[group.end : after]
        if after == high < len(self.text) and not told_of(told).strip("。.\n "):
            low, high = self._paragraph(high)
            starts = [*(group.start for group in self.groups), *(quote.start for quote in self.quoted)]
            if not any(low <= start < high for start in starts):
                told += self.text[low:high]
        return told


def _laid_out(text: str) -> tuple[list[Quoted], list[tuple[int, int]]]:
    """The quotations, and the paragraphs: a block and further lines of a quotation belong to what they stand in."""
    quoted = quotations(text)
    starts = [quote.start for quote in quoted]

    def inside(at: int) -> bool:
        i = bisect_right(starts, at) - 1
        return i >= 0 and starts[i] < at < quoted[i].end

    feeds = [match.end() for match in re.finditer(r"\n(?=[^\n>])", text)]
    cuts = [0, *(at for at in feeds if not inside(at)), len(text)]
    return quoted, list(zip(cuts, cuts[1:], strict=False))


def _inside(quote: Quoted, text: str) -> Iterator[Quoted]:
    """The quotations within words that are no quotation themselves."""
    for inner in quotations(text[quote.start + 1 : quote.end - 1]):
        yield Quoted(inner.start + quote.start + 1, inner.end + quote.start + 1, inner.words)


def check_words(claim: Claim, texts: Sequence[str], sources: Sources) -> Check:
    """Words quoted from texts: spaces and line breaks may differ; …… may join stretches, in the order of the source."""
    folded = words("\n".join(texts))
    at = 0
    for piece in re.split(r"…+|\.{3,}", claim.quote):
        wanted = words(piece).strip(_ENDS)
        found = folded.find(wanted, at)
        if found >= 0:
            at = found + len(wanted)
            continue
        if wanted in folded:
            return Check("altered", claim, f"省略号前后的文字次序与原文不同：{piece[:40]}")
        expected, likeness = nearest(piece, list(texts))
        if likeness >= NEAR_ENOUGH:
            return Check("altered", claim, f"引文与原文不符：{difference(expected, piece)}", expected)
        elsewhere = sources.find(piece.strip().rstrip("。；，："))
        if elsewhere is not None:
            return Check("address", claim, f"地址有误：这段文字出自{elsewhere.cite}")
        return Check("not found", claim, f"该条没有这段文字：{piece[:40]}")
    return Check("verified", claim)
