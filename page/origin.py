"""Who may change the library: people on this machine, or people who have logged in; never another site's page.

A page of another site may send a request to this one with the reader's browser. A browser says so in `Sec-Fetch-Site`
(W3C Fetch Metadata), which no script can set. It does not where the other site's name was made to point to this machine
(DNS rebinding): without a login the request must therefore ask for this machine by a name of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from ipaddress import ip_address
from urllib.parse import urlsplit

from tiaowen.errors import TiaowenError


class Changes(Enum):
    """Who may change the library."""

    NOBODY = "nobody"
    HERE = "here"  # who asks for this machine by a name of its own: localhost, 127.0.0.1
    EVERYBODY = "everybody"  # who can open the page at all, which takes a login


def changes(read_only: bool, host: str, share: bool, login: bool) -> Changes:
    """What follows from the options of `app.py`: the host it listens on, whether it is shared, whether one logs in."""
    if read_only:
        return Changes.NOBODY
    if login:
        return Changes.EVERYBODY
    return Changes.HERE if is_local(host) and not share else Changes.NOBODY


def is_local(host: str) -> bool:
    """Whether a name or address, without a port, means this machine and no other."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def check(allowed: Changes, headers: Mapping[str, str]) -> None:
    """Raises TiaowenError where a request with these headers, by lower-case name, may not change the library."""
    if allowed is Changes.NOBODY:
        raise TiaowenError("可以改动的文库", "这里的文库只能阅读", "在本机上打开，或启动时用 --auth 要求登录")
    if headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        raise TiaowenError("来自本网页的请求", "请求来自别的网站", "在条文的网页里操作")
    try:
        name = urlsplit(f"//{headers.get('host', '')}").hostname or ""
    except ValueError:
        name = ""
    if allowed is Changes.HERE and not is_local(name):
        raise TiaowenError(
            "从本机打开的网页", "这里的文库只能阅读", "用 http://127.0.0.1 打开，或启动时用 --auth 要求登录"
        )
