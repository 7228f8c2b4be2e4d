"""One regulation in many damaged printings: every article, 项 and chapter is found in each, with its own words."""

from __future__ import annotations

import random
import re

import pytest

from tests.support.damaging import CAPTIONS, HEADLINES, LAW, NEWS, TITLE, Damage, damaged
from tests.support.reading_tools import read_text
from tiaowen.datamodels import Clause, Document

DAMAGES = {
    "wrapped": Damage(width=26),
    "wrapped, indentation lost": Damage(width=22, indent="lost", between=1),
    "wrapped, no indentation": Damage(width=31, indent="none"),
    "pages": Damage(width=28, page=400, folio="— {} —"),
    "misread numbers": Damage(misread=0.3),
    "misread numbers, wrapped": Damage(width=30, misread=0.3),
    "nothing behind the numbers": Damage(unspaced=1.0),
    "articles run on": Damage(run_on=0.3, unspaced=0.5),
    "items run on": Damage(joined=0.5),
    "narrow": Damage(narrow=True, between=1, joined=0.3),
    "other texts in between": Damage(page=420, inserted=1.0, between=1),
    "other texts in between, wrapped": Damage(width=24, page=420, inserted=1.0, between=1),
    "everything": Damage(30, "kept", 0, 500, "- {} -", 0.1, 0.1, 0.1, 0.1, 0.5, True),
}


def words(text: str) -> str:
    return re.sub(r"\s", "", text)


def law_of(text: str) -> tuple[Document, list[Clause]]:
    return next((document, clauses) for document, clauses in read_text(text) if document.title == TITLE)


@pytest.mark.parametrize("dice", range(6))
@pytest.mark.parametrize("damage", DAMAGES)
def test_every_article_and_item_is_found_with_its_words(damage: str, dice: int) -> None:
    text, spelt = damaged(DAMAGES[damage], random.Random(f"{damage}{dice}"))
    document, clauses = law_of(text)
    expected: list[str] = []
    items: list[str] = []
    for paragraph, own in zip(spelt, LAW, strict=True):
        if own.startswith("第") and "条　" in own[:6]:
            expected.append(words(paragraph))
        elif "章　" not in own[:6]:
            expected[-1] += words(paragraph)
        if own.startswith("（"):
            items.append(words(paragraph))
    found = [words(document.text[c.start : c.end]) for c in clauses if c.level == "条"]
    assert found == expected
    assert [words(document.text[c.start : c.end]) for c in clauses if c.level == "项"] == items
    chapters = [c.label for c in clauses if c.level == "章"]
    assert chapters == ["第一章", "第二章", "第三章", "第四章"]
    assert not any(word in document.text for word in (*CAPTIONS, *HEADLINES, *(news[:12] for news in NEWS)))


def test_the_printings_are_damaged() -> None:
    """A damage that did nothing would let every test pass."""
    clean, _ = damaged(Damage(), random.Random(0))
    printings = {name: damaged(damage, random.Random(name))[0] for name, damage in DAMAGES.items()}
    assert clean.count("\n") == len(LAW) + 1
    assert all(text != clean for text in printings.values())
    assert len(set(printings.values())) == len(printings)
    assert any(head in printings["other texts in between"] for head in HEADLINES)
