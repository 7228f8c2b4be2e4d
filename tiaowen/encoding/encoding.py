"""Sentences to vectors: encoders by sentence-transformers, their folders, and the bundled one.

The bundled models are folders of this repository. Any other sentence-transformers model, a folder or a name on the
hub, is one setting away: ``load_encoder("path/or/name")``. ``Encoder.fingerprint`` is written into every index, so that
an index and an encoder that do not belong together are noticed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections import OrderedDict
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tiaowen.encoding.direct_encoding import Encode, direct_dimension, open_direct
from tiaowen.encoding.encoder import Encoder, Progress
from tiaowen.encoding.fused_encoding import FusedEncoder, fused_fingerprint
from tiaowen.errors import EncoderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

MODELS = Path(__file__).resolve().parents[2] / "models"
CONTEXTUAL, STATIC = MODELS / "encoder", MODELS / "static"
STATIC_SHARE = 0.25  # of the static encoder in a similarity; measured in docs/encoder.md
OUR_MODULES = "tiaowen.onnx_transformer."
CHECKSUMS = "SHA256SUMS"
# Texts between two reports of progress: about a second of work on two cores.
CHUNK = 128
KEPT = 256  # vectors of questions


class SentenceTransformerEncoder:
    """An ``Encoder`` over any sentence-transformers model. Loading takes seconds; encoding a question milliseconds."""

    def __init__(self, path_or_name: str | Path, threads: int | None = None) -> None:
        """Load a model from a folder (nothing is fetched) or by its name on the hub (fetched unless cached).

        ``threads`` is the number of CPU threads (None: as many as onnxruntime or torch choose). Raises
        ``EncoderError`` when the folder is missing, damaged, or needs code that is neither ours nor
        sentence-transformers' own.
        """
        folder = Path(path_or_name)
        self.setting = str(folder.resolve()) if folder.is_dir() else str(path_or_name)
        is_folder = folder.is_dir()
        if not is_folder and looks_like_path(path_or_name):
            raise EncoderError(
                expected=f"编码模型文件夹 {path_or_name}",
                found="没有这个文件夹",
                todo="检查设置中的路径；内置模型在仓库的 models/encoder 下，缺失时请重新取得完整的仓库",
            )
        if is_folder:
            check_folder(folder)
        self._folder, self._threads = folder if is_folder else None, threads
        self._name = folder.resolve().name if is_folder else str(path_or_name)
        # Files that are whole by their checksums can be opened, so that is left to the first text: a batch leaves
        # it to its workers. Of others only opening tells.
        self._checked = is_folder and (folder / CHECKSUMS).is_file()
        if not self._checked:
            _ = self.dimension
        self._fingerprint = fingerprint(folder if is_folder else snapshot(str(path_or_name)))

    @property
    def name(self) -> str:
        return self._name

    @cached_property
    def dimension(self) -> int:
        known = direct_dimension(self._folder) if self._checked and self._folder is not None else None
        return known or len(self.encode_queries(["维数"])[0])

    @property
    def fingerprint(self) -> str:
        return self._fingerprint

    @cached_property
    def _direct(self) -> Encode | None:
        return load_direct(self._folder, self._threads) if self._folder is not None else None

    @cached_property
    def _model(self) -> SentenceTransformer:
        return load_model(self.setting, self._folder is not None, self._threads)

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        """See ``Encoder``. A prompt that the model defines for queries is put before each text."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        if self._direct is not None:
            return self._direct(texts)
        vectors = self._model.encode_query(
            list(texts), normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        """See ``Encoder``. Texts of like length are encoded together, so that padding wastes little."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        for start in range(0, len(order), CHUNK):
            chunk = order[start : start + CHUNK]
            vectors[chunk] = self._encode_passages([texts[index] for index in chunk])
            if progress is not None:
                progress(start + len(chunk), len(order))
        return vectors

    def _encode_passages(self, texts: list[str]) -> np.ndarray:
        if self._direct is not None:
            return self._direct(texts)
        vectors: np.ndarray = self._model.encode_document(
            texts, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return vectors


class RememberingEncoder:
    """An encoder that keeps the vectors of its latest questions: one question is looked up in several places."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._kept: OrderedDict[str, np.ndarray] = OrderedDict()

    @property
    def name(self) -> str:
        return self._encoder.name

    @property
    def dimension(self) -> int:
        return self._encoder.dimension

    @property
    def fingerprint(self) -> str:
        return self._encoder.fingerprint

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        if len(texts) != 1:
            return self._encoder.encode_queries(texts)
        vector = self._kept.get(texts[0])
        if vector is None:
            vector = self._kept[texts[0]] = self._encoder.encode_queries(texts)
            vector.flags.writeable = False
            if len(self._kept) > KEPT:
                # Another thread may have emptied it: the page and a batch may ask at once.
                with contextlib.suppress(KeyError):
                    self._kept.popitem(last=False)
        return vector

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        return self._encoder.encode_passages(texts, progress)


def load_encoder(setting: str | None = None, threads: int | None = None) -> Encoder:
    """The encoder that ``setting`` names (a folder or a hub name), or the bundled one for None or "".

    The bundled one is two in one, see fused_encoding.
    """
    if setting:
        return SentenceTransformerEncoder(setting, threads)
    contextual, static = (SentenceTransformerEncoder(folder, threads) for folder in (CONTEXTUAL, STATIC))
    return FusedEncoder(contextual, static, STATIC_SHARE)


def bundled_fingerprint() -> str:
    """What ``load_encoder().fingerprint`` is, without loading it."""
    return fused_fingerprint(fingerprint(CONTEXTUAL), fingerprint(STATIC), STATIC_SHARE)


def looks_like_path(name: str | Path) -> bool:
    """Whether ``name`` can only be a folder: hub names are "owner/model" or "model", without a leading dot or slash."""
    text = str(name)
    return isinstance(name, Path) or text.startswith((".", "/", "~", "\\")) or text.count("/") > 1 or "\\" in text


def load_direct(folder: Path, threads: int | None) -> Encode | None:
    """The folder's encoder without sentence-transformers, where it is of a kind that does not need it."""
    try:
        return open_direct(folder, threads)
    except Exception as error:  # the same as in load_model
        raise _unusable(str(folder), error) from error


def load_model(path_or_name: str, is_folder: bool, threads: int | None) -> SentenceTransformer:
    """Load with sentence-transformers; imported here, because that takes seconds that only encoding should pay."""
    import torch
    from sentence_transformers import SentenceTransformer

    ours = is_folder and any(kind.startswith(OUR_MODULES) for kind in module_types(Path(path_or_name)))
    if threads is not None and not ours:
        torch.set_num_threads(threads)
    try:
        return SentenceTransformer(
            path_or_name,
            device="cpu",
            local_files_only=is_folder,
            # Trusts no code of the folder's own: check_folder has seen that every module is ours or theirs.
            trust_remote_code=ours,
            model_kwargs={"threads": threads} if ours else None,
        )
    except Exception as error:  # each library below raises its own kinds; all mean that the model cannot be used
        raise _unusable(path_or_name, error) from error


def _unusable(path_or_name: str, error: Exception) -> EncoderError:
    return EncoderError(
        expected=f"可用的 sentence-transformers 模型 {path_or_name}",
        found=f"无法载入（{type(error).__name__}: {error}）",
        todo="文件可能不完整：请重新取得该文件夹；若填的是模型名称，请先联网下载，或改填本地文件夹",
    )


def module_types(folder: Path) -> list[str]:
    """The classes that ``modules.json`` names. Raises ``EncoderError`` when that file is missing or damaged."""
    path = folder / "modules.json"
    try:
        return [str(module["type"]) for module in json.loads(path.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise EncoderError(
            expected=f"{folder} 是 sentence-transformers 模型文件夹，其中有 modules.json",
            found=f"modules.json 缺失或无法读取（{type(error).__name__}）",
            todo="改填正确的模型文件夹，或重新取得该文件夹",
        ) from error


def check_folder(folder: Path) -> None:
    """Raise ``EncoderError`` unless the folder's modules are known code and its files match their checksums.

    Checksums are compared where the folder has a ``SHA256SUMS`` file, as the bundled one has: a model with a few
    wrong bytes would load, and quietly find the wrong clauses.
    """
    foreign = [kind for kind in module_types(folder) if not kind.startswith(("sentence_transformers.", OUR_MODULES))]
    if foreign:
        raise EncoderError(
            expected="模型只由 sentence-transformers 自带的模块组成",
            found=f"{folder} 要求运行其他代码：{'、'.join(foreign)}",
            todo="换用不需要自带代码的模型",
        )
    if (folder / CHECKSUMS).is_file():
        check_sums(folder)


def check_sums(folder: Path) -> None:
    """Raise ``EncoderError`` unless every file that the folder's ``SHA256SUMS`` lists is there, byte for byte."""
    sums = folder / CHECKSUMS
    if not sums.is_file():
        raise EncoderError(f"校验文件 {sums}", "没有这个文件", f"重新取得文件夹 {folder}")
    for line in sums.read_text(encoding="utf-8").splitlines():
        expected, name = line.split(maxsplit=1)
        path = folder / name
        found = file_digest(path) if path.is_file() else None
        if found != expected:
            raise EncoderError(
                expected=f"{path} 的 SHA-256 为 {expected[:16]}…",
                found="文件缺失" if found is None else f"为 {found[:16]}…，文件已损坏或被改动",
                todo=f"重新取得文件夹 {folder}（例如重新克隆仓库，或用 git checkout 恢复）",
            )


def file_digest(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fingerprint(folder: Path) -> str:
    """16 hexadecimal digits over the names and contents of all files but README.md and hidden ones."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and path.name != "README.md" and not name.startswith("."):
            total.update(f"{name}\0{file_digest(path)}\n".encode())
    return total.hexdigest()[:16]


def snapshot(name: str) -> Path:
    """The folder where the hub's cache keeps model ``name``, once loaded."""
    from huggingface_hub import snapshot_download

    return Path(snapshot_download(name, local_files_only=True))
