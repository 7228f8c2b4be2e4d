r"""Fine-tune a cross-encoder: does this clause answer this question, and with which words?

The bi-encoder compares two vectors that were made apart; here question and clause are read together. [CLS] says how
far the clause settles the question, a start and an end score for each token say with which words (as in SQuAD 2.0,
https://arxiv.org/abs/1806.03822). It starts from the tuned encoder.

    python -m train.cross_data --shared ../shared           # -> build/cross/<kind>.jsonl
    python -m train.cross_encoder tune --kinds wiki stard consultation asked bank elsewhere \
        --wrong 0.4 --typos 0.08                            # -> build/cross/model.pt
    python -m train.cross_encoder tune --weights build/cross/model.pt --kinds bank asked elsewhere \
        --wrong 0.12 --typos 0.08 --rate 8e-5 --balance --passes 2
    python -m train.cross_encoder export                    # -> models/cross_encoder

What it learns from stands in `train.cross_data`. The later passes lean towards the short and slangy questions that
people type, some with a wrong character, see every near miss, and weigh out what their wording gives away. Some of the
`asked` questions are in neither (`train.corpus.held_out`): the weights that trust the cross-encoder are fitted on them.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer
from transformers import BertModel, get_linear_schedule_with_warmup

from tiaowen.encoding.encoding import CHECKSUMS, file_digest
from tiaowen.reranking.cross_encoder import ASKED, LENGTH
from tiaowen.reranking.cross_encoder import GRAPH as MODEL_FILE
from tiaowen.reranking.cross_encoder import TOKENIZER as TOKENIZER_FILE
from train.corpus import read_jsonl
from train.cross_data import SEED, Row, mistyped, sounds_of
from train.export import OPSET, GraphBuilder
from train.pieces import pruned, used_pieces
from train.question_bias import weights
from train.question_rules import in_formal_words

ROOT = Path(__file__).resolve().parent.parent
TWICE = 2  # how often a pass puts the questions that lead it, of which there are few and which are the task itself
TOKENS = 6_000  # of a batch, with the padding
SPAN_SHARE = 0.5  # of the loss of the spans, beside that of the answer
FIRST = ("wiki", "stard", "consultation", "asked")  # kinds of the first pass


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
    return {"ids": found.ids, "kinds": found.type_ids, "starts": starts, "ends": ends, "answers": row["answers"],
            "weight": row.get("weight", 1.0), "tokens": [i for i, _, _ in tokens]}  # fmt: skip


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
    weight = torch.tensor([row["weight"] for row in batch])
    total = torch.nn.functional.binary_cross_entropy_with_logits(scores, truth, weight)
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


def _drawn(
    read: dict[Path, list[Row]], tokenizer: Tokenizer, sounds: dict[str, list[str]], arguments: argparse.Namespace,
    chance: random.Random,
) -> list[dict[str, Any]]:  # fmt: skip
    """The rows of one pass: all that answer and all near misses, a share of the others, some in formal words or with a
    wrong character."""
    rows: list[dict[str, Any]] = []
    leading = tuple(arguments.leading or ["natural" if arguments.weights else "asked"])
    for file, examples in read.items():
        found = []
        part = 1.0 if file.stem.startswith(leading) else arguments.old
        asked = {question for question in dict.fromkeys(row["question"] for row in examples) if chance.random() < part}
        for row in examples:
            if row["question"] not in asked:
                continue
            if row["answers"] or "kept" in row or chance.random() < arguments.wrong:
                question = row["question"]
                if chance.random() < arguments.formal:
                    question = in_formal_words(question, chance)
                if chance.random() < arguments.typos:
                    question = mistyped(question, sounds, chance)
                found.append(encoded(tokenizer, {**row, "question": question}))
        rows += found * (TWICE if file.stem.startswith(leading) else 1)
    return rows


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
    files = [
        f for f in sorted((arguments.build / "cross").glob("*.jsonl")) if f.stem.startswith(tuple(arguments.kinds))
    ]
    read = {file: read_jsonl(file) for file in files}
    sounds = sounds_of(row["question"] for found in read.values() for row in found)
    if arguments.balance:
        kinds = ("asked", "natural", "spoken", "newest", "papers")
        asked = [row for file, found in read.items() if file.stem.startswith(kinds) for row in found]
        answered: dict[str, bool] = {}
        for row in asked:
            answered[row["question"]] = answered.get(row["question"], False) or bool(row["answers"])
        weight = weights(answered, SEED)
        for row in asked:
            row["weight"] = weight[row["question"]]
    steps = [
        batch
        for _ in range(arguments.passes)
        for batch in batches(_drawn(read, model.tokenizer, sounds, arguments, chance), chance)
    ]
    heads = [*model.answers.parameters(), *model.bounds.parameters()]
    body = [p for p in model.bert.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW([{"params": body}, {"params": heads, "lr": arguments.rate * 10}], lr=arguments.rate,
                                  weight_decay=0.01)  # fmt: skip
    schedule = get_linear_schedule_with_warmup(optimizer, int(0.06 * len(steps)), len(steps))
    print(f"{sum(map(len, steps)):,} rows, {len(steps):,} steps", flush=True)
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


def mix(arguments: argparse.Namespace) -> None:
    """`build/cross/model.pt` = (1 - share) x the weights named + share x itself: between two of them there is often a
    better one than either (Wortsman et al. 2022, arXiv:2203.05482)."""
    file = arguments.build / "cross" / "model.pt"
    before, after = torch.load(arguments.weights), torch.load(file)
    share = arguments.share
    torch.save({k: torch.lerp(before[k], v, share) if v.is_floating_point() else v for k, v in after.items()}, file)


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
    parser.add_argument("action", choices=("tune", "mix", "export"))
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--build", type=Path, default=Path("build"))
    parser.add_argument("--start", type=Path, help="the model to start from (build/tuned)")
    parser.add_argument("--target", type=Path, default=ROOT / "models" / "cross_encoder")
    parser.add_argument("--weights", type=Path, help="weights to go on from, or to mix with")
    parser.add_argument("--kinds", nargs="+", default=list(FIRST), help="what the files to learn from begin with")
    parser.add_argument("--typos", type=float, default=0.0, help="share of the questions with a wrong character")
    parser.add_argument("--formal", type=float, default=0.0, help="share of the questions put in formal words")
    parser.add_argument("--wrong", type=float, default=1.0, help="share of the rows that do not answer (all)")
    parser.add_argument(
        "--leading", nargs="+", help="what the files begin with that are put twice (asked; later natural)"
    )
    parser.add_argument("--old", type=float, default=1.0, help="share of the questions besides these (all)")
    parser.add_argument("--passes", type=int, default=1, help="over the rows, the share of --wrong drawn anew (1)")
    parser.add_argument("--share", type=float, default=0.65, help="of mix: how much of the newer weights (0.65)")
    parser.add_argument("--balance", action="store_true", help="weigh questions against what their wording gives away")
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    {"tune": tune, "mix": mix, "export": export}[arguments.action](arguments)


if __name__ == "__main__":
    main()
