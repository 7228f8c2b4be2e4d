"""python docs/screenshots.py: takes the screenshots of the README from the real page over the real index."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.support.browser_tools import ask, chromium, chromium_browser, opened, serving  # noqa: E402

QUESTION = "基层党组织每年至少要组织几次党史学习？"
REFUSED = "火星上的氧气含量是多少？"
LIST = "考核办法有哪些章？"
DESK, WIDE, PHONE = (1280, 800), (1440, 900), (360, 780)
UPLOAD = """海川市城市公园管理办法

（2023年5月6日海川市人民政府第12次常务会议通过）

第一条 为了加强城市公园管理，改善人居环境，制定本办法。

第二条 城市公园每日开放时间不得少于十四小时。

第四条 本办法自2023年7月1日起施行。
"""
COLOURS = 200


def save(page: Any, name: str) -> None:
    """A screenshot with few colours: flat pages lose nothing visible and take a third of the space."""
    from PIL import Image

    page.wait_for_timeout(400)
    path = ROOT / "docs" / f"screenshot-{name}.png"
    page.screenshot(path=path)
    Image.open(path).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def open_source(page: Any) -> None:
    page.locator(".answer .ref, .citation [data-open]").first.click()
    page.wait_for_selector(".reader .cited-block, .reader .cited")
    page.mouse.move(0, 0)


def answer(browser: Any, address: str, size: tuple[int, int], theme: str, name: str) -> None:
    with opened(browser, address, *size, theme=theme) as page:
        ask(page, QUESTION)
        if size == PHONE:
            save(page, f"phone-answer-{theme}")
        open_source(page)
        save(page, name)


def main() -> int:
    if chromium() is None:
        sys.stderr.write("需要 Chromium：apt-get install chromium fonts-noto-cjk\n")
        return 1
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(ROOT / "index", Path(folder) / "log", "--no-records", "--added", f"{folder}/added") as address,
        chromium_browser() as browser,
    ):
        with opened(browser, address, *DESK) as page:
            save(page, "start")
        for theme in ("light", "dark"):
            answer(browser, address, DESK, theme, f"answer-{theme}")
            answer(browser, address, PHONE, theme, f"phone-source-{theme}")
        with opened(browser, address, *DESK) as page:
            ask(page, REFUSED)
            save(page, "refusal")
            page.click('.bar nav [data-view="library"]')
            page.locator(".library li", has_text="考核办法").first.locator("button").click()
            page.wait_for_selector(".reader .text .unit")
            page.click("[data-raw]")
            page.wait_for_selector(".raw-pane li")
            save(page, "library")
            page.click("[data-adding]")
            page.set_input_files(
                "#tw-files", {"name": "公园.txt", "mimeType": "text/plain", "buffer": UPLOAD.encode("gb18030")}
            )
            page.wait_for_selector(".report:not([hidden])")
            save(page, "add")
        with opened(browser, address, *WIDE, theme="dark") as page:
            ask(page, LIST)
            save(page, "list")
        with opened(browser, address, *PHONE) as page:
            page.click('.bar nav [data-view="library"]')
            save(page, "phone-library")
            page.click('.bar nav [data-view="batch"]')
            table = f"编号,问题\n1,{QUESTION}\n2,{REFUSED}\n"
            page.set_input_files("#tw-table", {"name": "问题.csv", "mimeType": "text/csv", "buffer": table.encode()})
            page.click("[data-batch-run]")
            page.wait_for_selector(".result:not([hidden])")
            save(page, "phone-batch")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
