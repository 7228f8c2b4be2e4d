"""What the cross-encoder learns from: `python -m train.cross_data --shared ../shared` -> `build/cross/<kind>.jsonl`.

==============  ======================================================================================================
wiki            questions on Wikipedia with the marked answer; without it, the sentence that holds the answer is cut out
stard           lay questions of STARD's training split with their gold articles and articles that only look like them
consultation    lay questions with the articles that a lawyer cited, and others that look like them
asked           `train/asked_laws.jsonl`, `train/asked_five.jsonl`, `train/spans_laws.jsonl`: marked answers, near
                misses with the clauses that look right, and answers whose sentence is cut out
natural         the same of those questions that were written as they come (`step` 1 and 3), most of them before reading
spoken          the same of those in everyday words, cases and slang (`step` 4)
newest          the same of the lines of `asked_laws.jsonl` from --since on, which are then in none of the kinds above
papers          the same of `train/asked_papers.jsonl`: contracts, guides, plans, minutes and news, `train/papers`
bank            the question bank of the index, with its clauses and others that retrieval brings
elsewhere       questions put to documents that have nothing to do with them, and `train/unanswerable.jsonl`
==============  ======================================================================================================

A clause from which the answer was cut is still about the same thing: what a refusal has to see through. Some of the
`asked` questions are in none of this (`train.corpus.held_out`): the weights that trust the cross-encoder are fitted on
them. The second pass leans towards the short and slangy questions that people type, some with a wrong character.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pypinyin import lazy_pinyin

from tiaowen.datamodels import Span
from tiaowen.encoding.encoding import load_encoder
from tiaowen.indexing.index import open_index
from tiaowen.language.sentences import split_sentences
from tiaowen.reranking.windows import LONGEST, context, windows
from tiaowen.retrieval.retrieval import Retriever
from train.corpus import held_out, named, read_jsonl
from train.spans import index_of_laws

ROOT = Path(__file__).resolve().parent.parent
SPOKEN = 4  # `step` of the questions in everyday words
SEED = 20261122
WIKI = 11_000  # questions; general Chinese, so that more than law is understood
CUT = 0.5  # share of the questions with a marked answer that are put again to the text without it
OTHER = 0.25  # the same of the questions on Wikipedia, and of other stretches of their passages
WRONG = 2  # clauses put to a question that do not answer it
Row = dict[str, Any]
"""question, passage, context, answers (1.0 or 0.0), spans [[start, end], …] in the passage, or none known.

kept: true for a near miss put to the clause that looks right and for `unanswerable.jsonl`: training never drops it."""


def examples(question: str, title: str, text: str, spans: Sequence[Span] = (), answers: bool = True) -> list[Row]:
    """A row for each stretch of the text that is learned from (see tiaowen.reranking.windows).

    Where spans are marked, the stretches that hold them answer and the nearest of the others does not; where none are,
    the nearest stretch stands for the text.
    """
    stretches = windows(question, text)
    nearest = windows(question, text, most=1)
    inside = [[s for s in spans if low <= s.start and s.end <= high] for low, high in stretches]
    if spans and not any(inside):  # cut through by the end of a stretch
        low = max(0, min(spans[0].start, spans[0].end - LONGEST))
        stretches, inside = [Span(low, min(len(text), low + LONGEST))], [[spans[0]]]
    elif spans:
        others = [at for at, own in zip(stretches, inside, strict=True) if not own]
        wrong = [at for at in nearest if at in others] or others[:1]
        kept = [(at, own) for at, own in zip(stretches, inside, strict=True) if own or at in wrong]
        stretches, inside = [at for at, _ in kept], [own for _, own in kept]
    elif answers:
        stretches, inside = nearest, [[]]
    else:
        stretches, inside = stretches[:2], [[], []]
    return [{"question": question, "context": title, "passage": text[low:high],
             "answers": float(answers and (bool(own) or not spans)),
             "spans": [[s.start - low, min(s.end, high) - low] for s in own]}
            for (low, high), own in zip(stretches, inside, strict=False)]  # fmt: skip


def without(text: str, spans: Sequence[Span]) -> str:
    """The text without the sentences that the spans touch."""
    gone = [s.span for s in split_sentences(text) if any(s.span.start < e and b < s.span.end for b, e in spans)]
    kept, at = [], 0
    for start, end in gone:
        kept.append(text[at:start])
        at = end + 1
    return "".join([*kept, text[at:]]).strip("，,；;。\n 　")


def from_wiki(shared: Path, chance: random.Random) -> Iterator[Row]:
    rows = read_jsonl(shared / "train" / "wiki_question_passage.jsonl")
    for row in chance.sample(rows, min(WIKI, len(rows))):
        text, at = row["passage"], row["passage"].find(row["answer"])
        if at < 0:
            continue
        span = Span(at, at + len(row["answer"]))
        yield from (r for r in examples(row["question"], "", text, [span]) if r["answers"] or chance.random() < OTHER)
        rest = without(text, [span])
        if chance.random() < OTHER and len(rest) > 60:
            yield examples(row["question"], "", rest, answers=False)[0]


def from_pairs(file: Path, chance: random.Random) -> Iterator[Row]:
    """Pairs of `train.pairs`: title and article are two lines."""
    seen: set[tuple[str, str]] = set()
    for row in read_jsonl(file):
        for key, answers in (("positive", True), ("negative", False)):
            title, _, text = row[key].partition("\n")
            if text and (row["anchor"], text) not in seen:
                seen.add((row["anchor"], text))
                yield from examples(row["anchor"], title, text, answers=answers)


def places(text: str, spans: Sequence[str]) -> list[Span]:
    """Where the spans stand in a text, blanks and line wraps apart."""
    squeezed = [(i, c) for i, c in enumerate(text) if not c.isspace()]
    plain = "".join(c for _, c in squeezed)
    found = []
    for span in ("".join(s.split()).rstrip("。；;，,") for s in spans):
        at = plain.find(span)
        if at >= 0 and span:
            found.append(Span(squeezed[at][0], squeezed[at + len(span) - 1][0] + 1))
    return found


def asked(rows: Sequence[Row], index_dir: Path, chance: random.Random) -> Iterator[Row]:
    """Questions with marked answers or near misses, put to the clauses that retrieval brings."""
    index, encoder = open_index(index_dir), load_encoder()
    retriever, corpus = Retriever(index, encoder), index.corpus
    for row in rows:
        labels = row["gold"] or row.get("near", ())
        units = named(corpus, row["document"], labels)
        documents = {unit.document.id for unit in units} or None
        hits = [hit.clause for hit in retriever.search(row["question"], 6, documents)]
        wrong = [unit for unit in hits if unit not in units]
        if row["gold"]:
            for unit in units:
                spans = places(unit.text, row["spans"])
                if not spans:
                    continue
                yield from examples(row["question"], context(unit, corpus), unit.text, spans)
                rest = without(unit.text, spans)
                if chance.random() < CUT and len(rest) > 20:
                    yield from examples(row["question"], context(unit, corpus), rest, answers=False)
        else:
            wrong = [*units, *wrong]
        for unit in wrong[: WRONG + (not row["gold"])]:
            kept = {"kept": True} if unit in units else {}  # the near miss itself
            for example in examples(row["question"], context(unit, corpus), unit.text, answers=False):
                yield {**example, **kept}


def from_bank(index_dir: Path) -> Iterator[Row]:
    """The bank's questions, each put to its clause and to the best others, as if it were not in the bank."""
    index = open_index(index_dir)
    retriever, corpus = Retriever(index, load_encoder()), index.corpus
    for number, entry in enumerate(index.entries):
        if entry.kind != "question":
            continue
        right = corpus.by_id[entry.unit]
        if len(right.text) <= LONGEST:  # else nobody knows which stretch answers
            yield from examples(entry.text, context(right, corpus), right.text)
        hits = retriever.search(entry.text, WRONG + 1, without=number)
        for unit in [hit.clause for hit in hits if hit.clause.id != right.id][:WRONG]:
            yield from examples(entry.text, context(unit, corpus), unit.text, answers=False)


def from_elsewhere(
    shared: Path, index_dir: Path, laws_dir: Path, consultations: Path, chance: random.Random
) -> Iterator[Row]:
    """Questions without an answer and the clauses that retrieval brings for them all the same."""
    wiki = [row["question"] for row in read_jsonl(shared / "train" / "wiki_question_passage.jsonl")]
    asked_ = [r["question"] for r in read_jsonl(ROOT / "train" / "asked_laws.jsonl") if not held_out(r)]
    silent = [row["question"] for row in read_jsonl(ROOT / "train" / "unanswerable.jsonl")]
    index, encoder = open_index(index_dir), load_encoder()
    retriever = Retriever(index, encoder)
    for question in [*chance.sample(wiki, 500), *chance.sample(asked_, 400)]:
        for hit in retriever.search(question, 1):
            yield from examples(question, context(hit.clause, index.corpus), hit.clause.text, answers=False)
    laws = open_index(laws_dir)
    for found in (retriever, Retriever(laws, encoder)):
        for question in silent:
            for hit in found.search(question, 2):
                corpus = found.index.corpus
                [example, *_] = examples(question, context(hit.clause, corpus), hit.clause.text, answers=False)
                yield {**example, "kept": True}
    retriever, ids = Retriever(laws, encoder), [document.id for document in laws.corpus.documents]
    lay = [row["anchor"] for row in read_jsonl(consultations)]
    for question in [*chance.sample(wiki, 900), *chance.sample(asked_, 900), *chance.sample(lay, 300)]:
        for hit in retriever.search(question, 1, frozenset(chance.sample(ids, 3))):
            yield from examples(question, context(hit.clause, laws.corpus), hit.clause.text, answers=False)


def mistyped(question: str, sounds: dict[str, list[str]], chance: random.Random) -> str:
    """The question with one Chinese character exchanged for another of the same sound."""
    places = [i for i, c in enumerate(question) if len(sounds.get(_sound(c), ())) > 1]
    if not places:
        return question
    i = chance.choice(places)
    other = chance.choice([c for c in sounds[_sound(question[i])] if c != question[i]])
    return question[:i] + other + question[i + 1 :]


def sounds_of(texts: Iterable[str]) -> dict[str, list[str]]:
    """Syllable -> the characters of the texts with it, those that stand in at least 20 of them."""
    seen = Counter(c for text in texts for c in set(text) if "\u4e00" <= c <= "\u9fff")
    found: dict[str, list[str]] = {}
    for character, count in seen.items():
        if count >= 20:
            found.setdefault(_sound(character), []).append(character)
    return found


@cache
def _sound(character: str) -> str:
    return lazy_pinyin(character)[0]


def make(arguments: argparse.Namespace) -> None:
    """Write `build/cross/<kind>.jsonl`."""
    chance = random.Random(SEED)
    target: Path = arguments.build / "cross"
    target.mkdir(parents=True, exist_ok=True)
    every, five, marked = (
        read_jsonl(ROOT / "train" / f"{name}.jsonl") for name in ("asked_laws", "asked_five", "spans_laws")
    )
    since = len(every) if arguments.since is None else arguments.since
    laws, newest, five, marked = (
        [row for row in rows if held_out(row) == arguments.held]
        for rows in (every[:since], every[since:], five, marked)
    )
    marked = [{**row, "gold": [row["label"]]} for row in marked]
    spoken = [row for row in laws if row.get("step") == SPOKEN]
    natural = [row for row in laws if row.get("step", SPOKEN) != SPOKEN]
    laws = [row for row in laws if "step" not in row]
    index = index_of_laws(ROOT / "train" / "asked_laws.jsonl", arguments.shared, arguments.build / "asked")
    index_marked = index_of_laws(ROOT / "train" / "spans_laws.jsonl", arguments.shared, arguments.build / "spans")
    papers = [row for row in read_jsonl(ROOT / "train" / "asked_papers.jsonl") if held_out(row) == arguments.held]
    index_papers = index_of_laws(ROOT / "train" / "asked_papers.jsonl", ROOT / "train", arguments.build / "papers")
    kept_out = {
        "held_laws": asked(laws, index, chance),
        "held_natural": asked(natural, index, chance),
        "held_spoken": asked(spoken, index, chance),
        "held_newest": asked(newest, index, chance),
        "held_five": asked(five, arguments.index, chance),
        "held_papers": asked(papers, index_papers, chance),
    }
    learned = {
        "wiki": from_wiki(arguments.shared, chance),
        "stard": from_pairs(arguments.build / "pairs" / "stard.jsonl", chance),
        "consultation": from_pairs(arguments.build / "pairs" / "consultation.jsonl", chance),
        "asked_laws": asked(laws, index, chance),
        "asked_marked": asked(marked, index_marked, chance),
        "asked_five": asked(five, arguments.index, chance),
        "natural": asked(natural, index, chance),
        "spoken": asked(spoken, index, chance),
        "newest": asked(newest, index, chance),
        "papers": asked(papers, index_papers, chance),
        "bank": from_bank(arguments.index),
        "elsewhere": from_elsewhere(
            arguments.shared, arguments.index, index, arguments.build / "pairs" / "consultation.jsonl", chance
        ),
    }
    for kind, made in (kept_out if arguments.held else learned).items():
        if arguments.kinds and not kind.startswith(tuple(arguments.kinds)):
            continue
        found = list(made)
        with (target / f"{kind}.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in found)
        positive = sum(row["answers"] for row in found)
        print(f"{kind:<14}{len(found):>7,} rows, {int(positive):>6,} answer")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--build", type=Path, default=Path("build"))
    parser.add_argument("--index", type=Path, default=ROOT / "index")
    parser.add_argument("--since", type=int, help="line of asked_laws.jsonl where the kind newest begins (none)")
    parser.add_argument("--kinds", nargs="+", help="what the kinds to write begin with (all)")
    parser.add_argument("--held", action="store_true", help="only the questions that are kept out of the others")
    make(parser.parse_args())


if __name__ == "__main__":
    main()
