"""Equal clauses in different documents: one result, with every place where it stands.

Two units are equal where their words are, numbers of articles, blanks, line wraps, width and punctuation set aside (but
not what stands between digits). Words that point at their own document (本条例, 第三条, 本市) mean another thing
elsewhere: such units are equal only in documents that are versions or copies of one text.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations

import numpy as np

from tiaowen.addresses.versions import Versions
from tiaowen.datamodels import Clause, Span
from tiaowen.language.same_words import words
from tiaowen.retrieval.authority import authority

LEAST = 10  # characters of words below which a clause is a formula (删去, 同上), equal in copies only
COPY = 0.5  # share of the smaller document's units, of which its text is a copy of the other's
_CROWD = 12  # documents with one text beyond which it does not tell copies: 本条例自公布之日起施行
_EDGE = 5  # characters at each end by which units are sorted before their words are compared in full
_CLOSING = "。．.；;，,、：:！!？?…”’\"'）)》」』】]"
_POINTING = re.compile(
    r"本(?:法|条例|办法|规定|细则|规则|准则|章程|决定|决议|解释|意见|通知|方案|规划|计划|纲要|制度|规范|标准|规程|守则|公约|协议|合同"
    r"|实施|暂行|条|章|节|编|省|市|县|区|自治|旗|州|单位|公司|校|院|会|局|厅)|第[〇零一二三四五六七八九十百千0-9]+[条章节编]"
    r"|前条|上一?条|下一?条|附件|附表"
)
_FORMAL = frozenset(("题注", "文号", "落款", "署名", "成文日期", "主送机关", "标题", "目录"))


class Twins:
    """The units of a corpus that have equals in other documents. Set-up takes about 5 µs a unit."""

    def __init__(self, units: Sequence[Clause], versions: Versions) -> None:
        self._versions = versions
        self.groups = _groups(units, versions)
        self._group_of = {unit.id: number for number, group in enumerate(self.groups) for unit in group}

    def group(self, unit: Clause) -> tuple[Clause, ...]:
        """The unit and its equals: in force first, of higher rank first, then the newest. () where there are none."""
        number = self._group_of.get(unit.id)
        return tuple(sorted(self.groups[number], key=self.preference)) if number is not None else ()

    def same(self, unit: Clause, others: Iterable[Clause]) -> bool:
        """Whether one of the others is the unit or has its words."""
        mine = self._group_of.get(unit.id)
        return any(unit == other or mine is not None and self._group_of.get(other.id) == mine for other in others)

    def preference(self, unit: Clause) -> tuple[bool, tuple[int, int], int]:
        """What sorts equal units: that of the document to be shown first is the smallest."""
        document = unit.document
        age = int(self._versions.date(document).replace("-", "").ljust(8, "0") or 0)
        return not self._versions.current(document), authority(document), -age


class Merger:
    """Equal units as one row of a search: the row of the document that is to be shown, with the best of all."""

    def __init__(self, units: Sequence[Clause], twins: Twins) -> None:
        self._units = units
        self._twins = twins
        row = {unit.id: i for i, unit in enumerate(units)}
        self._members = [[row[unit.id] for unit in group] for group in twins.groups]
        self._group_of = np.full(len(units), -1, dtype=np.int64)
        for number, rows in enumerate(self._members):
            self._group_of[rows] = number

    def merged(
        self,
        pool: np.ndarray,
        columns: Mapping[str, np.ndarray],
        documents: Collection[str] | None,
        named: Mapping[str, float],
    ) -> np.ndarray:
        """The pool with one row for equal units; in `columns`, (units,) each, that row gets the best of their values.

        pool: int (n,), numbers of units. documents: ids of those that may be shown (None: all). named: ids of those
        that the question names, with weights: theirs are shown first.
        """
        groups = self._group_of[pool]
        if not (groups >= 0).any():
            return pool
        kept = pool[groups < 0].tolist()
        for number in np.unique(groups[groups >= 0]).tolist():
            rows = [r for r in self._members[number] if documents is None or self._units[r].document.id in documents]
            shown = min(rows, key=lambda r: (-named.get(self._units[r].document.id, 0.0), *self._preference(r)))
            for values in columns.values():
                values[shown] = values[rows].max()
            kept.append(shown)
        return np.array(sorted(kept), dtype=np.int64)

    def _preference(self, row: int) -> tuple[bool, tuple[int, int], int]:
        return self._twins.preference(self._units[row])


def _groups(units: Sequence[Clause], versions: Versions) -> list[list[Clause]]:
    equal = _equal(units)
    kin = _kin(equal, units, versions)
    found: list[list[Clause]] = []
    for key, group in equal.items():
        if len(key) < LEAST or group[0].level in _FORMAL or _points(group[0]):
            related: dict[str, list[Clause]] = defaultdict(list)
            for unit in group:
                related[kin[unit.document.id]].append(unit)
            found += [part for part in related.values() if len({unit.document.id for unit in part}) > 1]
        else:
            found.append(group)
    return found


def _equal(units: Sequence[Clause]) -> dict[str, list[Clause]]:
    """Words -> the units that have them, of at least two documents; compared is only what begins and ends alike."""
    begins: dict[str, list[Clause]] = defaultdict(list)
    for unit in units:
        text, at = unit.document.text, unit.body
        begins["".join(text[at : min(at + 2 * _EDGE, unit.end)].split())[:_EDGE]].append(unit)
    ends: dict[tuple[str, str], list[Clause]] = defaultdict(list)
    for begin, group in begins.items():
        if _several(group):
            for unit in group:
                tail = unit.document.text[max(unit.body, unit.end - 4 * _EDGE) : unit.end]
                ends[begin, "".join(tail.split()).rstrip(_CLOSING)[-_EDGE:]].append(unit)
    equal: dict[str, list[Clause]] = defaultdict(list)
    for group in ends.values():
        if _several(group):
            for unit in group:
                equal[words(unit.document.text[unit.body : unit.end])].append(unit)
    return {key: group for key, group in equal.items() if key and _several(group)}


def _points(unit: Clause) -> bool:
    return _POINTING.search(unit.document.text, unit.body, unit.end) is not None


def _several(group: Sequence[Clause]) -> bool:
    first = group[0].document
    return any(unit.document is not first for unit in group)


def _kin(equal: Mapping[str, Sequence[Clause]], units: Sequence[Clause], versions: Versions) -> dict[str, str]:
    """Document id -> the id that stands for all versions and copies of its text."""
    sizes = Counter(unit.document.id for unit in units)
    shared: Counter[tuple[str, str]] = Counter()
    for group in equal.values():
        ids = sorted({unit.document.id for unit in group})
        if len(ids) <= _CROWD:
            shared.update(combinations(ids, 2))
    stands = dict.fromkeys(sizes, "")
    documents = {unit.document.id: unit.document for unit in units}
    for id in sizes:
        stands[id] = versions.of(documents[id])[0].id
    for (one, other), count in shared.items():
        if count >= max(2, COPY * min(sizes[one], sizes[other])):
            old, new = stands[one], stands[other]
            stands = {id: new if root == old else root for id, root in stands.items()} if old != new else stands
    return stands


def carried(span: Span, unit: Clause, other: Clause) -> Span:
    """Where the words at a span of a unit's document stand in an equal unit of another document.

    The whole of that unit where its characters cannot be matched one to one (㈠ for 一).
    """
    places, there = _places(unit), _places(other)
    if span.start <= unit.body and span.end >= unit.end or len(places) != len(there):
        return Span(other.start, other.end)
    first = sum(place < span.start for place in places)
    last = sum(place < span.end for place in places) - 1
    if first > last:
        return Span(other.start, other.end)
    start = other.start
    if span.start > unit.start:  # with the bracket before the first word, as far as it was quoted
        between = other.document.text[there[first - 1] + 1 if first else other.body : there[first]]
        start = there[first] - len(between[max(len(between) - (places[first] - span.start), 0) :].lstrip())
    end = there[last] + 1
    if span.end > places[last] + 1:  # the punctuation after the last word, as far as it was quoted
        stop = there[last + 1] if last + 1 < len(there) else other.end
        end += len(other.document.text[end:stop].rstrip()[: span.end - places[last] - 1])
    return Span(start, end)


def _places(unit: Clause) -> list[int]:
    """Offsets in the document of the letters, characters and numbers of a unit, its own number apart."""
    text = unit.document.text
    return [i for i in range(unit.body, unit.end) if text[i].isalnum()]
