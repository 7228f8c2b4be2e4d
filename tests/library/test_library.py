"""Adding and removing documents: what enters, what is refused and why, and that a change is whole or none at all."""

from __future__ import annotations

import io
import json
import multiprocessing
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.indexing.test_index import DyingEarly, DyingLate, Failing, OtherEncoder, Recorder, written
from tests.support.library import CharacterEncoder
from tiaowen import Assistant, build_index
from tiaowen.cli import main
from tiaowen.datamodels import Corpus
from tiaowen.errors import IndexFileError, SourceError, TiaowenError
from tiaowen.indexing.builds import building
from tiaowen.indexing.index import is_current, open_index
from tiaowen.indexing.staging import LONGEST_NAME, Examined, examine, free_name, kind_suffix, safe_name, stage
from tiaowen.library.library import Library

PARK = """海川市城市公园管理办法

第一条 为了加强城市公园管理，制定本办法。

第二条 城市公园每日开放时间不得少于十四小时。

第三条 本办法自2023年7月1日起施行。
"""
HTML = b"<!DOCTYPE html><html><body><p>\xe7\xac\xac\xe4\xb8\x80\xe6\x9d\xa1</p></body></html>"
ENCODER = CharacterEncoder()
FORK = pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="needs fork")


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


WORD = zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"})
SHEET = zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """One file of three articles in `sources`, indexed."""
    written(tmp_path / "sources")
    made = Library(tmp_path / "index", tmp_path / "sources", tmp_path / "added")
    build_index(made.paths, made.index, ENCODER)
    return made


def corpus_of(library: Library) -> Corpus:
    return open_index(library.index).corpus


def titles(library: Library) -> set[str]:
    return {document.title for document in corpus_of(library).documents}


def examined(library: Library, folder: Path, *files: tuple[str, bytes]) -> Examined:
    given_files = []
    for number, (name, data) in enumerate(files):
        path = folder / f"upload-{number}"
        path.write_bytes(data)
        given_files.append((name, path))
    corpus = corpus_of(library)
    return examine(stage(given_files, folder / "staged", library.known(corpus), library.names()), corpus)


def added(library: Library, folder: Path, *files: tuple[str, bytes]) -> Examined:
    found = examined(library, folder, *files)
    library.add(found.files, ENCODER)
    return found


# --- what a file is, and how it is called


@pytest.mark.parametrize(
    ("name", "data", "suffix"),
    [
        ("a.txt", PARK.encode(), ".txt"),
        ("a.md", PARK.encode(), ".md"),
        ("a", PARK.encode("gb18030"), ".txt"),
        ("a.pdf", PARK.encode(), ".txt"),
        ("a.txt", b"%PDF-1.7\n", ".pdf"),
        ("a.bin", b"junk\n%PDF-1.7\n", ".pdf"),
        ("a.doc", HTML, ".html"),
        ("a.htm", "<p>第一条</p>".encode(), ".html"),
        ("a.zip", WORD, ".docx"),
        ("a.docx", zipped({"a.txt": b"x"}), ".zip"),
        ("a.zip", zipped({"a.pdf": b"%PDF-1.7"}), ".zip"),
    ],
)
def test_a_kind_is_read_off_the_content(name: str, data: bytes, suffix: str) -> None:
    assert kind_suffix(data, name) == suffix


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "0 字节"),
        (b"\x89PNG\r\n", "PNG 图片"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Office"),
        (SHEET, "其他 Office 文档"),
        (b"MZ\x90", "可执行程序"),
        (b"PK\x03\x04broken", "打不开"),
    ],
)
def test_what_is_no_document_is_refused_with_its_kind(data: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        kind_suffix(data, "办法.txt")


def test_a_broken_file_is_told_of_by_the_name_that_it_was_given(tmp_path: Path) -> None:
    broken = tmp_path / "通知.pdf"
    broken.write_bytes(bytes(range(128, 256)) * 20 + b"\0\1\2" * 50)
    (tmp_path / "staged").mkdir()
    ((name, why),) = stage([("通知.pdf", broken)], tmp_path / "staged", {}).refused
    assert name == "通知.pdf" and "二进制" in why and ".txt" not in why


@pytest.mark.parametrize(
    ("given_name", "made"),
    [
        ("办法.txt", "办法.txt"),
        ("办法.DOCX", "办法.txt"),
        ("办法1.2", "办法1.2.txt"),
        ("../../etc/passwd", "passwd.txt"),
        ("C:\\Windows\\win.ini", "win.ini.txt"),
        ("..", "文件.txt"),
        ("", "文件.txt"),
        (".hidden.txt", "hidden.txt"),
        ("~$办法.docx", "办法.txt"),
        ("con.txt", "_con.txt"),
        ('a<b>:"|?*\0\u202e.txt', "a_b________.txt"),
        ("法" * 300 + ".txt", "法" * (LONGEST_NAME // 3) + ".txt"),
    ],
)
def test_a_name_is_no_path(given_name: str, made: str) -> None:
    assert safe_name(given_name, ".txt") == made


@given(st.text(st.characters(), max_size=300))
def test_any_name_becomes_one_that_every_system_takes(name: str) -> None:
    made = safe_name(name, ".txt")
    assert made.endswith(".txt") and not made.startswith((".", "~"))
    assert not set(made) & set('/\\<>:"|?*\0') and made == made.strip()
    assert len(made.encode("utf-8", "surrogatepass")) <= LONGEST_NAME + 5


def test_a_taken_name_gets_a_number_whatever_its_case() -> None:
    assert free_name("A.txt", ["b.txt"]) == "A.txt"
    assert free_name("A.txt", ["a.TXT", "A (2).txt"]) == "A (3).txt"


# --- the report


def test_the_report_says_what_would_enter_and_what_not(library: Library, tmp_path: Path) -> None:
    gap = PARK.replace("海川市", "临江市").replace("第二条", "第四条")
    scan = b"%PDF-1.4 broken"
    found = examined(
        library,
        tmp_path,
        ("公园.txt", PARK.encode("gb18030")),
        ("临江.doc", gap.encode()),
        ("合集.zip", zipped({"a.txt": PARK.replace("海川市", "江北市").encode(), "b.pdf": scan})),
        ("扫描.pdf", scan),
        ("又是.txt", PARK.encode("gb18030")),
        ("图.txt", b"\x89PNG\r\n"),
        ("空.txt", b""),
    )
    assert [file.name for file in found.files] == ["公园.txt", "临江.txt", "合集.zip"]
    assert {d.title for d in found.documents} == {f"{city}市城市公园管理办法" for city in ("海川", "临江", "江北")}
    refused = dict(found.refused)
    assert set(refused) == {"扫描.pdf", "又是.txt", "图.txt", "空.txt"}
    assert "逐字节相同" in refused["又是.txt"] and "一起选的 公园.txt" in refused["又是.txt"]
    assert [file for file, _ in found.audit.failures] == ["合集.zip!/b.pdf"]
    counts = {audit.title: (audit.counts["条"], len(audit.breaks)) for audit in found.audit.documents}
    assert counts == {
        "海川市城市公园管理办法": (3, 0),
        "临江市城市公园管理办法": (3, 2),
        "江北市城市公园管理办法": (3, 0),
    }
    for source in found.audit.sources:
        assert source.characters == source.in_documents + sum(source.set_aside.values()) + source.blank
    assert titles(library) == {"党员学习办法"} and not library.added.exists()


def test_the_same_bytes_are_refused_with_the_name_of_those_that_are_there(library: Library, tmp_path: Path) -> None:
    added(library, tmp_path, ("公园.txt", PARK.encode()))
    again = examined(library, tmp_path, ("另一个名字.md", PARK.encode()))
    assert again.files == () and "added/公园.txt" in dict(again.refused)["另一个名字.md"]
    source = next((tmp_path / "sources").iterdir())
    bundled = examined(library, tmp_path, ("办法.txt", source.read_bytes()))
    assert bundled.files == () and source.name in dict(bundled.refused)["办法.txt"]


def test_a_title_that_is_there_is_announced_and_becomes_a_second_witness(library: Library, tmp_path: Path) -> None:
    added(library, tmp_path, ("公园.txt", PARK.encode()))
    found = added(library, tmp_path, ("公园.txt", PARK.replace("十四小时", "十五小时").encode()))
    assert found.same == ("海川市城市公园管理办法",) and library.names() == ["公园 (2).txt", "公园.txt"]
    (park,) = [d for d in corpus_of(library).documents if "公园" in d.title]
    assert len(park.witnesses) == 2
    for holding in library.holdings(corpus_of(library)):
        assert holding.leaving == (() if holding.added else holding.documents)


@pytest.mark.parametrize(("limit", "value"), [("MAX_FILES", 1), ("MAX_CHARACTERS", 100)])
def test_too_much_at_once_is_refused(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    monkeypatch.setattr(f"tiaowen.indexing.staging.{limit}", value)
    with pytest.raises(SourceError, match="一次不超过"):
        examined(library, tmp_path, ("a.txt", PARK.encode()), ("b.txt", (PARK + "\n").encode()))


def test_a_file_too_large_and_a_folder_are_refused_and_stop_nothing(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tiaowen.reading.files.formats.MAX_BYTES", 1000)
    small = tmp_path / "small.txt"
    small.write_text(PARK, "utf-8")
    large = tmp_path / "large.txt"
    large.write_text(PARK * 10, "utf-8")
    files = [("large.txt", large), ("folder", tmp_path), ("gone.txt", tmp_path / "gone"), ("small.txt", small)]
    staged = stage(files, tmp_path / "staged")
    assert [file.name for file in staged.files] == ["small.txt"]
    assert [name for name, _ in staged.refused] == ["large.txt", "folder", "gone.txt"]
    assert not any(str(tmp_path) in reason for _, reason in staged.refused)


# --- a change


def test_what_is_added_is_quoted_and_what_is_removed_is_gone(library: Library, tmp_path: Path) -> None:
    added(library, tmp_path, ("公园.txt", PARK.encode()))
    citation = Assistant.load(library.index, ENCODER).ask("城市公园管理办法第二条").citations[0]
    assert citation.quote == "第二条 城市公园每日开放时间不得少于十四小时。"
    assert citation.source[0].file == "added/公园.txt"
    library.remove("公园.txt", ENCODER)
    assert titles(library) == {"党员学习办法"} and list(library.added.iterdir()) == []


def test_only_new_texts_are_encoded(library: Library, tmp_path: Path) -> None:
    recorder = Recorder()
    library.add(examined(library, tmp_path, ("公园.txt", PARK.encode())).files, recorder)
    bodies = [line.split(" ", 1)[1] for line in PARK.split("\n") if line.startswith("第")]
    assert sorted(recorder.asked) == sorted(f"海川市城市公园管理办法\n{body}" for body in bodies)
    recorder.asked.clear()
    library.remove("公园.txt", recorder)
    assert recorder.asked == []


def test_a_restart_finds_what_was_added(library: Library, tmp_path: Path) -> None:
    added(library, tmp_path, ("公园.txt", PARK.encode()))
    again = Library(tmp_path / "index", tmp_path / "sources", tmp_path / "added")
    assert is_current(again.paths, again.index, ENCODER.fingerprint)
    assert [h.name for h in again.holdings(corpus_of(again)) if h.added] == ["公园.txt"]


def test_an_archive_leaves_as_a_whole(library: Library, tmp_path: Path) -> None:
    other = PARK.replace("海川市", "临江市")
    added(library, tmp_path, ("合集.zip", zipped({"a.txt": PARK.encode(), "b.txt": other.encode()})))
    with pytest.raises(SourceError, match=r"合集\.zip"):
        library.find("海川市城市公园管理办法", corpus_of(library))
    holding = library.find("合集.zip", corpus_of(library))
    assert len(holding.leaving) == 2
    library.remove(holding.name, ENCODER)
    assert titles(library) == {"党员学习办法"}


@pytest.mark.parametrize("name", ["办法.txt", "../sources/办法.txt", "", ".", "不在.txt", "党员学习办法"])
def test_only_added_files_can_be_removed(library: Library, tmp_path: Path, name: str) -> None:
    added(library, tmp_path, ("公园.txt", PARK.encode()))
    with pytest.raises(SourceError, match="放入的文件"):
        library.remove(name, ENCODER)
    assert (tmp_path / "sources" / "办法.txt").exists() and len(titles(library)) == 2


def test_a_file_is_found_by_the_title_of_its_only_document(library: Library, tmp_path: Path) -> None:
    added(library, tmp_path, ("公园.txt", PARK.encode()))
    assert library.find("《海川市城市公园管理办法》", corpus_of(library)).name == "公园.txt"
    with pytest.raises(SourceError, match="没有“党员学习办法”"):
        library.find("党员学习办法", corpus_of(library))


# --- whole or not at all


def test_a_change_that_fails_leaves_everything_as_it_was(library: Library, tmp_path: Path) -> None:
    found = examined(library, tmp_path, ("公园.txt", PARK.encode()))
    with pytest.raises(RuntimeError):
        library.add(found.files, Failing())
    assert library.names() == [] and titles(library) == {"党员学习办法"}
    library.add(found.files, ENCODER)

    class FailingLate(CharacterEncoder):
        @property
        def name(self) -> str:  # type: ignore[override]
            raise RuntimeError("out of memory")

    with pytest.raises(RuntimeError):
        library.remove("公园.txt", FailingLate())
    assert library.names() == ["公园.txt"] and len(titles(library)) == 2
    assert is_current(library.paths, library.index, ENCODER.fingerprint)


@FORK
@pytest.mark.parametrize("encoder", [DyingEarly, DyingLate])
def test_a_killed_change_leaves_the_old_index_and_is_taken_up_by_the_next(
    library: Library, tmp_path: Path, encoder: type[CharacterEncoder]
) -> None:
    found = examined(library, tmp_path, ("公园.txt", PARK.encode()))
    process = multiprocessing.get_context("fork").Process(target=library.add, args=(found.files, encoder()))
    process.start()
    process.join(60)
    assert process.exitcode == 9
    assert titles(library) == {"党员学习办法"}
    assert not is_current(library.paths, library.index, ENCODER.fingerprint)  # the next start builds it
    library.add(examined(library, tmp_path, ("公园.txt", PARK.encode())).files, ENCODER)
    assert library.names() == ["公园.txt"] and len(titles(library)) == 2

    process = multiprocessing.get_context("fork").Process(target=library.remove, args=("公园.txt", DyingLate()))
    process.start()
    process.join(60)
    assert process.exitcode == 9 and len(titles(library)) == 2
    other = PARK.replace("海川市", "临江市").encode()
    added(library, tmp_path, ("临江.txt", other))
    assert [path.name for path in library.added.iterdir()] == ["临江.txt"]
    assert titles(library) == {"党员学习办法", "临江市城市公园管理办法"}


@FORK
def test_a_full_disk_is_said_and_changes_nothing(library: Library, tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    found = examined(library, tmp_path, ("公园.txt", PARK.encode()))
    heard, said = multiprocessing.get_context("fork").Pipe(duplex=False)

    def add() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))  # stands for the end of the disk
        try:
            library.add(found.files, ENCODER)
        except TiaowenError as error:
            said.send(str(error))

    process = multiprocessing.get_context("fork").Process(target=add)
    process.start()
    assert heard.poll(60)
    told = heard.recv()
    process.join(60)
    assert "磁盘空间不足" in told and str(tmp_path) not in told
    assert list(library.added.iterdir()) == [] and titles(library) == {"党员学习办法"}


@FORK
def test_two_programs_that_add_at_once_both_succeed(library: Library, tmp_path: Path) -> None:
    reports = []
    for city in ("临江市", "江北市"):
        (tmp_path / city).mkdir()
        reports.append(examined(library, tmp_path / city, ("公园.txt", PARK.replace("海川市", city).encode())))
    adding = [multiprocessing.get_context("fork").Process(target=library.add, args=(r.files, ENCODER)) for r in reports]
    for process in adding:
        process.start()
    for process in adding:
        process.join(60)
    assert [process.exitcode for process in adding] == [0, 0]
    assert library.names() == ["公园 (2).txt", "公园.txt"] and len(titles(library)) == 3


def test_a_change_waits_no_longer_than_said(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tiaowen.library.library.PATIENCE", 0.1)
    found = examined(library, tmp_path, ("公园.txt", PARK.encode()))
    context = multiprocessing.get_context("spawn")
    held, leave = context.Event(), context.Event()
    other = context.Process(target=hold, args=(library.index, held, leave))
    other.start()
    try:
        assert held.wait(60)
        with pytest.raises(IndexFileError, match="另一个程序"):
            library.add(found.files, ENCODER)
    finally:
        leave.set()
        other.join(60)
    assert library.names() == []


def hold(index: Path, held: object, leave: object) -> None:
    with building(index):
        held.set()  # type: ignore[attr-defined]
        leave.wait(60)  # type: ignore[attr-defined]


def test_an_index_of_other_files_or_another_encoder_is_not_replaced(library: Library, tmp_path: Path) -> None:
    found = examined(library, tmp_path, ("公园.txt", PARK.encode()))
    with pytest.raises(IndexFileError, match="编码器"):
        library.add(found.files, OtherEncoder())
    written(tmp_path / "elsewhere", name="别的.txt")
    stranger = Library(library.index, tmp_path / "elsewhere", tmp_path / "added")
    with pytest.raises(IndexFileError, match=r"没有索引中的 办法\.txt"):
        stranger.add(found.files, ENCODER)
    assert library.names() == [] and titles(library) == {"党员学习办法"}


# --- the command line


def test_the_command_line_adds_lists_and_removes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = written(tmp_path / "sources")
    park = tmp_path / "公园.txt"
    park.write_text(PARK, "utf-8")
    index = tmp_path / "index"
    where = ["--index", str(index), "--sources", str(source.parent), "--added", str(tmp_path / "added")]
    assert main(["index", "--index", str(index), "--sources", str(source.parent)]) == 0
    assert main(["add", str(park), "--check", *where]) == 0
    assert "海川市城市公园管理办法" in capsys.readouterr().out and not (tmp_path / "added").exists()
    assert main(["add", str(park), str(tmp_path / "没有.txt"), *where]) == 1
    told = capsys.readouterr().err
    assert "已放入 公园.txt" in told and "不能放入 没有.txt" in told
    assert main(["documents", "--json", *where]) == 0
    rows = {row["title"]: row for row in map(json.loads, capsys.readouterr().out.splitlines())}
    assert rows["海川市城市公园管理办法"]["files"] == [{"name": "公园.txt", "added": True}]
    assert (rows["党员学习办法"]["articles"], rows["党员学习办法"]["files"][0]["added"]) == (3, False)
    assert main(["documents", *where]) == 0
    assert "放入的文件 公园.txt（可移除）" in capsys.readouterr().out
    assert main(["ask", "城市公园每日开放时间不得少于多少小时？", "--index", str(index)]) == 0
    assert "不得少于十四小时" in capsys.readouterr().out
    assert main(["remove", "公园.txt", *where]) == 0
    assert "《海川市城市公园管理办法》" in capsys.readouterr().err
    assert main(["ask", "城市公园每日开放时间不得少于多少小时？", "--index", str(index)]) == 0
    assert "未作答" in capsys.readouterr().out
    assert main(["remove", "公园.txt", *where]) == 1
