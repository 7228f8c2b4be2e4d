"""What every test file may ask for: the assistant on the bundled sources with the bundled encoder, made once a run."""

from __future__ import annotations

import faiss
import pytest

from tests.corpora import ROOT, SOURCES
from tiaowen import Assistant, build_index
from tiaowen.encoding import SentenceTransformerEncoder, load_encoder
from tiaowen.index import is_current


@pytest.fixture(scope="session")
def bundled() -> SentenceTransformerEncoder:
    """The bundled encoder, loaded once."""
    return load_encoder(None)


@pytest.fixture(scope="session")
def assistant(bundled: SentenceTransformerEncoder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The five sources as people ask them: `index/` where it is current, else an index built for this run."""
    faiss.omp_set_num_threads(1)  # a process forked by a later test must not wait for threads that it does not have
    folder = ROOT / "index"
    if not is_current([SOURCES], folder, bundled.fingerprint):
        folder = tmp_path_factory.mktemp("seeds") / "index"
        build_index([SOURCES], folder, bundled)
    return Assistant.load(folder, bundled)
