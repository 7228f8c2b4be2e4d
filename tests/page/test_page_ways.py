"""Ways through the page in a real Chromium: what is looked for and not there, back and forward, paper, English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.browser_tools import ask, opened
from tests.support.page_checks import healthy, violations

pytestmark = pytest.mark.browser

QUESTION = "基层党组织每年至少要组织几次党史学习？"
ANSWER = "每年至少组织1次以党史为主要内容的学习或者主题党日"
REFUSED = "火星上的氧气含量是多少？"


@pytest.fixture
def shown(browser: Any, address: str) -> Iterator[Any]:
    with opened(browser, address) as page:
        yield page


@pytest.fixture
def phone(browser: Any, address: str) -> Iterator[Any]:
    with opened(browser, address, 390, 844) as page:
        yield page


def test_what_is_not_there_is_not_opened_but_said(page: Any) -> None:
    page.click('.bar nav [data-view="library"]')
    rows = page.locator(".library li").count()
    for wanted in ("不存在的东西", "Article 3"):
        page.fill("#tw-find", wanted)
        assert page.locator(".unmatched").is_visible() and page.locator(".library li >> visible=true").count() == rows
        page.press("#tw-find", "Enter")
        page.wait_for_selector(".shelf .notice:not([hidden])")
        assert wanted in page.inner_text(".shelf .notice") and page.locator(".reader").is_hidden()
        healthy(page)
    page.fill("#tw-find", "主题党日")
    page.press("#tw-find", "Enter")
    page.wait_for_selector(".reader .cited-block, .reader .cited")
    assert "主题党日" in "".join(page.locator(".reader .cited-block, .reader .cited").all_inner_texts())
    assert page.locator(".shelf .notice").is_hidden()


def test_the_places_of_an_ambiguous_address_open(page: Any) -> None:
    ask(page, "第二条是什么")
    places = page.locator(".refusal .note .address")
    assert places.count() >= 2 and "第二条" in places.first.inner_text()
    healthy(page)
    places.first.click()
    page.wait_for_selector(".reader .cited-block, .reader .cited")
    assert page.inner_text(".where") == "第二条"


def test_back_closes_the_source_and_goes_through_the_views(phone: Any) -> None:
    ask(phone, QUESTION)
    phone.locator(".answer .ref").first.click()
    phone.wait_for_selector(".reader .text mark")
    phone.go_back()
    phone.wait_for_selector('#tw[data-doc="none"]')
    assert phone.locator(".turn").count() == 1
    phone.go_forward()
    phone.wait_for_selector('#tw[data-doc="open"]')
    phone.click("[data-close]")
    phone.wait_for_selector('#tw[data-doc="none"]')
    phone.click('.bar nav [data-view="library"]')
    phone.click('.bar nav [data-view="batch"]')
    phone.reload()
    phone.wait_for_selector("#tw[data-ready]")
    assert phone.locator("section.batch").is_visible()
    for view in ("library", "ask"):
        phone.go_back()
        phone.wait_for_selector(f'#tw[data-view="{view}"]')
    assert phone.locator(".reader").is_hidden() and violations(phone) == []


def test_on_paper_stands_the_conversation(shown: Any) -> None:
    ask(shown, REFUSED)
    ask(shown, QUESTION)
    shown.wait_for_selector(".reader .text mark")
    shown.emulate_media(media="print")
    assert shown.locator(".question").first.is_visible() and ANSWER in shown.inner_text(".turns")
    assert shown.locator(".reader, .composer, .bar").locator("visible=true").count() == 0
    assert shown.evaluate("getComputedStyle(document.querySelector('.scroller')).overflowY") == "visible"
    assert len(re.findall(rb"/Type\s*/Page\b", shown.pdf())) >= 1
    shown.emulate_media(media="screen")


def test_the_english_page_speaks_english(shown: Any) -> None:
    shown.click("[data-language]")
    names = "[...document.querySelectorAll('#tw [aria-label]')].map((e) => e.ariaLabel).join()"
    assert not re.search("[一-鿿]", shown.evaluate(names))
    ask(shown, REFUSED)
    said = shown.inner_text(".refusal")
    assert said and not re.search("[一-鿿]", said)
    shown.fill("#tw-question", "？！")
    shown.press("#tw-question", "Enter")
    shown.wait_for_selector(".composer .notice:not([hidden])")
    assert not re.search("[一-鿿]", shown.inner_text(".composer .notice"))
    healthy(shown)
    assert violations(shown) == []


CHINESE = r"""() => {
  const walker = document.createTreeWalker(document.querySelector("#tw"), NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const { data, parentElement: e } = walker.currentNode;
    const told = e.closest("[lang]").lang === "en" && !e.closest(".brand, [data-language]");
    if (told && e.checkVisibility({ visibilityProperty: true })) found.push(data);
  }
  return found;
}"""
"""The visible words that are not marked as Chinese, as those of documents and questions are."""


NAMES = re.compile(
    "《[^》]*》[^ ,.;:]*|“[^”]*”|第[^ .,、]+?[章条款项]|44条3项|[0-9]+ ?[章条款项]|[^ ]*考核办法[^ ]*"
    r"|[▲…][^(]*(?=\(at)"
)
"""Titles, addresses, counted levels, quotations and the surroundings of a difference, which stay Chinese."""


def test_no_program_text_stays_chinese_in_english(shown: Any) -> None:
    def left() -> list[str]:
        return [text for text in shown.evaluate(CHINESE) if re.search("[一-鿿]", NAMES.sub("", text))]

    shown.click("[data-language]")
    assert left() == []
    for question in (
        REFUSED,
        QUESTION,
        "考核办法第九十九条",
        "考核办法第二章全文",
        "考核办法共几条",
        "2019年园区工业用水总量是多少",
        "《考核办法》第十五条规定：“优秀档次人数一般不超过30%”对吗",
        "每年至少组织2次以党史为主要内容的学习或者主题党日",
        "优秀比例多少，火星上的氧气含量是多少",
        "第二条是什么",
        "你好",
    ):
        ask(shown, question)
    for summary in shown.locator(".turn summary").all():
        summary.click()
    shown.wait_for_function(
        "![...document.querySelectorAll('.why[open]')].some((e) => !e.querySelector('.why-body p'))"
    )
    assert left() == []
    for menu in (".scope", ".records", ".export"):
        shown.click(f".menu{menu} summary")
        assert left() == []
    shown.click('.bar nav [data-view="library"]')
    shown.locator(".library [data-open]").first.click()
    shown.wait_for_selector(".reader .text [data-unit]")
    shown.click("[data-raw]")
    shown.fill("#tw-find", "不存在的东西")
    shown.press("#tw-find", "Enter")
    shown.wait_for_selector(".shelf .notice:not([hidden])")
    assert left() == []
    shown.click('.bar nav [data-view="batch"]')
    assert left() == []


def test_a_greeting_is_no_refusal(page: Any) -> None:
    ask(page, "谢谢")
    assert "不客气" in page.inner_text(".turn") and page.locator(".refusal-head").count() == 0
    healthy(page)


def test_a_pasted_passage_does_not_fill_the_screen(page: Any) -> None:
    ask(page, "基层党组织应当把党史学习教育纳入年度工作计划。" * 20)
    question = page.locator(".turn .question")
    assert question.bounding_box()["height"] < 160
    healthy(page)
    page.click("[data-unfold-question]")
    assert question.bounding_box()["height"] > 160
