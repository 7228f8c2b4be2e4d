"""Pairs for the encoder's second pass: hand-written questions with the words of the law that answer them.

    python -m train.asked_pairs --shared ../shared      # -> build/asked_pairs/<kind>.jsonl

`asked`: the answered questions of `asked_laws.jsonl` with the clause that answers, around the marked words; the
negative is what the bundled system puts first of the same law's other clauses. Those of `train.corpus.held_out` are
left out. Beside them some pairs of the first pass (`train.pairs`), so that it is not forgotten.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path

from tiaowen.encoding import load_encoder
from tiaowen.index import open_index
from tiaowen.retrieval import Retriever
from train.corpus import held_out, named, read_jsonl
from train.cross_data import places
from train.pairs import LONGEST, SEED, Maker
from train.spans import index_of_laws

ROOT = Path(__file__).resolve().parent.parent
AGAIN = {"stard": 2_000, "consultation": 1_000, "wiki": 500}  # pairs of the first pass


def from_asked(index_dir: Path, maker: Maker) -> Iterator[dict[str, str]]:
    """A row for each answered question and each clause that answers it."""
    index = open_index(index_dir)
    retriever, corpus = Retriever(index, load_encoder()), index.corpus
    for row in read_jsonl(ROOT / "train" / "asked_laws.jsonl"):
        if held_out(row) or not row["gold"]:
            continue
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
    arguments = parser.parse_args()
    target: Path = arguments.build / "asked_pairs"
    target.mkdir(parents=True, exist_ok=True)
    index = index_of_laws(ROOT / "train" / "asked_laws.jsonl", arguments.shared, arguments.build / "asked")
    chance = random.Random(SEED)
    pairs = {"asked": list(from_asked(index, Maker()))}
    for kind, number in AGAIN.items():
        rows = read_jsonl(arguments.build / "pairs" / f"{kind}.jsonl")
        pairs[kind] = chance.sample(rows, min(number, len(rows)))
    for kind, rows in pairs.items():
        with (target / f"{kind}.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        print(f"{len(rows):>7,}  {kind}")


if __name__ == "__main__":
    main()
