"""The documents of a library as a list, for the terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tiaowen.addresses.versions import STATES, Versions
from tiaowen.datamodels import Corpus
from tiaowen.library.library import Holding
from tiaowen.rendering.render_places import edition_json
from tiaowen.rendering.render_reader import KINDS, articles, shelved


def listing_json(holdings: Sequence[Holding], corpus: Corpus) -> Iterator[dict[str, Any]]:
    """One object per document: what it is, how many articles and units it has, and its files, added or not.

    "state" is one of STATES in Chinese; "version" says more where there are several or it is not in force, else null.
    """
    versions = Versions(corpus.documents)
    for document in shelved(corpus):
        units = articles(corpus, document)
        yield {
            "document": document.id,
            "title": document.title,
            "kind": document.kind,
            "issuer": document.issuer,
            "number": document.number,
            "date": versions.date(document),
            "starts": versions.starts(document),
            "state": STATES[versions.state(document)][0],
            "version": edition_json(edition) if (edition := versions.edition(document)) else None,
            "articles": sum(unit.level == "条" for unit in units),
            "units": len(units),
            "files": [{"name": h.name, "added": h.added} for h in holdings if document in h.documents],
        }


def listing_text(holdings: Sequence[Holding], corpus: Corpus) -> str:
    """The same for people: a document with its facts on a line, its files below; then the files without a document."""
    lines = []
    for row in listing_json(holdings, corpus):
        count = f"{row['articles']} 条" if row["articles"] else f"{row['units']} 个条目"
        facts = [KINDS[row["kind"]][0], row["date"], row["state"] if row["version"] else "", count, row["issuer"]]
        lines.append(row["title"])
        lines.append("  " + "，".join(fact for fact in facts if fact))
        lines += [f"  {told}" for told in _told(row)]
        lines += [f"  {_file(file['name'], file['added'])}" for file in row["files"]]
    for holding in holdings:
        lines += [f"未能读取 {file}：{message}" for file, message in holding.failures]
    return "\n".join(lines)


def _told(row: dict[str, Any]) -> Iterator[str]:
    """What is to be said of a version: from when it is in force, what repealed it, which others there are."""
    version = row["version"]
    if version is None:
        return
    if version["state"] == STATES["pending"][0] and version["starts"]:
        yield f"自 {version['starts']} 起施行"
    if version["by"]:
        yield f"由《{version['by']}》废止"
    if version["others"]:
        others = "、".join(f"{other['date'] or '未注明日期'}（{other['state']}）" for other in version["others"])
        yield f"另有版本 {others}"


def _file(name: str, added: bool) -> str:
    return f"放入的文件 {name}（可移除）" if added else f"文件 {name}"
