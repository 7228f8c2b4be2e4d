"""The library itself on a small index: the first of the bundled sources, with an encoder that needs no model."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import faiss
import numpy as np

from tests.support.corpora import SOURCES
from tiaowen import Assistant, build_index

SMALL_SOURCE = SOURCES / "000_e20d6424eab13545.txt"  # 党史学习教育工作条例 with its 答记者问
ARTICLE = "《党史学习教育工作条例》第十九条"
QUESTIONS = (
    "第十九条的原文是什么",
    "第二十条讲什么",
    "基层党组织每年至少要组织几次党史学习？",
    "党史学习教育工作由谁领导？",
    "条例自什么时候起施行？",
    "今天的天气怎么样？",
    "谁负责解释本条例",
)


class CharacterEncoder:
    """Counts pairs of characters: an Encoder without a model, for tests of all but its quality."""

    name, dimension, fingerprint = "characters", 128, "characters-1"

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for first, second in zip(text, text[1:] + " ", strict=True):
                row[(ord(first) * 31 + ord(second)) % self.dimension] += 1
            row /= np.linalg.norm(row) or 1
        return vectors

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> np.ndarray:
        return self.encode_queries(texts)


@cache
def small_index() -> Path:
    """The folder of the index, made once."""
    faiss.omp_set_num_threads(1)  # a forked process must not wait for threads that it does not have
    folder = Path(tempfile.mkdtemp(prefix="tiaowen-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    build_index([SMALL_SOURCE], folder / "index", CharacterEncoder())
    return folder / "index"


@cache
def small_assistant() -> Assistant:
    return Assistant.load(small_index(), CharacterEncoder())
