"""The bundled int8 graphs -> torch models to train on from, for when `build/` of their training is gone.

    python -m train.restore                 # -> build/tuned2 (the encoder) and build/cross/model.pt (the cross-encoder)

The inverse of `train.export` up to the rounding of its codes: an int8 code times its scale is the weight again, and
exporting what was restored gives the same file, byte for byte. What an export leaves out (pieces that no text has,
places beyond the longest text, the pooler) is taken from `build/base`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer

from tiaowen.onnx_transformer import MODEL_FILE, TOKENIZER_FILE
from tiaowen.reranking.cross_encoder import GRAPH, TOKENIZER
from train.cross_encoder import CrossEncoder

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("query", "key", "value")


def parameters(graph: Path) -> dict[str, np.ndarray]:
    """Names as in `BertModel.state_dict()` -> float32 weights, from the initialisers of an exported graph."""
    tensors = {t.name: numpy_helper.to_array(t) for t in onnx.load(graph).graph.initializer}
    found: dict[str, np.ndarray] = {}
    for name, value in tensors.items():
        stem, _, kind = name.rpartition(".")
        if kind == "codes":
            weight = value.astype(np.float32) * tensors[f"{stem}.scales"]
            found[f"{stem}.weight"] = weight if stem.endswith("_embeddings") else weight.T
        elif name.endswith(".self.bias"):
            for part, bias in zip(PARTS, np.split(value, len(PARTS)), strict=True):
                found[f"{name.removesuffix('bias')}{part}.bias"] = bias
        elif name.endswith(".weight.t"):
            found[name.removesuffix(".t")] = value.T
        elif kind in ("weight", "bias"):
            found[name] = value
    for table in ("word_embeddings", "position_embeddings"):
        found[f"embeddings.{table}.weight"] = found.pop(f"{table}.weight")
    if "token_type" in tensors:  # the encoder's: one kind of text
        found["embeddings.token_type_embeddings.weight"] = tensors["token_type"][np.newaxis]
    return found


def restored(
    before: dict[str, torch.Tensor], weights: dict[str, np.ndarray], rows: list[int]
) -> dict[str, torch.Tensor]:
    """`before` with the weights put in; rows: the places of the graph's pieces in its table of pieces.

    Raises ``SystemExit`` for a weight that is not in `before`, or none for a layer.
    """
    after = {name: value.clone() for name, value in before.items()}
    strange = sorted(set(weights) - set(before))
    missing = sorted(name for name in before if ".layer." in name and name not in weights)
    if strange or missing:
        raise SystemExit(f"expected the weights of an exported model, found {strange[:3]}, without {missing[:3]}")
    for name, value in weights.items():
        new = torch.from_numpy(np.ascontiguousarray(value))
        if name.endswith("word_embeddings.weight"):
            after[name][rows] = new
        else:
            after[name][: len(new)] = new
    return after


def _rows(pruned: Path, whole: Tokenizer) -> list[int]:
    """The ids in the whole vocabulary of the pieces that an exported model knows, in its order."""
    pieces, number = Tokenizer.from_file(str(pruned)).get_vocab(), whole.get_vocab()
    return [number[piece] for piece, _ in sorted(pieces.items(), key=lambda pair: pair[1])]


def encoder(build: Path, target: Path) -> None:
    """Write `models/encoder` as a torch sentence-transformers folder."""
    model = SentenceTransformer(str(build / "base"), device="cpu", local_files_only=True)
    bert = model[0].auto_model
    weights = parameters(ROOT / "models" / "encoder" / MODEL_FILE)
    rows = _rows(ROOT / "models" / "encoder" / TOKENIZER_FILE, model.tokenizer.backend_tokenizer)
    bert.load_state_dict(restored(bert.state_dict(), weights, rows))
    model.save(str(target), create_model_card=False)


def cross_encoder(build: Path, target: Path) -> None:
    """Write the weights of `models/cross_encoder` for `train.cross_encoder --weights`."""
    folder = ROOT / "models" / "cross_encoder"
    model = CrossEncoder(build / "base")
    rows = _rows(folder / TOKENIZER, model.tokenizer)
    heads = ("answers.", "bounds.")
    weights = {
        name if name.startswith(heads) else f"bert.{name}": value for name, value in parameters(folder / GRAPH).items()
    }
    target.parent.mkdir(parents=True, exist_ok=True)
    torch.save(restored(model.state_dict(), weights, rows), target)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, default=Path("build"))
    build: Path = parser.parse_args().build
    encoder(build, build / "tuned2")
    cross_encoder(build, build / "cross" / "model.pt")


if __name__ == "__main__":
    main()
