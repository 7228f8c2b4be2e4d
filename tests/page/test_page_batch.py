"""The batch view in a real Chromium: a table in, its answers out, at two widths and in both themes."""

from __future__ import annotations

import io
import json
import re
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.page_checks import healthy, violations

pytestmark = pytest.mark.browser

QUESTION = "基层党组织每年至少要组织几次党史学习？"
ANSWER = "每年至少组织1次以党史为主要内容的学习或者主题党日"
REFUSED = "火星上的氧气含量是多少？"


def upload(page: Any, name: str, content: bytes) -> None:
    page.click('.bar nav [data-view="batch"]')
    page.set_input_files("#tw-table", {"name": name, "mimeType": "application/octet-stream", "buffer": content})


def test_a_table_of_questions_becomes_a_table_of_answers(page: Any, tmp_path: Path) -> None:
    table = f"部门,问题\n办公室,{QUESTION}\n人事处,{REFUSED}\n人事处,？！\n".encode("gb18030")
    upload(page, "问题 <b>.csv", table)
    page.wait_for_selector(".recognised:not([hidden])")
    assert "3 行" in page.inner_text(".recognised .facts") and "人事处" in page.inner_text(".recognised .preview")
    assert "问题列是“问题”" in page.inner_text(".recognised .facts")
    healthy(page)
    assert violations(page) == []
    page.click("[data-batch-run]")
    page.wait_for_selector(".result:not([hidden])")
    assert page.locator(".result td.state").all_inner_texts() == ["已作答", "未作答", "出错"]
    healthy(page)
    assert violations(page) == []
    for form in ("xlsx", "csv", "jsonl"):
        with page.expect_download() as download:
            page.click(f'[data-batch-get="{form}"]')
        saved = tmp_path / f"answers.{form}"
        download.value.save_as(saved)
        assert saved.stat().st_size > 0
    assert ANSWER in (tmp_path / "answers.csv").read_text("utf-8-sig")
    assert len((tmp_path / "answers.jsonl").read_text("utf-8").splitlines()) == 3
    cells = [cell for row in openpyxl.load_workbook(tmp_path / "answers.xlsx").active.values for cell in row]
    assert any(ANSWER in str(cell) for cell in cells)


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in (["编号", "问题"], [1, QUESTION], [2, REFUSED]):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


KINDS = {
    "xlsx": workbook(),
    "jsonl": "".join(json.dumps({"question": q}, ensure_ascii=False) + "\n" for q in (QUESTION, REFUSED)).encode(),
    "txt": f"{QUESTION}\n{REFUSED}\n".encode(),
}


def test_every_kind_of_table_is_recognised(page: Any) -> None:
    for kind, content in KINDS.items():
        upload(page, f"q.{kind}", content)
        page.wait_for_selector(".recognised:not([hidden])")
        assert "2 行" in page.inner_text(".recognised .facts")
        assert QUESTION in page.inner_text(".recognised .preview")
        healthy(page)
        page.click("[data-batch-run]")
        page.wait_for_selector(".result:not([hidden])")
        assert page.locator(".result td.state").all_inner_texts() == ["已作答", "未作答"]
    healthy(page)
    assert violations(page) == []


def test_a_running_batch_shows_its_progress_and_can_be_stopped(page: Any, tmp_path: Path) -> None:
    rows = "".join(f"第{number}个单位年度考核的优秀比例是多少？\n" for number in range(1, 3001))
    upload(page, "long.txt", rows.encode())
    page.wait_for_selector(".recognised:not([hidden])")
    assert "3000 行" in page.inner_text(".recognised .facts")
    page.click("[data-batch-run]")
    page.wait_for_function("document.querySelector('.progress progress').value > 0")
    healthy(page)
    done, total = re.findall(r"\d+", page.inner_text(".progress .count"))
    assert 0 < int(done) < int(total) == 3000
    page.reload()  # the server goes on, and the page finds it again
    if page.locator("#tw[data-view=batch]").count() == 0:
        page.click('.bar nav [data-view="batch"]')
    page.wait_for_selector("[data-batch-cancel]:visible")
    page.click("[data-batch-cancel]")
    assert "正在停止" in page.inner_text(".progress .count") and page.is_disabled("[data-batch-cancel]")
    page.wait_for_selector(".result:not([hidden])")
    said = page.inner_text(".result .facts")
    kept = int(re.search(r"做完前 (\d+) 行，共 3000 行", said)[1])
    assert int(done) <= kept < 3000 and page.locator(".batch .progress").is_hidden()
    for form in ("jsonl", "csv"):
        with page.expect_download() as download:
            page.click(f'[data-batch-get="{form}"]')
        assert f"前{kept}行" in download.value.suggested_filename
        download.value.save_as(tmp_path / form)
    lines = (tmp_path / "jsonl").read_text("utf-8").splitlines()
    assert len(lines) == kept and json.loads(lines[-1])["rows"] == kept
    healthy(page)
    page.reload()
    page.wait_for_selector("#tw[data-ready]")
    page.wait_for_selector(".result:not([hidden])", state="attached")
    upload(page, "short.txt", f"{QUESTION}\n".encode())  # and then another one runs as if nothing had been
    page.wait_for_selector(".recognised:not([hidden])")
    assert page.locator(".batch .notice").is_hidden()
    page.click("[data-batch-run]")
    page.wait_for_selector(".result:not([hidden])")
    assert page.locator(".result td.state").all_inner_texts() == ["已作答"]


def test_choosing_a_file_stops_no_table_that_is_being_answered(page: Any) -> None:
    rows = "".join(f"第{number}个单位年度考核的优秀比例是多少？\n" for number in range(1, 3001))
    upload(page, "long.txt", rows.encode())
    page.wait_for_selector(".recognised:not([hidden])")
    other = page.context.new_page()
    other.goto(page.url)
    other.wait_for_selector("#tw[data-ready]")
    other.wait_for_selector(".recognised:not([hidden])", state="attached")
    page.click("[data-batch-run]")
    page.wait_for_function("document.querySelector('.progress progress').value > 0")
    for tab in (other, page):
        upload(tab, "short.txt", f"{QUESTION}\n".encode())
        tab.wait_for_selector(".toast.on")
        assert "还在作答" in tab.inner_text(".toast")
        tab.wait_for_selector(".batch .progress:not([hidden])")
    page.click("[data-batch-cancel]")
    page.wait_for_selector(".result:not([hidden])")
    assert "做完前" in page.inner_text(".result .facts")


def test_the_same_file_can_be_chosen_again_once_it_is_mended(page: Any, tmp_path: Path) -> None:
    page.click('.bar nav [data-view="batch"]')
    table = tmp_path / "问题.txt"
    table.write_text("", "utf-8")
    page.set_input_files("#tw-table", table)
    page.wait_for_selector(".batch .notice:not([hidden])")
    assert "问题.txt" in page.inner_text(".batch .notice")
    table.write_text(QUESTION, "utf-8")
    page.set_input_files("#tw-table", table)
    page.wait_for_selector(".recognised:not([hidden])")
    assert page.locator(".batch .notice").is_hidden()


def test_a_batch_outlives_a_silence_of_the_server(page: Any) -> None:
    upload(page, "q.txt", "".join(f"第{n}个单位年度考核的优秀比例是多少？\n" for n in range(400)).encode())
    page.wait_for_selector(".recognised:not([hidden])")
    page.click("[data-batch-run]")
    page.wait_for_selector(".progress:not([hidden])")
    page.evaluate(
        "() => { const real = Tiaowen.server.batch_state; window.back = () => { Tiaowen.server.batch_state = real; };"
        "Tiaowen.server.batch_state = () => Promise.reject(); }"
    )
    page.wait_for_selector(".batch .notice:not([hidden])")
    assert page.locator(".batch .progress").is_visible()
    page.evaluate("back()")
    page.wait_for_function("document.querySelector('.batch .notice').hidden")
    assert page.locator(".batch .progress").is_visible() or page.locator(".batch .result").is_visible()
    if page.locator(".batch .progress").is_visible():
        page.click("[data-batch-cancel]")
    page.wait_for_selector(".result:not([hidden])")


def test_the_column_of_the_questions_is_chosen_where_it_is_not_recognised(page: Any, tmp_path: Path) -> None:
    upload(page, "甲 处.csv", f"来信一,来信二\n{QUESTION},{REFUSED}\n{REFUSED},{QUESTION}\n".encode())
    page.wait_for_selector(".recognised:not([hidden])")
    assert page.locator(".batch .notice").is_hidden() and page.is_disabled("[data-batch-run]")
    assert QUESTION in page.inner_text(".recognised .preview")
    healthy(page)
    assert violations(page) == []
    page.select_option("#tw-column", "来信二")
    page.wait_for_function("document.querySelector('.recognised .facts').textContent.includes('来信二')")
    page.select_option("#tw-column", "来信一")
    page.wait_for_function("document.querySelector('.recognised .facts').textContent.includes('“来信一”')")
    page.click("[data-batch-run]")
    page.wait_for_selector(".result:not([hidden])")
    assert page.locator(".result td.state").all_inner_texts() == ["已作答", "未作答"]
    with page.expect_download() as download:
        page.click('[data-batch-get="xlsx"]')
    download.value.save_as(tmp_path / "answers.xlsx")
    cells = [c for sheet in openpyxl.load_workbook(tmp_path / "answers.xlsx") for row in sheet.values for c in row]
    assert "甲_处.csv" in cells


@cache
def bomb() -> bytes:
    """A workbook that is small on the wire and 600 MB once unpacked."""
    stream = io.BytesIO(workbook())
    with (
        zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/more.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(600):
            part.write(bytes(2**20))
    return stream.getvalue()


REFUSED_TABLES = [
    ("a.exe", b"MZ", "csv"),
    ("a.csv", b"", "空"),
    ("a.xlsx", b"PK\x03\x04 no workbook", "xlsx"),
    ("../../a.pdf", b"%PDF", "csv"),
    ("many.txt", b"a\n" * 50_001, "50,000"),
    ("bomb.xlsx", None, "512 MB"),
]


def test_what_cannot_be_read_is_refused_without_a_path(page: Any) -> None:
    for name, content, said in REFUSED_TABLES:
        upload(page, "good.txt", f"{QUESTION}\n".encode())
        page.wait_for_selector(".recognised:not([hidden])")
        upload(page, name, bomb() if content is None else content)
        page.wait_for_selector(".batch .notice:not([hidden])")
        notice = page.inner_text(".batch .notice")
        assert said in notice and not re.search(r"/tmp|/home|\.py|Traceback|Error\b", notice), notice
        assert page.locator(".recognised").is_hidden()
        healthy(page)
    assert violations(page) == []
