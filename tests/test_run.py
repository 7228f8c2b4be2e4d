"""`python run.py` from start to end in a copy of the checkout: what was added must survive every way to start."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from gradio_client import Client

import run as starter
from run import DEVELOPMENT, RUNTIME, places
from tests.library.test_library import PARK
from tests.support.browser_tools import free_port, real_index
from tests.support.corpora import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="its stand-in for .venv is a shell script")
QUESTION, WORDS = "海川市城市公园管理办法第二条怎么规定？", "城市公园每日开放时间不得少于十四小时"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkout without its added files, its index, and this Python instead of a new `.venv`."""
    copy = tmp_path_factory.mktemp("run") / "tiaowen"
    for name in ("tiaowen", "page", "eval"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "results"))
    for name in ("run.py", "app.py", "constraints.txt", *DEVELOPMENT):
        shutil.copy(ROOT / name, copy / name)
    shutil.copytree(ROOT / "data", copy / "data", ignore=shutil.ignore_patterns("added"))
    (copy / "models").symlink_to(ROOT / "models")
    shutil.copytree(real_index(copy.parent), copy / "index")
    python = copy / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    for names in (RUNTIME, DEVELOPMENT):
        content = b"".join((copy / name).read_bytes() for name in (*names, "constraints.txt"))
        (copy / ".venv" / f"installed-{len(names)}").write_text(hashlib.sha256(content).hexdigest())
    park = copy.parent / "公园.txt"
    park.write_text(PARK, "utf-8")
    assert ran(copy, "-m", "tiaowen", "index", "--if-stale").returncode == 0
    assert "已放入 公园.txt" in ran(copy, "-m", "tiaowen", "add", str(park)).stderr
    return copy


def ran(checkout: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=checkout,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(checkout)},
    )


@contextmanager
def started(checkout: Path, *options: str) -> Iterator[tuple[str, Path]]:
    """`python run.py` on a free port: its address and what it prints."""
    port, log = free_port(), checkout.parent / f"log-{len(options)}"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "run.py", "--port", str(port), "--no-records", *options],
            cwd=checkout,
            stdout=out,
            stderr=out,
            env={**os.environ, "PYTHONPATH": str(checkout)},
            start_new_session=True,
        )
        try:
            end = time.monotonic() + 180
            while "网页已启动" not in log.read_text("utf-8"):
                assert process.poll() is None and time.monotonic() < end, log.read_text("utf-8")
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}", log
        finally:
            os.killpg(process.pid, 15)  # run.py and the page that it started
            process.wait(20)


def test_a_start_keeps_what_was_added_and_builds_nothing(checkout: Path) -> None:
    build = (checkout / "index" / "current").read_text()
    with started(checkout) as (address, log):
        answer = Client(address, verbose=False).predict(QUESTION, api_name="/ask")
        assert answer["status"] == "answered" and WORDS in answer["citations"][0]["quote"]
    assert "索引已建立" not in log.read_text("utf-8")
    assert (checkout / "index" / "current").read_text() == build


def test_a_new_index_has_what_was_added(checkout: Path) -> None:
    run = ran(checkout, "run.py", "index")
    assert run.returncode == 0 and "索引已建立" in run.stderr, run.stderr
    listed = ran(checkout, "-m", "tiaowen", "documents", "--json").stdout
    assert "海川市城市公园管理办法" in listed


def test_the_evaluation_does_not_take_an_index_with_added_files_for_a_stale_one(checkout: Path) -> None:
    asked = {"id": "a", "question": QUESTION, "kind": "clause", "answer_spans": [WORDS]}
    asked["gold"] = [{"document": "海川市城市公园管理办法", "label": "第二条"}]
    file = checkout.parent / "q.jsonl"
    file.write_text(json.dumps(asked, ensure_ascii=False), "utf-8")
    ask = ["-m", "eval", "--questions", str(file), "--out", str(checkout.parent)]
    run = ran(checkout, *ask)
    assert "written" in run.stdout and "older than" not in run.stdout, run.stdout + run.stderr
    (checkout / "data" / "added" / "新.txt").write_text(PARK.replace("海川", "临江"), "utf-8")
    try:
        assert "older than" in ran(checkout, *ask).stdout
    finally:
        (checkout / "data" / "added" / "新.txt").unlink()


def test_documents_added_in_another_place_survive_a_start_too(checkout: Path) -> None:
    elsewhere = checkout.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "江北.txt").write_text(PARK.replace("海川", "江北"), "utf-8")
    with started(checkout, "--added", str(elsewhere)) as (address, _):
        answer = Client(address, verbose=False).predict(QUESTION.replace("海川", "江北"), api_name="/ask")
        assert answer["status"] == "answered" and WORDS in answer["citations"][0]["quote"]


@pytest.mark.parametrize(
    ("given", "handed"),
    [
        ([], []),
        (["--port", "8000", "--mcp"], []),
        (["--index", "i", "--port", "1"], ["--index", "i"]),
        (["--added=a"], ["--added", "a"]),
        (["--sources", "s", "t", "--added", "a"], ["--sources", "s", "t", "--added", "a"]),
        (["--index"], []),
    ],
)
def test_the_index_step_is_told_the_places_that_the_page_is_told(given: list[str], handed: list[str]) -> None:
    assert places(given) == handed
    assert places(["--sources", "s"])[:3] == ["--sources", "s", "--added"]


@pytest.mark.parametrize(("index", "started"), [(0, True), (3, True), (1, False)])
def test_the_page_starts_with_what_could_be_read(monkeypatch: pytest.MonkeyPatch, index: int, started: bool) -> None:
    steps: list[list[str]] = []
    monkeypatch.setattr(starter, "set_up", lambda requirements: 0)
    monkeypatch.setattr(starter, "run", lambda step: steps.append(step) or (index if "index" in step else 0))
    assert starter.main([]) == (0 if started else index)
    assert (["app.py"] in steps) == started
