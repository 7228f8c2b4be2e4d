"""The page on which people log in: our words and looks in place of Gradio's. Whether a password fits, `access` says."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from pathlib import Path

from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from page.texts import TITLE, say

HERE = Path(__file__).parent

_PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>{style}</style><script>{script}</script></head>
<body><div id="tw" class="login"><main><form>
<h1><span class="seal" aria-hidden="true">条</span>{welcome}</h1>
<label><span>{name}</span><input name="username" autocomplete="username" required></label>
<label><span>{password}</span><input name="password" type="password" autocomplete="current-password" required></label>
<p class="notice" role="alert" hidden><span class="wrong">{wrong}</span><span class="silent">{silent}</span></p>
<button type="submit" class="send">{enter}</button>
<button type="button" data-language>{language}</button>
</form></main></div></body></html>"""


def login_page() -> str:
    """The whole document: it asks for nothing else but `login` itself."""
    style = "".join((HERE / name).read_text("utf-8") for name in ("theme.css", "login.css"))
    words = {key: say(f"login_{key}") for key in ("welcome", "name", "password", "wrong", "silent", "enter")}
    script = (HERE / "login.js").read_text("utf-8")
    return _PAGE.format(title=TITLE, style=style, script=script, language=say("language"), **words)


class LoginPage:
    """ASGI middleware: who asks for the page and is nobody that Gradio knows gets this one."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._page = login_page()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == "/" and scope["method"] == "GET" and not _known(scope):
            page = HTMLResponse(self._page, headers={"Cache-Control": "no-store"})
            await page(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _known(scope: Scope) -> bool:
    """As Gradio itself decides it: a cookie with a token that its login has given out."""
    cookies: SimpleCookie = SimpleCookie()
    for key, value in scope["headers"]:
        if key.lower() == b"cookie":
            try:
                cookies.load(value.decode("latin-1"))
            except CookieError:
                continue
    server = scope["app"]
    names = [f"access-token-{server.cookie_id}", f"access-token-unsecure-{server.cookie_id}"]
    return any(name in cookies and cookies[name].value in server.tokens for name in names)
