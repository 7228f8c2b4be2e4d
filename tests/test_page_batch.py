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
from page_checks import healthy, violations

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


def test_a_running_batch_shows_its_progress_and_can_be_stopped(page: Any) -> None:
    rows = "".join(f"第{number}个单位年度考核的优秀比例是多少？\n" for number in range(1, 3001))
    upload(page, "long.txt", rows.encode())
    page.wait_for_selector(".recognised:not([hidden])")
    assert "3000 行" in page.inner_text(".recognised .facts")
    page.click("[data-batch-run]")
    page.wait_for_function("document.querySelector('.progress progress').value > 0")
    healthy(page)
    done, total = re.findall(r"\d+", page.inner_text(".progress .count"))
    assert 0 < int(done) < int(total) == 3000
    page.click("[data-batch-cancel]")
    page.wait_for_selector(".batch .notice:not([hidden])")
    assert "已停止" in page.inner_text(".batch .notice") and page.locator(".batch .progress").is_hidden()
    healthy(page)
    upload(page, "short.txt", f"{QUESTION}\n".encode())  # and then another one runs as if nothing had been
    page.wait_for_selector(".recognised:not([hidden])")
    assert page.locator(".batch .notice").is_hidden()
    page.click("[data-batch-run]")
    page.wait_for_selector(".result:not([hidden])")
    assert page.locator(".result td.state").all_inner_texts() == ["已作答"]


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
