"""An index is whole or refused: built in one step, checked when opened, told apart by encoder, format and inputs."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from tests.support.corpora import ROOT, seeds
from tests.support.library import SMALL_SOURCE, CharacterEncoder
from tiaowen.datamodels import Corpus
from tiaowen.encoding.encoding import load_encoder
from tiaowen.errors import IndexFileError, SourceError, TiaowenError
from tiaowen.indexing import builds
from tiaowen.indexing.builds import building
from tiaowen.indexing.corpus_file import load_corpus, save_corpus
from tiaowen.indexing.index import FORMAT, build_index, check_encoder, is_current, open_index, read_manifest
from tiaowen.reading.grammar.numerals import chinese

ARTICLES = {
    "第一条": "为了规范党员学习，制定本办法。",
    "第二条": "党员应当参加支部组织的学习，每年不少于32学时。",
    "第三条": "本办法自印发之日起施行。",
}
TITLE = "党员学习办法"


def written(folder: Path, articles: dict[str, str] | None = None, name: str = "办法.txt") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"{label} {text}" for label, text in (articles or ARTICLES).items()]
    (folder / name).write_text("\n\n".join([TITLE, *lines]) + "\n", "utf-8")
    return folder / name


class Recorder(CharacterEncoder):
    """Remembers what it was asked to encode."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> np.ndarray:
        self.asked.extend(texts)
        return super().encode_passages(texts, progress)


class OtherEncoder(CharacterEncoder):
    name, fingerprint = "others", "others-1"


class WiderEncoder(CharacterEncoder):
    dimension = 256


class Failing(CharacterEncoder):
    def encode_passages(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> np.ndarray:
        raise RuntimeError("out of memory")


class Unwritable(CharacterEncoder):
    """Vectors that no store can take: the build fails after its folder was made."""

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> np.ndarray:
        return np.full((len(texts), self.dimension), "x", dtype=object)


class DyingEarly(CharacterEncoder):
    """Ends the process as a kill does, without any clean-up, before anything is written."""

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> np.ndarray:
        os._exit(9)


class DyingLate(CharacterEncoder):
    """Ends the process when the manifest asks for the name: all other files of the build are written by then."""

    @property
    def name(self) -> str:  # type: ignore[override]
        os._exit(9)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return written(tmp_path / "sources")


@pytest.fixture
def index(source: Path, tmp_path: Path) -> Path:
    build_index(source, tmp_path / "index", CharacterEncoder())
    return tmp_path / "index"


def build_of(index: Path) -> Path:
    return index / (index / "current").read_text("utf-8").strip()


def labels(index: Path) -> list[str]:
    return [clause.label for clause in open_index(index).corpus.clauses]


# --- the corpus file


@pytest.mark.parametrize("corpus", [seeds(), Corpus((), ()), Corpus((), (), (), (("扫描.pdf", "没有文字"),))])
def test_a_corpus_comes_back_equal(corpus: Corpus, tmp_path: Path) -> None:
    save_corpus(corpus, tmp_path / "a.json")
    again = load_corpus(tmp_path / "a.json")
    assert again == corpus
    save_corpus(again, tmp_path / "b.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_every_saved_clause_keeps_its_words_and_its_place_in_the_file(tmp_path: Path) -> None:
    save_corpus(seeds(), tmp_path / "a.json")
    for before, after in zip(seeds().clauses, load_corpus(tmp_path / "a.json").clauses, strict=True):
        assert (after.id, after.text, after.cite) == (before.id, before.text, before.cite)
        spans = after.document.origin.spans(after.start, after.end)
        raw = "".join(after.document.source.text[s.start : s.end] for s in spans)
        assert raw.replace("\n", "") == before.text.replace("\n", "")


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: b"[]",
        lambda data: b'"x"',
        lambda data: data.replace(b'"clauses"', b'"claused"'),
        lambda data: data.replace(b'"sources":[{', b'"sources":[{"more":1,'),
        lambda data: data.replace(b'"source":0', b'"source":99'),
        lambda data: data[:-1] + b"\xff}",
    ],
)
def test_a_damaged_corpus_file_is_refused(damage: Callable[[bytes], bytes], index: Path) -> None:
    file = build_of(index) / "corpus.json"
    changed = damage(file.read_bytes())
    assert changed != file.read_bytes()
    file.write_bytes(changed)
    with pytest.raises(IndexFileError, match="python run.py index"):
        load_corpus(file)


def test_a_corpus_file_whose_clause_leaves_its_document_is_refused(index: Path) -> None:
    file = build_of(index) / "corpus.json"
    body = json.loads(file.read_bytes())
    body["clauses"][-1][5] += 1000  # its end
    file.write_text(json.dumps(body), "utf-8")
    with pytest.raises(IndexFileError, match="ValueError"):
        load_corpus(file)


# --- what is in a build


def test_an_opened_index_is_what_was_built(index: Path, source: Path) -> None:
    found = open_index(index)
    assert [c.text for c in found.corpus.clauses if c.role == "unit"][-1] == "第三条 " + ARTICLES["第三条"]
    assert found.store.size == len(found.entries) == found.lexical.size == found.manifest["entries"]
    assert found.manifest["units"] == sum(c.role == "unit" for c in found.corpus.clauses)
    assert {entry.unit for entry in found.entries} <= set(found.corpus.by_id)
    assert str(source.parent) not in (build_of(index) / "manifest.json").read_text("utf-8")
    vectors = CharacterEncoder().encode_passages([entry.embedded for entry in found.entries])
    assert np.array_equal(found.store.vectors(np.arange(found.store.size)), vectors)


def test_an_entry_finds_itself_by_vector_and_by_words(index: Path) -> None:
    found = open_index(index)
    for number, entry in enumerate(found.entries):
        scores, entries = found.store.search(CharacterEncoder().encode_queries([entry.embedded]), 1)
        assert found.entries[entries[0][0]].text == entry.text and scores[0][0] == pytest.approx(1)
        assert found.lexical.scores(entry.text)["bigrams"].argmax() == number


def test_the_bundled_encoder_builds_and_rebuilds_without_encoding_anything(tmp_path: Path, source: Path) -> None:
    encoder = load_encoder(str(ROOT / "models" / "encoder"))
    build_index(source, tmp_path / "index", encoder)
    before = open_index(tmp_path / "index")
    check_encoder(before.manifest, encoder)
    build_index(source, tmp_path / "index", encoder)
    after = open_index(tmp_path / "index")
    numbers = np.arange(before.store.size)
    assert np.array_equal(before.store.vectors(numbers), after.store.vectors(numbers))


def test_the_bank_and_the_registry_beside_the_sources_are_used(tmp_path: Path) -> None:
    written(tmp_path / "data" / "sources")
    bank = tmp_path / "data" / "questions"
    bank.mkdir()
    rows = [
        {"document": TITLE, "label": "第二条", "question": "一年要学多少学时？"},
        {"document": TITLE, "label": "第九条", "question": "有没有第九条？"},
    ]
    (bank / "办法.jsonl").write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    manifest = build_index(tmp_path / "data" / "sources", tmp_path / "index", CharacterEncoder())
    assert manifest["bank"] == {"questions": 2, "without clause": [f"{TITLE} 第九条"]}
    asked = [e for e in open_index(tmp_path / "index").entries if e.kind == "question"]
    assert [(e.unit, e.text) for e in asked] == [(f"{TITLE}/第二条", "一年要学多少学时？")]


# --- atomicity


def test_sources_without_a_document_leave_the_old_index(index: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("", "utf-8")
    before = (index / "current").read_bytes()
    with pytest.raises(SourceError, match="empty.txt"):
        build_index(empty, index, CharacterEncoder())
    assert (index / "current").read_bytes() == before and "第二条" in labels(index)


@pytest.mark.parametrize(("encoder", "error"), [(Failing, RuntimeError), (Unwritable, ValueError)])
def test_a_build_that_fails_leaves_the_old_index(
    index: Path, source: Path, encoder: type[CharacterEncoder], error: type[Exception]
) -> None:
    written(source.parent, ARTICLES | {"第四条": "新的一条，不在旧的索引里。"})
    with pytest.raises(error):
        build_index(source, index, encoder())
    assert "第四条" not in labels(index) and "第三条" in labels(index)
    build_index(source, index, CharacterEncoder())
    assert "第四条" in labels(index)
    assert sorted(path.name for path in index.iterdir()) == sorted([".lock", build_of(index).name, "current"])


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="needs fork")
@pytest.mark.parametrize("encoder", [DyingEarly, DyingLate])
def test_a_build_that_is_killed_leaves_the_old_index(
    index: Path, source: Path, encoder: type[CharacterEncoder]
) -> None:
    written(source.parent, ARTICLES | {"第四条": "新的一条，不在旧的索引里。"})
    process = multiprocessing.get_context("fork").Process(target=build_index, args=(source, index, encoder()))
    process.start()
    process.join(60)
    assert process.exitcode == 9
    assert len(list(index.glob("build-*"))) == (2 if encoder is DyingLate else 1)
    assert "第四条" not in labels(index) and "第三条" in labels(index)
    build_index(source, index, CharacterEncoder())
    assert "第四条" in labels(index) and list(index.glob("build-*")) == [build_of(index)]


def test_builds_within_one_second_do_not_share_a_folder(index: Path, source: Path) -> None:
    """The folder of a build bears the time and the process: a second build must not empty the one in use."""
    for number in range(3):
        before = build_of(index)
        written(source.parent, ARTICLES | {"第四条": f"第{number}次修改。"})
        with pytest.raises(ValueError, match="could not convert"):
            build_index(source, index, Unwritable())
        assert build_of(index) == before and "第三条" in labels(index)
        build_index(source, index, CharacterEncoder())
        assert build_of(index) != before and not before.exists()


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="needs fork")
def test_two_builds_at_once_and_a_reader_do_not_disturb_each_other(index: Path, source: Path) -> None:
    def build_often() -> None:
        for _ in range(4):
            build_index(source, index, CharacterEncoder())

    builders = [multiprocessing.get_context("fork").Process(target=build_often) for _ in range(2)]
    for builder in builders:
        builder.start()
    opened = 0
    while any(builder.is_alive() for builder in builders):
        assert "第三条" in labels(index)
        opened += 1
    assert [builder.exitcode for builder in builders] == [0, 0] and opened > 0
    assert list(index.glob("build-*")) == [build_of(index)] and not list(index.glob("gone-*"))


def test_a_reader_that_comes_too_late_takes_the_new_build(
    index: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once between the pointer and the folder, once between the folder and its files."""
    old = build_of(index)
    build_index(source, index, CharacterEncoder())
    pointers = iter([old])
    pointed_at = builds._pointed_at
    monkeypatch.setattr(builds, "_pointed_at", lambda root: next(pointers, None) or pointed_at(root))
    assert builds.current(index) == build_of(index) != old

    read: list[Path] = []

    def read_late(build: Path) -> dict[str, object]:
        if not read:
            build_index(source, index, CharacterEncoder())
        read.append(build)
        manifest: dict[str, object] = json.loads((build / "manifest.json").read_text("utf-8"))
        return manifest

    assert builds.from_current(index, read_late) == read_manifest(index)
    assert len(read) == 2 and read[1] == build_of(index) != read[0]


def test_a_build_waits_for_another_and_says_so_in_the_end(index: Path) -> None:
    inside, leave = threading.Event(), threading.Event()

    def other() -> None:
        with building(index):
            inside.set()
            leave.wait(60)

    thread = threading.Thread(target=other)
    thread.start()
    try:
        assert inside.wait(60)
        with pytest.raises(IndexFileError, match="另一个程序正在建立"), building(index, 0.1):
            pass
    finally:
        leave.set()
        thread.join()
    with building(index, 0), building(index, 0):  # the same thread may enter again
        pass


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="needs fork")
@pytest.mark.parametrize("room", [1000, 40_000])  # the end is met in corpus.json, in vectors.faiss
def test_a_full_disk_is_said_and_leaves_the_old_index(index: Path, source: Path, room: int) -> None:
    """The system's limit on the size of a file stands for the end of the disk: both end a write half-way."""
    resource = pytest.importorskip("resource")
    more = {f"第{chinese(n)}条": f"第{n}项学习任务每年完成{n}次。" for n in range(4, 120)}
    written(source.parent, ARTICLES | more)
    heard, said = multiprocessing.get_context("fork").Pipe(duplex=False)

    def build() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        try:
            build_index(source, index, CharacterEncoder())
        except TiaowenError as error:
            said.send(str(error))

    process = multiprocessing.get_context("fork").Process(target=build)
    process.start()
    assert heard.poll(60), "no TiaowenError"
    told = heard.recv()
    process.join(60)
    assert "磁盘空间不足" in told and str(index) not in told
    assert list(index.glob("build-*")) == [build_of(index)]
    assert "第四条" not in labels(index) and "第三条" in labels(index)


def test_an_open_index_outlives_its_replacement(index: Path, source: Path) -> None:
    old = open_index(index)
    written(source.parent, {"第一条": "全新的文字，没有学时。"})
    build_index(source, index, CharacterEncoder())
    assert old.lexical.scores("每年不少于32学时")["words"].argmax() == 1
    assert old.store.search(CharacterEncoder().encode_queries(["学时"]), 2)[1].shape == (1, 2)


# --- damage


def files_of_a_build() -> list[str]:
    lexical = ("channels.json", "words/vocab.index.json", "bigrams/indices.csc.index.npy", "pinyin/params.index.json")
    return ["corpus.json", "entries.json", "vectors.faiss", *(f"lexical/{name}" for name in lexical)]


@pytest.mark.parametrize("name", files_of_a_build())
@pytest.mark.parametrize("damage", ["missing", "truncated", "altered"])
def test_a_damaged_file_is_named_and_refused(index: Path, name: str, damage: str) -> None:
    file = build_of(index) / name
    data = file.read_bytes()
    if damage == "missing":
        file.unlink()
    elif damage == "truncated":
        file.write_bytes(data[:-1])
    else:
        middle = len(data) // 2
        file.write_bytes(data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :])
    with pytest.raises(IndexFileError) as caught:
        open_index(index)
    assert name in caught.value.found and caught.value.todo == "重新建立索引：python run.py index"


def test_every_file_of_a_build_is_in_its_manifest(index: Path) -> None:
    build = build_of(index)
    there = {f.relative_to(build).as_posix() for f in build.rglob("*") if f.is_file()}
    assert there - {"manifest.json"} == set(read_manifest(index)["files"]) >= set(files_of_a_build())


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"清单"', "7"])
def test_a_manifest_that_is_none_is_refused(index: Path, source: Path, text: str) -> None:
    (build_of(index) / "manifest.json").write_text(text, "utf-8")
    with pytest.raises(IndexFileError, match="manifest.json"):
        open_index(index)
    assert not is_current(source, index, CharacterEncoder.fingerprint)
    build_index(source, index, CharacterEncoder())
    assert "第三条" in labels(index)


@pytest.mark.parametrize("version", [FORMAT + 1, 0, "1", None])
def test_an_index_of_another_format_is_refused(index: Path, source: Path, version: object) -> None:
    file = build_of(index) / "manifest.json"
    manifest = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps({"format": version, "files": manifest["files"]}), "utf-8")
    with pytest.raises(IndexFileError, match="另一版本"):
        open_index(index)
    assert not is_current(source, index, CharacterEncoder.fingerprint)


@pytest.mark.parametrize("key", ["files", "encoder", "inputs"])
def test_a_manifest_without_a_part_is_refused(index: Path, source: Path, key: str) -> None:
    file = build_of(index) / "manifest.json"
    manifest = json.loads(file.read_text("utf-8"))
    del manifest[key]
    file.write_text(json.dumps(manifest), "utf-8")
    with pytest.raises(IndexFileError, match=key):
        open_index(index)
    assert not is_current(source, index, CharacterEncoder.fingerprint)


POINTERS = [b"", b"build-gone", b"../sources", b"build-../../sources", b"sources", b"build-\xff"]


@pytest.mark.parametrize("pointer", POINTERS)
def test_a_pointer_to_no_build_is_refused(index: Path, source: Path, pointer: bytes) -> None:
    (index / "current").write_bytes(pointer)
    with pytest.raises(IndexFileError, match="python run.py index"):
        open_index(index)
    assert not is_current(source, index, CharacterEncoder.fingerprint)


@pytest.mark.parametrize("there", [False, True])
def test_no_index_says_how_to_make_one(tmp_path: Path, there: bool) -> None:
    if there:
        (tmp_path / "index").mkdir()
    for opening in (open_index, read_manifest):
        with pytest.raises(IndexFileError, match="先建立索引：python run.py index"):
            opening(tmp_path / "index")


# --- the encoder


def test_the_encoder_that_made_the_index_passes(index: Path) -> None:
    assert read_manifest(index)["encoder"] == {"name": "characters", "dimension": 128, "fingerprint": "characters-1"}
    check_encoder(read_manifest(index), CharacterEncoder())


@pytest.mark.parametrize("encoder", [OtherEncoder(), WiderEncoder()])
def test_another_encoder_is_refused_with_both_names(index: Path, encoder: CharacterEncoder) -> None:
    with pytest.raises(IndexFileError) as caught:
        check_encoder(read_manifest(index), encoder)
    error = caught.value
    assert encoder.fingerprint in error.expected and str(encoder.dimension) in error.expected
    assert "characters-1" in error.found and "128" in error.found
    assert "python run.py index" in error.todo and "--encoder" in error.todo


# --- vectors taken over


def test_only_new_texts_are_encoded_again(index: Path, source: Path) -> None:
    again = Recorder()
    build_index(source, index, again)
    assert again.asked == []
    written(source.parent, ARTICLES | {"第二条": "党员应当参加学习，每年不少于40学时。"})
    build_index(source, index, again)
    assert again.asked == ["党员学习办法\n党员应当参加学习，每年不少于40学时。"]
    found = open_index(index)
    vectors = CharacterEncoder().encode_passages([entry.embedded for entry in found.entries])
    assert np.array_equal(found.store.vectors(np.arange(found.store.size)), vectors)


def test_a_text_that_stands_twice_is_encoded_once(tmp_path: Path) -> None:
    recorder = Recorder()
    same = "由县级以上人民政府责令改正。"
    build_index(written(tmp_path, {"第一条": same, "第二条": same}), tmp_path / "index", recorder)
    assert recorder.asked.count(f"党员学习办法\n{same}") == 1
    assert [e.text for e in open_index(tmp_path / "index").entries].count(same) == 2


def test_vectors_of_another_encoder_are_not_taken_over(index: Path, source: Path) -> None:
    class Other(Recorder):
        fingerprint = "others-1"

    other = Other()
    build_index(source, index, other)
    assert set(other.asked) == {entry.embedded for entry in open_index(index).entries}


@pytest.mark.parametrize("name", ["vectors.faiss", "entries.json", "manifest.json"])
@pytest.mark.parametrize("damage", ["missing", "truncated", "altered"])
def test_a_damaged_build_lends_no_vectors(index: Path, source: Path, name: str, damage: str) -> None:
    file = build_of(index) / name
    data = file.read_bytes()
    if damage == "missing":
        file.unlink()
    elif damage == "truncated":
        file.write_bytes(data[: len(data) // 2])
    elif name == "vectors.faiss":
        file.write_bytes(data[:-4] + np.float32(0.5).tobytes())  # a file that opens, with another number in it
    elif name == "entries.json":
        file.write_bytes(data.replace("制定本办法".encode(), "废止本办法".encode()))
    else:
        file.write_bytes(data.replace(b'"files"', b'"filed"'))
    assert not file.exists() or file.read_bytes() != data
    recorder = Recorder()
    build_index(source, index, recorder)
    found = open_index(index)
    assert set(recorder.asked) == {entry.embedded for entry in found.entries}
    vectors = CharacterEncoder().encode_passages([entry.embedded for entry in found.entries])
    assert np.array_equal(found.store.vectors(np.arange(found.store.size)), vectors)


# --- is_current


def current(sources: object, index: Path, fingerprint: str = CharacterEncoder.fingerprint) -> bool:
    return is_current(sources, index, fingerprint)  # type: ignore[arg-type]


def test_an_index_is_current_until_something_changes(tmp_path: Path) -> None:
    data = tmp_path / "data"
    text = written(data / "sources")
    sources, index = data / "sources", tmp_path / "index"
    assert not current(sources, index)
    build_index(sources, index, CharacterEncoder())
    assert current(sources, index) and current(str(sources), index) and current([sources], index)
    assert not current(sources, index, "others-1")
    assert not current(tmp_path / "elsewhere", index)

    changes: list[tuple[Path, str]] = [
        (text, text.read_text("utf-8").replace("32学时", "40学时")),
        (sources / "more" / "补充.txt", "补充办法\n第一条 补充。"),
        (data / "questions" / "a.jsonl", ""),
        (data / "sources.json", "{}"),
    ]
    for file, content in changes:
        before = file.read_bytes() if file.exists() else None
        file.parent.mkdir(exist_ok=True)
        file.write_text(content, "utf-8")
        assert not current(sources, index), file.name
        if before is None:
            file.unlink()
        else:
            file.write_bytes(before)
        assert current(sources, index), file.name


def test_two_sources_of_one_name_are_told_apart(tmp_path: Path) -> None:
    pair = [written(tmp_path / "甲"), written(tmp_path / "乙", {"第一条": "另一个办法的第一条。"})]
    build_index(pair, tmp_path / "index", CharacterEncoder())
    assert current(pair, tmp_path / "index")
    for changed in pair:
        text = changed.read_text("utf-8")
        changed.write_text(text + "第九条 新增的一条。\n", "utf-8")
        assert not current(pair, tmp_path / "index"), changed.parent.name
        changed.write_text(text, "utf-8")


@pytest.mark.parametrize("name", files_of_a_build())
def test_a_build_with_a_file_cut_short_is_not_current(index: Path, source: Path, name: str) -> None:
    assert current(source, index)
    file = build_of(index) / name
    file.write_bytes(file.read_bytes()[:-1])
    assert not current(source, index)
    file.unlink()
    assert not current(source, index)


@pytest.mark.parametrize("name", files_of_a_build())
def test_a_build_with_an_altered_file_of_the_same_size_is_not_current(index: Path, source: Path, name: str) -> None:
    file = build_of(index) / name
    data = file.read_bytes()
    file.write_bytes(bytes([data[0] ^ 1]) + data[1:])
    assert not current(source, index)


def test_hidden_files_change_nothing(index: Path, source: Path, tmp_path: Path) -> None:
    build_index(source.parent, index, CharacterEncoder())
    (source.parent / ".removed-旧.txt").write_text("旧办法", "utf-8")
    assert current(source.parent, index)


def test_an_index_may_be_moved(index: Path, source: Path, tmp_path: Path) -> None:
    shutil.move(index, tmp_path / "elsewhere")
    assert current(source, tmp_path / "elsewhere")
    assert [asdict(e)["text"] for e in open_index(tmp_path / "elsewhere").entries][-1] == ARTICLES["第三条"]


def test_a_bundled_source_builds_the_same_twice(tmp_path: Path) -> None:
    for name in ("one", "two"):
        build_index(SMALL_SOURCE, tmp_path / name, CharacterEncoder())
    one, two = (read_manifest(tmp_path / name)["files"] for name in ("one", "two"))
    for name in ("corpus.json", "entries.json", "vectors.faiss"):
        assert one[name] == two[name]
