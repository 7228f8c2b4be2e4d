"""No row is lost, whatever happens: bad rows, interruptions, kills, a full disk, changed files."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.library import ARTICLE, QUESTIONS, CharacterEncoder, small_assistant, small_index
from tests.support.records import FORMATS
from tiaowen import Assistant
from tiaowen.batch.batch import BatchStoppedError, run_batch, stream_batch
from tiaowen.batch.batch_summary import BatchSummary
from tiaowen.datamodels import Answer
from tiaowen.errors import BatchError, QuestionError
from tiaowen.indexing.index import open_index
from tiaowen.rendering.render import to_json
from tiaowen.tables import workbook_out
from tiaowen.tables.rows import Row
from tiaowen.tables.writing import About, write_table
from tiaowen.verification.verification import verify_file

posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def table(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


def questions(path: Path, count: int = 40) -> Path:
    """A table with repeated questions, bad rows, and two conversations side by side."""
    rows: list[list[object]] = [["编号", "问题", "对话"]]
    for i in range(count):
        question = f"第{i % 25 + 1}条讲什么" if i % 3 else QUESTIONS[i % len(QUESTIONS)]
        rows.append([f"{i:03d}", "" if i % 11 == 5 else question, ["", "", "甲", "乙"][i % 4]])
    return table(path, rows)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def records(path: Path) -> list[dict[str, Any]]:
    """The lines of a jsonl output without what differs from run to run."""
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [{key: value for key, value in line.items() if key not in ("elapsed_ms", "check")} for line in lines]


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_row_ends_in_the_output_and_verifies(tmp_path: Path, suffix: str) -> None:
    summary = run_batch(small_assistant(), questions(tmp_path / "q.csv"), tmp_path / f"a{suffix}")
    report = verify_file(tmp_path / f"a{suffix}", small_assistant().corpus)
    assert report.ok, report.to_text()
    assert report.rows == summary.rows == sum(summary.statuses.values()) == 40
    assert names(tmp_path) == {"q.csv", f"a{suffix}"}


def test_answers_are_those_of_asking_one_by_one(tmp_path: Path) -> None:
    source = table(tmp_path / "q.csv", [["问题"], *([question] for question in QUESTIONS)])
    run_batch(small_assistant(), source, tmp_path / "a.jsonl")
    for question, line in zip(QUESTIONS, records(tmp_path / "a.jsonl"), strict=True):
        alone = to_json(small_assistant().ask(question))
        assert {key: line[key] for key in alone if key not in ("id", "elapsed_ms")} == {
            key: value for key, value in alone.items() if key not in ("id", "elapsed_ms")
        }


@pytest.mark.parametrize("bad", ["", "   ", "？！。", "\x00\x01", "长" * 10_001])
def test_a_bad_row_has_its_reason_and_stops_nothing(tmp_path: Path, bad: str) -> None:
    source = tmp_path / "q.jsonl"
    source.write_text("\n".join(json.dumps({"问题": q}) for q in (QUESTIONS[0], bad, QUESTIONS[1])), "utf-8")
    run_batch(small_assistant(), source, tmp_path / "a.jsonl")
    first, middle, last = records(tmp_path / "a.jsonl")
    assert (first["status"], last["status"]) == ("answered", "answered")
    assert middle["status"] == "error" and middle["error"]
    assert middle["question"] == bad


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".jsonl"])
def test_the_first_rows_alone_are_a_whole_output(tmp_path: Path, suffix: str) -> None:
    source = questions(tmp_path / "q.csv")
    summary = run_batch(small_assistant(), source, tmp_path / f"a{suffix}", rows=7)
    assert summary.rows == 7 and verify_file(tmp_path / f"a{suffix}", small_assistant().corpus).ok
    run_batch(small_assistant(), source, tmp_path / "whole.jsonl")
    run_batch(small_assistant(), source, tmp_path / "part.jsonl", rows=7)
    whole, part = records(tmp_path / "whole.jsonl"), records(tmp_path / "part.jsonl")
    assert [{**row, "rows": 7} for row in whole[:7]] == part


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".jsonl", ".html"])
def test_a_cell_of_50_megabytes_costs_its_row_only(tmp_path: Path, suffix: str) -> None:
    source = table(tmp_path / "q.csv", [["问题", "附注"], [QUESTIONS[0], "长" * 40_000], ["x" * 50_000_000, ""]])
    summary = run_batch(small_assistant(), source, tmp_path / f"a{suffix}")
    assert summary.statuses == {"answered": 1, "error": 1}
    assert verify_file(tmp_path / f"a{suffix}", small_assistant().corpus).ok


class Counting(Assistant):
    """Keeps the questions that it was asked, with the number of turns before; fails at one of them."""

    def __init__(self) -> None:
        super().__init__(open_index(small_index()), CharacterEncoder())
        self.asked: list[tuple[str, int]] = []

    def ask(self, question: str, history: Sequence[tuple[str, Answer]] = (), documents: Any = None) -> Answer:
        self.asked.append((question, len(history)))
        if "故障" in question:
            raise RuntimeError("程序出错")
        return super().ask(question, history, documents)


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".xlsx"])
def test_empty_rows_stay_where_they_are(tmp_path: Path, suffix: str) -> None:
    source = table(
        tmp_path / "q.csv",
        [
            ["问题", "部门"],
            [QUESTIONS[0], "甲"],
            [],
            ["", ""],
            ["", "乙"],
            [QUESTIONS[1]],
            [],
            [QUESTIONS[0], "丙"],
            [],
        ],
    )
    target = tmp_path / f"a{suffix}"
    assert run_batch(small_assistant(), source, target).rows == 4
    if suffix == ".xlsx":
        lines = [list(values) for values in openpyxl.load_workbook(target)["答案"].iter_rows(values_only=True)]
    else:
        with target.open(encoding="utf-8-sig", newline="") as stream:
            lines = list(csv.reader(stream, delimiter="\t" if suffix == ".tsv" else ","))
    filled = [any(line) for line in lines]
    assert filled == [True, True, False, False, True, True, False, True]
    at = lines[0].index("原表行号")
    told = [(int(line[at]), line[1] or "") for line in lines[1:] if any(line)]
    assert told == [(2, "甲"), (5, "乙"), (6, ""), (8, "丙")]
    report = verify_file(target, small_assistant().corpus)
    assert report.ok and report.rows == 4, report.to_text()


def test_a_resumed_run_keeps_the_lines(tmp_path: Path) -> None:
    lines = "".join(f"{question}\n\n" for question in [*QUESTIONS, *QUESTIONS])
    (tmp_path / "q.txt").write_text(lines, "utf-8")

    def stop(what: str, done: int, total: int | None) -> None:
        if done >= len(QUESTIONS):
            raise KeyboardInterrupt

    with pytest.raises(BatchStoppedError):
        run_batch(small_assistant(), tmp_path / "q.txt", tmp_path / "a.jsonl", progress=stop)
    run_batch(small_assistant(), tmp_path / "q.txt", tmp_path / "a.jsonl", resume=True)
    told = [(record["row"], record["line"]) for record in records(tmp_path / "a.jsonl")]
    assert told == [(row, 2 * row - 1) for row in range(1, 2 * len(QUESTIONS) + 1)]


def test_a_sheet_has_room_for_its_rows_whatever_gaps_there_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_out, "ROW_LIMIT", 30)
    (tmp_path / "q.txt").write_text(f"{QUESTIONS[0]}\n{40 * chr(10)}{QUESTIONS[1]}\n\n{QUESTIONS[0]}\n", "utf-8")
    run_batch(small_assistant(), tmp_path / "q.txt", tmp_path / "a.xlsx")
    assert openpyxl.load_workbook(tmp_path / "a.xlsx")["答案"].max_row == 30
    assert verify_file(tmp_path / "a.xlsx", small_assistant().corpus).ok


def test_repeated_questions_are_answered_once(tmp_path: Path) -> None:
    counting = Counting()
    source = table(tmp_path / "q.csv", [["问题"], *([QUESTIONS[i % 3]] for i in range(900))])
    summary = run_batch(counting, source, tmp_path / "a.jsonl")
    assert len(counting.asked) == 3
    assert (summary.rows, summary.repeated) == (900, 897)
    assert [line["id"] for line in records(tmp_path / "a.jsonl")] == [str(i) for i in range(1, 901)]


def test_a_fault_of_the_program_costs_one_row(tmp_path: Path) -> None:
    source = table(tmp_path / "q.csv", [["问题"], [QUESTIONS[0]], ["故障在哪里"], [QUESTIONS[1]]])
    run_batch(Counting(), source, tmp_path / "a.jsonl")
    lines = records(tmp_path / "a.jsonl")
    assert [line["status"] for line in lines] == ["answered", "error", "answered"]
    assert "RuntimeError" in lines[1]["error"]


def test_conversations_are_asked_in_order_with_their_history(tmp_path: Path) -> None:
    rows = [
        ["甲", "第十九条的原文是什么"],
        ["乙", "第三条的原文是什么"],
        ["甲", "那第二十条呢"],
        ["", "第五条"],
        ["乙", "那第四条呢"],
    ]
    counting = Counting()
    run_batch(
        counting, table(tmp_path / "q.csv", [["会话", "问题"], *rows]), tmp_path / "a.jsonl", dialogue_column="会话"
    )
    assert dict(counting.asked) == {rows[0][1]: 0, rows[1][1]: 0, rows[2][1]: 1, rows[3][1]: 0, rows[4][1]: 1}
    cited = [line["citations"][0]["label"] for line in records(tmp_path / "a.jsonl")]
    assert [label.split("第")[1].split("条")[0] for label in cited] == ["十九", "三", "二十", "五", "四"]


def test_columns_are_carried_through_with_their_types(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    moment = dt.datetime(2024, 2, 5, 10, 30)
    book.active.append(["编号", "部门", "问题", "金额", "收到", "急", "状态"])
    book.active.append(["001", "办公室", QUESTIONS[0], 12.5, moment, True, "=旧"])
    book.save(tmp_path / "q.xlsx")
    book = openpyxl.load_workbook(tmp_path / "q.xlsx")
    book.active["G2"].data_type = "s"
    book.save(tmp_path / "q.xlsx")
    run_batch(small_assistant(), tmp_path / "q.xlsx", tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["答案"]
    assert [cell.value for cell in sheet[1]][:8] == ["编号", "部门", "问题", "金额", "收到", "急", "状态", "条文·状态"]
    assert [cell.value for cell in sheet[2]][:8] == ["001", "办公室", QUESTIONS[0], 12.5, moment, True, "=旧", "已作答"]


def test_a_workbook_is_fit_for_reading(tmp_path: Path) -> None:
    source = table(tmp_path / "q.csv", [["问题"], *([q] for q in QUESTIONS), ["=1+1 是多少"]])
    run_batch(small_assistant(), source, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["答案", "引文", "汇总"]
    for name in ("答案", "引文"):
        assert book[name].freeze_panes == "A2"
        assert book[name].auto_filter.ref
        assert book[name]["A2"].alignment.wrap_text
    assert book["答案"]["A8"].data_type != "f"
    assert len(book["汇总"]._charts) == 2


def test_gold_columns_turn_a_run_into_an_evaluation(tmp_path: Path) -> None:
    rows = [
        ["问题", "条款", "标准答案"],
        ["第十九条的原文是什么", "《党史学习教育工作条例》第19条", "每年至少组织1次以党史为主要内容的学习或者主题党日"],
        ["第三条的原文是什么", "第四条", "没有的话"],
        ["今天的天气怎么样？", "无", ""],
    ]
    summary = run_batch(small_assistant(), table(tmp_path / "q.csv", rows), tmp_path / "a.xlsx")
    figures = dict(summary.figures())
    assert figures["评测·条款命中（2 行）"] == figures["评测·条款召回（2 行）"] == 0.5
    assert figures["评测·答案包含（2 行）"] == 0.5
    assert figures["评测·应拒而拒（1 行）"] == 1.0
    assert {cell.value for cell in openpyxl.load_workbook(tmp_path / "a.xlsx")["汇总"]["A"]} >= set(figures)


def stop_after(count: int) -> Callable[[str, int, int | None], None]:
    def progress(what: str, done: int, total: int | None) -> None:
        if what == "正在回答" and done >= count:
            raise KeyboardInterrupt

    return progress


def test_an_interrupted_run_says_how_to_go_on_and_does(tmp_path: Path) -> None:
    source = questions(tmp_path / "q.csv", 100)
    run_batch(small_assistant(), source, tmp_path / "whole.jsonl")
    target, partial = tmp_path / "a.jsonl", tmp_path / "a.jsonl.partial.jsonl"
    with pytest.raises(BatchStoppedError, match="--resume") as stopped:
        run_batch(small_assistant(), source, target, progress=stop_after(8))
    assert not target.exists()
    lines = [json.loads(line) for line in partial.read_text("utf-8").splitlines()]
    assert [line["row"] for line in lines[1:]] == list(range(1, stopped.value.done + 1))
    with pytest.raises(BatchError, match="--resume"):
        run_batch(small_assistant(), source, target)
    assert partial.exists()
    summary = run_batch(small_assistant(), source, target, resume=True)
    assert summary.resumed == stopped.value.done
    assert records(target) == records(tmp_path / "whole.jsonl")
    assert not partial.exists()


def test_there_is_nothing_to_resume_where_a_run_has_finished(tmp_path: Path) -> None:
    source, target = questions(tmp_path / "q.csv", 4), tmp_path / "a.jsonl"
    assert run_batch(small_assistant(), source, target, resume=True).resumed == 0  # nor where none has begun
    done = target.read_bytes()
    with pytest.raises(BatchError, match="去掉 --resume"):
        run_batch(small_assistant(), source, target, resume=True)
    assert target.read_bytes() == done and names(tmp_path) == {"q.csv", "a.jsonl"}


@pytest.mark.parametrize("changed", ["input", "index", "column"])
def test_resuming_refuses_what_has_changed(tmp_path: Path, changed: str) -> None:
    source, target = questions(tmp_path / "q.csv"), tmp_path / "a.jsonl"
    with pytest.raises(BatchStoppedError):
        run_batch(small_assistant(), source, target, progress=stop_after(1))
    before = (tmp_path / "a.jsonl.partial.jsonl").read_bytes()
    assistant = Counting()
    if changed == "input":
        source.write_text(source.read_text("utf-8") + "999,再问一个问题,\n", "utf-8")
    elif changed == "index":
        assistant.manifest = {**assistant.manifest, "files": {}}
    with pytest.raises(BatchError, match="已改变"):
        run_batch(assistant, source, target, resume=True, question_column="编号" if changed == "column" else None)
    assert (tmp_path / "a.jsonl.partial.jsonl").read_bytes() == before


def test_a_partial_file_cut_anywhere_is_taken_up(tmp_path: Path) -> None:
    source, target = questions(tmp_path / "q.csv", 12), tmp_path / "a.jsonl"
    partial = tmp_path / "a.jsonl.partial.jsonl"
    with pytest.raises(BatchStoppedError):
        run_batch(small_assistant(), source, target, progress=stop_after(12))
    whole = partial.read_bytes()
    partial.unlink()
    run_batch(small_assistant(), source, target)
    wanted = records(target)
    chance = random.Random(3)
    for size in [0, 1, len(whole), len(whole) - 1, *chance.sample(range(len(whole)), 20)]:
        target.unlink(missing_ok=True)
        partial.write_bytes(whole[:size])
        run_batch(small_assistant(), source, target, resume=True)
        assert records(target) == wanted


@posix
def test_fifty_kills_at_random_moments_lose_and_repeat_nothing(tmp_path: Path) -> None:
    source, target = questions(tmp_path / "q.csv", 150), tmp_path / "a.csv"
    run_batch(small_assistant(), source, tmp_path / "whole.csv")  # the first one loads what the next ones have
    began = time.perf_counter()
    run_batch(small_assistant(), source, tmp_path / "whole.csv")
    whole = time.perf_counter() - began
    wanted = cells(tmp_path / "whole.csv")
    chance = random.Random(50)
    kills = 0
    while kills < 50:
        child = os.fork()
        if child == 0:
            try:
                run_batch(small_assistant(), source, target, resume=True)
            except BaseException:
                os._exit(1)
            os._exit(0)
        time.sleep(chance.uniform(0, min(whole, 0.3)))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        assert status in (0, signal.SIGKILL)
        kills += status == signal.SIGKILL
        if target.exists() and not (tmp_path / "a.csv.partial.jsonl").exists():
            assert cells(target) == wanted
            target.unlink()
    run_batch(small_assistant(), source, target, resume=True)
    assert cells(target) == wanted
    assert names(tmp_path) == {"q.csv", "whole.csv", "a.csv"}


def cells(path: Path) -> list[list[str]]:
    """The rows of a csv output without 毫秒 and 校验, which differ from run to run."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        header, *rows = csv.reader(stream)
    kept = [i for i, name in enumerate(header) if name not in ("毫秒", "校验")]
    return [[row[i] for i in kept] for row in rows]


def test_two_runs_do_not_write_one_output(tmp_path: Path) -> None:
    pytest.importorskip("fcntl")
    source, target = questions(tmp_path / "q.csv"), tmp_path / "a.jsonl"

    def second(what: str, done: int, total: int | None) -> None:
        with pytest.raises(BatchError, match="正被使用"):
            run_batch(small_assistant(), source, target, resume=True)
        with pytest.raises(BatchError, match="正被使用"):
            run_batch(small_assistant(), source, target)

    run_batch(small_assistant(), source, target, progress=second)
    assert len(records(target)) == 40


@posix
@pytest.mark.parametrize(("suffix", "limit"), [(".jsonl", 8_000), (".xlsx", 60_000), (".docx", 60_000)])
def test_a_file_that_may_not_grow_leaves_earlier_results_intact(tmp_path: Path, suffix: str, limit: int) -> None:
    """RLIMIT_FSIZE fails writes as a full disk does: in the checkpoint where it is small, else in the output."""
    import resource

    source, target = questions(tmp_path / "q.csv", 60), tmp_path / f"a{suffix}"
    target.write_text("昨天的结果", "utf-8")
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        try:
            run_batch(small_assistant(), source, target)
        except BatchError as error:
            os._exit(3 if "磁盘已满" in str(error) else 4)
        except BaseException:
            os._exit(5)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 3
    assert target.read_text("utf-8") == "昨天的结果"
    summary = run_batch(small_assistant(), source, target, resume=True)
    assert summary.rows == 60
    assert verify_file(target, small_assistant().corpus).ok
    assert names(tmp_path) == {"q.csv", target.name}


@pytest.mark.parametrize(("suffix", "size", "rows"), [(".csv", "200k", 400), (".xlsx", "24k", 3), (".docx", "48k", 3)])
def test_a_full_disk_leaves_earlier_results_intact(tmp_path: Path, suffix: str, size: str, rows: int) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = (
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(disk)], capture_output=True)
        if sys.platform == "linux"
        else None
    )
    if mounted is None or mounted.returncode:
        pytest.skip("a tmpfs cannot be mounted here")
    try:
        source, target = questions(tmp_path / "q.csv", rows), disk / f"a{suffix}"
        target.write_text("昨天的结果", "utf-8")
        with pytest.raises(BatchError, match="磁盘已满"):
            run_batch(small_assistant(), source, target)
        assert target.read_text("utf-8") == "昨天的结果"
        subprocess.run(["mount", "-o", "remount,size=20m", str(disk)], check=True)
        assert run_batch(small_assistant(), source, target, resume=True).rows == rows
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("a.pdf", "“.pdf”"),
        ("a", "“a”"),
        ("missing/a.csv", "没有这个文件夹"),
        ("folder.csv", "是文件夹"),
        ("q.csv", "换一个输出文件名"),
        ("open.xlsx", "先在 Office 中关闭它"),
    ],
)
def test_an_output_that_cannot_be_is_refused_before_any_work(tmp_path: Path, target: str, said: str) -> None:
    source = questions(tmp_path / "q.csv")
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "~$open.xlsx").touch()
    before = source.read_bytes()
    with pytest.raises(BatchError) as caught:
        run_batch(small_assistant(), source, tmp_path / target)
    assert said in str(caught.value)
    assert source.read_bytes() == before
    assert not list(tmp_path.glob("*.partial.jsonl"))


@posix
def test_an_output_that_is_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    place, link = tmp_path / "elsewhere" / "kept.dat", tmp_path / "a.csv"
    link.symlink_to(place)
    source = table(tmp_path / "q.csv", [["问题"], [QUESTIONS[0]]])
    for _ in ("the file is made", "the file is replaced"):
        run_batch(small_assistant(), source, link)
        assert link.is_symlink() and names(tmp_path / "elsewhere") == {"kept.dat"}
        assert verify_file(link, small_assistant().corpus).ok
    assert names(tmp_path) == {"elsewhere", "q.csv", "a.csv"}
    link.unlink()
    link.symlink_to(tmp_path / "nowhere" / "kept.csv")
    with pytest.raises(BatchError, match="没有这个文件夹"):
        run_batch(small_assistant(), source, link)


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder that nobody can write to")
def test_where_nothing_was_begun_nothing_can_be_resumed(tmp_path: Path) -> None:
    source = table(tmp_path / "q.csv", [["问题"], [QUESTIONS[0]]])
    with pytest.raises(BatchError, match="/proc/a.csv") as raised:
        run_batch(small_assistant(), source, "/proc/a.csv")
    assert "resume" not in str(raised.value)


def test_an_input_that_cannot_be_read_leaves_the_earlier_output(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("昨天的结果", "utf-8")
    with pytest.raises(BatchError, match="没有这个文件"):
        run_batch(small_assistant(), tmp_path / "missing.csv", tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text("utf-8") == "昨天的结果"


def test_a_workbook_with_too_many_rows_is_refused_with_another_way(tmp_path: Path) -> None:
    about = About(["问题"], "问题", workbook_out.ROW_LIMIT, 0, [], {})
    with pytest.raises(BatchError, match="改用 .csv"):
        write_table(tmp_path / "a.xlsx", ".xlsx", [], about)


def test_a_stream_answers_row_by_row() -> None:
    rows = [
        Row(1, QUESTIONS[0], {"问题": QUESTIONS[0]}),
        Row(2, "坏", {}, "本行不是有效的 JSON"),
        Row(3, QUESTIONS[1], {"n": 7}),
    ]
    lines = [json.loads(line) for line in stream_batch(small_assistant(), rows, "问题")]
    assert [line["status"] for line in lines] == ["answered", "error", "answered"]
    assert [line["row"] for line in lines] == [1, 2, 3]
    assert lines[2]["columns"] == {"n": 7}
    assert lines[0]["citations"][0]["cite"] == ARTICLE


def test_ask_many_is_ask(tmp_path: Path) -> None:
    for question, answer in zip([*QUESTIONS, ""], small_assistant().ask_many([*QUESTIONS, ""]), strict=True):
        try:
            assert answer.answer == small_assistant().ask(question).answer
        except QuestionError as error:
            assert (answer.status, answer.error) == ("error", str(error))


def test_the_summary_counts(tmp_path: Path) -> None:
    summary = run_batch(small_assistant(), questions(tmp_path / "q.csv"), tmp_path / "a.md")
    figures = dict(summary.figures())
    assert isinstance(summary, BatchSummary)
    assert figures["行数"] == figures["已作答"] + figures["未作答"] + figures["出错"] == 40
    assert figures["引用的文件数"] == len(summary.documents) >= 1


@pytest.mark.parametrize("suffix", FORMATS)
def test_objects_are_carried_through_untouched(tmp_path: Path, suffix: str) -> None:
    """Also those that look like what the program keeps dates as."""
    kept = [{"$date": "2024-03-01T08:00:00Z"}, {"$date": {"$numberLong": "17"}}, {"$object": {"$time": 1}}, {"a": [1]}]
    source = tmp_path / "q.jsonl"
    lines = [{"问题": question, "值": value} for question, value in zip(QUESTIONS[:4], kept, strict=True)]
    source.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    run_batch(small_assistant(), source, tmp_path / f"a{suffix}")
    assert verify_file(tmp_path / f"a{suffix}", small_assistant().corpus).ok
    if suffix == ".jsonl":
        assert [line["columns"]["值"] for line in records(tmp_path / "a.jsonl")] == kept


def test_a_table_too_wide_for_a_workbook_is_refused_before_any_work(tmp_path: Path) -> None:
    width = workbook_out.COLUMN_LIMIT - 2
    source = table(tmp_path / "q.csv", [["问题", *(f"c{i}" for i in range(width))], [QUESTIONS[0], *["x"] * width]])
    with pytest.raises(BatchError, match="改用 .csv"):
        run_batch(small_assistant(), source, tmp_path / "a.xlsx")
    assert names(tmp_path) == {"q.csv"}


@pytest.mark.parametrize("suffix", FORMATS)
def test_what_no_encoding_can_hold_verifies_after_it_was_written(tmp_path: Path, suffix: str) -> None:
    """Broken bytes, a lone surrogate, control characters: kept as U+FFFD, and that is no change."""
    source = tmp_path / "q.jsonl"
    lines = [
        {"问题": "婚假\ufffd几天", "备": "\ufffd"},
        {"问题": "事假\ud800几天", "备": "\udfff"},
        {"问题": "\x07", "备": "\x00"},
    ]
    source.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    run_batch(small_assistant(), source, tmp_path / f"a{suffix}")
    report = verify_file(tmp_path / f"a{suffix}", small_assistant().corpus)
    assert report.ok, report.to_text()
    assert report.rows == 3


@pytest.mark.parametrize("damage", ["broken", "missing"])
def test_a_damaged_partial_file_is_taken_up_before_the_damage(tmp_path: Path, damage: str) -> None:
    source, target = questions(tmp_path / "q.csv"), tmp_path / "a.jsonl"

    def stop(what: str, done: int, total: int | None) -> None:
        if done == 40:
            raise KeyboardInterrupt

    with pytest.raises(BatchStoppedError) as stopped:
        run_batch(small_assistant(), source, target, progress=stop)
    lines = stopped.value.partial.read_bytes().splitlines(keepends=True)
    lines[20] = b"" if damage == "missing" else lines[20][:30] + b"\n"
    stopped.value.partial.write_bytes(b"".join(lines))
    assert run_batch(small_assistant(), source, target, resume=True).resumed == 19
    assert [line["row"] for line in records(target)] == list(range(1, 41))


def test_names_of_outputs(tmp_path: Path) -> None:
    source = questions(tmp_path / "q.csv", 3)
    run_batch(small_assistant(), source, tmp_path / "A.TSV")
    assert "\t状态\t" in (tmp_path / "A.TSV").read_text("utf-8-sig")
    assert verify_file(tmp_path / "A.TSV", small_assistant().corpus).ok
    with pytest.raises(BatchError, match="改短"):
        run_batch(small_assistant(), source, tmp_path / ("长" * 90 + ".csv"))


def test_the_question_column_is_found_whatever_its_width_and_case(tmp_path: Path) -> None:
    source = tmp_path / "q.jsonl"
    source.write_text(json.dumps({"Ask": QUESTIONS[0], "n": "x"}), "utf-8")
    assert run_batch(small_assistant(), source, tmp_path / "a.jsonl", question_column="ａｓｋ").rows == 1
