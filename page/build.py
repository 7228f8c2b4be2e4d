"""The Gradio page: one HTML component that holds the shell, the scripts and styles, and the named endpoints."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr
from starlette.middleware import Middleware

from page.api import add_endpoints
from page.current import Current
from page.feedback import FeedbackStore
from page.library import Shelf
from page.origin import Changes
from page.policy import OwnHostOnly
from page.service import Service
from page.shell import shell
from page.texts import TITLE
from tiaowen import Assistant
from tiaowen.library import Library

HERE = Path(__file__).parent
STYLES = ("theme.css", "talk.css", "reader.css", "batch.css", "library.css")
SCRIPTS = ("shell.js", "talk.js", "reader.js", "judge.js", "batch.js", "library.js")

# System fonts only: a web font would be a request to another host.
_SANS = ("system-ui", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "sans-serif")


def build(
    assistant: Assistant,
    records: Path | None = None,
    library: Library | None = None,
    allowed: Changes = Changes.NOBODY,
) -> gr.Blocks:
    """The page over `assistant`, not yet launched. `records`: the file for readers' judgements, None to keep none.

    `library`: the files behind its index; `allowed`: who may add to them and remove what was added.
    """
    shelf = Shelf(library, allowed)
    service = Current(Service(assistant, FeedbackStore(records) if records else None), shelf)
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as page:
        gr.HTML(
            value=shell(assistant.corpus.documents, records is not None, shelf.allowed is not Changes.NOBODY),
            js_on_load="window.Tiaowen.start(element, server, upload)",
            apply_default_css=False,
            server_functions=service.functions(),
        )
        add_endpoints(service)
    return page


def launch_options() -> dict[str, Any]:
    """What `Blocks.launch` needs for this page: own looks, no share link, no footer, no traceback in the browser."""
    styles = "".join((HERE / name).read_text(encoding="utf-8") for name in STYLES)
    scripts = "".join((HERE / name).read_text(encoding="utf-8") for name in SCRIPTS)
    return {
        "theme": gr.themes.Base(font=list(_SANS), font_mono=["ui-monospace", "monospace"]),
        "head": f"<style>{styles}</style><script>{scripts}</script>",
        "footer_links": [],
        "show_error": False,
        "run_history": False,
        "pwa": False,
        "enable_monitoring": False,
        "app_kwargs": {"middleware": [Middleware(OwnHostOnly)]},
        "max_file_size": "20mb",
        "favicon_path": str(HERE / "icon.svg"),
    }
