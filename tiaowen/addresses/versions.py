"""Versions of one law, and which of them is in force: by the dates that texts and file names give, and by repeals.

Documents of one title (中华人民共和国 and remarks such as (2018修正) apart) are versions of one law where nothing says
that they are of different issuers. In force is the newest that has come into force by today.
A document that another one in the corpus repeals (…同时废止) is not in force, whatever its title. What has no date is
never put out of force by its title alone. As in the databases of laws, every document has one of the states of STATES.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from tiaowen.addresses.repeals import repeals
from tiaowen.addresses.title_words import core_of, take_apart
from tiaowen.datamodels import Document, Edition, State
from tiaowen.reading.documents.commencement import commencement, file_date

STATES: Mapping[State, tuple[str, str]] = {
    "current": ("现行", "in force"),
    "superseded": ("已被取代", "superseded"),
    "repealed": ("已废止", "repealed"),
    "pending": ("尚未施行", "not yet in force"),
}

Key = tuple[str, str]

_NATION = "中华人民共和国"
_DRAFT = re.compile(r"[(（](?:[^()（）]*)(?:草案|征求意见稿|送审稿|讨论稿)[^()（）]*[)）]$")
_YEAR_REMARK = re.compile(r"[(（\[〔【]\s*((?:19|20)\d\d)年?[^()（）\[\]〔〕【】]*[)）\]〕】]\s*$")
_OWN_PLACE = re.compile(r"中华人民共和国|最高人民|全国|国务院|.{2,9}?[省市县区州盟旗](?!域)")
_SHINGLE = 8  # characters
_SAME, _KIN = 0.15, 0.03  # shares in common from which texts of two issuers, or of unknown ones, are one law's
_LONG = 1_000  # characters from which texts of unknown issuers are compared
_COMPARED = 20_000  # characters of a text that are compared


class Versions:
    """The versions of every document of a corpus. Set-up is linear in the text: 0.2 s for 3,400 laws."""

    def __init__(self, documents: Iterable[Document], today: date | None = None) -> None:
        """today: the day whose law is asked for (None: today)."""
        self._documents = {document.id: document for document in documents}
        self._date = {d.id: _date(d) for d in self._documents.values()}
        self._stated = {d.id: commencement(d.text) for d in self._documents.values()}
        self._family: dict[str, list[list[Document]]] = {}
        by_key: dict[Key, list[Document]] = defaultdict(list)
        for document in self._documents.values():
            by_key[_key(document)].append(document)
        for same in by_key.values():
            for family in self._families(same):
                self._family.update((d.id, family) for version in family for d in version)
        self._repeals = list(self._find_repeals(by_key))
        self.today = ""
        self.settle(today)

    def settle(self, today: date | None = None) -> None:
        """Work out again what is in force where the day has changed (None: today's date); else this costs nothing."""
        day = (today or date.today()).isoformat()
        if day == self.today:
            return
        self.today = day
        self._repealed: dict[str, Document] = {}
        for document, other in self._repeals:
            if not self._pending(document):
                self._repealed.setdefault(other.id, document)
        self._state = {document.id: self._state_of(document) for document in self._documents.values()}
        self.out_of_force = frozenset(i for i in self._documents if not self._answers(i))
        self._shown = frozenset(self._documents) - self.out_of_force
        repealed = {i for i in self.out_of_force if self._state[i] == "repealed"}
        self._listed = self._shown | {i for i in repealed if self._documents[i] in self._family[i][0]}

    def of(self, document: Document) -> tuple[Document, ...]:
        """All versions of a document in the corpus, the latest first; books of one version stand together."""
        return tuple(d for version in self._family[document.id] for d in version)

    def state(self, document: Document) -> State:
        return self._state[document.id]

    def current(self, document: Document) -> bool:
        """Whether questions are answered from it: the version in force, or the nearest to it where none is."""
        return document.id not in self.out_of_force

    def in_use(self, document: Document) -> tuple[Document, ...]:
        """The version to answer from where a question names no other; of a code printed book by book all its books."""
        family = self._family[document.id]
        return tuple(next((version for version in family if self.current(version[0])), family[0]))

    def together(self, document: Document) -> tuple[Document, ...]:
        """The documents of one version: the document, or all books of a code that is printed book by book."""
        return tuple(next(version for version in self._family[document.id] if document in version))

    def edition(self, document: Document) -> Edition | None:
        """What is to be said of the version; None for a document in force that the corpus has one version of."""
        family, state = self._family[document.id], self._state[document.id]
        if len(family) == 1 and state == "current":
            return None
        by = self._repealed.get(document.id)
        others = tuple((self._date[v[0].id], self._state[v[0].id]) for v in family if document not in v)
        return Edition(state, self._date[document.id], self.starts(document), by.title if by else "", others)

    def date(self, document: Document) -> str:
        """The date of the version: ISO, a year, or "" where nothing gives it."""
        return self._date[document.id]

    def starts(self, document: Document) -> str:
        """The day from which it is in force, ISO, as far as its text says; "" where it says none for this version."""
        stated = self._stated[document.id]
        return stated if stated >= self._date[document.id] else ""

    def visible(self, named: Collection[str] = (), repealed: bool = False) -> frozenset[str] | None:
        """Ids of the documents to answer from, None for all. named: those that a question names.

        Where it names a version, the others of the same law are left out. repealed: what another document repeals
        counts as well, as in a list of results, where its state stands beside it.
        """
        shown = self._listed if repealed else self._shown
        kept = self.out_of_force.intersection(named)
        if not kept:
            return shown if self.out_of_force else None
        instead = {d.id for i in kept for d in self.of(self._documents[i])}.difference(named)
        return (shown | kept) - instead

    def _families(self, same: Sequence[Document]) -> list[list[list[Document]]]:
        """Documents of one title -> laws -> versions, the latest first -> their documents."""
        laws: list[list[Document]] = []
        for document in same:
            law = next((law for law in laws if all(_one_law(document, other) for other in law)), None)
            if law is None:
                laws.append([document])
            else:
                law.append(document)
        return [self._ordered(law) for law in laws]

    def _ordered(self, law: Sequence[Document]) -> list[list[Document]]:
        printed: dict[tuple[str, str], list[Document]] = defaultdict(list)
        for document in law:
            printed[self._date[document.id], document.title].append(document)
        return sorted(printed.values(), key=lambda version: (self._order(version[0]), version[0].title), reverse=True)

    def _order(self, document: Document) -> tuple[bool, str, str]:
        """What sorts the versions of a law by time; a draft is before all of them."""
        starts = max(self._stated[document.id], self._date[document.id])
        return not _DRAFT.search(document.title), starts, self._date[document.id]

    def _pending(self, document: Document) -> bool:
        return self.starts(document) > self.today or self._date[document.id] > self.today

    def _state_of(self, document: Document) -> State:
        if document.id in self._repealed:
            return "repealed"
        if self._pending(document):
            return "pending"
        family = self._family[document.id]
        mine = next(version for version in family if document in version)
        for version in family:
            if version is mine:
                return "current"
            older = self._order(version[0]) > self._order(document) and bool(self._date[document.id])
            draft = bool(_DRAFT.search(document.title))
            if (older or draft) and not self._pending(version[0]):
                return "superseded"
        return "current"

    def _answers(self, id: str) -> bool:
        """Whether a document is answered from where it is not named: in force, or the next to be where none is."""
        state = self._state[id]
        if state != "pending":
            return state == "current"
        states = [self._state[version[0].id] for version in self._family[id]]
        first = max(i for i, other in enumerate(states) if other == "pending")
        return "current" not in states and self._documents[id] in self._family[id][first]

    def _find_repeals(self, by_key: Mapping[Key, Sequence[Document]]) -> Iterator[tuple[Document, Document]]:
        """(document, what it repeals) for all that the corpus has of both."""
        for document in self._documents.values():
            if "废" in document.text or "失效" in document.text:
                for repeal in repeals(document.text, document.title):
                    for other in by_key.get(_key_of(repeal.title), ()):
                        if self._repeals_it(document, other, repeal.date):
                            yield document, other

    def _repeals_it(self, document: Document, other: Document, told: str) -> bool:
        """Whether `other`, of a title that the document repeals, is meant. told: the date given for it, or ""."""
        if document in self.of(other):  # an earlier version of itself: that is superseded by its date
            return False
        mine, its = self._date[document.id], self._date[other.id]
        if mine and its:
            return its < mine
        return not (told and its) or its[:4] <= told[:4]


def _key(document: Document) -> Key:
    name = take_apart(document.title, document.kind)
    return name.core.removeprefix(_NATION) or name.core, name.ordinal


def _key_of(title: str) -> Key:
    core, ordinal = core_of(title)
    return core.removeprefix(_NATION) or core, ordinal


def _date(document: Document) -> str:
    """The date of a version: the latest of what its text and its file's name say, else a year in its title."""
    found = max(document.date, file_date(document.source.file))
    remark = _YEAR_REMARK.search(document.title)
    return found or (remark[1] if remark else "")


def _one_law(document: Document, other: Document) -> bool:
    """Whether two documents of one title are versions of one law, or the like-named rules of two issuers."""
    one, two = _office(document.issuer), _office(other.issuer)
    if one and two:
        return one in two or two in one or _alike(document, other) >= _SAME
    if one or two or _OWN_PLACE.match(document.title) or min(len(document.text), len(other.text)) < _LONG:
        return True
    return _alike(document, other) >= _KIN


def _office(issuer: str) -> str:
    return re.sub(r"\s|第.{1,4}届|中华人民共和国", "", issuer)


def _alike(document: Document, other: Document) -> float:
    """The share of the shorter text's runs of words that the other has, in [0, 1]."""
    a, b = _shingles(document.text), _shingles(other.text)
    return len(a & b) / min(len(a), len(b))


def _shingles(text: str) -> set[str]:
    words = "".join(text[:_COMPARED].split())
    return {words[i : i + _SHINGLE] for i in range(max(len(words) - _SHINGLE + 1, 1))}
