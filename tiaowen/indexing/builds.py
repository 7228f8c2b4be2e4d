"""The folder of an index: which build is in use, who may build, how a build takes over, what is wrong with one.

index/current     the name of the build in use, one line
index/.lock       held by the one program that builds (an operating system's lock: a killed program lets go of it)
index/build-…/    a build; gone-… is one on its way out

Readers take no lock. A build is deleted only after it was renamed: Windows renames no folder of which a program has a
file open, so a build that somebody is reading stays whole there and goes with the next build; elsewhere an open file
outlives its name. A reader that comes too late finds that `current` has moved on, and starts again.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from filelock import FileLock, Timeout

from tiaowen.errors import IndexFileError, TiaowenError

T = TypeVar("T")

REBUILD = "重新建立索引：python run.py index"
NOT_BUILT = "核对文件夹，或先建立索引：python run.py index（不用默认文件夹的，同样加上 --index）"
PATIENCE = 600.0
"""Seconds that a build waits for another one to end."""

_FULL = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", None), None)  # numpy gives no number to a short write


@contextmanager
def building(root: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Be the only one, in this and all other processes, that changes the index at `root`, and its sources through us.

    A thread that has it may enter again. Raises IndexFileError where another has it for longer than `patience`
    seconds, or where the folder cannot be written.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(root.resolve() / ".lock", is_singleton=True)
        lock.acquire(timeout=patience)
    except Timeout as error:
        found = "另一个程序正在建立这个索引" + (f"，等了 {patience:.0f} 秒" if patience >= 1 else "")
        raise IndexFileError("没有别的程序在改动索引", found, "等它结束后再试") from error
    except OSError as error:
        raise IndexFileError(f"可以写入的文件夹 {root.name}/", reason(error), "检查磁盘和写入权限") from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def written_whole() -> Iterator[None]:
    """Turns a full disk, or another failure to write, into an error that says so."""
    try:
        yield
    except OSError as error:
        raise TiaowenError("磁盘可以写入", reason(error), "腾出空间或检查权限后再试；原来的索引和文件没有变") from error


def reason(error: OSError) -> str:
    """What went wrong, in Chinese and without a path."""
    if error.errno in _FULL:
        return "磁盘空间不足，没有写完"
    if isinstance(error, PermissionError):
        return "没有写入的权限，或文件正被别的程序使用"
    return error.strerror or type(error).__name__


def current(root: Path) -> Path:
    """The folder of the build in use. Raises IndexFileError where there is none."""
    build = _pointed_at(root)
    while not build.is_dir():
        before, build = build, _pointed_at(root)
        if build == before:
            raise IndexFileError("索引完好", f"{root.name}/current 指向的 {build.name} 不存在", REBUILD)
        # else another program has switched to a new build, and removed this one, since the pointer was read
    return build


def from_current(root: Path, read: Callable[[Path], T]) -> T:
    """What `read` makes of the build in use, begun anew wherever a new build has taken its place meanwhile.

    Raises IndexFileError where there is no build, and what `read` raises of one that stayed.
    """
    while True:
        build = current(root)
        try:
            return read(build)
        except (IndexFileError, OSError):
            if current(root) == build:
                raise


def _pointed_at(root: Path) -> Path:
    pointer = root / "current"
    if not pointer.is_file():
        raise IndexFileError("已建立的索引", f"{root.name}/ 中没有索引", NOT_BUILT)
    name = pointer.read_text("utf-8", errors="replace").strip()
    # The name is read from a file: only a build folder of this index is followed.
    if not name.startswith("build-") or "/" in name or "\\" in name:
        raise IndexFileError("索引完好", f"{root.name}/current 指向的 {name or '（空）'} 不存在", REBUILD)
    return root / name


def check_files(build: Path, manifest: dict[str, Any]) -> None:
    """Raises IndexFileError where a file of the build is not the one that its manifest describes."""
    for name, about in manifest["files"].items():
        file = build / name
        if not file.is_file():
            raise IndexFileError("索引文件齐全", f"缺少 {name}", REBUILD)
        if file.stat().st_size != about["size"] or sha256(file) != about["sha256"]:
            raise IndexFileError("索引文件完好", f"{name} 被截断或改动", REBUILD)


@contextmanager
def new_build(root: Path) -> Iterator[Path]:
    """A new empty folder for a build, removed again where the build fails.

    It is never one that exists, which may be the index in use, built within the same second.
    """
    stem = f"build-{time.strftime('%Y%m%d%H%M%S')}-{os.getpid()}"
    for number in count():
        build = root / (f"{stem}-{number}" if number else stem)
        with suppress(FileExistsError):
            build.mkdir()
            break
    try:
        yield build
    except BaseException:
        if not _in_use(root, build):  # an interruption may come when it already is
            shutil.rmtree(build, ignore_errors=True)
        raise


def _in_use(root: Path, build: Path) -> bool:
    try:
        return current(root) == build
    except IndexFileError:
        return False


def switch(root: Path, build: Path) -> None:
    """Make `build` the index, in one step. Only for who holds `building`."""
    pointer = root / f"current.{os.getpid()}"
    pointer.write_text(build.name + "\n", "utf-8")
    pointer.replace(root / "current")


def prune(root: Path, build: Path) -> None:
    """Remove all builds but `build`. Only for who holds `building`."""
    for old in root.glob("build-*"):
        if old != build:
            with suppress(OSError):  # a program on Windows has a file of it open: the next build tries again
                old.rename(root / f"gone-{old.name}")
    for gone in root.glob("gone-*"):
        shutil.rmtree(gone, ignore_errors=True)


def sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
