"""The addresses in free text and what they name: 《…》第七条, 该办法第八条, 同条第二款, 《办法》第九条."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tiaowen.addresses.address import Mention, parse
from tiaowen.addresses.resolving import Resolver
from tiaowen.addresses.title_index import TitleMatch
from tiaowen.datamodels import Clause, Document
from tiaowen.errors import AddressError
from tiaowen.quotations.claims import Claim
from tiaowen.quotations.quotations import Check
from tiaowen.quotations.quoted_words import Quoted

_AND = re.compile(r"\s*(?:、|，|,|和|及|与|或者?|以及)\s*")
_CALLED = re.compile(
    r"[（(【\[](?:以下|下文|下)?(?:统一?|均|简|合)?称(?:为|作|：|:)?[《“\"「『]*([^》”\"」』（）()，,；;]{1,30})"
)
_POINTING = re.compile(r"(?:[该本此其]|上述|前述|上列)(?=.)")
_REMARK = re.compile(r"[（(][^（）()]*[）)]$")


@dataclass(frozen=True)
class Cited:
    """What stands at [start, end) of a text and names clauses, or a document.

    texts: their words; empty where there are none, with the reason in `error`. silent: a title or 该条 alone, which
    tells whose the quotations beside it are and is no address to be counted.
    """

    start: int
    end: int
    shown: str
    texts: tuple[str, ...] = ()
    error: Check | None = None
    silent: bool = False


@dataclass(frozen=True)
class Group:
    """Addresses joined by 、 or 和: what is quoted from them may stand in any of them."""

    cited: tuple[Cited, ...]

    @property
    def first(self) -> Cited:
        return self.cited[0]

    @property
    def start(self) -> int:
        return self.cited[0].start

    @property
    def end(self) -> int:
        return self.cited[-1].end

    @property
    def shown(self) -> str:
        return "、".join(cited.shown for cited in self.cited if cited.error is None)


def citations(
    text: str, paragraphs: Sequence[tuple[int, int]], quoted: Sequence[Quoted], resolver: Resolver
) -> list[Group]:
    """All that a text cites, in order. An address in a quotation is part of it, unless none stands outside."""
    walk = _Walk(text, resolver)
    groups: list[Group] = []
    for low, high in paragraphs:
        inside = [quote for quote in quoted if low <= quote.start < high]
        for cited in walk.paragraph(low, high, inside):
            last = groups[-1].cited[-1] if groups else None
            if (
                last is not None
                and not cited.silent
                and not last.silent
                and _AND.fullmatch(text[last.end : cited.start])
            ):
                groups[-1] = Group((*groups[-1].cited, cited))
            else:
                groups.append(Group((cited,)))
    return groups


class _Walk:
    """From paragraph to paragraph, with what was named last."""

    def __init__(self, text: str, resolver: Resolver) -> None:
        self.text, self.resolver = text, resolver
        self.title = ""
        self.documents: tuple[Document, ...] = ()
        self.at: Clause | None = None  # the clause named last in this paragraph
        self.called: dict[str, tuple[str, tuple[Document, ...]]] = {}  # 以下简称
        self.own = False  # whether the text has articles of its own: then 第二条 at a paragraph's start is one of them

    def paragraph(self, low: int, high: int, inside: Sequence[Quoted]) -> list[Cited]:
        part = self.text[low:high]
        names = self.resolver.titles.find(part, addressed=True)
        mentions = parse(part, [(name.start, name.end) for name in names])
        outer = [mention for mention in mentions if not _in_any(low + mention.start, inside)]
        if outer or not any(mention.address.title for mention in mentions):
            mentions = outer
            names = [name for name in names if not _in_any(low + name.start, inside)]
        self.at = None
        found: list[Cited] = []
        events: list[Mention | TitleMatch] = [
            *mentions,
            *(name for name in names if not any(m.start <= name.start < m.end for m in mentions)),
        ]
        for event in sorted(events, key=lambda event: event.start):
            name = event if isinstance(event, TitleMatch) else _name_of(event, names)
            cited = self._named(event, low) if isinstance(event, TitleMatch) else self._mention(event, name, low)
            if cited is not None:
                found.append(cited)
            if name is not None:
                self._call(name, part)
        return found

    def _call(self, name: TitleMatch, part: str) -> None:
        """Keep the short name that is given to a document right behind its title."""
        match = _CALLED.search(part, name.end, name.end + 60)
        if match and not set("。；《") & set(part[name.end : match.start()]):
            title = name.name.strip("《》")
            self.called[match[1]] = title, name.documents or self.resolver.titles.lookup(title)

    def _named(self, name: TitleMatch, low: int) -> Cited | None:
        """A title alone: what is quoted behind it stands somewhere in the document."""
        if not name.name.startswith("《"):
            return None
        title, documents = self._document(name.name.strip("《》"), name)
        if documents and self.at is None:
            self.title, self.documents = title, documents
        texts = tuple(document.text for document in documents[:1])
        return Cited(low + name.start, low + name.end, f"《{title}》", texts, silent=True)

    def _document(self, title: str, name: TitleMatch | None) -> tuple[str, tuple[Document, ...]]:
        """The documents that a title names here: 该办法 and 《办法》 those that were named before."""
        bare = _POINTING.sub("", title, count=1)
        for word in (title, bare):
            if word in self.called:
                return self.called[word]
        found = name.documents if name is not None and name.documents else self.resolver.titles.lookup(title)
        unclear = bare != title or len(found) != 1
        if self.documents and unclear and len(bare) <= 6 and _REMARK.sub("", self.title).endswith(bare):
            return self.title, self.documents
        return title, found

    def _mention(self, mention: Mention, name: TitleMatch | None, low: int) -> Cited | None:
        address, start, end = mention.address, low + mention.start, low + mention.end
        relative = address.relative
        at: Clause | None = None
        if address.title is not None:
            title, documents = self._document(address.title, name)
            if not documents:
                shown = f"《{title}》{address.label}"
                missing = Check("not found", Claim(shown, "", ""), f"来源中没有《{title}》这份文件")
                self.title, self.documents, self.at = title, (), None
                return Cited(start, end, shown, error=missing) if address.steps else None
            self.title, self.documents = title, documents
        elif relative is not None and relative.level != "文件":  # 同条第二款, 该条
            if self.at is None:
                return None
            at = self.at
        elif not self._goes_on(mention, start, low):
            return None
        elif address.steps and address.steps[0].level in ("款", "项", "目"):
            at = self.at
        shown = f"《{self.title}》{address.label}"
        try:
            clauses = self.resolver.resolve(replace(address, title=None), self.documents, at)
        except AddressError as error:
            wrong = Check("address", Claim(shown, "", ""), str(error))
            return Cited(start, end, shown, error=wrong) if address.steps else None
        self.at = clauses[-1]
        shown = clauses[0].cite if at is not None else shown
        return Cited(start, end, shown, tuple(clause.text for clause in clauses), silent=not address.steps)

    def _goes_on(self, mention: Mention, start: int, low: int) -> bool:
        """Whether an address without a title is one of the document named last."""
        steps = mention.address.steps
        first = not self.text[low:start].strip()
        if first and steps and not self.documents and self.text[low + mention.end : low + mention.end + 1].isspace():
            self.own = True
        if not self.documents or not steps or (first and self.own):
            return False
        if any(step.level == "条" for step in steps):
            return True
        return self.at is not None and self.text[low + mention.place] == "第"


def _in_any(at: int, quoted: Sequence[Quoted]) -> bool:
    return any(quote.start < at < quote.end for quote in quoted)


def _name_of(mention: Mention, names: Sequence[TitleMatch]) -> TitleMatch | None:
    return next((name for name in names if name.start <= mention.start < name.end), None)
