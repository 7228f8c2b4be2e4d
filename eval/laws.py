"""Reading's trial by fire: thousands of statutes, read the whole way and audited; and the articles of STARD, compared.

    python -m eval.laws [FOLDER] [--stard corpus.jsonl] [--processes 2] [--json out.json]

FOLDER holds laws as Markdown (by default `laws` in the folder that the environment variable TIAOWEN_SHARED names, or in
`shared` beside the repository). A file is sound when its article numbers run on, or when every number that is
missing is printed nowhere in it (`audit` gives that reason only after it has looked). Articles are compared without
blanks and with punctuation of one width; what still differs is listed with its cause.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
import unicodedata
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from tiaowen.reading.audit import audit, describe
from tiaowen.reading.corpus import read_sources
from tiaowen.reading.grammar.numerals import value


@dataclass
class Result:
    """What reading one file gave."""

    file: str
    documents: list[str]
    dates: list[str]
    articles: int
    units: int
    seconds: float
    reasons: list[str] = field(default_factory=list)  # explained breaks in the sequence of articles
    defects: list[str] = field(default_factory=list)
    texts: list[dict[str, str]] = field(default_factory=list, repr=False)  # per document: label -> text of its articles


def shared() -> Path:
    """The folder with the data that is not part of the repository."""
    return Path(os.environ.get("TIAOWEN_SHARED") or Path(__file__).resolve().parent.parent.parent / "shared")


def read(path: Path) -> Result:
    """Read and audit one file."""
    begin = time.perf_counter()
    corpus = read_sources([path])
    report = audit(corpus)
    articles = [clause for clause in corpus.clauses if clause.level == "条"]
    texts: dict[str, dict[str, str]] = {document.id: {} for document in corpus.documents}
    for clause in articles:
        texts[clause.document.id].setdefault(clause.label, clause.document.text[clause.body : clause.end])
    return Result(
        str(path),
        [document.title for document in corpus.documents],
        [document.date for document in corpus.documents],
        len(articles),
        sum(1 for clause in corpus.clauses if clause.role == "unit"),
        time.perf_counter() - begin,
        [
            describe(item)
            for document in report.documents
            for item in document.breaks
            if item.reason and item.level == "条"
        ],
        list(report.defects),
        list(texts.values()),
    )


def read_all(folder: Path, processes: int) -> tuple[list[Result], float]:
    """(results in the order of names, seconds it took) for all Markdown files below `folder`."""
    files = sorted(folder.rglob("*.md"))
    begin = time.perf_counter()
    # Fresh processes: one forked from a process that has threads (a test run with FAISS loaded) may wait for ever.
    with get_context("spawn").Pool(processes) as pool:
        results = pool.map(read, files, chunksize=8)
    return results, time.perf_counter() - begin


_WIDTH = str.maketrans("“”‘’〔〕—–－〈〉《》・•〇○、。", "\"\"''()---<><>··零零,.")


def fold(text: str) -> str:
    """`text` without blanks and differences of width or kind of punctuation."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).translate(_WIDTH))


def short_title(title: str) -> str:
    """A law's name without 中华人民共和国 and without the year of a version."""
    return re.sub(r"[（(]\d{4}.*?[)）]$", "", fold(title).removeprefix("中华人民共和国"))


def article_number(label: str) -> tuple[int, int] | None:
    """(19, 0) of 第十九条 or 附件第十九条, (120, 2) of 第一百二十条之二; None for anything else."""
    found = re.search(r"第([^第条]+)条(?:之([^第条]+))?$", label)
    number = value(found[1]) if found else None
    return (number, value(found[2] or "") or 0) if found and number is not None else None


def compare(results: list[Result], corpus: Path) -> dict[str, Any]:
    """The articles of STARD against those that reading gave: by law (all versions are tried) and article number."""
    versions: dict[str, list[dict[tuple[int, int], str]]] = defaultdict(list)
    for result in results:
        for title, texts in zip(result.documents, result.texts, strict=True):
            numbered: dict[tuple[int, int], str] = {}
            for label, text in texts.items():
                key = article_number(label)
                if key is not None:  # the document proper comes before its appendices
                    numbered.setdefault(key, fold(text))
            for name in {short_title(title), short_title(Path(result.file).stem)}:
                versions[name].append(numbered)
    counts: Counter[str] = Counter()
    examples: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    laws: dict[str, list[tuple[str, tuple[int, int] | None, str]]] = defaultdict(list)
    with corpus.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            laws[row["title"]].append((row["article"], article_number(row["article"]), fold(row["text"])))
    for title, rows in laws.items():
        candidates = versions.get(short_title(title))
        if not candidates:
            counts["law not in the folder"] += len(rows)
            continue
        best = max(candidates, key=lambda texts: sum(texts.get(key) == text for _, key, text in rows if key))
        for label, key, text in rows:
            cause = _cause(best.get(key) if key else None, text, key, candidates)
            counts[cause] += 1
            if not cause.startswith("equal") and len(examples[cause]) < 100:
                examples[cause].append((title + label, text[:160], (best.get(key) or "")[:160] if key else ""))
    return {"articles": sum(counts.values()), "counts": dict(counts.most_common()), "examples": examples}


def _cause(
    ours: str | None, theirs: str, key: tuple[int, int] | None, candidates: list[dict[tuple[int, int], str]]
) -> str:
    if ours == theirs:
        return "equal"
    if any(texts.get(key) == theirs for texts in candidates if key):
        return "equal to another version"
    if ours is None:
        return "no such article in our versions"
    plain, other = re.sub(r"[\W_]", "", ours), re.sub(r"[\W_]", "", theirs)
    if plain == other:
        return "punctuation only"
    if plain.startswith(other):
        return "STARD breaks off"
    if other.startswith(plain):
        return "ours breaks off"
    return "words differ"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.laws", description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=shared() / "laws")
    parser.add_argument("--stard", type=Path, default=shared() / "stard" / "corpus.jsonl")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(arguments)
    if not options.folder.is_dir():
        print(f"{options.folder}: no such folder; set TIAOWEN_SHARED or name one", file=sys.stderr)
        return 2
    results, seconds = read_all(options.folder, options.processes)
    unsound = [result for result in results if result.defects]
    explained = [result for result in results if result.reasons and not result.defects]
    articles, units = sum(result.articles for result in results), sum(result.units for result in results)
    share = 100 * (1 - len(unsound) / max(len(results), 1))
    print(f"files {len(results)}, articles {articles}, units {units}, {seconds:.1f} s")
    print(f"sound {len(results) - len(unsound)} ({share:.2f} %), of these with a stated reason {len(explained)}")
    for result in unsound:
        print("DEFECT", Path(result.file).name, *result.defects[:4], sep="\n    ")
    for result in explained:
        print("reason", Path(result.file).name, *result.reasons[:4], sep="\n    ")
    summary: dict[str, Any] = {"seconds": seconds, "results": [{**asdict(r), "texts": None} for r in results]}
    if options.stard.is_file():
        compared = compare(results, options.stard)
        print(f"STARD: {compared['articles']} articles")
        for cause, number in compared["counts"].items():
            print(f"    {number:6d} {cause}")
        summary["stard"] = compared
    if options.json:
        options.json.write_text(json.dumps(summary, ensure_ascii=False, indent=1), encoding="utf-8")
    return 1 if unsound else 0


if __name__ == "__main__":
    sys.exit(main())
