"""Step 3: fine-tune the base model on the pairs, then mix the result with the base model.

Contrastive learning with in-batch negatives and one hard negative a row (``MultipleNegativesRankingLoss``), each
batch from one kind of pairs, so that its negatives are of the same kind. The arithmetic is bfloat16 where the
processor has it. Checkpoints are kept in ``build/run``.

    python -m train.encoder                   # one pass -> build/tuned, about half an hour on two cores
    python -m train.encoder mix --share 0.5   # build/encoder = 0.5 x base + 0.5 x tuned

Mixing the weights (WiSE-FT, https://arxiv.org/abs/2109.01903) keeps what the base model knows of everyday language and
which the law texts would make it forget. ``train.measure`` says which share is best.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

import torch
from datasets import Dataset, load_dataset
from sentence_transformers import SentenceTransformer, SentenceTransformerTrainer, SentenceTransformerTrainingArguments
from sentence_transformers.base.sampler import BatchSamplers, MultiDatasetBatchSamplers
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss

SEED = 20240205
LONGEST = 192  # tokens; the pairs are cut to 150 characters
CHUNK = 8  # texts that run together: little padding, and activations that stay in the cache


class ChunkedRankingLoss(MultipleNegativesRankingLoss):
    """The same loss, its texts sorted by length and embedded a few at a time: half the time on a CPU.

    Gradients are kept for all chunks, so the in-batch negatives are still those of the whole batch.
    """

    def forward(self, sentence_features: Iterable[dict[str, torch.Tensor]], labels: torch.Tensor) -> torch.Tensor:
        embeddings = [self.embed(features) for features in sentence_features]
        return self.compute_loss_from_embeddings(embeddings, labels)

    def embed(self, features: dict[str, torch.Tensor]) -> torch.Tensor:
        """Features (texts, tokens) -> embeddings (texts, dimension), in the order given."""
        lengths = features["attention_mask"].sum(dim=1)
        order = lengths.argsort()
        vectors = []
        for rows in order.split(CHUNK):
            longest = int(lengths[rows].max())
            chunk = {name: features[name][rows, :longest] for name in ("input_ids", "attention_mask")}
            vectors.append(self.model(chunk)["sentence_embedding"])
        return torch.cat(vectors)[order.argsort()]


def read_pairs(folder: Path) -> dict[str, Dataset]:
    """Every ``<kind>.jsonl`` of ``folder``: columns anchor, positive and, for most kinds, negative."""
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise SystemExit(f"{folder}: expected training pairs, found none; run python -m train.pairs first")
    return {
        path.stem: load_dataset("json", data_files=str(path), split="train", cache_dir=str(folder / ".cache"))
        for path in files
    }


def freeze(model: SentenceTransformer, layers: int) -> None:
    """Keep the embeddings and the lowest ``layers`` layers as they are: nothing at all for 0.

    Nearly half of the parameters are word embeddings; leaving them and the lower layers alone makes a step cheaper
    and keeps words of which the pairs say nothing where they are.
    """
    if layers:
        bert = model[0].auto_model
        for part in (bert.embeddings, *bert.encoder.layer[:layers]):
            part.requires_grad_(False)


def tune(arguments: argparse.Namespace) -> None:
    """Train from ``build/base`` and save ``build/tuned``."""
    build: Path = arguments.build
    torch.set_num_threads(arguments.threads)
    model = SentenceTransformer(str(arguments.start or build / "base"), device="cpu", local_files_only=True)
    model.max_seq_length = LONGEST
    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0  # one pass over the pairs leaves little to overfit, and dropout costs a fifth of the time
    freeze(model, arguments.frozen)
    settings = SentenceTransformerTrainingArguments(
        output_dir=str(build / "run"),
        num_train_epochs=arguments.passes,
        max_steps=arguments.steps,
        per_device_train_batch_size=arguments.batch,
        learning_rate=arguments.rate,
        lr_scheduler_type="linear",
        warmup_steps=0.06,
        weight_decay=0.01,
        bf16=True,
        use_cpu=True,
        batch_sampler=BatchSamplers.NO_DUPLICATES,
        multi_dataset_batch_sampler=MultiDatasetBatchSamplers.PROPORTIONAL,
        save_strategy="steps",
        save_steps=50,
        save_total_limit=2,
        save_only_model=True,
        logging_steps=5,
        report_to="none",
        seed=SEED,
        data_seed=SEED,
        disable_tqdm=True,
    )
    trainer = SentenceTransformerTrainer(
        model=model,
        args=settings,
        train_dataset=read_pairs(build / arguments.pairs),
        loss=ChunkedRankingLoss(model, scale=arguments.scale),
    )
    trainer.train()
    model.max_seq_length = 512
    model.save(str(build / arguments.name), create_model_card=False)


def mix(build: Path, name: str, share: float) -> None:
    """``build/encoder``: every weight is (1 - share) x base + share x ``build/<name>``."""
    model = SentenceTransformer(str(build / "base"), device="cpu", local_files_only=True)
    tuned = SentenceTransformer(str(build / name), device="cpu", local_files_only=True).state_dict()
    mixed = {key: torch.lerp(value, tuned[key], share) for key, value in model.state_dict().items()}
    model.load_state_dict(mixed)
    model.save(str(build / "encoder"), create_model_card=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", nargs="?", choices=("tune", "mix"), default="tune")
    parser.add_argument("--build", type=Path, default=Path("build"))
    parser.add_argument("--start", type=Path, help="the model to start from (build/base)")
    parser.add_argument("--pairs", default="pairs", help="folder in build with the pairs")
    parser.add_argument("--name", default="tuned", help="folder in build for the result")
    parser.add_argument("--steps", type=int, default=-1, help="stop after so many batches; -1: all passes")
    parser.add_argument("--passes", type=int, default=1, help="how often each pair is seen")
    parser.add_argument("--frozen", type=int, default=1, help="layers, from the lowest, that are left as they are")
    parser.add_argument("--batch", type=int, default=48)
    parser.add_argument("--rate", type=float, default=1e-4, help="peak learning rate")
    parser.add_argument("--scale", type=float, default=30.0, help="inverse temperature of the loss")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--share", type=float, default=0.5, help="for mix: the weight of the tuned model")
    arguments = parser.parse_args()
    if arguments.action == "mix":
        mix(arguments.build, arguments.name, arguments.share)
    else:
        tune(arguments)


if __name__ == "__main__":
    main()
