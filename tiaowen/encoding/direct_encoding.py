"""The two kinds of sentence-transformers folders that need neither torch nor sentence-transformers to run.

`open_direct` recognises, by modules.json, the bundled int8 graph ([CLS], normalised) and a StaticEmbedding (the mean
of the tokens' rows). Both are a tokenizer and little arithmetic: without the library around them a start takes a second
rather than several, a worker process of a batch 100 MB rather than 500, and a question its own time only.
Any other folder is left to sentence-transformers; its vectors of these two differ by rounding only (tested).
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

Encode = Callable[[Sequence[str]], np.ndarray]
"""Texts -> float32 (texts, dimension), rows of length 1. A row does not depend on the other texts."""
Tokenise = Callable[[Sequence[str]], list[list[int]]]
"""Texts -> for each its pieces, as rows of a table."""

WEIGHTS = "model.safetensors"
TABLES = (
    "embedding.weight",
    "embeddings",
)  # names of the table of a StaticEmbedding: sentence-transformers', model2vec's
TOGETHER = 32  # texts from which on several are run at once
SENTENCEPIECE = "tokenizer.model"
"""SentencePiece's form of a Unigram tokenizer.json: the same pieces from a sixth of the memory (12 MB, not 76)."""
PARTS = r"\d+|[^\w]+|_+"
"""What is split off beforehand in a text of such a tokenizer (`train.static`), after NFKC and in lower case."""

_GRAPH = ["tiaowen.onnx_transformer.OnnxTransformer", "Pooling", "Normalize"]
_STATIC = ["StaticEmbedding"]


def open_direct(folder: Path, threads: int | None = None) -> Encode | None:
    """The folder's encoder, or None where the folder is of another kind. threads: texts that are run at once.

    Raises what onnxruntime, tokenizers and safetensors raise on damaged files.
    """
    place = _graph_place(folder)
    if place is not None:
        return _Graph(folder, threads)
    place = _static_place(folder)
    return _static(place) if place is not None else None


def direct_dimension(folder: Path) -> int | None:
    """The length of the vectors of such a folder, without opening it; None where it is of another kind."""
    place = _graph_place(folder)
    if place is not None:
        return int(json.loads((place / "config.json").read_text("utf-8"))["embedding_dimension"])
    place = _static_place(folder)
    if place is None:
        return None
    from safetensors import safe_open

    with safe_open(str(place / WEIGHTS), "np") as tensors:
        return int(tensors.get_slice(next(name for name in TABLES if name in tensors.keys())).get_shape()[1])  # noqa: SIM118


def _graph_place(folder: Path) -> Path | None:
    """The folder of the pooling of a graph like the bundled one."""
    modules, kinds = _modules(folder)
    there = all((folder / name).is_file() for name in ("encoder_int8.onnx", "onnx_transformer.json"))
    return folder / modules[1]["path"] if kinds == _GRAPH and there else None


def _static_place(folder: Path) -> Path | None:
    """The folder of the tensors of a StaticEmbedding."""
    modules, kinds = _modules(folder)
    if kinds not in (_STATIC, [*_STATIC, "Normalize"]):
        return None
    place = folder / modules[0]["path"]
    return place if (place / WEIGHTS).is_file() else None


def _modules(folder: Path) -> tuple[list[dict[str, str]], list[str]]:
    """What modules.json says, and the kinds of the modules; none where the model wants words put before a text."""
    modules = json.loads((folder / "modules.json").read_text("utf-8"))
    kinds = [module["type"] if module["type"] in _GRAPH else module["type"].rsplit(".", 1)[-1] for module in modules]
    return modules, [] if _prompts(folder) else kinds


def _prompts(folder: Path) -> bool:
    """Whether the model wants words put before a text."""
    file = folder / "config_sentence_transformers.json"
    return file.is_file() and any((json.loads(file.read_text("utf-8")).get("prompts") or {}).values())


def open_graph(file: Path) -> Any:
    """An onnxruntime session on one thread: a text has so little work that sharing it out costs more than it saves."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


class _Graph:
    """The bundled encoder. One text is one run of the graph (see onnx_transformer), several runs at once for many."""

    def __init__(self, folder: Path, threads: int | None) -> None:
        from tokenizers import Tokenizer

        self._session = open_graph(folder / "encoder_int8.onnx")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        settings = json.loads((folder / "onnx_transformer.json").read_text("utf-8"))
        self._tokenizer.enable_truncation(settings["max_seq_length"])
        self._threads = threads or os.cpu_count() or 1

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        if self._threads > 1 and len(texts) >= TOGETHER:
            with ThreadPoolExecutor(self._threads) as pool:
                rows = list(pool.map(self._encode, texts))
        else:
            rows = [self._encode(text) for text in texts]
        return _normalised(np.concatenate(rows))

    def _encode(self, text: str) -> np.ndarray:
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        vector: np.ndarray = self._session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0]
        return vector[:, 0]


def _static(folder: Path) -> Encode:
    """Tokens -> the mean of their rows; no tokens -> zeros, as torch's EmbeddingBag has it."""
    from safetensors.numpy import load_file

    tensors = load_file(folder / WEIGHTS)
    # model2vec keeps rows in few bits, a row for each token, a weight for each token. They stay in few bits here.
    table = tensors[next(name for name in TABLES if name in tensors)]
    mapping, weights = tensors.get("mapping"), tensors.get("weights")

    def rows(tokens: Sequence[int]) -> np.ndarray:
        found = table[tokens if mapping is None else mapping[tokens]].astype(np.float32, copy=False)
        return found if weights is None else found * weights[tokens].astype(np.float32)[:, np.newaxis]

    tokenise = (
        _sentencepieces(folder / SENTENCEPIECE)
        if (folder / SENTENCEPIECE).is_file()
        else _pieces(folder / "tokenizer.json")
    )

    def encode(texts: Sequence[str]) -> np.ndarray:
        vectors = np.zeros((len(texts), table.shape[1]), dtype=np.float32)
        for vector, tokens in zip(vectors, tokenise(texts), strict=True):
            if tokens:
                vector[:] = rows(tokens).mean(axis=0)
        return _normalised(vectors)

    return encode


def _pieces(file: Path) -> Tokenise:
    """Any tokenizer.json."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.no_padding()

    def tokenise(texts: Sequence[str]) -> list[list[int]]:
        if len(texts) == 1:
            return [tokenizer.encode(texts[0], add_special_tokens=False).ids]
        return [tokens.ids for tokens in tokenizer.encode_batch(list(texts), add_special_tokens=False)]

    return tokenise


def _sentencepieces(file: Path) -> Tokenise:
    """The tokenizer that `train.static` makes, from its SentencePiece form."""
    from sentencepiece import SentencePieceProcessor

    processor = SentencePieceProcessor(model_file=str(file))
    parts = re.compile(rf"{PARTS}|(?:(?![\d_])\w)+")

    def tokenise(texts: Sequence[str]) -> list[list[int]]:
        found = (parts.findall(unicodedata.normalize("NFKC", text).lower()) for text in texts)
        return [[piece for part in text for piece in processor.encode_as_ids(part)] for text in found]

    return tokenise


def _normalised(vectors: np.ndarray) -> np.ndarray:
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    return np.asarray(vectors / np.maximum(lengths, 1e-12)[:, np.newaxis], dtype=np.float32)
