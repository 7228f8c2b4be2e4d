"""The Gradio page: one HTML component that holds the shell, the scripts and styles, and the named endpoints."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr
from starlette.middleware import Middleware

from page.access import BasicAuth, Users
from page.api import add_endpoints
from page.current import Current
from page.feedback import FeedbackStore
from page.library import Shelf
from page.line import LONGEST
from page.login import LoginPage
from page.origin import Changes
from page.policy import Closed, LimitedBody, OwnHostOnly
from page.service import Service
from page.shell import shell
from page.texts import TITLE
from tiaowen import Assistant
from tiaowen.library.library import Library

HERE = Path(__file__).parent
STYLES = ("theme.css", "talk.css", "reader.css", "batch.css", "library.css", "print.css")
SCRIPTS = ("shell.js", "talks.js", "talk.js", "reader.js", "why.js", "judge.js", "batch.js", "library.js")
MCP_PATH = "/gradio_api/mcp"

# System fonts only: a web font would be a request to another host.
_SANS = ("system-ui", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "sans-serif")


def build(
    assistant: Assistant,
    records: Path | None = None,
    longest_line: int = LONGEST,
    library: Library | None = None,
    allowed: Changes = Changes.NOBODY,
    login: bool = False,
) -> gr.Blocks:
    """The page over `assistant`, not yet launched. `records`: the file for readers' judgements, None to keep none;
    `longest_line`: how many questions may wait.

    `library`: the files behind its index; `allowed`: who may add to them and remove what was added. `login`: whether
    its readers have logged in and may want to log out.
    """
    shelf = Shelf(library, allowed)
    service = Current(Service(assistant, FeedbackStore(records) if records else None, longest_line), shelf)
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as page:
        gr.HTML(
            value=shell(assistant.corpus.documents, records is not None, shelf.allowed is not Changes.NOBODY, login),
            js_on_load="window.Tiaowen.start(element, server, upload)",
            apply_default_css=False,
            server_functions=service.functions(),
        )
        add_endpoints(service)
    return page


def launch_options(users: Users | None = None, mcp: bool = False) -> dict[str, Any]:
    """What `Blocks.launch` needs for this page: own looks, no footer, no traceback in the browser; a login for `users`;
    with `mcp`, the endpoints as tools."""
    styles = "".join((HERE / name).read_text(encoding="utf-8") for name in STYLES)
    scripts = "".join((HERE / name).read_text(encoding="utf-8") for name in SCRIPTS)
    middleware = [Middleware(LimitedBody), Middleware(OwnHostOnly), Middleware(Closed)]
    if users:
        middleware += [Middleware(BasicAuth, users, MCP_PATH), Middleware(LoginPage)]
    return {
        "theme": gr.themes.Base(font=list(_SANS), font_mono=["ui-monospace", "monospace"]),
        "head": f"<style>{styles}</style><script>{scripts}</script>",
        "footer_links": [],
        "show_error": False,
        "run_history": False,
        "pwa": False,
        "enable_monitoring": False,
        "app_kwargs": {"middleware": middleware},
        "auth": users.login if users else None,
        "mcp_server": mcp,
        "max_file_size": "20mb",
        "favicon_path": str(HERE / "icon.svg"),
    }
