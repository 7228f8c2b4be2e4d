"""The partial file of a batch: <output>.partial.jsonl, one header line, then one record a line, only ever appended to.

A process killed at any moment leaves whole lines and at most one torn one at the end, which opening it again cuts off;
so it does with all that stands behind a line that was damaged or taken out.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from tiaowen.errors import BatchError
from tiaowen.tables.json_lines import dump

try:
    import fcntl
except ImportError:  # Windows has its own locks: an open file cannot be replaced there
    fcntl = None  # type: ignore[assignment]

SYNC_SECONDS = 1.0  # at most this much work is lost with the power; a killed process loses nothing that was appended
_NAMES = {
    "sha256": "问题文件",
    "index": "索引",
    "sheet": "工作表",
    "question": "问题列",
    "dialogue": "对话列",
    "version": "程序版本",
}


class Checkpoint:
    """An open partial file. Not for two processes at once: the second gets a BatchError."""

    def __init__(self, path: Path, header: Mapping[str, Any], resume: bool) -> None:
        """Begin a partial file, or take up the one that is there where its header is the same.

        Raises BatchError where one is there and `resume` is false, where its header differs, or it is in use.
        """
        self.path = path
        exists = path.exists() and path.stat().st_size > 0
        if exists and not resume:
            with path.open("rb") as stream:
                self._lock(stream)  # left behind, or being written right now?
            raise BatchError(
                "没有未完成的结果",
                f"{path.name} 是上次中断时留下的",
                "加 --resume 接着做；若要从头再做，先移走这个文件",
            )
        # Written without a buffer, so that nothing is left to write once the disk is full.
        self._stream = path.open("r+b" if exists else "w+b", buffering=0)
        self._reader = path.open("rb")
        try:
            self._lock(self._stream)
            self._start = self._check(header) if exists else self._begin(header)
            self._end = self._cut_torn_line() if exists else self._start
        except BaseException:
            self._stream.close()
            self._reader.close()
            raise
        self._synced = time.monotonic()

    def append(self, records: Sequence[Mapping[str, Any]]) -> list[int]:
        """Add records; returns the offset of each. Raises BatchError where the disk is full: the file stays whole."""
        lines = [dump(record) + b"\n" for record in records]
        offsets = []
        end = self._end
        for line in lines:
            offsets.append(end)
            end += len(line)
        try:
            self._stream.seek(self._end)
            self._write(b"".join(lines))
            if time.monotonic() - self._synced > SYNC_SECONDS:
                os.fsync(self._stream.fileno())
                self._synced = time.monotonic()
        except OSError as error:
            self._truncate()
            raise full(error, self.path) from error
        self._end = end
        return offsets

    def read(self, offset: int) -> dict[str, Any]:
        """The record at an offset that `append` or `scan` gave."""
        self._reader.seek(offset)
        record: dict[str, Any] = json.loads(self._reader.readline())
        return record

    def scan(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """(offset, record) from the first on. May run while others read or append."""
        offset = self._start
        with self.path.open("rb") as stream:
            stream.seek(offset)
            while offset < self._end:
                line = stream.readline()
                yield offset, json.loads(line)
                offset += len(line)

    def close(self, remove: bool = False) -> None:
        """Close the file, cut to whole records; remove it once the output stands in its place."""
        if not self._stream.closed:
            self._truncate()
            self._stream.close()
            self._reader.close()
        if remove:
            self.path.unlink(missing_ok=True)

    def _truncate(self) -> None:
        with contextlib.suppress(OSError):  # a torn end is cut off when the file is taken up
            self._stream.truncate(self._end)

    def _write(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[self._stream.write(view) or 0 :]

    def _lock(self, stream: BinaryIO) -> None:
        if fcntl is not None:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
                    raise BatchError("没有别的程序在写同一输出", f"{self.path.name} 正被使用", "等它结束") from error

    def _begin(self, header: Mapping[str, Any]) -> int:
        line = dump(header) + b"\n"
        try:
            self._write(line)
        except OSError as error:
            raise full(error, self.path) from error
        return len(line)

    def _check(self, header: Mapping[str, Any]) -> int:
        line = self._reader.readline()
        try:
            found = json.loads(line)
        except ValueError:
            if line.endswith(b"\n"):
                raise BatchError(
                    "本程序留下的部分结果", f"{self.path.name} 无法识别", "移走这个文件后从头再做"
                ) from None
            self._stream.seek(0)  # killed while the header was written: nothing was answered yet
            self._stream.truncate(0)
            return self._begin(header)
        changed = [name for key, name in _NAMES.items() if found.get(key) != header.get(key)]
        if changed:
            raise BatchError(
                "与中断前相同的问题和索引",
                f"{'、'.join(changed)}已改变（{self.path.name} 是用原来的做的）",
                "换回原来的再 --resume；或移走这个文件，从头再做",
            )
        return len(line)

    def _cut_torn_line(self) -> int:
        """Offset behind the last whole record; what follows a damaged or missing one is cut off and made again."""
        end, number = self._start, 0
        self._reader.seek(end)
        while (line := self._reader.readline()).endswith(b"\n"):
            number += 1
            try:
                record = json.loads(line)
            except ValueError:
                break
            if not isinstance(record, dict) or record.get("row", number) != number:
                break
            end += len(line)
        self._stream.truncate(end)
        return end


def full(error: OSError, path: Path) -> BatchError:
    """The message for a write that failed, by its cause."""
    if error.errno in (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return BatchError("足够的磁盘空间", f"写 {path.name} 时磁盘已满", "腾出空间后加 --resume 接着做，已有结果都在")
    what = error.strerror or str(error)
    return BatchError(
        f"可写的 {path.name}", f"写入失败（{what}）", "关闭正在使用它的程序、检查权限，然后加 --resume 接着做"
    )
