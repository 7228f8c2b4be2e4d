"""What every test file may ask for: the assistant on the bundled sources with the bundled encoder, made once a run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import faiss
import pytest

from tests.support.browser_tools import LOOKS, chromium, chromium_browser, opened, real_index, serving
from tests.support.corpora import ROOT, SOURCES
from tests.support.page_checks import AXE, violations
from tiaowen import Assistant, build_index
from tiaowen.encoding.encoder import Encoder
from tiaowen.encoding.encoding import load_encoder
from tiaowen.indexing.index import is_current


@pytest.fixture(scope="session")
def bundled() -> Encoder:
    """The bundled encoder, loaded once."""
    return load_encoder(None)


@pytest.fixture(scope="session")
def assistant(bundled: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The five sources as people ask them: `index/` where it is current, else an index built for this run."""
    faiss.omp_set_num_threads(1)  # a process forked by a later test must not wait for threads that it does not have
    folder = ROOT / "index"
    if not is_current([SOURCES], folder, bundled.fingerprint):
        folder = tmp_path_factory.mktemp("seeds") / "index"
        build_index([SOURCES], folder, bundled)
    return Assistant.load(folder, bundled)


@pytest.fixture(scope="session")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where that page keeps what readers judge."""
    return tmp_path_factory.mktemp("records") / "feedback.sqlite"


@pytest.fixture(scope="session")
def address(records: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real page over the real index, for the browser tests."""
    if chromium() is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing, and a check in CI must not pass without the browser tests")
        pytest.skip("needs a Chromium: apt-get install chromium")
    folder = tmp_path_factory.mktemp("page")
    with serving(real_index(folder), folder / "server.log", "--records", str(records)) as where:
        yield where


@pytest.fixture(scope="module")
def browser(address: str) -> Iterator[Any]:
    with chromium_browser() as running:
        yield running


@pytest.fixture(params=LOOKS, ids=[f"{width}-{theme}" for width, theme in LOOKS])
def page(request: pytest.FixtureRequest, browser: Any, address: str) -> Iterator[Any]:
    """The page in each look; whatever the listener noted fails the test, and so does what axe-core finds in the end."""
    width, theme = request.param
    with opened(browser, address, width, theme=theme) as shown:
        yield shown
        if AXE.exists():
            assert violations(shown) == []
