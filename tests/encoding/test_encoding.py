"""The bundled encoder, for real: vectors, order, determinism, and what happens when its folder is not right."""

import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import numpy as np
import pytest

from tests.support.corpora import ROOT
from tiaowen.encoding.direct_encoding import SENTENCEPIECE
from tiaowen.encoding.encoder import Encoder
from tiaowen.encoding.encoding import (
    CHECKSUMS,
    CONTEXTUAL,
    KEPT,
    MODELS,
    STATIC,
    STATIC_SHARE,
    RememberingEncoder,
    bundled_fingerprint,
    fingerprint,
    load_encoder,
    load_model,
)
from tiaowen.errors import EncoderError

CLAUSES = [
    "基层党组织结合“三会一课”、主题党日等，每年至少组织1次以党史为主要内容的学习或者主题党日。",
    "事业单位工作人员对考核确定为基本合格或者不合格等次不服的，可以按照有关规定申请复核、提出申诉。",
    "初次就业的工作人员，在本单位工作不满考核年度半年的（含试用期），参加年度考核，只写评语，不确定等次。",
    "本规定自发布之日起施行。",
    "考核结果应当在一定范围内公示，" * 60,
]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder(None, threads=2)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONTEXTUAL, tmp_path / "encoder"))


def test_vectors_are_float32_unit_rows_in_the_order_given(encoder):
    vectors = encoder.encode_passages(CLAUSES)
    assert vectors.shape == (len(CLAUSES), encoder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    for clause, vector in zip(CLAUSES, vectors, strict=True):
        np.testing.assert_array_equal(encoder.encode_passages([clause])[0], vector)


def test_a_question_alone_and_among_others_has_the_same_vector(encoder):
    together = encoder.encode_queries(CLAUSES)
    apart = np.concatenate([encoder.encode_queries([clause]) for clause in CLAUSES])
    np.testing.assert_array_equal(together, apart)


def test_encoding_is_deterministic_across_loads(encoder):
    again = load_encoder(None, threads=1)
    np.testing.assert_allclose(again.encode_queries(CLAUSES), encoder.encode_queries(CLAUSES), atol=1e-3)
    assert again.fingerprint == encoder.fingerprint


def test_nothing_in_nothing_out(encoder):
    assert encoder.encode_queries([]).shape == (0, encoder.dimension)
    assert encoder.encode_passages([]).shape == (0, encoder.dimension)


@pytest.mark.parametrize("text", ["", " ", "？！…", "\x00\x07", "🙂", "考" * 10_000])
def test_any_text_has_a_unit_vector(encoder, text):
    vector = encoder.encode_queries([text])[0]
    assert np.isfinite(vector).all()
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("党支部一年最少要搞几次党史学习？", 0),
        ("考核不合格我不服气，能找谁申诉？", 1),
        ("刚毕业来单位才干了四个月，年底怎么给我评？", 2),
        ("这个规定从什么时候开始执行", 3),
    ],
)
def test_a_question_is_nearest_to_the_clause_that_answers_it(encoder, question, clause):
    similarities = encoder.encode_queries([question]) @ encoder.encode_passages(CLAUSES).T
    assert int(similarities.argmax()) == clause


def test_progress_counts_up_to_all_texts(encoder):
    seen = []
    encoder.encode_passages(["条文"] * 300, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(128, 300), (256, 300), (300, 300)]


def test_fingerprint_changes_with_any_byte_of_the_model_but_not_with_the_model_card(copy):
    before = fingerprint(copy)
    (copy / "README.md").write_text("another model card", encoding="utf-8")
    assert fingerprint(copy) == before
    with (copy / "tokenizer.json").open("ab") as file:
        file.write(b"\n")
    assert fingerprint(copy) != before


def test_another_folder_is_one_setting_away(copy, encoder):
    other = load_encoder(str(copy))
    assert other.dimension < encoder.dimension
    original = load_encoder(str(CONTEXTUAL))
    np.testing.assert_array_equal(other.encode_queries(CLAUSES[:1]), original.encode_queries(CLAUSES[:1]))


def test_the_similarity_of_two_encoders_is_the_weighted_mean_of_theirs(encoder):
    parts = [load_encoder(str(folder)) for folder in (CONTEXTUAL, STATIC)]
    question, fused = ["考核不合格我不服气，能找谁申诉？"], encoder.encode_queries(CLAUSES)
    apart = [part.encode_queries(question) @ part.encode_queries(CLAUSES).T for part in parts]
    expected = (1 - STATIC_SHARE) * apart[0] + STATIC_SHARE * apart[1]
    np.testing.assert_allclose(encoder.encode_queries(question) @ fused.T, expected, atol=1e-5)
    assert encoder.fingerprint == bundled_fingerprint()
    assert len({encoder.fingerprint, *(part.fingerprint for part in parts)}) == 3


@pytest.mark.parametrize("setting", ["/no/such/folder", "./missing", "models/a/b"])
def test_missing_folder_is_named_with_what_to_do(setting):
    with pytest.raises(EncoderError, match="没有这个文件夹") as caught:
        load_encoder(setting)
    assert setting in caught.value.expected
    assert caught.value.todo


def test_truncated_weights_are_refused(copy):
    weights = copy / "encoder_int8.onnx"
    weights.write_bytes(weights.read_bytes()[:1_000_000])
    with pytest.raises(EncoderError, match="损坏"):
        load_encoder(str(copy))


def test_truncated_weights_are_refused_without_checksums_too(copy):
    (copy / "SHA256SUMS").unlink()
    weights = copy / "encoder_int8.onnx"
    weights.write_bytes(weights.read_bytes()[:1_000_000])
    with pytest.raises(EncoderError, match="无法载入"):
        load_encoder(str(copy))


def test_missing_file_is_refused(copy):
    (copy / "tokenizer.json").unlink()
    with pytest.raises(EncoderError, match="文件缺失"):
        load_encoder(str(copy))


def test_a_folder_that_is_no_model_is_refused(tmp_path):
    with pytest.raises(EncoderError, match="modules.json"):
        load_encoder(str(tmp_path))


def test_a_model_that_brings_its_own_code_is_refused(copy):
    modules = copy / "modules.json"
    modules.write_text(
        modules.read_text(encoding="utf-8").replace("tiaowen.onnx_transformer", "evil"), encoding="utf-8"
    )
    with pytest.raises(EncoderError, match="其他代码：evil.OnnxTransformer"):
        load_encoder(str(copy))


def test_the_bundled_models_are_small_enough_to_store():
    sizes = [path.stat().st_size for path in MODELS.rglob("*") if path.is_file()]
    assert max(sizes) < 25_000_000
    assert sum(sizes) < 60_000_000


def test_importing_the_module_does_not_import_torch():
    code = "import sys, tiaowen.encoding.encoding; sys.exit(bool({'torch', 'sentence_transformers'} & {*sys.modules}))"
    assert subprocess.run([sys.executable, "-c", code], cwd=MODELS.parent, check=False).returncode == 0


def test_the_bundled_encoders_need_no_torch_and_give_the_vectors_of_sentence_transformers(encoder):
    for folder in (CONTEXTUAL, STATIC):
        through = load_model(str(folder), True, 1)
        vectors = through.encode_query(CLAUSES, normalize_embeddings=True, convert_to_numpy=True)
        np.testing.assert_allclose(load_encoder(str(folder)).encode_queries(CLAUSES), vectors, atol=1e-6)
    code = "import sys, tiaowen.encoding.encoding as e; e.load_encoder(); sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=MODELS.parent, check=False).returncode == 0


def test_the_static_encoder_reads_the_pieces_of_its_tokenizer_from_less_memory(tmp_path):
    copy = shutil.copytree(STATIC, tmp_path / "static", ignore=shutil.ignore_patterns(SENTENCEPIECE, CHECKSUMS))
    sources = sorted((ROOT / "data" / "sources").glob("*.txt"))
    lines = [line for file in sources for line in file.read_text("utf-8").splitlines()]
    # What counts as a letter differs between the libraries for marks that modify the letter before them (Mongolian).
    articles = [line for line in lines if not any(unicodedata.category(c) == "Mn" for c in line)]
    assert len(lines) - len(articles) < 3
    texts = [*CLAUSES, *articles, "", "   ", "Ａ4纸 ２０份_第3版", "ﬁ 𠮷野家 🙂🙂 Ⅻ", "公佈後３０日內\t辦理"]
    assert len(texts) > 200
    with_pieces, with_tokenizer = load_encoder(str(STATIC)), load_encoder(str(copy))
    np.testing.assert_array_equal(with_pieces.encode_passages(texts), with_tokenizer.encode_passages(texts))


def test_bundled_models_are_opened_by_the_first_text():
    code = (
        "import sys; from tiaowen.encoding.encoding import load_encoder; found = load_encoder(); n = found.dimension;"
        "early = 'onnxruntime' in sys.modules; found.encode_queries(['考核']);"
        "sys.exit(early or 'onnxruntime' not in sys.modules or n != found.encode_queries(['考核']).shape[1])"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=MODELS.parent, check=False).returncode == 0


@pytest.mark.parametrize("packed", [False, True])
def test_a_static_model_gives_the_vectors_of_sentence_transformers(packed, encoder, tmp_path):
    from safetensors.numpy import save_file
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(CONTEXTUAL / "tokenizer.json"))
    chance = np.random.default_rng(0)
    table = chance.normal(size=(tokenizer.get_vocab_size(), 32)).astype(np.float32)
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=table)]).save(str(tmp_path))
    if packed:  # as model2vec packs it
        rows = chance.integers(-127, 128, table.shape).astype(np.int8)
        weights = chance.random(len(table)).astype(np.float32)
        save_file({"embeddings": rows, "weights": weights}, tmp_path / "model.safetensors")
    static = load_encoder(str(tmp_path))
    through = load_model(str(tmp_path), True, 1).encode_query(CLAUSES, normalize_embeddings=True, convert_to_numpy=True)
    np.testing.assert_allclose(static.encode_queries(CLAUSES), through, atol=1e-6)
    assert static._direct is not None
    apart = np.concatenate([static.encode_queries([clause]) for clause in CLAUSES])
    np.testing.assert_array_equal(static.encode_queries(CLAUSES), apart)


def test_the_latest_questions_are_remembered_and_never_changed(encoder):
    remembering = RememberingEncoder(encoder)
    first = remembering.encode_queries(CLAUSES[:1])
    assert remembering.encode_queries(CLAUSES[:1]) is first and not first.flags.writeable
    for number in range(KEPT + 1):
        remembering.encode_queries([str(number)])
    assert remembering.encode_queries(CLAUSES[:1]) is not first
    np.testing.assert_array_equal(remembering.encode_queries(CLAUSES[:1]), first)
