"""Where the output of a batch goes: looked at before any work is done, written beside its place, then moved there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tiaowen.batch.batch_rows import CHUNK, Run
from tiaowen.batch.checkpoint import full
from tiaowen.errors import BatchError
from tiaowen.tables.writing import About, check_writable, write_table

LONGEST_NAME = 255 - len(".partial.jsonl")  # bytes, as most file systems have it
Progress = Callable[[str, int, int | None], None]
"""progress(what is being done, in Chinese; rows done; rows in all, None where unknown)."""


def check_target(source: Path, target: Path) -> None:
    """Raises BatchError where the output cannot be written, before any work is done."""
    check_writable(target)
    if len(os.fsencode(target.name)) > LONGEST_NAME:
        raise BatchError("短一些的输出文件名", f"“{target.name[:20]}…”有 {len(target.name)} 个字", "改短输出文件名")
    for folder in (target.parent, _place(target).parent):
        if not folder.is_dir():
            raise BatchError(f"已有的输出文件夹 {folder}", "没有这个文件夹", "先建立它，或改写输出路径")
    if target.is_dir():
        raise BatchError("输出文件名", f"{target} 是文件夹", "写上文件名，例如 答案.xlsx")
    if source.exists() and target.exists() and source.samefile(target):
        raise BatchError("输出与输入是不同的文件", f"两者都是 {target}", "换一个输出文件名，以免覆盖问题")
    for lock in (f".~lock.{target.name}#", f"~${target.name}", f"~${target.name[2:]}"):
        if target.with_name(lock).exists():
            raise BatchError(
                f"没有被打开的 {target.name}", f"正由 Office 打开（{lock}）", "先在 Office 中关闭它，再运行"
            )
    folders = {target.parent, _place(target).parent}
    if not all(os.access(folder, os.W_OK) for folder in folders) or target.exists() and not os.access(target, os.W_OK):
        raise BatchError(f"可写的 {target}", "没有写入权限", "换一个位置，或修改权限")


def _place(target: Path) -> Path:
    """Where the file of an output is, which may be named by a symbolic link."""
    return Path(os.path.realpath(target)) if target.is_symlink() else target


def write_target(run: Run, target: Path, report: Progress) -> None:
    """Write the output beside its place, then move it there. A link stays one: what it leads to is written."""
    summary, place = run.summary, _place(target)
    workplace = place.with_name(f".{place.name}.tmp-{os.getpid()}")

    def records() -> Iterator[dict[str, Any]]:
        for done, (_, record) in enumerate(run.checkpoint.scan(), 1):
            if done % CHUNK == 0 or done == summary.rows:
                report("正在写出", done, summary.rows)
            yield {**record, "rows": summary.rows}

    about = About(
        columns=list(run.columns),
        question_column=run.table.question,
        rows=summary.rows,
        quotations=summary.quotations,
        summary=summary.figures(),
        documents=summary.documents,
    )
    for stale in place.parent.glob(f".{place.name}.tmp-*"):  # of a run that was killed while writing
        shutil.rmtree(stale, ignore_errors=True)
    try:
        workplace.mkdir()
        written = workplace / target.name
        write_table(written, target.suffix, records(), about)
        with written.open("rb+") as stream:
            os.fsync(stream.fileno())
        written.replace(place)
    except OSError as error:
        raise full(error, target) from error
    finally:
        shutil.rmtree(workplace, ignore_errors=True)
