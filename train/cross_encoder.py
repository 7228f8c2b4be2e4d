r"""Fine-tune a cross-encoder: does this clause answer this question, and with which words?

The bi-encoder compares two vectors that were made apart; here question and clause are read together. [CLS] says how
far the clause settles the question, a start and an end score for each token say with which words (as in SQuAD 2.0,
https://arxiv.org/abs/1806.03822). It starts from the base model of the bundled encoder.

    python -m train.cross_encoder data --shared ../shared   # -> build/cross/<kind>.jsonl
    python -m train.cross_encoder tune                      # -> build/cross/model.pt
    python -m train.cross_encoder tune --weights build/cross/model.pt --kinds bank asked elsewhere \
        --wrong 0.5 --typos 0.08 --rate 5e-5
    python -m train.cross_encoder export                    # -> models/cross_encoder

=============  ======================================================================================================
wiki           questions on Wikipedia with the marked answer; without it, the sentence that holds the answer is cut out
stard          lay questions of STARD's training split with their gold articles and articles that only look like them
consultation   lay questions with the articles that a lawyer cited, and others that look like them
asked          `train/asked_laws.jsonl`, `train/asked_five.jsonl`, `train/spans_laws.jsonl`: marked answers, near misses
               with the clauses that look right, and answers whose sentence is cut out
bank           the question bank of the index, with its clauses and others that retrieval brings
elsewhere      questions put to documents that have nothing to do with them, and `train/unanswerable.jsonl`
=============  ======================================================================================================

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

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper
from pypinyin import lazy_pinyin
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer
from transformers import BertModel, get_linear_schedule_with_warmup

from tiaowen.cross_encoder import ASKED, LENGTH
from tiaowen.cross_encoder import GRAPH as MODEL_FILE
from tiaowen.cross_encoder import TOKENIZER as TOKENIZER_FILE
from tiaowen.datamodels import Clause, Corpus, Span
from tiaowen.encoding import CHECKSUMS, file_digest, load_encoder
from tiaowen.entries import BankQuestion, by_clause
from tiaowen.index import open_index
from tiaowen.retrieval import Retriever
from tiaowen.sentences import split_sentences
from tiaowen.windows import LONGEST, context, window
from train.corpus import held_out, local_articles, read_jsonl, stard_articles
from train.export import OPSET, GraphBuilder
from train.spans import index_of_laws

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
ROOT = Path(__file__).resolve().parent.parent
SEED = 20261122
WIKI = 5_000  # questions; general Chinese, so that more than law is understood
CUT = 0.5  # share of the questions with a marked answer that are asked again without it
WRONG = 2  # clauses put to a question that do not answer it
PASSES = 2  # how often a question of `asked` is put: there are few and they are the task itself
TOKENS = 6_000  # of a batch, with the padding
SPAN_SHARE = 0.5  # of the loss of the spans, beside that of the answer
FIRST = ("wiki", "stard", "consultation", "asked")  # kinds of the first pass
Row = dict[str, Any]
"""question, passage, context, answers (1.0 or 0.0), spans [[start, end], …] in the passage, or none known."""


def example(question: str, title: str, text: str, spans: Sequence[Span] = (), answers: bool = True) -> Row:
    """A row with the stretch of the text that is read; a stretch around the first span where there are spans."""
    low, high = window(question, text)
    if spans and not (low <= spans[0].start and spans[0].end <= high):
        low = max((s.span.start for s in split_sentences(text)
                   if s.span.start <= spans[0].start and spans[0].end - s.span.start <= LONGEST),
                  key=lambda start: -start, default=spans[0].start)  # fmt: skip
        high = min(len(text), low + LONGEST)
    inside = [[s.start - low, s.end - low] for s in spans if low <= s.start and s.end <= high]
    return {"question": question, "context": title, "passage": text[low:high], "answers": float(answers),
            "spans": inside}  # fmt: skip


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
    for row in chance.sample(rows, WIKI):
        text, at = row["passage"], row["passage"].find(row["answer"])
        if at < 0:
            continue
        span = Span(at, at + len(row["answer"]))
        yield example(row["question"], "", text, [span])
        rest = without(text, [span])
        if chance.random() < CUT and len(rest) > 60:
            yield example(row["question"], "", rest, answers=False)


def from_pairs(file: Path, chance: random.Random) -> Iterator[Row]:
    """Pairs of `train.pairs`: title and article are two lines."""
    seen: set[tuple[str, str]] = set()
    for row in read_jsonl(file):
        for key, answers in (("positive", True), ("negative", False)):
            title, _, text = row[key].partition("\n")
            if text and (row["anchor"], text) not in seen:
                seen.add((row["anchor"], text))
                yield example(row["anchor"], title, text, answers=answers)


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
                yield example(row["question"], context(unit, corpus), unit.text, spans)
                rest = without(unit.text, spans)
                if chance.random() < CUT and len(rest) > 20:
                    yield example(row["question"], context(unit, corpus), rest, answers=False)
        else:
            wrong = [*units, *wrong]
        for unit in wrong[: WRONG + (not row["gold"])]:
            yield example(row["question"], context(unit, corpus), unit.text, answers=False)


def from_bank(index_dir: Path) -> Iterator[Row]:
    """The bank's questions, each put to its clause and to the best others, as if it were not in the bank."""
    index = open_index(index_dir)
    retriever, corpus = Retriever(index, load_encoder()), index.corpus
    for number, entry in enumerate(index.entries):
        if entry.kind != "question":
            continue
        right = corpus.by_id[entry.unit]
        yield example(entry.text, context(right, corpus), right.text)
        hits = retriever.search(entry.text, WRONG + 1, without=number)
        for unit in [hit.clause for hit in hits if hit.clause.id != right.id][:WRONG]:
            yield example(entry.text, context(unit, corpus), unit.text, answers=False)


def from_elsewhere(
    shared: Path, index_dir: Path, laws_dir: Path, consultations: Path, chance: random.Random
) -> Iterator[Row]:
    """Questions without an answer and the clauses that retrieval brings for them all the same."""
    wiki = [row["question"] for row in read_jsonl(shared / "train" / "wiki_question_passage.jsonl")]
    asked_ = [r["question"] for r in read_jsonl(ROOT / "train" / "asked_laws.jsonl") if not held_out(r)]
    silent = [row["question"] for row in read_jsonl(ROOT / "train" / "unanswerable.jsonl")]
    index, encoder = open_index(index_dir), load_encoder()
    retriever = Retriever(index, encoder)
    for questions, limit in ((silent, 2), ([*chance.sample(wiki, 500), *chance.sample(asked_, 400)], 1)):
        for question in questions:
            for hit in retriever.search(question, limit):
                yield example(question, context(hit.clause, index.corpus), hit.clause.text, answers=False)
    laws = open_index(laws_dir)
    retriever, ids = Retriever(laws, encoder), [document.id for document in laws.corpus.documents]
    lay = [row["anchor"] for row in read_jsonl(consultations)]
    for question in [*chance.sample(wiki, 900), *chance.sample(asked_, 900), *chance.sample(lay, 300)]:
        for hit in retriever.search(question, 1, frozenset(chance.sample(ids, 3))):
            yield example(question, context(hit.clause, laws.corpus), hit.clause.text, answers=False)


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


def named(corpus: Corpus, document: str, labels: Sequence[str]) -> list[Clause]:
    """The units that labels of a document name, each once."""
    found: dict[str, Clause] = {}
    for label in labels:
        clauses, _ = by_clause(corpus, [BankQuestion(document, label, "", "")])
        for clause in clauses:
            unit = corpus.unit(corpus.by_id[clause])
            found[unit.id] = unit
    return [unit for unit in found.values() if unit.role == "unit"]


def make(arguments: argparse.Namespace) -> None:
    """Write `build/cross/<kind>.jsonl`."""
    chance = random.Random(SEED)
    target: Path = arguments.build / "cross"
    target.mkdir(parents=True, exist_ok=True)
    laws, five, marked = (
        [row for row in read_jsonl(ROOT / "train" / f"{name}.jsonl") if not held_out(row)]
        for name in ("asked_laws", "asked_five", "spans_laws")
    )
    marked = [{**row, "gold": [row["label"]]} for row in marked]
    index = index_of_laws(ROOT / "train" / "asked_laws.jsonl", arguments.shared, arguments.build / "asked")
    index_marked = index_of_laws(ROOT / "train" / "spans_laws.jsonl", arguments.shared, arguments.build / "spans")
    rows = {
        "wiki": from_wiki(arguments.shared, chance),
        "stard": from_pairs(arguments.build / "pairs" / "stard.jsonl", chance),
        "consultation": from_pairs(arguments.build / "pairs" / "consultation.jsonl", chance),
        "asked_laws": asked(laws, index, chance),
        "asked_marked": asked(marked, index_marked, chance),
        "asked_five": asked(five, arguments.index, chance),
        "bank": from_bank(arguments.index),
        "elsewhere": from_elsewhere(
            arguments.shared, arguments.index, index, arguments.build / "pairs" / "consultation.jsonl", chance
        ),
    }
    for kind, made in rows.items():
        found = list(made)
        with (target / f"{kind}.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in found)
        positive = sum(row["answers"] for row in found)
        print(f"{kind:<14}{len(found):>7,} rows, {int(positive):>6,} answer")


class CrossEncoder(torch.nn.Module):
    """BERT with an answer score on [CLS] and a start and an end score on each token."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        self.bert: BertModel = model[0].auto_model
        self.tokenizer = model.tokenizer.backend_tokenizer
        width = self.bert.config.hidden_size
        self.answers = torch.nn.Linear(width, 1)
        self.bounds = torch.nn.Linear(width, 2)
        for module in self.modules():
            if isinstance(module, torch.nn.Dropout):
                module.p = 0.0
        self.bert.embeddings.requires_grad_(False)

    def forward(self, ids: torch.Tensor, kinds: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """(rows, tokens) each -> scores (rows,) of [CLS] and (rows, tokens, 2) of starts and ends."""
        hidden = self.bert(input_ids=ids, token_type_ids=kinds, attention_mask=mask).last_hidden_state
        return self.answers(hidden[:, 0])[:, 0].float(), self.bounds(hidden).float()


def encoded(tokenizer: Tokenizer, row: Row) -> dict[str, Any]:
    """Token ids, kinds (1 for the clause), and the first and last tokens of the spans."""
    before = f"{row['context']}\n" if row["context"] else ""
    found = tokenizer.encode(row["question"][:ASKED], before + row["passage"])
    tokens = [
        (i, low - len(before), high - len(before))
        for i, ((low, high), kind) in enumerate(zip(found.offsets, found.sequence_ids, strict=True))
        if kind == 1 and low >= len(before)
    ]
    starts = [i for s, e in row["spans"] for i, low, high in tokens if low <= s < high]
    ends = [i for s, e in row["spans"] for i, low, high in tokens if low < e <= high]
    return {"ids": found.ids, "kinds": found.type_ids, "starts": starts, "ends": ends,
            "answers": row["answers"], "tokens": [i for i, _, _ in tokens]}  # fmt: skip


def loss_of(model: CrossEncoder, batch: Sequence[dict[str, Any]]) -> torch.Tensor:
    """Binary cross-entropy of [CLS], and cross-entropy of start and end where the answer is marked."""
    longest = max(len(row["ids"]) for row in batch)

    def padded(name: str) -> torch.Tensor:
        return torch.tensor([row[name] + [0] * (longest - len(row[name])) for row in batch])

    ids, kinds = padded("ids"), padded("kinds")
    mask = torch.tensor([[1] * len(row["ids"]) + [0] * (longest - len(row["ids"])) for row in batch])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores, bounds = model(ids, kinds, mask)
    truth = torch.tensor([row["answers"] for row in batch])
    total = torch.nn.functional.binary_cross_entropy_with_logits(scores, truth)
    parts = []
    for place, row in enumerate(batch):
        for k, name in enumerate(("starts", "ends")):
            if row["starts"] and row["ends"]:
                logs = torch.log_softmax(bounds[place, row["tokens"], k], dim=0)
                wanted = [row["tokens"].index(i) for i in row[name]]
                parts.append(-torch.logsumexp(logs[wanted], dim=0))
    return total + SPAN_SHARE * torch.stack(parts).mean() if parts else total


def batches(rows: Sequence[dict[str, Any]], chance: random.Random) -> list[list[dict[str, Any]]]:
    """Rows of like length together, TOKENS tokens at most with the padding; the batches in random order."""
    order = sorted(rows, key=lambda row: (len(row["ids"]) // 16, chance.random()))
    found: list[list[dict[str, Any]]] = [[]]
    for row in order:
        if (len(found[-1]) + 1) * len(row["ids"]) > TOKENS:
            found.append([])
        found[-1].append(row)
    chance.shuffle(found)
    return [batch for batch in found if batch]


def tune(arguments: argparse.Namespace) -> None:
    """Train from `--start` and save `build/cross/model.pt`; prints the loss as it goes."""
    torch.manual_seed(SEED)
    torch.set_num_threads(arguments.threads)
    chance = random.Random(SEED)
    model = CrossEncoder(arguments.start or arguments.build / "tuned")
    model.tokenizer.enable_truncation(LENGTH, strategy="only_second")
    model.tokenizer.no_padding()
    if arguments.weights:
        model.load_state_dict(torch.load(arguments.weights))
    rows: list[dict[str, Any]] = []
    files = [
        f for f in sorted((arguments.build / "cross").glob("*.jsonl")) if f.stem.startswith(tuple(arguments.kinds))
    ]
    read = {file: read_jsonl(file) for file in files}
    sounds = sounds_of(row["question"] for found in read.values() for row in found)
    for file, examples in read.items():
        examples = [row for row in examples if row["answers"] or chance.random() < arguments.wrong]
        for row in examples:
            if chance.random() < arguments.typos:
                row["question"] = mistyped(row["question"], sounds, chance)
        found = [encoded(model.tokenizer, row) for row in examples]
        rows += found * (PASSES if file.stem.startswith("asked") and not arguments.weights else 1)
    steps = batches(rows, chance)
    heads = [*model.answers.parameters(), *model.bounds.parameters()]
    body = [p for p in model.bert.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW([{"params": body}, {"params": heads, "lr": arguments.rate * 10}], lr=arguments.rate,
                                  weight_decay=0.01)  # fmt: skip
    schedule = get_linear_schedule_with_warmup(optimizer, int(0.06 * len(steps)), len(steps))
    print(f"{len(rows):,} rows, {len(steps):,} steps", flush=True)
    recent: list[float] = []
    for step, batch in enumerate(steps, 1):
        loss = loss_of(model, batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        recent.append(float(loss.detach()))
        if step % 20 == 0:
            print(f"{step}/{len(steps)} loss {sum(recent) / len(recent):.3f}", flush=True)
            recent.clear()
        if step % 200 == 0 or step == len(steps):
            torch.save(model.state_dict(), arguments.build / "cross" / "model.pt")


class CrossGraph(GraphBuilder):
    """The int8 graph of the cross-encoder: see `train.export`; the last layer is computed for every token."""

    def build(self) -> onnx.ModelProto:
        words = self.embedding("word_embeddings", "input_ids")
        places = self.embedding("position_embeddings", self.positions())
        kinds = self.node(
            "Gather", [self.parameter("embeddings.token_type_embeddings.weight"), "token_type_ids"], "kind"
        )
        total = self.node("Add", [words, self.node("Add", [places, kinds], "places_and_kind")], "embeddings.total")
        norm = [self.parameter("embeddings.LayerNorm.weight"), self.parameter("embeddings.LayerNorm.bias")]
        hidden = self.node(
            "LayerNormalization", [total, *norm], "embeddings.normalised", epsilon=self.config.layer_norm_eps
        )
        mask = self.node("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)
        for index in range(self.config.num_hidden_layers):
            hidden = self.layer(index, hidden, mask, last=False)
        for name, values in (("answers", self.first_token(hidden)), ("bounds", hidden)):
            weight = self.tensor(f"{name}.weight.t", np.ascontiguousarray(self.state[f"{name}.weight"].T))
            product = self.node("MatMul", [values, weight], f"{name}.product")
            self.node("Add", [product, self.parameter(f"{name}.bias")], name)
        names = ("input_ids", "token_type_ids", "attention_mask")
        inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "tokens"]) for name in names]
        outputs = [
            helper.make_tensor_value_info("answers", TensorProto.FLOAT, ["texts", 1, 1]),
            helper.make_tensor_value_info("bounds", TensorProto.FLOAT, ["texts", "tokens", 2]),
        ]
        graph = helper.make_graph(self.nodes, "cross_encoder", inputs, outputs, list(self.tensors.values()))
        return helper.make_model(graph, opset_imports=OPSET, ir_version=10, producer_name="tiaowen train.cross_encoder")


def used_pieces(tokenizer: Tokenizer, shared: Path) -> list[int]:
    """Ids of the pieces worth keeping: special ones, ASCII, and what stands in the laws and the questions, in order."""
    texts = [article.text for article in stard_articles(shared)]
    texts += [article.text for articles in local_articles(shared) for article in articles]
    texts += [row["question"] for row in read_jsonl(shared / "train" / "consultation_article.jsonl")]
    texts += [row["passage"] for row in read_jsonl(shared / "train" / "wiki_question_passage.jsonl")[:WIKI]]
    seen = Counter(character for text in texts for character in text.lower())
    kept = []
    for piece, number in tokenizer.get_vocab().items():
        plain = piece.removeprefix("##")
        single = len(plain) == 1 and (plain.isascii() or seen[plain] > 1)
        # A character inside a word of letters or digits is a piece of its own; a Chinese one never is.
        inside = piece.startswith("##") and piece != "##" and not (plain.isascii() and len(plain) <= 3)
        if piece in SPECIAL or (single and not inside) or (plain.isascii() and plain.isdigit() and len(plain) <= 4):
            kept.append(number)
    return sorted(kept)


def pruned(tokenizer: Tokenizer, kept: Sequence[int]) -> str:
    """tokenizer.json with the kept pieces only, numbered anew in their order."""
    settings = json.loads(tokenizer.to_str())
    new = {old: number for number, old in enumerate(kept)}
    settings["model"]["vocab"] = {
        piece: new[old] for piece, old in sorted(settings["model"]["vocab"].items(), key=lambda p: p[1]) if old in new
    }
    for token in settings["added_tokens"]:
        token["id"] = new[token["id"]]
    for token in settings["post_processor"]["special_tokens"].values():
        token["ids"] = [new[old] for old in token["ids"]]
    settings["truncation"] = settings["padding"] = None
    return json.dumps(settings, ensure_ascii=False)


def export(arguments: argparse.Namespace) -> None:
    """Write the int8 graph, its tokenizer and their checksums to `models/cross_encoder`."""
    model = CrossEncoder(arguments.start or arguments.build / "tuned")
    model.load_state_dict(torch.load(arguments.build / "cross" / "model.pt"))
    state = {name.removeprefix("bert."): v.detach().float().numpy() for name, v in model.state_dict().items()}
    kept = used_pieces(model.tokenizer, arguments.shared)
    table = "embeddings.word_embeddings.weight"
    state[table] = state[table][kept]
    state["embeddings.position_embeddings.weight"] = state["embeddings.position_embeddings.weight"][: LENGTH + ASKED]
    target: Path = arguments.target
    target.mkdir(parents=True, exist_ok=True)
    onnx.save(CrossGraph(state, model.bert.config).build(), target / MODEL_FILE)
    (target / TOKENIZER_FILE).write_text(pruned(model.tokenizer, kept), encoding="utf-8")
    files = [target / MODEL_FILE, target / TOKENIZER_FILE]
    (target / CHECKSUMS).write_text("".join(f"{file_digest(f)}  {f.name}\n" for f in files), encoding="utf-8")
    print(f"{len(kept):,} pieces, {sum(f.stat().st_size for f in files):,} bytes")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=("data", "tune", "export"))
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--build", type=Path, default=Path("build"))
    parser.add_argument("--index", type=Path, default=ROOT / "index")
    parser.add_argument("--start", type=Path, help="the model to start from (build/tuned)")
    parser.add_argument("--target", type=Path, default=ROOT / "models" / "cross_encoder")
    parser.add_argument("--weights", type=Path, help="weights to go on from")
    parser.add_argument("--kinds", nargs="+", default=list(FIRST), help="what the files to learn from begin with")
    parser.add_argument("--typos", type=float, default=0.0, help="share of the questions with a wrong character")
    parser.add_argument("--wrong", type=float, default=1.0, help="share of the rows that do not answer (all)")
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    {"data": make, "tune": tune, "export": export}[arguments.action](arguments)


if __name__ == "__main__":
    main()
