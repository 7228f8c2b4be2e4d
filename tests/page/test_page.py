"""The page in a real Chromium, served by the real `app.py` over the real index: asking, reading, taking away.

Every flow is walked at two widths and in both themes (the fixture `page`); the listener of `browser_tools` fails a test
on any request to another host and on any error in the console.
"""

from __future__ import annotations

import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.support.browser_tools import ask, back, opened, read_source
from tests.support.page_checks import healthy, violations

pytestmark = pytest.mark.browser

QUESTION = "基层党组织每年至少要组织几次党史学习？"
ANSWER = "每年至少组织1次以党史为主要内容的学习或者主题党日"
REFUSED = "火星上的氧气含量是多少？"
GRADES = "年度考核的结果一般分为哪几个档次？"


SEEN = """() => {
  const here = document.activeElement, box = here.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + Math.min(box.width, 40) / 2, box.y + Math.min(box.height, 20) / 2);
  return here.contains(top) || top?.contains(here);
}"""
"""Is the focused element not covered by another?"""


def test_a_question_is_answered_and_its_source_opens_at_the_words(page: Any) -> None:
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    assert page.evaluate("document.documentElement.dataset.theme") == ("dark" if dark else "light")
    healthy(page)
    ask(page, QUESTION)
    assert ANSWER in page.inner_text(".answer")
    first = page.locator(".citation").first
    assert "《党史学习教育工作条例》第十九条" in first.inner_text()
    assert "data/sources/" in first.inner_text()
    healthy(page)
    read_source(page)
    assert "党史学习教育工作条例" in page.inner_text(".reader-title h2")
    assert ANSWER in "".join(page.locator(".reader .text mark").all_inner_texts())
    assert page.locator(".cited-block, .cited").first.is_visible()
    frame, mark = page.locator(".text").bounding_box(), page.locator(".text mark").first.bounding_box()
    assert frame["y"] <= mark["y"] <= frame["y"] + frame["height"]
    assert page.inner_text(".where") == "第十九条"
    healthy(page)


def test_why_an_answer_is_as_it_is_folds_out(page: Any) -> None:
    ask(page, QUESTION)
    ask(page, REFUSED)
    for number, told in ((0, "第十九条"), (1, "未作答的原因")):
        turn = page.locator(".turn").nth(number)
        assert not turn.locator(".why-body").is_visible()
        turn.locator(".why > summary").click()
        turn.locator(".why-body p").first.wait_for()
        said = turn.locator(".why-body").inner_text()
        assert "按条文内容查找" in said and "把握" in said and told in said
    healthy(page)


def test_a_refusal_is_shown_as_one_with_what_is_nearest(page: Any) -> None:
    ask(page, REFUSED)
    turn = page.locator(".turn").last
    assert turn.locator(".refusal-head").inner_text() == "未作答" and "未作答依据" in turn.inner_text()
    assert turn.locator(".citation").count() == 0
    healthy(page)
    turn.locator(".near button").first.click()
    page.wait_for_selector(".reader .cited-block, .reader .cited")
    healthy(page)


def test_a_question_that_cannot_be_asked_leaves_the_conversation(page: Any) -> None:
    ask(page, QUESTION)
    for bad in ("", "   ", "？！。", "\u0007\u0001", "问" * 10_001):
        page.fill("#tw-question", bad)
        page.evaluate("document.querySelector('.composer .notice').hidden = true")
        page.press("#tw-question", "Enter")
        page.wait_for_selector(".composer .notice:not([hidden])")
        assert page.inner_text(".composer .notice").strip()
        assert page.locator(".turn").count() == 1
        healthy(page)
    assert violations(page) == []
    ask(page, REFUSED)
    assert page.locator(".turn").count() == 2 and page.locator(".composer .notice").is_hidden()


PASTED = "“每年至少认真组织2次以党史为主要内容的学习或者主题党日”出自哪里"


def test_every_kind_of_answer_is_readable(page: Any) -> None:
    """The headings of a document, a list, a verdict, a passage with what was changed in it, nothing like it."""
    ask(page, "考核办法有哪些章？")
    turn = page.locator(".turn").last
    assert turn.locator(".answer p").count() == turn.locator(".citation").count() == 9
    assert turn.locator(".citation >> visible=true").count() == 3
    turn.locator(".more-sources summary").click()
    assert turn.locator(".citation >> visible=true").count() == 9 and "九" in turn.locator(".address").last.inner_text()
    ask(page, "受党内警告处分的，当年能评优秀吗？")
    assert "不得确定为优秀" in page.locator(".turn").last.locator(".answer").inner_text()
    ask(page, PASTED)
    turn = page.locator(".turn").last
    assert "“1”被改为“2”" in turn.locator(".note").inner_text() and "多“认真”" in turn.locator(".note").inner_text()
    assert turn.locator(".answer .said").inner_text() == ANSWER
    healthy(page)
    ask(page, "这段话出自哪里：床前明月光，疑是地上霜，举头望明月，低头思故乡")
    assert "没有这段文字" in page.locator(".turn").last.locator(".refusal").inner_text()
    healthy(page)
    assert violations(page) == []


def test_nothing_jumps_while_a_question_is_answered(page: Any) -> None:
    """Cumulative layout shift, as the browser counts it: 0.1 is where it begins to disturb."""
    page.evaluate(
        """window.shift = 0; new PerformanceObserver((list) => {
             for (const entry of list.getEntries()) window.shift += entry.value;
           }).observe({ type: "layout-shift" })"""
    )
    for question in (QUESTION, GRADES, REFUSED):
        ask(page, question)
    page.wait_for_timeout(300)
    assert page.evaluate("window.shift") < 0.05


def test_a_quotation_is_copied_with_its_address(page: Any) -> None:
    ask(page, QUESTION)
    page.locator(".citation [data-copy]").first.click()
    page.wait_for_selector(".toast.on")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert (
        copied.startswith("《党史学习教育工作条例》第十九条：“第十九条") and copied.endswith("”") and ANSWER in copied
    )
    healthy(page)


def test_the_conversation_survives_a_reload_and_can_be_deleted(page: Any) -> None:
    ask(page, QUESTION)
    page.reload()
    page.wait_for_selector(".turn.answered")
    page.click("[data-new]")
    assert page.locator(".turn").count() == 0 and page.locator(".hero").is_visible()
    page.reload()
    page.wait_for_selector("#tw[data-ready]")
    assert page.locator(".turn").count() == 0
    assert page.locator(".recent li").all_inner_texts() == [QUESTION]
    healthy(page)
    page.locator(".recent button").first.click()
    page.wait_for_selector(".turn.answered")
    page.click(".records summary")
    page.click("[data-forget]")
    assert page.locator(".turn").count() == 0
    assert page.evaluate("Object.entries(localStorage).filter(([k, v]) => v.includes('党史')).length") == 0
    page.reload()
    page.wait_for_selector("#tw[data-ready]")
    assert page.locator(".turn").count() == 0 and page.locator(".recent").is_hidden()


def test_conversations_are_kept_only_where_wanted(page: Any) -> None:
    kept = "Object.keys(localStorage).filter(k => /talks|recent/.test(k) && localStorage[k] !== '[]').length"
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


def test_conversations_of_two_browsers_do_not_mix(browser: Any, address: str) -> None:
    with opened(browser, address) as first, opened(browser, address) as second:
        ask(first, QUESTION)
        second.reload()
        second.wait_for_selector("#tw[data-ready]")
        assert second.locator(".turn").count() == 0 and second.locator(".recent").is_hidden()


def test_an_example_asks_and_the_language_switches(page: Any) -> None:
    documents = page.locator(".examples .of").all_inner_texts()
    assert len(documents) == len(page.locator(".examples .ask").all_inner_texts()) >= 4 and all(documents)
    page.locator(".examples button").first.click()
    page.wait_for_selector(".turn.answered")
    page.click("[data-language]")
    assert "Ask" in page.inner_text(".bar nav") and "问答" not in page.inner_text(".bar nav")
    assert page.evaluate("document.documentElement.lang") == "en"
    healthy(page)
    page.click("[data-language]")
    assert "问答" in page.inner_text(".bar nav")


def test_the_theme_switches_and_stays(page: Any) -> None:
    before = page.evaluate("document.documentElement.dataset.theme")
    page.click("[data-theme-toggle]")
    after = page.evaluate("document.documentElement.dataset.theme")
    assert {before, after} == {"light", "dark"}
    healthy(page)
    page.reload()
    page.wait_for_selector("#tw[data-ready]")
    assert page.evaluate("document.documentElement.dataset.theme") == after


def test_the_filter_limits_the_search(page: Any) -> None:
    page.click(".scope summary")
    assert all(number.isdecimal() and int(number) for number in page.locator(".choices .count").all_inner_texts())
    healthy(page)
    page.locator(".choices label", has_text="考核办法").first.click()
    page.keyboard.press("Escape")
    assert "考核办法" in page.inner_text(".scope .value")
    ask(page, QUESTION)
    for cited in page.locator(".citation .address, .near .address").all_inner_texts():
        assert "考核办法" in cited
    page.click(".scope summary")
    page.click("[data-scope-reset]")
    ask(page, QUESTION)
    assert "党史学习教育工作条例" in page.locator(".turn").last.locator(".citation").first.inner_text()


def test_the_reader_steps_searches_and_shows_the_raw_lines(page: Any) -> None:
    ask(page, QUESTION)
    read_source(page)
    page.click('[data-step="1"]')
    page.wait_for_function("document.querySelector('.where').textContent === '第二十条'")
    page.click('[data-step="-1"]')
    page.wait_for_function("document.querySelector('.where').textContent === '第十九条'")
    page.fill("#tw-search", "主题党日")
    total = int(page.inner_text(".found"))
    assert total == page.inner_text(".text").count("主题党日") > 0
    page.press("#tw-search", "Enter")
    assert page.inner_text(".found") == f"1/{total}"
    page.fill("#tw-search", "没有这样的字")
    assert page.inner_text(".found") == "0"
    page.fill("#tw-search", "")
    page.click("[data-raw]")
    page.wait_for_selector(".raw-pane mark")
    assert "1次" in "".join(page.locator(".raw-pane mark").all_inner_texts()).replace("\n", "")
    healthy(page)
    page.click("[data-raw]")
    page.click("[data-outline]")
    page.locator(".outline a", has_text="第一条").first.click()
    page.wait_for_function("document.querySelector('.where').textContent === '第一条'")
    page.click("[data-cited]")
    page.wait_for_function("document.querySelector('.where').textContent === '第十九条'")
    healthy(page)


def test_what_another_printing_says_is_shown_on_demand(page: Any) -> None:
    ask(page, QUESTION)
    page.locator(".citation .variants summary").first.click()
    assert page.locator(".citation .variants li").first.is_visible()
    healthy(page)
    read_source(page)
    others = page.locator(".text .variant:not(.punctuation) .other")
    assert others.count() and not others.first.is_visible()
    page.click("[data-variants]")
    assert others.first.is_visible() and not page.locator(".text .variant.punctuation .other").first.is_visible()
    page.click("[data-punctuation]")
    assert page.locator(".text .variant.punctuation .other").first.is_visible()
    healthy(page)
    page.click("[data-variants]")
    assert not others.first.is_visible()


def test_references_lead_to_what_they_name(page: Any) -> None:
    """Within a document to the clause, otherwise to the other document; with the keyboard alone."""
    page.click('.bar nav [data-view="library"]')
    page.locator(".library li", has_text="答记者问").first.locator("button").click()
    page.wait_for_selector(".text .xref[data-open]")
    page.locator(".text .xref[data-open]").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('.reader-title h2').textContent === '党史学习教育工作条例'")
    back(page)
    page.fill("#tw-find", "考核办法 第三十八条")
    page.press("#tw-find", "Enter")
    link = page.locator(".text .xref[data-goto]", has_text="前款").first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".text .at")
    healthy(page)


def test_the_library_opens_documents_and_addresses(page: Any) -> None:
    page.click('.bar nav [data-view="library"]')
    assert page.locator(".library li").count() >= 4
    healthy(page)
    page.fill("#tw-find", "考核办法 44条3项")
    page.press("#tw-find", "Enter")
    page.wait_for_selector(".reader .cited-block, .reader .cited")
    assert "考核办法" in page.inner_text(".reader-title h2")
    assert page.inner_text(".where").startswith("第四十四条")
    healthy(page)


def test_a_conversation_is_exported(page: Any, tmp_path: Path) -> None:
    ask(page, QUESTION)
    ask(page, REFUSED)
    for form in ("md", "html", "docx"):
        page.click(".export summary")
        healthy(page)
        with page.expect_download() as download:
            page.click(f'[data-export="{form}"]')
        assert download.value.suggested_filename.endswith(f".{form}")
        saved = tmp_path / download.value.suggested_filename
        download.value.save_as(saved)
        text = saved.read_text("utf-8") if form != "docx" else word_text(saved)
        assert ANSWER in text and "第十九条" in text and "未作答" in text and "data/sources/" in text
        text = text.replace("\\.", ".")  # as Markdown has it
        assert f"1. {QUESTION}" in text and f"2. {REFUSED}" in text


def word_text(path: Path) -> str:
    import docx

    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def test_the_keyboard_alone_is_enough(page: Any) -> None:
    """From the question box to the source, along its tools, and back, with a visible focus all the way."""
    if page.evaluate("document.activeElement.id") != "tw-question":
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")  # the link that skips to the question box
    assert page.evaluate("document.activeElement.id") == "tw-question"
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector(".turn.answered")
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('.answer .ref')"):
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    page.wait_for_selector(".reader .text mark")
    page.wait_for_function("document.activeElement.closest('.reader') !== null")
    reached = set()
    for _ in range(14):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            continue  # the end of the page, before it begins anew
        reached.add(page.evaluate("document.activeElement.id || Object.keys(document.activeElement.dataset)[0]"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
        assert page.evaluate(SEEN)
    assert {"outline", "step", "raw", "variants", "tw-search"} <= reached
    page.locator("[data-close]").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector('#tw[data-doc="none"]')
    assert page.evaluate("document.activeElement.classList.contains('ref')")
    read_source(page)
    if page.viewport_size["width"] < 1024:
        page.keyboard.press("Escape")
        page.wait_for_selector('#tw[data-doc="none"]')


def test_a_wrong_answer_is_reported_with_the_right_clause(page: Any, records: Path) -> None:
    """The clause is picked where the reader has scrolled to, also on a phone, where the panel has been closed again."""
    from page.feedback import FeedbackStore

    ask(page, QUESTION)
    page.click("[data-judge=bad]")
    assert "未选" in page.inner_text("form.judgement .clause")
    read_source(page)
    page.click('[data-step="1"]')
    page.wait_for_function("document.querySelector('.where').textContent === '第二十条'")
    back(page)
    page.click("[data-pick]")
    assert page.inner_text("form.judgement .clause") == "《党史学习教育工作条例》第二十条"
    page.fill("form.judgement textarea", "原因 <b>")
    healthy(page)
    page.click("form.judgement .send")
    page.wait_for_function("document.querySelector('.judge').textContent.includes('已保存')")
    kept = FeedbackStore(records).all()[-1]
    assert (kept.good, kept.question, kept.reason) == (False, QUESTION, "原因 <b>")
    assert kept.right == ("党史学习教育工作条例", "第二十条") and kept.index_version
    assert ANSWER in kept.answer and ("党史学习教育工作条例", "第十九条") in kept.citations


def test_a_right_refusal_is_kept(page: Any, records: Path) -> None:
    from page.feedback import FeedbackStore

    ask(page, REFUSED)
    page.click("[data-judge=good]")
    page.wait_for_function("document.querySelector('.judge').textContent.includes('已保存')")
    kept = FeedbackStore(records).all()[-1]
    assert (kept.good, kept.status, kept.citations, kept.right) == (True, "refused", (), None)


def test_the_browser_is_told_to_ask_no_other_host(address: str) -> None:
    with urllib.request.urlopen(address) as reply:
        assert reply.headers["Content-Security-Policy"].startswith("default-src 'self'")
        assert "googleapis" not in reply.read().decode()


def test_motion_is_reduced_where_it_is_not_wanted(page: Any) -> None:
    """`opened` asks for reduced motion: then nothing on the page moves by itself."""
    moving = """() => [...document.querySelectorAll("#tw, #tw *")].filter((e) => {
      const style = getComputedStyle(e);
      return style.animationName !== "none" || parseFloat(style.transitionDuration) > 0
        || style.scrollBehavior === "smooth";
    }).map((e) => e.className)"""
    ask(page, QUESTION)
    read_source(page)
    page.click('[data-step="1"]')
    assert page.evaluate(moving) == []
    back(page)
    for view in ("library", "batch"):
        page.click(f'.bar nav [data-view="{view}"]')
        assert page.evaluate(moving) == []


def test_the_page_is_small_and_paints_before_it_has_asked_the_server(browser: Any, address: str) -> None:
    """Seconds depend on the machine; what has to be sent before the first paint does not."""
    with opened(browser, address) as page:
        sent = page.evaluate("performance.getEntriesByType('resource').reduce((sum, e) => sum + e.transferSize, 0)")
        assert 0 < sent < 600_000
        painted, asked = page.evaluate(
            """[performance.getEntriesByName("first-contentful-paint")[0].startTime,
               performance.getEntriesByType("resource").find((e) => e.name.includes("component_server")).responseEnd]"""
        )
        assert painted < asked


def test_axe_finds_nothing_to_complain_about(page: Any) -> None:
    assert violations(page) == []
    ask(page, REFUSED)
    ask(page, QUESTION)
    page.locator("[data-judge=bad]").last.click()
    assert violations(page) == []
    page.locator(".answer .ref").last.click()
    page.wait_for_selector(".reader .text mark")
    page.click("[data-raw]")
    page.click("[data-outline]")
    page.wait_for_selector(".raw-pane mark")
    assert violations(page) == []
    page.click("[data-outline]")
    back(page)
    for view in ("library", "batch"):
        page.click(f'.bar nav [data-view="{view}"]')
        assert violations(page) == []
