"""The documents of a library as a list, for the terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tiaowen.datamodels import Corpus
from tiaowen.library import Holding
from tiaowen.render_reader import KINDS, articles, shelved


def listing_json(holdings: Sequence[Holding], corpus: Corpus) -> Iterator[dict[str, Any]]:
    """One object per document: what it is, how many articles and units it has, and its files, added or not."""
    for document in shelved(corpus):
        units = articles(corpus, document)
        yield {
            "document": document.id,
            "title": document.title,
            "kind": document.kind,
            "issuer": document.issuer,
            "number": document.number,
            "date": document.date,
            "articles": sum(unit.level == "条" for unit in units),
            "units": len(units),
            "files": [{"name": h.name, "added": h.added} for h in holdings if document in h.documents],
        }


def listing_text(holdings: Sequence[Holding], corpus: Corpus) -> str:
    """The same for people: a document with its facts on a line, its files below; then the files without a document."""
    lines = []
    for row in listing_json(holdings, corpus):
        count = f"{row['articles']} 条" if row["articles"] else f"{row['units']} 个条目"
        facts = [KINDS[row["kind"]][0], row["date"], count, row["issuer"]]
        lines.append(row["title"])
        lines.append("  " + "，".join(fact for fact in facts if fact))
        lines += [f"  {_file(file['name'], file['added'])}" for file in row["files"]]
    for holding in holdings:
        lines += [f"未能读取 {file}：{message}" for file, message in holding.failures]
    return "\n".join(lines)


def _file(name: str, added: bool) -> str:
    return f"放入的文件 {name}（可移除）" if added else f"文件 {name}"
