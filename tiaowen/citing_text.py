"""Free text that quotes regulations, written by anyone: every 《…》第…条 in it, and the words in “” or > beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tiaowen.address import parse
from tiaowen.datamodels import Clause
from tiaowen.errors import AddressError
from tiaowen.quotations import NEAR_ENOUGH, Check, Sources, difference, fold, nearest
from tiaowen.render import unescape_markdown
from tiaowen.resolving import Resolver
from tiaowen.tables.outcome import Claim

SHORTEST = 6  # characters; shorter words in quotation marks are terms, not quotations

_QUOTED = re.compile(r"“((?:[^“”]|“[^“”]*”)+)”|「((?:[^「」]|『[^』]*』)+)」")
_BLOCK = re.compile(r"(?:^>.*(?:\n|$))+", re.MULTILINE)


def check_text(text: str, sources: Sources) -> Iterator[tuple[str, Check]]:
    """(line, check) for each address in a text, with the words quoted after it, or else before it, in its paragraph.

    An address without a title continues the one before it in the same paragraph.
    """
    resolver = Resolver(sources.corpus)
    line = 1
    for paragraph in _paragraphs(text):
        yield from ((f"第 {line} 行", check) for check in _check_paragraph(paragraph, sources, resolver))
        line += paragraph.count("\n")


def _paragraphs(text: str) -> Iterator[str]:
    """Paragraphs with their line ends; a block quotation belongs to the paragraph before it."""
    kept = ""
    for part in re.split(r"(?<=\n)(?=[^\n>])", text.replace("\r\n", "\n")):
        if kept:
            yield kept
        kept = part
    if kept:
        yield kept


def _check_paragraph(paragraph: str, sources: Sources, resolver: Resolver) -> Iterator[Check]:
    names = resolver.titles.find(paragraph, addressed=True)
    mentions = [
        mention for mention in parse(paragraph, [(name.start, name.end) for name in names]) if mention.address.steps
    ]
    title = None
    for i, mention in enumerate(mentions):
        title = mention.address.title or title
        if title is None:
            continue  # 第三条 of what? Nothing that can be checked
        begin = mentions[i - 1].end if i else 0
        end = mentions[i + 1].start if i + 1 < len(mentions) else len(paragraph)
        quotes = _quotes(paragraph[mention.end : end]) or (_quotes(paragraph[begin : mention.start]) if i == 0 else [])
        shown = f"《{title}》{mention.address.label}"
        try:
            name = next((n for n in names if n.start <= mention.start < n.end), None)
            documents = name.documents if name is not None and name.documents else resolver.titles.lookup(title)
            if not documents:
                yield Check("not found", Claim(shown, "", ""), f"来源中没有《{title}》这份文件")
                continue
            clauses = resolver.resolve(replace(mention.address, title=None), documents)
        except AddressError as error:
            yield Check("address", Claim(shown, "", ""), str(error))
            continue
        if not quotes:
            yield Check("verified", Claim(shown, "", ""))
        for quote in quotes:
            yield check_words(Claim(shown, quote, ""), clauses, sources)


def check_words(claim: Claim, clauses: tuple[Clause, ...], sources: Sources) -> Check:
    """Words quoted from clauses: spaces and line breaks may differ, a cut marked with …… may join two stretches."""
    texts = [clause.text for clause in clauses]
    for piece in re.split(r"…+|\.{3,}", claim.quote):
        wanted = fold(piece).rstrip("。；，：,;:.")
        if not wanted or any(wanted in fold(text) for text in texts):
            continue
        expected, likeness = nearest(piece, texts)
        if likeness >= NEAR_ENOUGH:
            return Check("altered", claim, f"引文与原文不符：{difference(expected, piece)}", expected)
        elsewhere = sources.find(piece.strip().rstrip("。；，："))
        if elsewhere is not None:
            return Check("address", claim, f"地址有误：这段文字出自{elsewhere.cite}")
        return Check("not found", claim, f"该条没有这段文字：{piece[:40]}")
    return Check("verified", claim)


def _quotes(text: str) -> list[str]:
    """Words in quotation marks and block quotations, in order."""
    blocks = [
        unescape_markdown("\n".join(line.lstrip(">").strip() for line in match[0].strip().split("\n")))
        for match in _BLOCK.finditer(text)
    ]
    marked = [match[1] or match[2] for match in _QUOTED.finditer(_BLOCK.sub("", text))]
    return [quote for quote in (*marked, *blocks) if len(quote) >= SHORTEST]
