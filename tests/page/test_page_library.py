"""Adding and removing documents in a real Chromium, served by the real `app.py` over a copy of the real index."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.browser_tools import LOOKS, ROOT, ask, chromium, chromium_browser, opened, serving
from tests.support.page_checks import healthy, violations

pytestmark = pytest.mark.browser

CITY = "海川市城市公园管理办法"
QUESTION = "城市公园每日开放时间不得少于多少小时？"
WORDS = "城市公园每日开放时间不得少于十四小时"


def park(city: str = "海川市") -> str:
    return f"""{city}城市公园管理办法

（2023年5月6日{city}人民政府第12次常务会议通过）

第一条 为了加强城市公园管理，改善人居环境，制定本办法。

第二条 城市公园每日开放时间不得少于十四小时。

第三条 在城市公园内有下列行为之一的，由园林绿化主管部门处五十元以上五百元以下罚款：
（一）攀折花木的；
（二）在禁烟区吸烟的。

第五条 本办法自2023年7月1日起施行。
"""


def file(name: str, data: bytes) -> dict[str, Any]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


@dataclass
class Place:
    """A library of its own."""

    index: Path
    added: Path
    log: Path

    def serving(self, *options: str) -> Any:
        return serving(self.index, self.log, "--no-records", "--added", str(self.added), *options)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    if chromium() is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing, and a check in CI must not pass without the browser tests")
        pytest.skip("needs a Chromium: apt-get install chromium")
    folder = tmp_path_factory.mktemp("library")
    from tiaowen import build_index

    if (ROOT / "index" / "current").exists():
        shutil.copytree(ROOT / "index", folder / "index")
    build_index(ROOT / "data" / "sources", folder / "index")
    return Place(folder / "index", folder / "added", folder / "server.log")


@pytest.fixture(scope="module")
def address(place: Place) -> Iterator[str]:
    with place.serving() as where:
        yield where


@pytest.fixture(scope="module")
def browser(place: Place) -> Iterator[Any]:
    with chromium_browser() as running:
        yield running


def offer(page: Any, *files: dict[str, Any]) -> None:
    """Opens the dialog and chooses files; returns when the report is there."""
    page.click('.bar nav [data-view="library"]')
    page.click("[data-adding]")
    page.set_input_files("#tw-files", list(files))
    page.wait_for_selector(".report:not([hidden])")


def examples(page: Any) -> set[str]:
    """The documents that the start view has examples of."""
    return {str(element.evaluate("e => e.textContent")) for element in page.locator(".examples .of").all()}


def confirm(page: Any) -> None:
    page.click("[data-adding-confirm]")
    page.wait_for_selector(".entered:not([hidden])")


def remove(page: Any, name: str) -> None:
    row = page.locator(".added", has_text=name).first
    row.locator("[data-removal]").click()
    row.locator("[data-remove]").click()
    page.wait_for_selector(".toast.on")
    page.wait_for_function(
        "n => ![...document.querySelectorAll('.added')].some(e => e.textContent.includes(n))", arg=name
    )


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_a_document_comes_is_asked_about_and_goes(
    browser: Any, address: str, place: Place, width: int, theme: str
) -> None:
    with opened(browser, address, width, theme=theme) as page:
        ask(page, QUESTION)
        assert page.locator(".turn").last.locator(".refusal-head").inner_text() == "未作答"
        before = page.locator(".choices label").count()
        page.click('.bar nav [data-view="library"]')
        page.click("[data-adding]")
        healthy(page)
        assert violations(page) == []
        page.keyboard.press("Escape")
        offer(page, file("公园.txt", park().encode("gb18030")), file("照片.txt", b"\x89PNG\r\n\x1a\n"))
        report = page.inner_text(".report")
        assert CITY in report and "条 4" in report and "2023-05-06" in report and "全部归入条文" in report
        assert "第三条之后是第五条，缺第四条" in report
        assert "照片.txt" in report and "PNG 图片" in report
        assert place.added.is_dir() is False or list(place.added.iterdir()) == []
        healthy(page)
        assert violations(page) == []
        confirm(page)
        healthy(page)
        assert violations(page) == []
        page.locator("[data-entered]").click()
        page.wait_for_selector(".reader .text .unit")
        assert CITY in page.inner_text(".reader-title h2")
        page.wait_for_function("document.querySelector('.reader .audit, .reader .about')")
        if width < 1024:
            page.click("[data-close]")
        row = page.locator(".library li", has_text=CITY)
        assert "法规" in row.inner_text() and "4 条" in row.inner_text() and "2023-05-06" in row.inner_text()
        row.locator("[data-removal]").click()
        assert CITY in row.locator(".confirm").inner_text()
        healthy(page)
        assert violations(page) == []
        row.locator("[data-removal-cancel]").click()
        page.fill("#tw-find", "海川公园办法 2条")
        page.press("#tw-find", "Enter")
        page.wait_for_selector(".reader .cited-block, .reader .cited")
        assert page.inner_text(".where") == "第二条"
        if width < 1024:
            page.click("[data-close]")
        page.click('.bar nav [data-view="ask"]')
        assert CITY in examples(page)
        page.click(".scope summary")
        assert page.locator(".choices label").count() == before + 1
        page.locator(".choices label", has_text=CITY).click()
        page.keyboard.press("Escape")
        ask(page, QUESTION)
        turn = page.locator(".turn").last
        assert WORDS in turn.locator(".answer").inner_text()
        assert f"《{CITY}》第二条" in turn.locator(".citation").first.inner_text()
        assert "公园.txt" in turn.locator(".citation").first.inner_text()
        if width < 1024 and page.locator("[data-close]").is_visible():
            page.click("[data-close]")
        page.click('.bar nav [data-view="library"]')
        page.fill("#tw-find", "")
        remove(page, "公园.txt")
        assert page.locator(".library li", has_text=CITY).count() == 0
        assert CITY not in examples(page)
        page.click('.bar nav [data-view="ask"]')
        assert page.locator(".choices label").count() == before
        ask(page, QUESTION)
        assert page.locator(".turn").last.locator(".refusal-head").inner_text() == "未作答"
        assert list(place.added.iterdir()) == []


def test_other_tabs_follow_what_comes_and_goes(browser: Any, address: str) -> None:
    with opened(browser, address) as page:
        other = page.context.new_page()
        other.goto(address)
        other.wait_for_selector(".library li", state="attached")
        before = other.locator(".choices label").count()
        offer(page, file("园林.txt", park("青岚市").encode()))
        confirm(page)
        there = """n => [...document.querySelectorAll('.choices label')]
            .filter((label) => label.textContent.includes('青岚市')).length === n"""
        other.wait_for_function(there, arg=1)
        assert other.locator(".library li", has_text="青岚市").count() == 1
        assert other.locator(".choices label").count() == before + 1
        page.click("dialog [data-adding-close] >> nth=0")
        remove(page, "园林.txt")
        other.wait_for_function(there, arg=0)
        # What the terminal has changed is seen when the tab is looked at again.
        other.evaluate(
            """() => { window.asked = 0; const call = Tiaowen.call;
              Tiaowen.call = (...all) => { asked++; return call(...all); }; }"""
        )
        other.evaluate("dispatchEvent(new Event('focus'))")
        assert other.evaluate("asked") == 1


def test_an_archive_says_that_it_leaves_as_a_whole(browser: Any, address: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("甲.txt", park("临江市"))
        archive.writestr("乙.md", park("江北市"))
        archive.writestr("丙.pdf", b"%PDF-1.4 broken")
    with opened(browser, address) as page:
        offer(page, file("../../合集.zip", packed.getvalue()))
        report = page.inner_text(".report")
        assert "1 个来源文件，读出 2 部文件" in report and "丙.pdf" in report
        confirm(page)
        page.locator("dialog [data-adding-close]").last.click()
        row = page.locator(".library li", has_text="临江市").first
        row.locator("[data-removal]").click()
        said = row.locator(".confirm").inner_text()
        assert "2 部文件" in said and "江北市城市公园管理办法" in said
        row.locator("[data-removal-cancel]").click()
        remove(page, "合集.zip")
        assert page.locator(".library li", has_text="江北市").count() == 0


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_what_cannot_be_read_is_refused_and_the_rest_goes_on(
    browser: Any, address: str, width: int, theme: str
) -> None:
    with opened(browser, address, width, theme=theme) as page:
        offer(page, file("坏.pdf", b"%PDF-1.4 broken"), file("空.txt", b""), file("../../图.docx", b"\x89PNG\r\n"))
        report = page.inner_text(".report")
        assert all(name in report for name in ("坏.pdf", "空.txt", "图.docx")) and "../" not in report
        assert page.locator("[data-adding-confirm]").is_hidden()
        healthy(page)
        assert violations(page) == []
        page.set_input_files("#tw-files", [file(f"{number}.txt", b"x") for number in range(51)])
        page.wait_for_selector("dialog .notice:not([hidden])")
        assert "最多 50 个" in page.inner_text("dialog .notice")
        healthy(page)
        assert violations(page) == []


def test_nothing_enters_without_a_confirmation(browser: Any, address: str, place: Place) -> None:
    with opened(browser, address) as page:
        count = page.locator(".library li").count()
        offer(page, file("公园.txt", park().encode()))
        page.keyboard.press("Escape")
        page.reload()
        page.wait_for_selector(".library li", state="attached")
        assert page.locator(".library li").count() == count
        assert not place.added.is_dir() or list(place.added.iterdir()) == []


def test_names_and_texts_of_files_are_not_markup(browser: Any, address: str) -> None:
    evil = "<img src=x onerror=window.hit=1>"
    with opened(browser, address) as page:
        offer(page, file(f"{evil}.txt", park(evil).encode()), file(f"{evil}.png", b"\x89PNG"))
        assert page.locator("dialog img").count() == 0
        confirm(page)
        page.locator("dialog [data-adding-close]").last.click()
        assert page.locator(".shelf img, .choices img").count() == 0 and page.evaluate("window.hit") is None
        remove(page, ".txt")


def test_the_language_switches_in_the_dialog_too(browser: Any, address: str) -> None:
    with opened(browser, address) as page:
        page.click("[data-language]")
        offer(page, file("公园.txt", park().encode()))
        assert "Add to the library" in page.inner_text("dialog") and "放入文库" not in page.inner_text("dialog")
        assert "1 source file with 1 document" in page.inner_text(".report")
        healthy(page)


def test_a_question_from_another_page_is_not_disturbed(browser: Any, address: str) -> None:
    with opened(browser, address) as one, opened(browser, address) as other:
        offer(one, file("公园.txt", park().encode()))
        one.click("[data-adding-confirm]")
        for question in ("考核办法第44条第3项怎么规定？", "基层党组织每年至少要组织几次党史学习？"):
            ask(other, question)
            assert other.locator(".turn").last.locator(".citation").count() > 0
        one.wait_for_selector(".entered:not([hidden])")
        one.locator("dialog [data-adding-close]").last.click()
        ask(other, QUESTION)
        assert WORDS in other.locator(".turn").last.inner_text()
        other.click('.bar nav [data-view="library"]')
        remove(one, "公园.txt")


def test_what_was_added_is_there_after_a_restart(browser: Any, place: Place) -> None:
    with place.serving() as where, opened(browser, where) as page:
        offer(page, file("公园.txt", park().encode()))
        confirm(page)
    check = subprocess.run(
        [sys.executable, "-m", "tiaowen", "documents", "--json", "--index", place.index, "--added", place.added],
        cwd=ROOT,
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert CITY in check.stdout.decode()
    with place.serving() as where, opened(browser, where) as page:
        ask(page, QUESTION)
        assert WORDS in page.inner_text(".answer")
        page.click('.bar nav [data-view="library"]')
        remove(page, "公园.txt")


def call(address: str, name: str, data: object, **headers: str) -> dict[str, Any]:
    with urllib.request.urlopen(f"{address}/config") as config:
        component = next(c["id"] for c in json.load(config)["components"] if c["type"] == "html")
    body = {"session_hash": "x", "component_id": component, "fn_name": name, "data": data}
    request = urllib.request.Request(
        f"{address}/gradio_api/component_server/",
        json.dumps(body).encode(),
        {"Content-Type": "application/json", **{key.replace("_", "-"): value for key, value in headers.items()}},
    )
    with urllib.request.urlopen(request) as reply:
        answer: dict[str, Any] = json.load(reply)
        return answer


def test_another_site_cannot_change_the_library(address: str) -> None:
    begin = {"files": [{"name": "a.txt", "size": 1}]}
    assert "upload" in call(address, "library_begin", begin)
    assert "别的网站" in call(address, "library_begin", begin, Sec_Fetch_Site="cross-site")["notice"]
    assert "只能阅读" in call(address, "library_begin", begin, Host="evil.example")["notice"]


def test_a_page_to_read_only_offers_no_change(browser: Any, place: Place) -> None:
    with place.serving("--read-only") as where:
        with opened(browser, where) as page:
            page.click('.bar nav [data-view="library"]')
            assert page.locator("[data-adding], [data-removal], dialog").count() == 0
            healthy(page)
        assert "只能阅读" in call(where, "library_begin", {"files": [{"name": "a.txt", "size": 1}]})["notice"]
        assert "只能阅读" in call(where, "library_remove", {"file": "a.txt"})["notice"]
