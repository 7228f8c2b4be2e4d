"""Zip archives, read in memory: nothing is written to disk, so a name can lead nowhere, and sizes are limited."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from tiaowen.errors import SourceError

MAX_TOTAL = 512 * 1024 * 1024
"""Largest sum of unpacked sizes, in bytes."""
MAX_MEMBER = 64 * 1024 * 1024
MAX_MEMBERS = 20_000
MAX_RATIO = 1000
"""A member that grows by more than this is a bomb; text never does."""

_UTF8_FLAG = 0x800
_ENCRYPTED_FLAG = 0x1


def open_zip(data: bytes, file: str) -> zipfile.ZipFile:
    """The archive, checked for the number of members and their declared sizes. Raises SourceError."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
    except (
        zipfile.BadZipFile,
        ValueError,
        OSError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OverflowError,
    ) as error:
        raise SourceError(f"{file} 是完好的 zip 结构", "打不开，文件不完整或已损坏", "重新下载或重新保存") from error
    if len(infos) > MAX_MEMBERS:
        raise SourceError(f"{file} 不超过 {MAX_MEMBERS} 个文件", f"里面有 {len(infos)} 个", "拆成几个压缩包")
    if sum(info.file_size for info in infos) > MAX_TOTAL:
        raise SourceError(f"{file} 解开后不超过 {MAX_TOTAL // 1024 // 1024} MB", "声明的大小超过了", "拆成几个压缩包")
    return archive


def members(data: bytes, file: str, failures: list[tuple[str, str]] | None = None) -> Iterator[tuple[str, bytes]]:
    """(cited name, bytes) of every file, sorted by name. Bad members go to `failures`, or raise SourceError."""
    archive = open_zip(data, file)
    left = MAX_TOTAL
    named = sorted((member_name(info), info) for info in archive.infolist() if not info.is_dir())
    if not named:
        raise SourceError(f"压缩包 {file} 里有文档", "里面没有任何文件", "确认压缩包完整")
    for name, info in named:
        cited = f"{file}!/{name}"
        try:
            content = read_member(archive, info, name, cited, left)
        except SourceError as error:
            if failures is None:
                raise
            failures.append((cited, str(error)))
            continue
        left -= len(content)
        yield cited, content


def member_name(info: zipfile.ZipInfo) -> str:
    """The member's name; Windows archives without the UTF-8 flag hold it in GB18030, which zipfile reads as cp437."""
    if info.flag_bits & _UTF8_FLAG:
        return info.filename
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return info.filename


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, cited: str, left: int = MAX_TOTAL) -> bytes:
    """The member's bytes, at most MAX_MEMBER and `left` of them, whatever the header says. Raises SourceError."""
    if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name[:3] or "\0" in name:
        raise SourceError(f"{cited} 的名字是压缩包内的相对路径", "它指向压缩包以外", "重新打包")
    if info.flag_bits & _ENCRYPTED_FLAG:
        raise SourceError(f"{cited} 没有加密", "它已加密，需要密码", "去掉密码后重新打包")
    limit = min(MAX_MEMBER, left)
    if info.file_size > limit or info.file_size > 1_000_000 and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        raise SourceError(
            f"{cited} 解开后大小正常", f"声明为 {info.file_size} 字节", "确认压缩包可靠，或单独提供这个文件"
        )
    try:
        with archive.open(info) as stream:
            content = stream.read(limit + 1)
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise SourceError(f"{cited} 可以解开", f"解压失败（{error}）", "重新下载或重新打包") from error
    if len(content) > limit:
        raise SourceError(f"{cited} 解开后大小正常", f"超过 {limit} 字节", "确认压缩包可靠，或单独提供这个文件")
    return content
