"""Pairs for the encoder's second pass: hand-written questions with the words of the law that answer them.

    python -m train.asked_pairs --shared ../shared      # -> build/asked_pairs/<kind>.jsonl
    python -m train.asked_pairs --shared ../shared --since 33200 --others 5500   # the later questions, and some others

`asked`: the answered questions of `asked_laws.jsonl` with the clause that answers, around the marked words; the
negative is what the bundled system puts first of the same law's other clauses. Those of `train.corpus.held_out` are
left out. Beside them some pairs of the first pass (`train.pairs`), so that it is not forgotten.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from tiaowen.encoding.encoding import load_encoder
from tiaowen.indexing.index import open_index
from tiaowen.retrieval.retrieval import Retriever
from train.corpus import held_out, named, read_jsonl
from train.cross_data import Row, places
from train.pairs import LONGEST, SEED, Maker
from train.spans import index_of_laws

ROOT = Path(__file__).resolve().parent.parent
AGAIN = {"stard": 2_000, "consultation": 1_000, "wiki": 500}  # pairs of the first pass


def learned_from(since: int, others: int, chance: random.Random) -> list[Row]:
    """The answered questions that are not kept out, from line `since` on and so many of the lines before."""
    rows = read_jsonl(ROOT / "train" / "asked_laws.jsonl")
    before, after = ([r for r in part if r["gold"] and not held_out(r)] for part in (rows[:since], rows[since:]))
    return chance.sample(before, min(others, len(before))) + after


def from_asked(rows: Sequence[Row], index_dir: Path, maker: Maker) -> Iterator[dict[str, str]]:
    """A row for each answered question and each clause that answers it."""
    index = open_index(index_dir)
    retriever, corpus = Retriever(index, load_encoder()), index.corpus
    for row in rows:
        units = named(corpus, row["document"], row["gold"])
        documents = {unit.document.id for unit in units}
        wrong = [hit.clause for hit in retriever.search(row["question"], 4, documents) if hit.clause not in units]
        for unit in units:
            spans = places(unit.text, row["spans"])
            if not spans or not wrong:
                continue
            title = unit.document.title
            text = maker.around(unit.text, unit.text[spans[0].start : spans[0].end])
            yield {
                "anchor": row["question"],
                "positive": f"{title}\n{text}"[:LONGEST],
                "negative": f"{title}\n{wrong[0].text}"[:LONGEST],
            }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--build", type=Path, default=Path("build"))
    parser.add_argument("--since", type=int, default=0, help="line of asked_laws.jsonl from which on all are taken (0)")
    parser.add_argument("--others", type=int, default=0, help="how many of the lines before (0)")
    arguments = parser.parse_args()
    target: Path = arguments.build / "asked_pairs"
    target.mkdir(parents=True, exist_ok=True)
    index = index_of_laws(ROOT / "train" / "asked_laws.jsonl", arguments.shared, arguments.build / "asked")
    chance = random.Random(SEED)
    rows = learned_from(arguments.since, arguments.others, chance)
    pairs = {"asked": list(from_asked(rows, index, Maker()))}
    for kind, number in AGAIN.items():
        first = read_jsonl(arguments.build / "pairs" / f"{kind}.jsonl")
        pairs[kind] = chance.sample(first, min(number, len(first)))
    for kind, made in pairs.items():
        with (target / f"{kind}.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in made)
        print(f"{len(made):>7,}  {kind}")


if __name__ == "__main__":
    main()
