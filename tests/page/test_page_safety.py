"""Hostile words in a document and in a question, in a real Chromium: seen as they are written, never interpreted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.browser_tools import LOOKS, ask, chromium_browser, opened, read_source, serving
from tests.support.page_checks import healthy, violations
from tiaowen import build_index

pytestmark = pytest.mark.browser

TURN, BACK = "\u202e", "\u202c"
LONG = "A" * 900
TEXT = f"""网页安全试验<b>办法</b>

第一条 为了试验，制定本办法<script>window.hit=1</script>，标记<img src=x onerror="window.hit=2">原样显示。

第二条 申请人提交**粗体**材料和[链接](javascript:window.hit=3)、<a href="javascript:window.hit=4">按钮</a>，由机关登记。

第三条 试验机关应当自收到材料之日起在{TURN}三十{BACK}日内答复申请人。

第四条 编号{LONG}由试验机关保存 &lt;i&gt; &amp;amp; &#60;u&#62;，期限为五年。

第五条 试验材料不得外借。
用于教学的，不适用前款规定。
"""
QUESTIONS = [
    "<img src=x onerror=window.hit=5> **试验机关** [链接](javascript:window.hit=6) 应当在几日内答复申请人？",
    f"试验机关应当在{TURN}几日{BACK}内答复申请人？",
    f"{LONG}编号由谁保存？",
    "</h2><script>window.hit=7</script>第一条怎么规定？",
    "'\"><svg onload=window.hit=8>第二条怎么规定？",
]
MARKUP = (
    "#tw .turns img, #tw .turns a, #tw .turns script, #tw .turns strong, #tw .turns svg:not(.judge svg), #tw .turns h1"
)
IN_TEXT = (
    ".text img, .text script, .text strong, .text a:not(.xref), .text i, .text u, .pane [onerror], .pane [href^=java]"
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile")
    sources = folder / "sources"
    sources.mkdir()
    (sources / "试验 <img src=x onerror=window.hit=9>.txt").write_text(TEXT, "utf-8")
    build_index(sources, folder / "index")
    with serving(folder / "index", folder / "server.log", "--no-records") as where:
        yield where


@pytest.fixture(scope="module")
def browser(hostile: str) -> Iterator[Any]:
    with chromium_browser() as running:
        yield running


def in_order(page: Any, words: str, root: str) -> bool:
    """Are the characters of `words` painted from left to right?"""
    found: bool = page.evaluate(
        """([words, root]) => {
          const walker = document.createTreeWalker(document.querySelector(root), NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf(words);
            if (at < 0) continue;
            const left = [...words].map((_, i) => {
              const range = document.createRange();
              range.setStart(walker.currentNode, at + i);
              range.setEnd(walker.currentNode, at + i + 1);
              return range.getBoundingClientRect().left;
            });
            return left.every((x, i) => i === 0 || x > left[i - 1]);
          }
          return false;
        }""",
        [words, root],
    )
    return found


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_a_hostile_document_is_read_as_it_is_written(browser: Any, hostile: str, width: int, theme: str) -> None:
    with opened(browser, hostile, width, theme=theme) as page:
        page.click('.bar nav [data-view="library"]')
        healthy(page)
        page.locator(".library li button").first.click()
        page.wait_for_selector(".text p")
        said = page.inner_text(".text")
        for words in ("<script>window.hit=1</script>", "[链接](javascript:window.hit=3)", "&#60;u&#62;"):
            assert words in said
        assert "<b>办法</b>" in page.inner_text(".reader-title h2") + said
        assert page.locator(IN_TEXT).count() == 0
        assert in_order(page, "三十", ".text")
        page.click("[data-outline]")
        page.click("[data-raw]")
        page.wait_for_selector(".raw-pane li")
        assert page.locator(".raw-pane img, .raw-pane script, .outline img").count() == 0
        assert page.evaluate("window.hit") is None
        healthy(page)


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_a_hostile_question_is_shown_as_it_is_written(browser: Any, hostile: str, width: int, theme: str) -> None:
    with opened(browser, hostile, width, theme=theme) as page:
        for number, question in enumerate(QUESTIONS):
            ask(page, question)
            heading = page.locator(".question").nth(number)
            assert heading.evaluate("e => e.textContent") == question
        assert page.locator(MARKUP).count() == 0 and page.evaluate("window.hit") is None
        assert in_order(page, "几日", ".turn:nth-of-type(2) .question")
        healthy(page)
        page.reload()
        page.wait_for_selector(".turn")
        assert page.locator(MARKUP).count() == 0
        page.click("[data-new]")
        assert page.locator(".recent li").count() >= 4 and page.locator(".recent img, .recent svg").count() == 0
        assert page.evaluate("window.hit") is None
        healthy(page)


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_an_exception_stands_beside_its_rule(browser: Any, hostile: str, width: int, theme: str) -> None:
    with opened(browser, hostile, width, theme=theme) as page:
        ask(page, "试验材料可以外借吗？")
        flagged = page.locator(".citation", has=page.locator(".flag"))
        assert flagged.locator(".flag").inner_text() == "例外：波浪线处"
        assert "用于教学的，不适用前款规定" in flagged.locator(".quote .but").inner_text()
        healthy(page)
        assert violations(page) == []


def test_hostile_words_in_an_answer_are_quoted_and_exported_as_they_are(
    browser: Any, hostile: str, tmp_path: Path
) -> None:
    with opened(browser, hostile) as page:
        ask(page, "第一条怎么规定？")
        assert '<img src=x onerror="window.hit=2">' in page.inner_text(".turn")
        read_source(page)
        assert page.locator(f"{MARKUP}, {IN_TEXT}").count() == 0
        page.click(".export summary")
        with page.expect_download() as download:
            page.click('[data-export="html"]')
        saved = tmp_path / "out.html"
        download.value.save_as(saved)
    context = browser.new_context()
    printed = context.new_page()
    printed.goto(saved.as_uri())
    assert printed.locator("img, script, a").count() == 0 and printed.evaluate("window.hit") is None
    assert '<img src=x onerror="window.hit=2">' in printed.inner_text("body")
    context.close()


def test_hostile_cells_of_a_table_are_shown_as_they_are(browser: Any, hostile: str) -> None:
    table = f"问题,<img src=x onerror=window.hit=1>\n{QUESTIONS[0]},<script>window.hit=2</script>\n".encode()
    with opened(browser, hostile, 360) as page:
        page.click('.bar nav [data-view="batch"]')
        page.set_input_files("#tw-table", {"name": "<img src=x>.csv", "mimeType": "text/csv", "buffer": table})
        page.wait_for_selector(".recognised:not([hidden])")
        assert "<script>window.hit=2</script>" in page.inner_text(".recognised")
        page.click("[data-batch-run]")
        page.wait_for_selector(".result:not([hidden])")
        assert page.locator(".batch img, .batch script").count() == 0 and page.evaluate("window.hit") is None
        healthy(page)
