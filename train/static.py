"""A static encoder: one vector a word piece, a text is the mean of its pieces. The fast lane for large collections.

It is trained from nothing in minutes: a Unigram tokenizer (NFKC, lower case, pieces of at most six characters) over the
law texts, then symmetric in-batch negatives over about 180,000 pairs
(https://huggingface.co/blog/static-embeddings). Weights are stored as int8 with one scale a row, a form that
sentence-transformers' ``StaticEmbedding`` reads by itself.

    python -m train.static --shared ../shared        # -> models/static
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from datasets import Dataset
from safetensors.torch import save_file
from sentence_transformers import SentenceTransformer, SentenceTransformerTrainer, SentenceTransformerTrainingArguments
from sentence_transformers.base.modules import Normalize
from sentence_transformers.base.sampler import BatchSamplers
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from sentencepiece.sentencepiece_model_pb2 import ModelProto, TrainerSpec
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

from tiaowen.encoding.direct_encoding import PARTS, SENTENCEPIECE
from tiaowen.encoding.encoding import CHECKSUMS, file_digest
from train.corpus import LexicalIndex, local_articles, stard_articles, stard_questions
from train.export import quantise_rows
from train.pairs import SEED, Maker, by_title, from_answers, from_consultations, from_laws, from_stard, from_wiki

PIECES = 40_000
DIMENSION = 384


def make_tokenizer(texts: list[str]) -> Tokenizer:
    """A Unigram tokenizer (https://arxiv.org/abs/1804.10959) that knows no words but those it finds in ``texts``."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    # Pieces do not cross punctuation, blanks, or the border between digits and the rest.
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(PARTS), "isolated")
    trainer = trainers.UnigramTrainer(
        vocab_size=PIECES, max_piece_length=6, unk_token="[UNK]", special_tokens=["[UNK]"], show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def make_pairs(shared: Path) -> tuple[list[dict[str, str]], list[str]]:
    """(pairs of anchor and positive, texts for the tokenizer); STARD's validation questions are in neither."""
    maker = Maker()
    articles = stard_articles(shared)
    lexical = LexicalIndex(articles)
    documents = by_title(articles) + list(local_articles(shared))
    rows = [
        *from_stard(maker, shared, articles, lexical),
        *from_consultations(maker, shared, articles, lexical),
        *from_answers(maker, shared, 8_000),
        *from_wiki(maker, shared, 8_000),
    ]
    for made in from_laws(maker, documents, {"sentence": 90_000, "rule": 60_000, "keyword": 10_000}).values():
        rows += made
    held_out = {question.text for question in stard_questions(shared)[1]}
    pairs = [
        {"anchor": row["anchor"], "positive": row["positive"]}
        for row in rows
        if row["anchor"] not in held_out and row["anchor"] != row["positive"]
    ]
    maker.random.shuffle(pairs)
    texts = [row[side] for row in pairs[:60_000] for side in ("anchor", "positive")]
    return pairs, texts


def train(tokenizer: Tokenizer, pairs: list[dict[str, str]], arguments: argparse.Namespace) -> StaticEmbedding:
    """Four passes over the pairs; returns the trained embedding."""
    torch.manual_seed(SEED)
    torch.set_num_threads(arguments.threads)
    embedding = StaticEmbedding(tokenizer, embedding_dim=DIMENSION)
    model = SentenceTransformer(modules=[embedding], device="cpu")
    settings = SentenceTransformerTrainingArguments(
        output_dir=str(arguments.build / "static-run"),
        num_train_epochs=4,
        per_device_train_batch_size=1024,
        learning_rate=0.02,
        lr_scheduler_type="linear",
        warmup_steps=0.05,
        batch_sampler=BatchSamplers.NO_DUPLICATES,
        use_cpu=True,
        save_strategy="no",
        logging_steps=50,
        report_to="none",
        seed=SEED,
        data_seed=SEED,
        disable_tqdm=True,
    )
    loss = MultipleNegativesRankingLoss(
        model, scale=20.0, directions=("query_to_doc", "doc_to_query"), partition_mode="per_direction"
    )
    SentenceTransformerTrainer(model=model, args=settings, train_dataset=Dataset.from_list(pairs), loss=loss).train()
    return embedding


def write_folder(embedding: StaticEmbedding, target: Path) -> None:
    """Write StaticEmbedding -> Normalize with int8 rows; about PIECES x DIMENSION bytes."""
    target.mkdir(parents=True, exist_ok=True)
    model = SentenceTransformer(modules=[embedding, Normalize()], device="cpu")
    model.save(str(target), create_model_card=False)
    codes, scales = quantise_rows(embedding.embedding.weight.detach().numpy().astype(np.float32))
    tensors = {"embeddings": torch.from_numpy(codes), "weights": torch.from_numpy(scales[:, 0].copy())}
    weights = next(target.rglob("model.safetensors"))
    save_file(tensors, weights)
    write_tokenizer(weights.parent)
    write_sums(target)


def write_tokenizer(folder: Path) -> None:
    """Write tokenizer.json without blanks, and beside it the form that SentencePiece reads."""
    described = json.loads((folder / "tokenizer.json").read_text("utf-8"))
    (folder / "tokenizer.json").write_text(json.dumps(described, ensure_ascii=False, separators=(",", ":")), "utf-8")
    model = ModelProto()
    for number, (piece, score) in enumerate(described["model"]["vocab"]):
        kind = ModelProto.SentencePiece.NORMAL if number else ModelProto.SentencePiece.UNKNOWN
        model.pieces.add(piece=piece, score=score, type=kind)
    trainer, normalizer = model.trainer_spec, model.normalizer_spec
    trainer.model_type, trainer.vocab_size = TrainerSpec.UNIGRAM, len(model.pieces)
    trainer.unk_piece, trainer.unk_id = described["model"]["vocab"][0][0], 0
    trainer.bos_id = trainer.eos_id = trainer.pad_id = -1
    normalizer.name = "identity"
    normalizer.add_dummy_prefix = normalizer.remove_extra_whitespaces = normalizer.escape_whitespaces = False
    (folder / SENTENCEPIECE).write_bytes(model.SerializeToString())


def write_sums(target: Path) -> None:
    files = sorted(path for path in target.rglob("*") if path.is_file() and path.name not in (CHECKSUMS, "README.md"))
    lines = [f"{file_digest(path)}  {path.relative_to(target).as_posix()}\n" for path in files]
    (target / CHECKSUMS).write_text("".join(lines), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--build", type=Path, default=Path("build"))
    parser.add_argument("--target", type=Path, default=Path("models/static"))
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    pairs, texts = make_pairs(arguments.shared)
    print(f"{len(pairs):,} pairs", flush=True)
    tokenizer = make_tokenizer(texts)
    print(f"{tokenizer.get_vocab_size():,} pieces", flush=True)
    write_folder(train(tokenizer, pairs, arguments), arguments.target)


if __name__ == "__main__":
    main()
