"""Reading in a real Chromium: finding words in a document, the keyboard, print, what other tabs change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.browser_tools import ask, opened, read_source
from tests.support.page_checks import healthy, violations

pytestmark = pytest.mark.browser

CHAPTERS = "考核办法有哪些章？"
LONG = "考核委员会由谁组成"
SHARE = "年度考核优秀比例是多少"


@pytest.fixture
def shown(browser: Any, address: str) -> Iterator[Any]:
    with opened(browser, address) as page:
        yield page


def found(page: Any, words: str) -> str:
    page.fill("#tw-search", "没有这样的字")
    page.wait_for_function("document.querySelector('.found').textContent === '0'")
    page.fill("#tw-search", words)
    page.wait_for_timeout(400)
    return str(page.inner_text(".found"))


@pytest.mark.parametrize(
    "written", ["(一)受党内警告", "（一） 受 党内警告", "（一）受黨內警告", "㈠受党内警告", "\uff081\uff09"]
)
def test_words_are_found_however_they_are_written(shown: Any, written: str) -> None:
    ask(shown, "受党内警告处分的，当年能评优秀吗？")
    read_source(shown)
    assert found(shown, written) == ("0" if "1" in written or "\uff11" in written else "1")
    marked = shown.evaluate("[...CSS.highlights.get('tw-found')].map(String)")
    assert all("".join(words.split()) == "（一）受党内警告" for words in marked)


def test_words_do_not_run_on_into_the_next_paragraph(shown: Any) -> None:
    ask(shown, "党史学习教育工作条例第十九条")
    read_source(shown)
    assert found(shown, "第十九条基层党组织") == "1" and found(shown, "党史。第二十条") == "0"


def test_the_list_of_documents_is_filtered_however_a_name_is_written(shown: Any) -> None:
    shown.click('.bar nav [data-view="library"]')
    shown.fill("#tw-find", "黨史學習 教育工作條例")
    shown.wait_for_function("[...document.querySelectorAll('.library li')].some((row) => row.hidden)")
    assert all("党史学习教育工作条例" in row for row in shown.locator(".library li >> visible=true").all_inner_texts())


def test_print_has_every_source_in_full_and_folds_it_again(shown: Any) -> None:
    ask(shown, CHAPTERS)
    ask(shown, LONG)
    shown.emulate_media(media="print")
    shown.evaluate("dispatchEvent(new Event('beforeprint'))")
    first, second = (shown.locator(".turn").nth(n) for n in (0, 1))
    assert first.locator(".citation >> visible=true").count() == 9 and "第九章" in first.inner_text()
    for quote in second.locator(".quote").all():
        whole = quote.evaluate("q => [...q.childNodes].filter(n => !n.dataset?.unfold && n.nodeName !== 'BUTTON')"
                               ".map(n => n.textContent).join('')")  # fmt: skip
        assert "".join(quote.inner_text().split()) == "".join(whole.split())
        assert quote.evaluate("q => getComputedStyle(q, '::before').content") in ("none", "normal")
    assert second.locator(".unfold >> visible=true").count() == 0
    shown.evaluate("dispatchEvent(new Event('afterprint'))")
    shown.emulate_media(media="screen")
    assert first.locator(".citation >> visible=true").count() == 3


def test_what_is_folded_opens_and_closes_with_the_keyboard(page: Any) -> None:
    ask(page, LONG)
    ask(page, "基层党组织应当把党史学习教育纳入年度工作计划。" * 20)
    for name in ("[data-unfold]", "[data-unfold-question]"):
        button = page.locator(name).first
        button.focus()
        for key, state in (("Enter", "true"), ("Space", "false"), ("Space", "true")):
            page.keyboard.press(key)
            assert button.get_attribute("aria-expanded") == state
            assert page.evaluate("(name) => document.activeElement.matches(name)", name)
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
        assert "收起" in button.inner_text()
    assert page.locator(".quote.open .folded").first.is_visible()
    healthy(page)
    assert violations(page) == []


def test_escape_closes_the_reader_and_gives_the_focus_back(page: Any) -> None:
    ask(page, SHARE)
    for opener in (".answer .ref", ".citation .address"):
        page.locator(opener).first.focus()
        page.keyboard.press("Enter")
        page.wait_for_function("document.activeElement.closest('.reader') !== null")
        assert "考核办法" in page.title()
        page.fill("#tw-search", "优秀")
        page.press("#tw-search", "Escape")
        assert page.locator(".reader").is_visible()  # the words are gone, the document is not
        page.locator("[data-raw]").focus()
        page.keyboard.press("Escape")
        page.wait_for_selector('#tw[data-doc="none"]')
        assert page.evaluate("(name) => document.activeElement.matches(name)", opener)
        assert "考核办法" not in page.title() and "条文" in page.title()


def test_what_is_closed_while_it_loads_stays_closed(shown: Any) -> None:
    ask(shown, SHARE)
    shown.wait_for_selector(".reader .text mark")
    shown.evaluate("""() => {
      const { call } = Tiaowen;
      Tiaowen.call = async (...of) => {
        await new Promise((then) => setTimeout(then, 600));
        Tiaowen.slow = of[0];
        return call(...of);
      };
    }""")
    shown.locator(".citation .address").first.click()
    shown.keyboard.press("Escape")
    shown.wait_for_function("Tiaowen.slow === 'read'")
    shown.wait_for_timeout(500)
    assert shown.locator(".reader").is_hidden()


def test_the_window_is_called_what_is_open(shown: Any) -> None:
    assert shown.title() == "条文 Tiaowen"
    shown.click('.bar nav [data-view="library"]')
    assert shown.title() == "文库 · 条文"
    name = shown.locator(".library .name").first.inner_text()
    shown.locator(".library [data-open]").first.click()
    shown.wait_for_function("title => document.title === title", arg=f"{name} · 条文")
    shown.click("[data-language]")
    assert shown.title() == f"{name} · Tiaowen"
    shown.click('.bar nav [data-view="batch"]')
    assert shown.title() == "Batch · Tiaowen"


def test_an_exception_within_the_quoted_clause_is_marked_there_and_not_listed_again(page: Any) -> None:
    ask(page, SHARE)
    turn = page.locator(".turn").last
    cited = [row.split("\n")[0] for row in turn.locator(".citation .address").all_inner_texts()]
    assert len(cited) == len(set(cited)) > 1
    assert "例外" in turn.locator(".citation").first.inner_text()
    assert turn.locator(".citation").first.locator(".but").count() == 1
    healthy(page)
