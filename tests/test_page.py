"""The page in a real Chromium, served by the real `app.py` over the real index."""

from __future__ import annotations

import os
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser_tools import ROOT, ask, chromium, chromium_browser, opened, real_index, serving

pytestmark = pytest.mark.browser

QUESTION = "基层党组织每年至少要组织几次党史学习？"
ANSWER = "每年至少组织1次以党史为主要内容的学习或者主题党日"
REFUSED = "火星上的氧气含量是多少？"
AXE = ROOT / "tests" / "node_modules" / "axe-core" / "axe.min.js"
LOOKS = [(1440, "light"), (1440, "dark"), (360, "light"), (360, "dark")]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if chromium() is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing, and a check in CI must not pass without the browser tests")
        pytest.skip("needs a Chromium: apt-get install chromium")
    folder = tmp_path_factory.mktemp("page")
    with serving(real_index(folder), folder / "server.log", "--records", str(folder / "feedback.sqlite")) as where:
        yield where


@pytest.fixture(scope="module")
def browser(address: str) -> Iterator[Any]:
    with chromium_browser() as running:
        yield running


CONTRAST = """() => {
  const number = (colour) => {
    const c = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    c.fillStyle = colour; c.fillRect(0, 0, 1, 1);
    return [...c.getImageData(0, 0, 1, 1).data];
  };
  const light = (c) => { const v = c / 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; };
  const lum = ([r, g, b]) => .2126 * light(r) + .7152 * light(g) + .0722 * light(b);
  const ground = (e) => {
    for (; e; e = e.parentElement) {
      const c = getComputedStyle(e).backgroundColor;
      if (c !== "rgba(0, 0, 0, 0)" && c !== "transparent") return number(c);
    }
    return [255, 255, 255, 255];
  };
  const bad = [];
  for (const e of document.querySelectorAll("#tw *")) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || !e.checkVisibility({ opacityProperty: true }) || e.closest(".sr, .skip, [disabled]")) continue;
    const style = getComputedStyle(e);
    const [a, b] = [lum(number(style.color)), lum(ground(e))].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize);
    const need = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    const ratio = (a + .05) / (b + .05);
    if (ratio < need) bad.push(`${e.className || e.tagName} ${ratio.toFixed(2)} ${e.textContent.slice(0, 20)}`);
  }
  return bad;
}"""

NAMELESS = """() => {
  const all = document.querySelectorAll("#tw button, #tw a, #tw input, #tw textarea, #tw summary");
  const name = (e) => e.labels?.[0]?.innerText || e.getAttribute("aria-label") || e.innerText || "";
  return [...all].filter((e) => e.checkVisibility() && !name(e).trim()).map((e) => e.outerHTML.slice(0, 120));
}"""

TOO_WIDE = """() => {
  const all = document.querySelectorAll("html, body, #tw, .stage, .scroller, .text, .shelf, .composer, .reader-head");
  return [...all].filter((e) => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1).map((e) => e.className);
}"""


def healthy(page: Any) -> None:
    """Contrast AA, a name for every control, nothing wider than the screen."""
    assert page.evaluate(CONTRAST) == []
    assert page.evaluate(NAMELESS) == []
    assert page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_a_question_is_answered_and_its_source_opens_at_the_words(
    browser: Any, address: str, width: int, theme: str
) -> None:
    with opened(browser, address, width, theme=theme) as page:
        assert page.evaluate("document.documentElement.dataset.theme") == theme
        healthy(page)
        ask(page, QUESTION)
        assert ANSWER in page.inner_text(".answer")
        first = page.locator(".citation").first
        assert "《党史学习教育工作条例》第十九条" in first.inner_text()
        assert "data/sources/" in first.inner_text()
        healthy(page)
        page.locator(".answer .ref").first.click()
        page.wait_for_selector(".reader .text mark")
        assert "党史学习教育工作条例" in page.inner_text(".reader-title h2")
        assert ANSWER in "".join(page.locator(".reader .text mark").all_inner_texts())
        assert page.locator(".cited-block, .cited").first.is_visible()
        frame, mark = page.locator(".text").bounding_box(), page.locator(".text mark").first.bounding_box()
        assert frame["y"] <= mark["y"] <= frame["y"] + frame["height"]
        assert page.inner_text(".where") == "第十九条"
        healthy(page)


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_a_refusal_is_shown_as_one_with_what_is_nearest(browser: Any, address: str, width: int, theme: str) -> None:
    with opened(browser, address, width, theme=theme) as page:
        ask(page, REFUSED)
        turn = page.locator(".turn").last
        assert turn.locator(".refusal-head").inner_text() == "未作答" and "未作答依据" in turn.inner_text()
        assert turn.locator(".citation").count() == 0
        turn.locator(".near button").first.click()
        page.wait_for_selector(".reader .cited-block, .reader .cited")
        healthy(page)


@pytest.mark.parametrize("bad", ["", "   ", "？！。", "\u0007\u0001", "问" * 10_001])
def test_a_question_that_cannot_be_asked_leaves_the_conversation(browser: Any, address: str, bad: str) -> None:
    with opened(browser, address) as page:
        ask(page, QUESTION)
        page.fill("#tw-question", bad)
        page.press("#tw-question", "Enter")
        page.wait_for_selector(".composer .notice:not([hidden])")
        assert page.inner_text(".composer .notice").strip()
        assert page.locator(".turn").count() == 1
        ask(page, REFUSED)
        assert page.locator(".turn").count() == 2 and page.locator(".composer .notice").is_hidden()


def test_text_from_people_is_not_markup(browser: Any, address: str) -> None:
    with opened(browser, address) as page:
        ask(page, "<img src=x onerror=window.hit=1> **党史学习** [链接](javascript:window.hit=1) 每年几次？")
        assert "<img src=x" in page.inner_text(".question")
        assert page.locator(".turn img, .turn a, .turn strong").count() == 0
        assert page.evaluate("window.hit") is None


def test_a_quotation_is_copied_with_its_address(browser: Any, address: str) -> None:
    with opened(browser, address) as page:
        ask(page, QUESTION)
        page.locator(".citation [data-copy]").first.click()
        page.wait_for_selector(".toast.on")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith("《党史学习教育工作条例》第十九条") and "：“" in copied and ANSWER in copied


def test_the_conversation_survives_a_reload_and_can_be_deleted(browser: Any, address: str) -> None:
    with opened(browser, address) as page:
        ask(page, QUESTION)
        page.reload()
        page.wait_for_selector(".turn.answered")
        page.click("[data-new]")
        assert page.locator(".turn").count() == 0 and page.locator(".hero").is_visible()
        page.reload()
        page.wait_for_selector("#tw[data-ready]")
        assert page.locator(".turn").count() == 0
        assert page.locator(".recent li").count() == 1


def test_conversations_are_kept_only_where_wanted(browser: Any, address: str) -> None:
    kept = "Object.keys(localStorage).filter(k => /turns|recent/.test(k) && localStorage[k] !== '[]').length"
    with opened(browser, address) as page:
        ask(page, QUESTION)
        assert page.evaluate(kept) == 2
        page.click(".records summary")
        healthy(page)
        page.click("[data-keep]")
        assert page.evaluate(kept) == 0
        ask(page, REFUSED)
        assert page.evaluate(kept) == 0
        page.reload()
        page.wait_for_selector("#tw[data-ready]")
        assert page.locator(".turn").count() == 0 and page.locator(".hero").is_visible()
        assert not page.is_checked("[data-keep]")


def test_an_example_asks_and_the_language_switches(browser: Any, address: str) -> None:
    with opened(browser, address) as page:
        page.locator(".examples button").first.click()
        page.wait_for_selector(".turn.answered")
        page.click("[data-language]")
        assert "Ask" in page.inner_text(".bar nav") and "问答" not in page.inner_text(".bar nav")
        assert page.evaluate("document.documentElement.lang") == "en"
        healthy(page)


def test_the_filter_limits_the_search(browser: Any, address: str) -> None:
    with opened(browser, address) as page:
        page.click(".scope summary")
        page.locator(".choices label", has_text="考核办法").first.click()
        page.keyboard.press("Escape")
        ask(page, "年度考核的结果一般分为哪几个档次？")
        for cited in page.locator(".citation .address").all_inner_texts():
            assert "考核办法" in cited


def test_the_reader_steps_searches_and_shows_the_raw_lines(browser: Any, address: str) -> None:
    with opened(browser, address) as page:
        ask(page, QUESTION)
        page.locator(".answer .ref").first.click()
        page.wait_for_selector(".reader .text mark")
        page.click('[data-step="1"]')
        page.wait_for_function("document.querySelector('.where').textContent === '第二十条'")
        page.click('[data-step="-1"]')
        page.wait_for_function("document.querySelector('.where').textContent === '第十九条'")
        page.fill("#tw-search", "主题党日")
        assert page.inner_text(".found") not in ("", "0")
        page.click("[data-raw]")
        page.wait_for_selector(".raw-pane mark")
        assert "1次" in "".join(page.locator(".raw-pane mark").all_inner_texts()).replace("\n", "")
        page.click("[data-outline]")
        page.locator(".outline a", has_text="第一条").first.click()
        page.wait_for_function("document.querySelector('.where').textContent === '第一条'")
        healthy(page)


@pytest.mark.parametrize("width", [1440, 360])
def test_the_library_opens_documents_and_addresses(browser: Any, address: str, width: int) -> None:
    with opened(browser, address, width) as page:
        page.click('.bar nav [data-view="library"]')
        assert page.locator(".library li").count() >= 4
        healthy(page)
        page.fill("#tw-find", "考核办法 44条3项")
        page.press("#tw-find", "Enter")
        page.wait_for_selector(".reader .cited-block, .reader .cited")
        assert "考核办法" in page.inner_text(".reader-title h2")
        assert page.inner_text(".where").startswith("第四十四条")
        healthy(page)


def test_a_conversation_is_exported(browser: Any, address: str, tmp_path: Path) -> None:
    with opened(browser, address) as page:
        ask(page, QUESTION)
        for form in ("md", "html", "docx"):
            page.click(".export summary")
            with page.expect_download() as download:
                page.click(f'[data-export="{form}"]')
            assert download.value.suggested_filename.endswith(f".{form}")
            saved = tmp_path / download.value.suggested_filename
            download.value.save_as(saved)
            text = saved.read_text("utf-8") if form != "docx" else word_text(saved)
            assert ANSWER in text and "第十九条" in text


def word_text(path: Path) -> str:
    import docx

    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


@pytest.mark.parametrize("width", [1440, 360])
def test_a_table_of_questions_becomes_a_table_of_answers(
    browser: Any, address: str, width: int, tmp_path: Path
) -> None:
    table = f"部门,问题\n办公室,{QUESTION}\n人事处,{REFUSED}\n人事处,？！\n".encode("gb18030")
    with opened(browser, address, width) as page:
        page.click('.bar nav [data-view="batch"]')
        page.set_input_files("#tw-table", {"name": "问题 <b>.csv", "mimeType": "text/csv", "buffer": table})
        page.wait_for_selector(".recognised:not([hidden])")
        assert "3 行" in page.inner_text(".recognised .facts") and "人事处" in page.inner_text(".recognised .preview")
        healthy(page)
        page.click("[data-batch-run]")
        page.wait_for_selector(".result:not([hidden])")
        assert page.locator(".result td.state").all_inner_texts() == ["已作答", "未作答", "出错"]
        healthy(page)
        for form in ("xlsx", "csv", "jsonl"):
            with page.expect_download() as download:
                page.click(f'[data-batch-get="{form}"]')
            saved = tmp_path / f"answers.{form}"
            download.value.save_as(saved)
            assert saved.stat().st_size > 0
        assert ANSWER in (tmp_path / "answers.csv").read_text("utf-8-sig")
        assert len((tmp_path / "answers.jsonl").read_text("utf-8").splitlines()) == 3


def test_a_file_that_is_no_table_is_refused(browser: Any, address: str) -> None:
    with opened(browser, address) as page:
        page.click('.bar nav [data-view="batch"]')
        page.set_input_files("#tw-table", {"name": "a.exe", "mimeType": "x/x", "buffer": b"MZ"})
        page.wait_for_selector(".batch .notice:not([hidden])")
        assert "csv" in page.inner_text(".batch .notice") and "/tmp" not in page.inner_text(".batch .notice")


def test_the_keyboard_alone_is_enough(browser: Any, address: str) -> None:
    with opened(browser, address, 360) as page:
        ask(page, QUESTION)
        page.locator(".answer .ref").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(".reader .text mark")
        page.keyboard.press("Escape")
        page.wait_for_selector('#tw[data-doc="none"]')
        assert page.evaluate("document.activeElement.classList.contains('ref')")


def test_a_wrong_answer_is_reported_with_the_right_clause(browser: Any, address: str) -> None:
    with opened(browser, address) as page:
        ask(page, QUESTION)
        page.locator(".answer .ref").first.click()
        page.wait_for_selector(".reader .text mark")
        page.click("[data-judge=bad]")
        page.click("[data-pick]")
        assert "第十九条" in page.inner_text("form.judgement .clause")
        healthy(page)
        page.click("form.judgement .send")
        page.wait_for_function("document.querySelector('.judge').textContent.includes('已保存')")


def test_the_browser_is_told_to_ask_no_other_host(address: str) -> None:
    with urllib.request.urlopen(address) as reply:
        assert reply.headers["Content-Security-Policy"].startswith("default-src 'self'")
        assert "googleapis" not in reply.read().decode()


@pytest.mark.skipif(not AXE.exists(), reason="needs axe-core: npm ci --prefix tests")
@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_axe_finds_nothing_to_complain_about(browser: Any, address: str, width: int, theme: str) -> None:
    def violations(page: Any) -> list[str]:
        if not page.evaluate("typeof axe === 'object'"):
            page.add_script_tag(path=str(AXE))
        found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
        return [f"{v['id']}: {node['html'][:120]}" for v in found for node in v["nodes"]]

    with opened(browser, address, width, theme=theme) as page:
        assert violations(page) == []
        ask(page, REFUSED)
        ask(page, QUESTION)
        assert violations(page) == []
        page.locator(".answer .ref").last.click()
        page.wait_for_selector(".reader .text mark")
        page.click("[data-raw]")
        page.click("[data-outline]")
        page.wait_for_selector(".raw-pane mark")
        assert violations(page) == []
        page.click("[data-outline]")
        if width < 1024:
            page.click("[data-close]")
        for view in ("library", "batch"):
            page.click(f'.bar nav [data-view="{view}"]')
            assert violations(page) == []
