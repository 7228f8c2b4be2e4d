"""Conversations in a real Chromium: while a question is under way, over a reload, in two tabs, several of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.browser_tools import ask, opened
from tests.support.page_checks import healthy, violations

pytestmark = pytest.mark.browser

QUESTION = "基层党组织每年至少要组织几次党史学习？"
GRADES = "年度考核的结果一般分为哪几个档次？"
REFUSED = "火星上的氧气含量是多少？"
READY = "#tw[data-ready]"
HOLD = """name => {
  const call = Tiaowen.call;
  Tiaowen.call = async (wanted, data) => {
    if (wanted !== name || window.free) return call(wanted, data);
    await new Promise((done) => { window.release = () => { window.free = true; done(); }; });
    return call(wanted, data);
  };
}"""
"""Calls of this name wait until `release()`."""


@pytest.fixture
def shown(browser: Any, address: str) -> Iterator[Any]:
    with opened(browser, address) as page:
        yield page


def questions(page: Any) -> list[str]:
    texts: list[str] = page.locator(".turn .question").all_inner_texts()
    return texts


def begin(page: Any, question: str) -> None:
    page.fill("#tw-question", question)
    page.press("#tw-question", "Enter")
    page.wait_for_selector(".turn.waiting", state="attached")


def test_checked_and_unchecked_boxes_look_different(page: Any) -> None:
    for menu, box in ((".scope", ".choices input"), (".records", "[data-keep]")):
        page.click(f"{menu} summary")
        first = page.locator(box).first
        first.set_checked(False)
        page.mouse.move(1, 1)
        off = first.screenshot(animations="disabled")
        first.set_checked(True)
        page.mouse.move(1, 1)
        assert first.screenshot(animations="disabled") != off
        page.keyboard.press("Escape")


def test_what_is_typed_while_a_question_is_under_way_stays(shown: Any) -> None:
    shown.evaluate(HOLD, "ask")
    begin(shown, QUESTION)
    assert shown.input_value("#tw-question") == ""
    shown.fill("#tw-question", GRADES)
    shown.evaluate("release()")
    shown.wait_for_selector(".turn.answered")
    assert shown.input_value("#tw-question") == GRADES


@pytest.mark.parametrize("how", ["new", "forget"])
def test_a_question_under_way_does_not_follow_into_another_conversation(shown: Any, how: str) -> None:
    ask(shown, GRADES)
    shown.evaluate(HOLD, "ask")
    begin(shown, QUESTION)
    if how == "forget":
        shown.click(".records summary")
    shown.click(f"[data-{how}]")
    shown.evaluate("release()")
    shown.wait_for_timeout(1500)
    assert questions(shown) == [] and shown.locator(".hero").is_visible()
    ask(shown, REFUSED)
    assert questions(shown) == [REFUSED]
    shown.reload()
    shown.wait_for_selector(".turn.refused")
    assert questions(shown) == [REFUSED]


def test_a_question_asked_while_old_turns_come_back_keeps_its_place(shown: Any) -> None:
    ask(shown, QUESTION)
    ask(shown, GRADES)
    held: list[Any] = []

    def hold(route: Any) -> None:
        asked = b"restore" in (route.request.post_data_buffer or b"")
        held.append(route) if asked and not held else route.continue_()

    shown.route(re.compile("component_server"), hold)
    shown.reload()
    shown.wait_for_selector(".turn.waiting")
    assert questions(shown) == [QUESTION, GRADES] and "正在恢复" in shown.inner_text(".turns")
    begin(shown, REFUSED)
    shown.wait_for_timeout(300)
    assert questions(shown) == [QUESTION, GRADES, REFUSED]
    held[0].continue_()
    shown.wait_for_selector(".turn.refused")
    assert questions(shown) == [QUESTION, GRADES, REFUSED]
    assert shown.locator(".turn.answered").count() == 2


def test_a_question_under_way_at_a_reload_is_back_in_the_box(shown: Any) -> None:
    shown.evaluate(HOLD, "ask")
    begin(shown, QUESTION)
    shown.reload()
    shown.wait_for_selector(READY)
    assert shown.input_value("#tw-question") == QUESTION


def test_two_tabs_of_one_conversation_agree(shown: Any) -> None:
    ask(shown, QUESTION)
    other = shown.context.new_page()
    other.goto(shown.url)
    other.wait_for_selector(".turn.answered")
    ask(shown, GRADES)
    other.wait_for_function("document.querySelectorAll('.turn.answered').length === 2")
    ask(other, REFUSED)
    shown.wait_for_selector(".turn.refused")
    assert questions(shown) == questions(other) == [QUESTION, GRADES, REFUSED]
    other.click(".records summary")
    other.click("[data-forget]")
    shown.wait_for_function("document.querySelectorAll('.turn').length === 0")
    ask(shown, GRADES)
    shown.reload()
    shown.wait_for_selector(".turn.answered")
    assert questions(shown) == [GRADES]


def test_two_tabs_that_ask_at_one_moment_lose_nothing(shown: Any) -> None:
    ask(shown, QUESTION)
    other = shown.context.new_page()
    other.goto(shown.url)
    other.wait_for_selector(".turn.answered")
    for tab, question in ((shown, GRADES), (other, REFUSED)):
        tab.evaluate(HOLD, "ask")
        tab.fill("#tw-question", question)
        tab.evaluate("document.querySelector('.composer').requestSubmit()")
    shown.evaluate("release()")
    other.evaluate("release()")
    for tab in (shown, other):
        tab.wait_for_function("document.querySelectorAll('.turn.answered, .turn.refused').length === 3")
        tab.wait_for_timeout(300)
        numbers = tab.evaluate("[...document.querySelectorAll('.turn')].map((turn) => turn.dataset.turn)")
        assert sorted(questions(tab)) == sorted([QUESTION, GRADES, REFUSED]) and numbers == ["1", "2", "3"]
    assert questions(shown) == questions(other)
    shown.evaluate(
        "() => { window.sent = []; const call = Tiaowen.call;"
        "Tiaowen.call = (name, data) => { sent.push([name, data]); return call(name, data); }; }"
    )
    for place in (1, 2):
        turn = shown.locator(".turn").nth(place)
        turn.locator("[data-judge=good]").click()
        turn.locator(".judge", has_text="已保存").wait_for()
        other.locator(".turn").nth(place).locator(".judge", has_text="已保存").wait_for()
    judged = shown.evaluate("sent.filter(([name]) => name === 'judge').map(([, { turns }]) => turns.at(-1).q)")
    assert judged == questions(shown)[1:]


def test_the_first_page_begins_at_its_heading_and_keeps_what_is_half_written(shown: Any) -> None:
    shown.set_viewport_size({"width": 1024, "height": 600})
    shown.fill("#tw-question", "写到一")
    shown.reload()
    shown.wait_for_selector(READY)
    assert shown.input_value("#tw-question") == "写到一"
    shown.wait_for_timeout(500)
    assert shown.evaluate("document.querySelector('.scroller').scrollTop") == 0


def test_a_new_conversation_keeps_the_old_one(page: Any) -> None:
    ask(page, QUESTION)
    ask(page, REFUSED)
    page.click("[data-new]")
    assert questions(page) == []
    assert page.locator(".earlier li").all_inner_texts()[0].split("\n")[0] == QUESTION
    healthy(page)
    ask(page, GRADES)
    page.click("[data-new]")
    assert page.locator(".earlier li").count() == 2
    page.locator(".earlier button", has_text=QUESTION).click()
    page.wait_for_selector(".turn.refused")
    assert questions(page) == [QUESTION, REFUSED]
    healthy(page)
    assert violations(page) == []


def test_after_a_refusal_the_source_panel_shows_no_other_answer(shown: Any) -> None:
    ask(shown, QUESTION)
    shown.wait_for_selector(".reader .text mark")
    ask(shown, REFUSED)
    shown.wait_for_selector('#tw[data-doc="none"]')
    ask(shown, QUESTION)
    shown.wait_for_selector(".reader .text mark")
    shown.click(".records summary")
    shown.click("[data-forget]")
    assert shown.locator(".reader").is_hidden()


def test_a_judgement_is_remembered_after_a_reload(shown: Any) -> None:
    ask(shown, REFUSED)
    shown.click("[data-judge=good]")
    shown.wait_for_function("document.querySelector('.judge').textContent.includes('已保存')")
    shown.reload()
    shown.wait_for_selector(".turn.refused")
    assert shown.locator("[data-judge]").count() == 0 and "已保存" in shown.inner_text(".judge")
