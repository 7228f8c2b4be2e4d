"""The command line: what it prints, where, and with which exit status."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest

from tests.support.corpora import ROOT
from tests.support.library import small_index
from tests.support.records import locked_workbook
from tiaowen.cli import main
from tiaowen.indexing.index import read_manifest

SOURCE = """示例学习办法

第一条 为了规范学习，制定本办法。
第二条 各单位每年至少组织两次集体学习，由办公室负责。
第三条 学习经费不得超过五千元。
第四条 本办法由办公室负责解释。
第五条 本办法自2024年3月1日起施行。
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of five articles, made by the bundled encoder through the command line."""
    folder = tmp_path_factory.mktemp("cli")
    (folder / "办法.txt").write_text(SOURCE, "utf-8")
    assert main(["index", "--sources", str(folder / "办法.txt"), "--index", str(folder / "index")]) == 0
    return folder / "index"


def test_alone_it_explains_itself_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    shown = capsys.readouterr().out
    for command in ("index", "add", "documents", "remove", "ask", "search", "batch", "verify", "audit"):
        assert f"python -m tiaowen {command}" in shown


def test_the_package_runs_as_a_module_without_loading_the_library() -> None:
    code = "import sys, tiaowen.cli; tiaowen.cli.main([]); print(sorted({'torch', 'faiss', 'rich'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.stdout.splitlines()[-1] == "[]"
    done = subprocess.run([sys.executable, "-m", "tiaowen", "--version"], cwd=ROOT, capture_output=True)
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask"], "缺少 问题"),
        (["nonsense"], "不能选 'nonsense'"),
        (["ask", "问", "--nonsense"], "不认识的参数 --nonsense"),
        (["search", "问", "--limit", "多"], "应为 1 或更大的整数，而不是 '多'"),
        (["search", "问", "--limit", "0"], "应为 1 或更大的整数，而不是 '0'"),
        (["search", "问", "--limit", "-3"], "应为 1 或更大的整数，而不是 '-3'"),
        (["batch", "a.csv"], "缺少 答案文件"),
    ],
)
def test_wrong_usage_is_status_2(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("question", "said"), [("", "问题"), ("？！", "标点"), ("长" * 10_001, "问题"), ("\x00\x01", "控制字符")]
)
def test_a_question_that_cannot_be_asked_is_status_1(
    index: Path, question: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", question, "--index", str(index)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err and told.err.startswith("需要：")


def test_missing_and_foreign_indexes_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "问题在哪里", "--index", str(tmp_path)]) == 1
    assert "没有索引" in capsys.readouterr().err
    assert main(["ask", "问题在哪里", "--index", str(small_index())]) == 1
    assert "编码器" in capsys.readouterr().err


def test_ask_prints_answer_quotation_and_source(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "第三条是什么", "--explain", "--index", str(index)]) == 0
    shown = capsys.readouterr().out
    for part in ("答：", "《示例学习办法》第三条", "学习经费不得超过五千元", "来源：", "为什么这样回答", "方式："):
        assert part in shown


def test_ask_json_is_one_object(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "学习经费不得超过多少？", "--json", "--index", str(index)]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["citations"][0]["label"] == "第三条"
    assert record["error"] is None


def test_an_answer_as_json_is_explained_where_that_is_wanted(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    question = "每年至少组织几次集体学习"
    keys = []
    for more in ([], ["--explain"]):
        assert main(["ask", question, "--json", *more, "--index", str(index)]) == 0
        keys.append(list(answer := json.loads(capsys.readouterr().out)))
    assert keys[1] == [*keys[0], "explanation"]
    assert answer["explanation"][0] == "方式：按条文内容查找"
    assert any(line.startswith("把握 ") for line in answer["explanation"])


def test_search_lists_hits(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "学习经费", "--limit", "2", "--index", str(index)]) == 0
    assert "《示例学习办法》第三条" in capsys.readouterr().out
    assert main(["search", "学习经费", "--limit", "2", "--json", "--index", str(index)]) == 0
    hits = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert hits[0]["label"] == "第三条" and "why" in hits[0] and len(hits) <= 2
    assert main(["search", "学习经费", "--document", "没有的文件", "--index", str(index)]) == 1


def test_an_index_is_only_rebuilt_when_stale(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (index / "current").read_text("utf-8")
    source = str(index.parent / "办法.txt")
    capsys.readouterr()
    assert main(["index", "--if-stale", "--sources", source, "--index", str(index)]) == 0
    assert (index / "current").read_text("utf-8") == before
    assert capsys.readouterr().err == ""


def test_a_file_that_is_damaged_now_is_told_with_what_leaves_and_the_others_are_indexed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "甲.txt").write_text(SOURCE, "utf-8")
    (sources / "乙.txt").write_text(SOURCE.replace("示例", "公园").replace("学习", "养护"), "utf-8")
    command = ["index", "--if-stale", "--sources", str(sources), "--index", str(tmp_path / "index")]
    assert main(command) == 0
    title = read_manifest(tmp_path / "index")["documents"]
    (sources / "乙.txt").write_bytes(b"PK\x03\x04 damaged")
    capsys.readouterr()
    assert main(command) == 3
    said = capsys.readouterr().err
    assert "未能读取 sources/乙.txt" in said and "原来读得出，现在读不出，《" in said
    assert read_manifest(tmp_path / "index")["documents"] == title - 1
    assert main(command) == 3 and "未能读取 sources/乙.txt" in capsys.readouterr().err  # not only once
    (sources / "甲.txt").write_text(SOURCE + "第六条 本办法长期有效。\n", "utf-8")
    assert main(command) == 3 and "原来读得出，现在读不出" in capsys.readouterr().err  # nor only until the next build
    (sources / "甲.txt").write_bytes(b"")
    assert main(command) == 1
    assert capsys.readouterr().err.count("需要：") == 1


def test_batch_then_verify(index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = tmp_path / "问题.csv", tmp_path / "答案.xlsx"
    source.write_bytes("问题\n学习经费不得超过多少？\n办法从哪天起施行？\n".encode("gb18030"))
    assert main(["batch", str(source), str(target), "--index", str(index)]) == 0
    assert "行数：2" in capsys.readouterr().err
    assert main(["verify", str(target), "--index", str(index)]) == 0
    assert "全部核对无误" in capsys.readouterr().out
    text = tmp_path / "引用.txt"
    text.write_text("《示例学习办法》第三条规定：“学习经费不得超过六千元”", "utf-8")
    assert main(["verify", str(text), "--index", str(index)]) == 1
    assert "“五”被改为“六”" in capsys.readouterr().out
    assert main(["verify", str(text), "--json", "--index", str(index)]) == 1
    assert json.loads(capsys.readouterr().out)["counts"] == {"altered": 1}


@pytest.mark.skipif(sys.platform == "win32", reason="a process on Windows is not asked to end")
def test_a_process_asked_to_end_says_how_to_go_on(index: Path, tmp_path: Path) -> None:
    source, target = tmp_path / "q.csv", tmp_path / "a.csv"
    source.write_text("问题\n" + "".join(f"第{i}个：学习经费不得超过多少？\n" for i in range(3000)), "utf-8")
    command = [sys.executable, "-m", "tiaowen", "batch", str(source), str(target), "--index", str(index)]
    started = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, encoding="utf-8")
    partial = tmp_path / "a.csv.partial.jsonl"
    while not partial.exists() or partial.stat().st_size < 10_000:
        assert started.poll() is None
        time.sleep(0.02)
    started.terminate()
    _, told = started.communicate(timeout=60)
    assert started.returncode == 130
    assert "--resume" in told and "Traceback" not in told
    rows = [json.loads(line)["row"] for line in partial.read_text("utf-8").splitlines()[1:]]
    assert rows == list(range(1, len(rows) + 1))


def test_a_batch_with_bad_rows_is_status_3(index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = tmp_path / "q.csv", tmp_path / "a.csv"
    source.write_text("编号,问题\n1,学习经费不得超过多少？\n2,\n", "utf-8")
    assert main(["batch", str(source), str(target), "--index", str(index)]) == 3
    assert target.exists()
    assert "出错：1" in capsys.readouterr().err


def test_batch_errors_are_status_1(index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for source, target, said in (("missing.csv", "a.csv", "没有这个文件"), ("q.csv", "a.exe", ".exe")):
        (tmp_path / "q.csv").write_text("问题\n学习经费是多少\n", "utf-8")
        assert main(["batch", str(tmp_path / source), str(tmp_path / target), "--index", str(index)]) == 1
        assert said in capsys.readouterr().err
    assert main(["batch", "-", "-", "--resume", "--index", str(index)]) == 1


def test_a_workbook_with_a_password_is_said_to_have_one(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = locked_workbook(tmp_path / "q.xlsx"), tmp_path / "a.xlsx"
    target.write_bytes(b"earlier")
    assert main(["batch", str(source), str(target), "--index", str(index)]) == 1
    said = capsys.readouterr().err
    assert "q.xlsx 设有打开密码" in said and "取消密码" in said
    assert target.read_bytes() == b"earlier" and sorted(tmp_path.iterdir()) == [target, source]


def workbook_bytes(rows: list[list[object]]) -> bytes:
    book, data = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(data)
    return data.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        "第三条是什么\n第四条是什么\n".encode(),
        "第三条是什么\r\n第四条是什么".encode("gb18030"),
        '{"q": "第三条是什么"}\n{"q": "第四条是什么"}\n'.encode(),
        '[{"q": "第三条是什么"}, {"q": "第四条是什么"}]'.encode(),
        '[\n{"q": "第三条是什么"},\n{"q": "第四条是什么"}\n]\n'.encode(),
        "第三条是什么\n第四条是什么\n".encode("utf-16"),
        "编号,问题\n1,第三条是什么\n2,第四条是什么\n".encode(),
        "编号\t问题\n1\t第三条是什么\n2\t第四条是什么\n".encode("utf-16"),
        "1,第三条是什么\n2,第四条是什么\n".encode(),
        "问题\n第三条是什么\n第四条是什么\n".encode("utf-8-sig"),
        workbook_bytes([["编号", "问题"], [1, "第三条是什么"], [2, "第四条是什么"]]),
    ],
)
@pytest.mark.parametrize("to_file", [True, False])
def test_streams(
    index: Path,
    tmp_path: Path,
    data: bytes,
    to_file: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    target = str(tmp_path / "a.jsonl") if to_file else "-"
    assert main(["batch", "-", target, "--index", str(index)]) == 0
    shown = (tmp_path / "a.jsonl").read_text("utf-8") if to_file else capsys.readouterr().out
    assert [json.loads(line)["citations"][0]["label"] for line in shown.splitlines()] == ["第三条", "第四条"]


def test_a_stream_knows_conversations_and_errors(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "q.csv"
    table.write_text("谁,问题\n甲,第三条是什么\n甲,下一条呢\n", "utf-8")
    assert main(["batch", str(table), "-", "--dialogue-column", "谁", "--index", str(index)]) == 0
    shown = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["citations"][0]["label"] for line in shown] == ["第三条", "第四条"]
    assert main(["batch", str(table), "-", "--dialogue-column", "无此列", "--index", str(index)]) == 1
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("第三条是什么\n？\n".encode())))
    assert main(["batch", "-", "-", "--index", str(index)]) == 3


def test_audit_reports_and_writes(tmp_path: Path, index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = str(index.parent / "办法.txt")
    assert main(["audit", source, "--json", str(tmp_path / "a.json"), "--html", str(tmp_path / "a.html")]) == 0
    assert "示例学习办法" in capsys.readouterr().out
    assert json.loads((tmp_path / "a.json").read_text("utf-8"))["documents"][0]["title"] == "示例学习办法"
    assert "<html" in (tmp_path / "a.html").read_text("utf-8")
    capsys.readouterr()
    for place in (tmp_path / "没有" / "a.json", tmp_path):
        assert main(["audit", source, "--json", str(place)]) == 1
        told = capsys.readouterr()
        assert told.out == "" and "需要：报告的文件名" in told.err
