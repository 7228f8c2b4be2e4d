"""Who may use the page: names with passwords, given on the command line or as salted hashes in a file.

A line of the file is `name:scrypt$N$r$p$salt$hash` (salt and hash in base64), as `python app.py --hash-password NAME`
prints it. The parameters are those that OWASP's password storage cheat sheet gives for scrypt with 16 MiB of memory.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from collections import OrderedDict, deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from anyio import to_thread
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from tiaowen.errors import TiaowenError

N, R, P = 2**14, 8, 5
SALT_BYTES, HASH_BYTES = 16, 32
MOST_FAILURES, WINDOW = 10, 60.0
"""Wrong passwords for one name within so many seconds; then no other is tried for it until the first is that old."""
MAX_NAMES = 1000  # names whose failures are remembered, so that inventing names fills no memory
MAX_N, MAX_R, MAX_P = 2**17, 16, 16  # a file must not make every login take minutes or gigabytes
LINE = "名字:scrypt$N$r$p$盐$散列"
MAKE_ONE = "用 python app.py --hash-password 名字 生成一行"


class AccessError(TiaowenError):
    """A name, a password or a file of hashes that cannot be used."""


class Hash(NamedTuple):
    """A salted scrypt hash with its cost parameters (RFC 7914)."""

    n: int
    r: int
    p: int
    salt: bytes
    digest: bytes

    @classmethod
    def of(cls, password: str) -> Hash:
        salt = secrets.token_bytes(SALT_BYTES)
        return cls(N, R, P, salt, _scrypt(password, N, R, P, salt, HASH_BYTES))

    @classmethod
    def parse(cls, text: str) -> Hash:
        """The inverse of `str`. Raises ValueError for anything else."""
        name, n, r, p, salt, digest = text.split("$")
        made = cls(int(n), int(r), int(p), _bytes(salt), _bytes(digest))
        power_of_two = made.n > 1 and made.n & (made.n - 1) == 0
        within = made.n <= MAX_N and 1 <= made.r <= MAX_R and 1 <= made.p <= MAX_P
        if name != "scrypt" or not power_of_two or not within or len(made.salt) < 8 or len(made.digest) < 16:
            raise ValueError(text)
        return made

    def __str__(self) -> str:
        salt, digest = (base64.b64encode(part).decode("ascii") for part in (self.salt, self.digest))
        return f"scrypt${self.n}${self.r}${self.p}${salt}${digest}"

    def fits(self, password: str) -> bool:
        """Compared in constant time."""
        return hmac.compare_digest(_scrypt(password, self.n, self.r, self.p, self.salt, len(self.digest)), self.digest)


class Users:
    """Names and hashes. Calling it with a name and a password says whether they belong together."""

    def __init__(self, hashes: Mapping[str, Hash]) -> None:
        self._hashes = dict(hashes)
        self._nobody = Hash.of(secrets.token_hex(16))  # an unknown name takes as long as a wrong password
        self._key = secrets.token_bytes(32)
        self._seen: set[bytes] = set()
        self._failures: OrderedDict[str, deque[float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._hashes)

    async def login(self, name: str, password: str) -> bool:
        """The same without holding up the server meanwhile: a hash takes a noticeable part of a second."""
        return await to_thread.run_sync(self, name, password)

    def __call__(self, name: str, password: str) -> bool:
        # Programs send their password with every request; what was right once need not cost a hash again.
        mark = hmac.digest(self._key, f"{len(name)}:{name}:{password}".encode("utf-8", "replace"), "sha256")
        if mark in self._seen:
            return True
        if self._waits(name):
            return False
        known = name in self._hashes
        right = self._hashes.get(name, self._nobody).fits(password) and known
        if right:
            self._seen.add(mark)
            self._failures.pop(name, None)
        else:
            self._failed(name)
        return right

    def _waits(self, name: str) -> bool:
        """Whether this name has had so many wrong passwords lately that even the right one has to wait."""
        failures = self._failures.get(name)
        return failures is not None and len(failures) == MOST_FAILURES and monotonic() - failures[0] < WINDOW

    def _failed(self, name: str) -> None:
        failures = self._failures.setdefault(name, deque(maxlen=MOST_FAILURES))
        failures.append(monotonic())
        self._failures.move_to_end(name)
        while len(self._failures) > MAX_NAMES:
            self._failures.popitem(last=False)


def read_users(given: Sequence[str]) -> Users | None:
    """The users of the option `--auth`: each value is a file of hashes or name:password. None where none is given.

    Raises AccessError for a malformed value or line, and where a name comes twice.
    """
    hashes: dict[str, Hash] = {}
    for value in given:
        path = Path(value)
        found = _file(path) if path.is_file() else [_pair(value)]
        for name, made in found:
            if name in hashes:
                raise AccessError("每个名字一个口令", f"“{name}”出现了两次", "去掉其中一个")
            hashes[name] = made
    return Users(hashes) if hashes else None


def line_for(name: str, password: str) -> str:
    """A line for the file of hashes. Raises AccessError for a name or password that cannot be used."""
    name = name.strip()
    if not name or ":" in name or name.startswith("#") or any(ord(c) < 32 for c in name):
        raise AccessError("不含冒号、不以 # 开头的名字", repr(name), "换一个名字")
    if not password:
        raise AccessError("一个口令", "口令是空的", "重新输入")
    return f"{name}:{Hash.of(password)}"


def _pair(value: str) -> tuple[str, Hash]:
    name, colon, password = value.partition(":")
    if not colon:
        raise AccessError("用户:口令，或一个存放散列的文件", f"“{value}”，没有这个文件", "检查 --auth 后面的内容")
    if not name.strip() or not password:
        raise AccessError("用户:口令", "用户或口令是空的", "检查 --auth 后面的内容")
    return name.strip(), Hash.of(password)


def _file(path: Path) -> list[tuple[str, Hash]]:
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise AccessError("一个 UTF-8 的散列文件", f"{path.name} 读不出来", "检查文件的编码和权限") from error
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, _, text = line.strip().partition(":")
        try:
            made = Hash.parse(text)
        except (ValueError, binascii.Error) as error:  # what was found is not shown: it may be a password
            raise AccessError(LINE, f"{path.name} 第 {number} 行不是这种写法", MAKE_ONE) from error
        if not name.strip():
            raise AccessError(LINE, f"{path.name} 第 {number} 行没有名字", MAKE_ONE)
        found.append((name.strip(), made))
    if not found:
        raise AccessError(f"至少一行 {LINE}", f"{path.name} 是空的", MAKE_ONE)
    return found


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _scrypt(password: str, n: int, r: int, p: int, salt: bytes, length: int) -> bytes:
    memory = 128 * r * (n + p + 2)  # RFC 7914, section 2: what the computation holds
    data = password.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(data, salt=salt, n=n, r=r, p=p, maxmem=memory * 2, dklen=length)


class BasicAuth:
    """ASGI middleware: under `path`, which Gradio's own login does not guard, a name and password as in RFC 7617."""

    def __init__(self, app: ASGIApp, users: Users, path: str) -> None:
        self.app, self._users, self._path = app, users, path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._guards(scope["path"]) and not await self._known(scope):
            headers = {"WWW-Authenticate": 'Basic realm="tiaowen", charset="UTF-8"'}
            refusal = PlainTextResponse("需要用户名和口令", status_code=401, headers=headers)
            await refusal(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _guards(self, path: str) -> bool:
        return path == self._path or path.startswith(f"{self._path}/")

    async def _known(self, scope: Scope) -> bool:
        given = next((value for key, value in scope["headers"] if key.lower() == b"authorization"), b"")
        kind, _, token = given.partition(b" ")
        try:
            name, colon, password = base64.b64decode(token.strip(), validate=True).decode("utf-8").partition(":")
        except (ValueError, binascii.Error):
            return False
        return kind.lower() == b"basic" and bool(colon) and await self._users.login(name, password)
