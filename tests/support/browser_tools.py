"""A real Chromium against the real server, for the browser tests and the screenshots.

The listener notes every request to another host and every error in the console: a test that has seen one fails.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 120
LOOKS = [(1440, "light"), (1440, "dark"), (360, "light"), (360, "dark")]
"""The widths and themes in which every flow is walked."""


def chromium() -> str | None:
    """The path of a Chromium or Chrome of this machine."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"):
        if found := shutil.which(name):
            return found
    return None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def real_index(folder: Path) -> Path:
    """The index of this checkout, or one built in `folder` where there is none."""
    index = ROOT / "index"
    if not (index / "current").exists():
        from tiaowen import build_index

        index = folder / "index"
        build_index(ROOT / "data" / "sources", index)
    return index


@contextmanager
def serving(index: Path, log: Path, *options: str) -> Iterator[str]:
    """`python app.py` on a free port; yields its address once it says that it serves."""
    port = free_port()
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(
            [sys.executable, "app.py", "--port", str(port), "--index", str(index), *options],
            cwd=ROOT,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUTF8": "1"},
        )
        try:
            end = time.monotonic() + START_SECONDS
            while "网页已启动" not in (said := log.read_text("utf-8")):
                if process.poll() is not None or time.monotonic() > end:
                    raise AssertionError(f"app.py did not start:\n{said}")
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def chromium_browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    path = chromium()
    assert path is not None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def noting(
    browser: Any, address: str, width: int = 1440, height: int = 900, theme: str = "light", expected: str = "\0"
) -> Iterator[Any]:
    """An empty page; on leaving, fails on what the listener noted, except for messages with the `expected` words."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=theme,
        reduced_motion="reduce",
        permissions=["clipboard-read", "clipboard-write"],
    )
    page = context.new_page()
    noted: list[str] = []
    page.on("console", lambda m: noted.append(f"console: {m.text}") if m.type == "error" else None)
    page.on("pageerror", lambda error: noted.append(f"script: {error}"))
    page.on(
        "request", lambda r: None if r.url.startswith((address, "data:", "blob:")) else noted.append(f"away: {r.url}")
    )
    try:
        yield page
    finally:
        context.close()
    assert [note for note in noted if expected not in note] == []


@contextmanager
def opened(browser: Any, address: str, width: int = 1440, height: int = 900, theme: str = "light") -> Iterator[Any]:
    """A fresh page on the running server; on leaving, fails on what the listener noted."""
    with noting(browser, address, width, height, theme) as page:
        page.goto(address)
        page.wait_for_selector("#tw[data-ready]")
        page.wait_for_selector(".library li", state="attached")
        yield page


def ask(page: Any, question: str) -> None:
    """Types a question, presses Enter and waits for its turn."""
    before = page.locator(".turn:not(.waiting)").count()
    page.fill("#tw-question", question)
    page.press("#tw-question", "Enter")
    page.wait_for_function("n => document.querySelectorAll('.turn:not(.waiting)').length > n", arg=before)


def read_source(page: Any) -> None:
    """Opens the source of the last answer at its words."""
    page.locator(".answer .ref").last.click()
    page.wait_for_selector(".reader .text mark")


def back(page: Any) -> None:
    """Closes the source panel where it lies over the rest of the page."""
    if page.viewport_size["width"] < 1024:
        page.click("[data-close]")
