"""Logging in and out in a real Chromium, at two widths and in both themes; a page of our own and not Gradio's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.browser_tools import LOOKS, ask, noting, real_index, serving
from tests.support.page_checks import healthy, violations

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def guarded(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real page with a name and a password for every look: wrong passwords are counted by name."""
    folder = tmp_path_factory.mktemp("login")
    users = [part for width, theme in LOOKS for part in ("--auth", f"{width}{theme}:口令 1")]
    users += ["--auth", "迟到:口令 1"]
    with serving(real_index(folder), folder / "server.log", "--no-records", *users) as where:
        yield where


def log_in(page: Any, name: str, password: str) -> None:
    page.fill("[name=username]", name)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_who_has_the_password_comes_in_and_goes_out(browser: Any, guarded: str, width: int, theme: str) -> None:
    name = f"{width}{theme}"
    with noting(browser, guarded, width, theme=theme, expected="status of 400") as page:
        page.goto(guarded)
        assert "登录条文" in page.inner_text("h1") and "考核办法" not in page.content()
        assert page.evaluate("document.activeElement.name") == "username"
        healthy(page)
        assert violations(page) == []
        log_in(page, name, "口令")
        page.wait_for_selector(".notice:not([hidden])")
        assert "名字或口令不对" in page.inner_text(".notice")
        healthy(page)
        assert violations(page) == []
        page.click("[data-language]")
        assert "Name or password is wrong" in page.inner_text(".notice") and "登录" not in page.inner_text("main")
        page.click("[data-language]")
        log_in(page, name, "口令 1")
        page.wait_for_selector("#tw[data-ready]")
        ask(page, "基层党组织每年至少要组织几次党史学习？")
        assert page.locator(".citation").count() > 0
        healthy(page)
        assert violations(page) == []
        for _ in "zh", "en":
            bar = page.locator(".bar")
            assert bar.evaluate("e => e.scrollWidth <= e.clientWidth")
            words = [button.evaluate("e => e.scrollHeight <= e.clientHeight") for button in bar.locator("button").all()]
            assert all(words), "a word of the bar is broken or cut"
            page.click("[data-language]")
        page.click(".settings a")
        page.wait_for_selector("[name=username]")
        page.reload()
        assert page.locator("[name=username]").is_visible()


def test_after_ten_wrong_passwords_the_right_one_has_to_wait(browser: Any, guarded: str) -> None:
    with noting(browser, guarded, 1440, expected="status of 400") as page:
        page.goto(guarded)
        for number in range(11):
            with page.expect_response("**/login"):
                log_in(page, "迟到", "口令 1" if number == 10 else f"{number}")
            page.wait_for_selector(".notice:not([hidden])")
        assert "等一分钟" in page.inner_text(".notice")
