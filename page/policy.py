"""What holds for every request: headers that keep the browser on this host, a limit to its size, closed doors."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Gradio evaluates its templates and puts styles into the page, hence the two "unsafe" words; neither lets a word of
# a document run, because documents reach the page as escaped text only.
POLICY = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class OwnHostOnly:
    """ASGI middleware that adds the headers to every response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, with_headers)


UNUSED = ("/gradio_api/upload", "/gradio_api/process_recording", "/gradio_api/proxy=", "/gradio_api/deep_link")
"""Doors of Gradio's that this page does not use: files of its users come with a call, and none is kept for others."""


class Closed:
    """ASGI middleware that answers 404 for the routes in `UNUSED`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(UNUSED):
            await PlainTextResponse("没有这个地址", status_code=404)(scope, receive, send)
            return
        await self.app(scope, receive, send)


MAX_BODY = 32 * 1024 * 1024
"""Bytes of a request: the largest upload (20 MB) as base64, and room for what goes around it."""


class _TooMuchError(Exception):
    """A body without a declared length has outgrown the limit."""


class LimitedBody:
    """ASGI middleware that refuses a request whose body is too large, before it is read into memory."""

    def __init__(self, app: ASGIApp, most: int = MAX_BODY) -> None:
        self.app, self._most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        declared = next((value for key, value in scope["headers"] if key.lower() == b"content-length"), b"0")
        refusal = PlainTextResponse(f"请求不能超过 {self._most // 2**20} MB", status_code=413)
        if not declared.isdigit() or int(declared) > self._most:
            await _discard(receive, self._most * 8)
            await refusal(scope, receive, send)
            return
        taken, begun = 0, False

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._most:
                raise _TooMuchError
            return message

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, counted, noted)
        except _TooMuchError:
            if not begun:
                await _discard(receive, self._most * 8)
                await refusal(scope, receive, send)


async def _discard(receive: Receive, most: int) -> None:
    """Lets a body pass without keeping it: who is still sending reads no answer. Very large ones are cut off."""
    more = True
    while more and most > 0:
        message = await receive()
        most -= len(message.get("body", b""))
        more = message.get("more_body", False)
