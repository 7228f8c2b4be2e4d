"""The sentence-transformers module that runs the bundled encoder: an int8 ONNX graph in onnxruntime.

sentence-transformers loads it by name from ``models/encoder/modules.json`` and puts pooling and normalisation
after it, so the bundled folder is a sentence-transformers model like any other:
``SentenceTransformer("models/encoder", trust_remote_code=True)`` (trust, because this class is not part of
sentence-transformers itself).
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import onnxruntime
import torch
from sentence_transformers.base.modules import InputModule
from tokenizers import Tokenizer

MODEL_FILE = "encoder_int8.onnx"
TOKENIZER_FILE = "tokenizer.json"


class OnnxTransformer(InputModule):
    """Texts -> [CLS] vectors. One text is one run of the graph, whatever the batch.

    The graph quantises activations with one scale per run. Were several texts run together, the vector of a text
    would depend on its neighbours and on the padding; one by one it never does. Nothing is spent on padding then.
    """

    config_file_name = "onnx_transformer.json"
    config_keys = ["max_seq_length"]

    def __init__(self, folder: str | Path, max_seq_length: int = 512, threads: int | None = None) -> None:
        """Open the graph and the tokenizer in ``folder``.

        ``max_seq_length`` is in tokens, [CLS] and [SEP] included; longer texts are cut. ``threads`` is the number of
        CPU threads (None: onnxruntime's choice, the physical cores). Raises what onnxruntime and tokenizers raise
        on missing or damaged files.
        """
        super().__init__()
        self.folder = Path(folder)
        self.max_seq_length = max_seq_length
        self.tokenizer = Tokenizer.from_file(str(self.folder / TOKENIZER_FILE))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(max_seq_length)
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        if threads is not None:
            options.intra_op_num_threads = threads
        self.session = onnxruntime.InferenceSession(
            str(self.folder / MODEL_FILE), options, providers=["CPUExecutionProvider"]
        )

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **kwargs: Any) -> dict[str, torch.Tensor]:
        """Texts -> ``input_ids`` and ``attention_mask``, both int64 of shape (texts, longest), padded with 0."""
        texts = [prompt + text for text in inputs] if prompt else list(inputs)
        rows = [encoding.ids for encoding in self.tokenizer.encode_batch(texts)]
        ids = torch.zeros((len(rows), max(map(len, rows), default=0)), dtype=torch.int64)
        mask = torch.zeros_like(ids)
        for index, row in enumerate(rows):
            ids[index, : len(row)] = torch.tensor(row, dtype=torch.int64)
            mask[index, : len(row)] = 1
        return {"input_ids": ids, "attention_mask": mask}

    def forward(self, features: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        """Adds ``token_embeddings``: float32 of shape (texts, 1, dimension), the [CLS] token only."""
        ids, lengths = features["input_ids"].cpu().numpy(), features["attention_mask"].sum(dim=1).tolist()
        vectors = [self._run(row[np.newaxis, :length]) for row, length in zip(ids, lengths, strict=True)]
        features["token_embeddings"] = torch.from_numpy(np.concatenate(vectors))
        return features

    def _run(self, ids: np.ndarray) -> np.ndarray:
        """Token ids (1, tokens) -> [CLS] vector (1, 1, dimension)."""
        feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        vector: np.ndarray = self.session.run(None, feeds)[0]
        return vector

    def get_embedding_dimension(self) -> int:
        return int(self.session.get_outputs()[0].shape[-1])

    def save(self, output_path: str, *args: Any, safe_serialization: bool = True, **kwargs: Any) -> None:
        """Write graph, tokenizer and settings to ``output_path``."""
        for name in (MODEL_FILE, TOKENIZER_FILE):
            source, target = self.folder / name, Path(output_path) / name
            if source.resolve() != target.resolve():
                shutil.copyfile(source, target)
        self.save_config(output_path)

    @classmethod
    def load(
        cls,
        model_name_or_path: str,
        subfolder: str = "",
        token: bool | str | None = None,
        cache_folder: str | None = None,
        revision: str | None = None,
        local_files_only: bool = False,
        init_defaults: dict[str, Any] | None = None,
        model_kwargs: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> Self:
        """Called by sentence-transformers with its own arguments. ``model_kwargs`` may hold ``threads``."""
        place: dict[str, Any] = {
            "subfolder": subfolder,
            "token": token,
            "cache_folder": cache_folder,
            "revision": revision,
            "local_files_only": local_files_only,
        }
        config = cls.load_config(model_name_or_path, **place)
        paths = [cls.load_file_path(model_name_or_path, name, **place) for name in (MODEL_FILE, TOKENIZER_FILE)]
        if paths[0] is None or paths[1] is None:
            raise FileNotFoundError(f"{model_name_or_path}: expected {MODEL_FILE} and {TOKENIZER_FILE}")
        return cls(Path(paths[0]).parent, threads=(model_kwargs or {}).get("threads"), **config)
