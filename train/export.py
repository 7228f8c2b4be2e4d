"""Step 4: the torch model -> an int8 ONNX graph of about 18 MB -> a sentence-transformers folder.

The graph is written out node by node rather than traced, because what makes it small, fast and reproducible is in the
choice of operators:

* Weights of linear layers are int8 with one scale per output, activations int8 with one scale per text, chosen at run
  time (``DynamicQuantizeMatMul``).
* Weights use 7 of their 8 bits. On processors with AVX2 but without VNNI the product is made with ``vpmaddubsw``, which
  adds two products in 16 bits and saturates: 2 x 255 x 127 does not fit, 2 x 255 x 63 does. With full range the vectors
  have a cosine of about .80 with the right ones on such machines, with 7 bits .995 on all (``docs/encoder.md``).
* Embedding tables are int8 with one scale per row, looked up first and scaled after: they never exist as floats.
* Sums and layer normalisations are nodes of their own: onnxruntime's ``SkipLayerNormalization`` does both in one, and
  takes so much longer on a processor that a text takes 1.27 times as long (200 tokens, one core).
* The last layer computes the first token only ([CLS], the one that is pooled): a fifth of the work is saved.

    python -m train.export --model build/encoder --target models/encoder
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import Normalize
from sentence_transformers.sentence_transformer.modules import Pooling
from transformers import BertConfig, BertModel

from tiaowen.encoding.encoding import CHECKSUMS, file_digest
from tiaowen.onnx_transformer import MODEL_FILE, TOKENIZER_FILE, OnnxTransformer
from train.pieces import pruned, seen_pieces

# 63 and not 127: see above.
LARGEST_CODE = 63
LARGEST_FILE = 20_000_000
OPSET = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]


def quantise_rows(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Symmetric int8 with one float scale per row: ``table ~ codes * scales``; shapes (n, d) and (n, 1)."""
    scales = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-8) / 127
    return np.rint(table / scales).astype(np.int8), scales.astype(np.float32)


def quantise_outputs(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Symmetric 7-bit codes with one scale per output: ``weight ~ (codes * scales).T``.

    ``weight`` is (outputs, inputs) as in ``Linear.weight``. Returns int8 codes (inputs, outputs), the orientation of
    an ONNX matrix product, and float32 scales (outputs,).
    """
    scales = np.maximum(np.abs(weight).max(axis=1), 1e-8) / LARGEST_CODE
    codes = np.rint(weight / scales[:, np.newaxis]).astype(np.int8)
    return np.ascontiguousarray(codes.T), scales.astype(np.float32)


class GraphBuilder:
    """Collects nodes and initialisers of one ONNX graph; every method returns the name of its output."""

    def __init__(self, state: dict[str, np.ndarray], config: BertConfig) -> None:
        self.state = state
        self.config = config
        self.nodes: list[onnx.NodeProto] = []
        self.tensors: dict[str, onnx.TensorProto] = {}

    def tensor(self, name: str, value: np.ndarray) -> str:
        self.tensors[name] = numpy_helper.from_array(value, name)
        return name

    def parameter(self, name: str) -> str:
        return self.tensor(name, self.state[name])

    def node(self, op: str, inputs: list[str], output: str, domain: str = "", **attributes: object) -> str:
        self.nodes.append(helper.make_node(op, inputs, [output], name=output, domain=domain, **attributes))
        return output

    def embedding(self, name: str, ids: str) -> str:
        codes, scales = quantise_rows(self.state[f"embeddings.{name}.weight"])
        looked_up = self.node("Gather", [self.tensor(f"{name}.codes", codes), ids], f"{name}.rows")
        as_float = self.node("Cast", [looked_up], f"{name}.float", to=TensorProto.FLOAT)
        row_scales = self.node("Gather", [self.tensor(f"{name}.scales", scales), ids], f"{name}.row_scales")
        return self.node("Mul", [as_float, row_scales], f"{name}.values")

    def linear(self, name: str, values: str) -> str:
        """A linear layer without its bias: the operator after it adds that."""
        codes, scales = quantise_outputs(self.state[f"{name}.weight"])
        inputs = [values, self.tensor(f"{name}.codes", codes), self.tensor(f"{name}.scales", scales)]
        return self.node("DynamicQuantizeMatMul", inputs, f"{name}.product", domain="com.microsoft")

    def add_and_normalise(self, prefix: str, values: str, skip: str) -> str:
        bias = self.parameter(f"{prefix}.dense.bias")
        shifted = self.node("Add", [self.node("Add", [skip, bias], f"{prefix}.biased"), values], f"{prefix}.total")
        norm = [self.parameter(f"{prefix}.LayerNorm.weight"), self.parameter(f"{prefix}.LayerNorm.bias")]
        return self.node(
            "LayerNormalization", [shifted, *norm], f"{prefix}.normalised", epsilon=self.config.layer_norm_eps
        )

    def layer(self, index: int, hidden: str, mask: str, last: bool) -> str:
        """One transformer layer; the last one answers for the first token only."""
        prefix = f"encoder.layer.{index}"
        queried = self.first_token(hidden) if last else hidden
        attention = f"{prefix}.attention"
        heads = [
            self.linear(f"{attention}.self.query", queried),
            self.linear(f"{attention}.self.key", hidden),
            self.linear(f"{attention}.self.value", hidden),
        ]
        bias = np.concatenate([self.state[f"{attention}.self.{part}.bias"] for part in ("query", "key", "value")])
        context = self.node(
            "MultiHeadAttention",
            [*heads, self.tensor(f"{attention}.self.bias", bias), mask],
            f"{attention}.context",
            domain="com.microsoft",
            num_heads=self.config.num_attention_heads,
        )
        attended = self.add_and_normalise(
            f"{attention}.output", self.linear(f"{attention}.output.dense", context), queried
        )
        wide = self.linear(f"{prefix}.intermediate.dense", attended)
        wide = self.node(
            "BiasGelu",
            [wide, self.parameter(f"{prefix}.intermediate.dense.bias")],
            f"{prefix}.gelu",
            domain="com.microsoft",
        )
        return self.add_and_normalise(f"{prefix}.output", self.linear(f"{prefix}.output.dense", wide), attended)

    def first_token(self, hidden: str) -> str:
        """(n, tokens, d) -> (n, 1, d): Gather with a one-element index keeps the axis."""
        return self.node("Gather", [hidden, self.tensor("first", np.array([0], dtype=np.int64))], "cls.hidden", axis=1)

    def positions(self) -> str:
        """0 … tokens-1 as int64, shape (1, tokens)."""
        zero, one = self.tensor("zero", np.array(0, dtype=np.int64)), self.tensor("one", np.array(1, dtype=np.int64))
        shape = self.node("Shape", ["input_ids"], "input_ids.shape")
        length = self.node("Gather", [shape, one], "input_ids.length")
        steps = self.node("Range", [zero, length, one], "positions.flat")
        axes = self.tensor("positions.axes", np.array([0], dtype=np.int64))
        return self.node("Unsqueeze", [steps, axes], "positions")

    def build(self) -> onnx.ModelProto:
        words = self.embedding("word_embeddings", "input_ids")
        places = self.embedding("position_embeddings", self.positions())
        # Texts are never pairs: the first token type is a constant.
        kind = self.tensor("token_type", self.state["embeddings.token_type_embeddings.weight"][0])
        total = self.node("Add", [words, self.node("Add", [places, kind], "places_and_type")], "embeddings.total")
        norm = [self.parameter("embeddings.LayerNorm.weight"), self.parameter("embeddings.LayerNorm.bias")]
        hidden = self.node(
            "LayerNormalization", [total, *norm], "embeddings.normalised", epsilon=self.config.layer_norm_eps
        )
        mask = self.node("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)
        count = self.config.num_hidden_layers
        for index in range(count):
            hidden = self.layer(index, hidden, mask, last=index == count - 1)
        self.node("Identity", [hidden], "cls_embedding")
        ids = [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "tokens"])
            for name in ("input_ids", "attention_mask")
        ]
        out = helper.make_tensor_value_info("cls_embedding", TensorProto.FLOAT, ["texts", 1, self.config.hidden_size])
        graph = helper.make_graph(self.nodes, "encoder", ids, [out], list(self.tensors.values()))
        return helper.make_model(graph, opset_imports=OPSET, ir_version=10, producer_name="tiaowen train.export")


def to_onnx(model: BertModel, kept: Sequence[int]) -> onnx.ModelProto:
    """The int8 graph of ``model``: (texts, tokens) ids and mask in, (texts, 1, hidden) [CLS] vectors out.

    An id is the place of a piece in ``kept``.
    """
    state = {name: value.detach().float().numpy() for name, value in model.state_dict().items()}
    state["embeddings.word_embeddings.weight"] = state["embeddings.word_embeddings.weight"][list(kept)]
    return GraphBuilder(state, model.config).build()


def write_folder(model: SentenceTransformer, target: Path, max_seq_length: int, kept: Sequence[int]) -> None:
    """Write ``model`` (Transformer -> Pooling -> Normalize) as an int8 sentence-transformers folder.

    kept: ids of the word pieces that it is to know, in order.

    A README.md that is there already is kept. Raises ``SystemExit`` when a file is larger than LARGEST_FILE bytes.
    """
    target.mkdir(parents=True, exist_ok=True)
    card = target / "README.md"
    text = card.read_bytes() if card.is_file() else None
    bert: BertModel = model[0].auto_model
    onnx.save(to_onnx(bert, kept), target / MODEL_FILE)
    (target / TOKENIZER_FILE).write_text(pruned(model.tokenizer.backend_tokenizer, kept), encoding="utf-8")
    modules = [OnnxTransformer(target, max_seq_length), Pooling(bert.config.hidden_size, "cls"), Normalize()]
    SentenceTransformer(modules=modules, device="cpu").save(str(target), create_model_card=False)
    if text is not None:
        card.write_bytes(text)
    files = sorted(path for path in target.rglob("*") if path.is_file() and path.name not in (CHECKSUMS, "README.md"))
    lines = [f"{file_digest(path)}  {path.relative_to(target).as_posix()}\n" for path in files]
    (target / CHECKSUMS).write_text("".join(lines), encoding="utf-8")
    for path in files:
        if path.stat().st_size >= LARGEST_FILE:
            raise SystemExit(f"{path}: expected less than {LARGEST_FILE} bytes, found {path.stat().st_size}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=Path("build/encoder"), help="the torch model to export")
    parser.add_argument("--target", type=Path, default=Path("models/encoder"))
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="texts that tell which pieces to keep")
    parser.add_argument("--max-length", type=int, default=512, help="in tokens; longer texts are cut")
    arguments = parser.parse_args()
    model = SentenceTransformer(str(arguments.model), device="cpu", local_files_only=True)
    kept = seen_pieces(model.tokenizer.backend_tokenizer, arguments.shared)
    print(f"{len(kept):,} pieces")
    write_folder(model, arguments.target, arguments.max_length, kept)
    for path in sorted(arguments.target.rglob("*")):
        if path.is_file():
            print(f"{path.stat().st_size:>12,}  {path}")


if __name__ == "__main__":
    main()
