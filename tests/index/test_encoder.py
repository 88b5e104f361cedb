"""The encoder, over a small real SentenceTransformer made here with random weights."""

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.encoder import Encoder, tame_libraries
from index.errors import ModelError

TEXTS = ["ประชุมสภาเทศบาลสมัยสามัญ", "งบ", "จัดซื้อรถขยะคันใหม่ " * 60, "", "ขุดลอกคลอง"]


def make_model(folder: Path, seed: int = 0, prompts: dict[str, str] | None = None) -> Path:
    """A model folder: characters as tokens, two layers of 16, texts of 64 tokens at most."""
    tame_libraries()
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Normalize, Transformer
    from sentence_transformers.sentence_transformer.modules import Pooling
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    torch.manual_seed(seed)
    pieces = [("<unk>", 0.0), ("<pad>", 0.0), *((chr(code), -1.0) for code in [*range(32, 127), *range(0xE01, 0xE5B)])]
    backend = Tokenizer(models.Unigram(pieces, unk_id=0))
    backend.pre_tokenizer = pre_tokenizers.Metaspace()
    config = BertConfig(
        vocab_size=len(pieces),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(folder)
    special = {"unk_token": "<unk>", "pad_token": "<pad>"}
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=backend, **special)  # type: ignore[no-untyped-call]  # no annotations
    tokenizer.save_pretrained(folder)
    modules = [Transformer(str(folder)), Pooling(16), Normalize()]
    asked = prompts or {"query": "query: ", "document": "passage: "}
    SentenceTransformer(modules=modules, prompts=asked, device="cpu").save_pretrained(str(folder))
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_model(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def encoder(folder: Path) -> Encoder:
    return Encoder.load(folder)


def test_passages_are_unit_rows_in_the_order_given(encoder: Encoder) -> None:
    rows = encoder.encode_passages(TEXTS)
    assert rows.shape == (len(TEXTS), encoder.dimension)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)
    alone = np.stack([encoder.encode_passages([text])[0] for text in TEXTS])
    assert (rows * alone).sum(axis=1).min() > 0.999


def test_a_query_is_one_unit_vector(encoder: Encoder) -> None:
    vector = encoder.encode_query("งบประมาณเท่าไร")
    assert vector.shape == (encoder.dimension,)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-6)


def test_queries_and_passages_get_their_own_prompts(encoder: Encoder) -> None:
    with_prompt = encoder._model.encode("query: งบ", show_progress_bar=False)
    assert encoder.encode_query("งบ") @ with_prompt == pytest.approx(1, abs=1e-2)
    assert encoder.encode_query("งบ") @ encoder.encode_passages(["งบ"])[0] < 0.999


def test_no_passages_give_no_rows(encoder: Encoder) -> None:
    assert encoder.encode_passages([]).shape == (0, encoder.dimension)


def test_a_question_of_four_thousand_characters_is_cut_and_encoded(encoder: Encoder) -> None:
    long = "มติที่ประชุมเรื่องถนน " * 182
    assert len(long) > 4000
    assert np.isfinite(encoder.encode_query(long)).all()


def test_threads_encode_at_once_with_the_same_vectors(encoder: Encoder) -> None:
    questions = [f"ครั้งที่ {number} มีมติอย่างไร" * (number % 5 + 1) for number in range(40)]
    alone = [encoder.encode_query(question) for question in questions]
    with ThreadPoolExecutor(4) as pool:
        passages = pool.submit(encoder.encode_passages, TEXTS * 40)
        together = list(pool.map(encoder.encode_query, questions))
    assert np.allclose(alone, together, atol=1e-2)
    assert passages.result().shape[0] == len(TEXTS) * 40


def test_the_fingerprint_is_stable_and_carries_the_name(folder: Path, encoder: Encoder) -> None:
    assert encoder.name == folder.name
    assert encoder.fingerprint.startswith(f"{folder.name}@")
    assert Encoder.load(str(folder)).fingerprint == encoder.fingerprint


@pytest.mark.parametrize(
    "other",
    [
        lambda path: make_model(path, seed=1),
        lambda path: make_model(path, prompts={"query": "q: ", "document": "passage: "}),
    ],
    ids=["weights", "prompts"],
)
def test_another_model_has_another_fingerprint(other: Callable[[Path], Path], encoder: Encoder, tmp_path: Path) -> None:
    assert Encoder.load(other(tmp_path / encoder.name)).fingerprint != encoder.fingerprint


def test_the_same_model_made_again_has_the_same_fingerprint(encoder: Encoder, tmp_path: Path) -> None:
    assert Encoder.load(make_model(tmp_path / encoder.name)).fingerprint == encoder.fingerprint


def test_a_model_that_is_nowhere_is_a_plain_error() -> None:
    with pytest.raises(ModelError, match="โหลดโมเดล no-such/model ไม่ได้"):
        Encoder.load("no-such/model")


def test_a_folder_that_is_nowhere_is_a_plain_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="โหลดโมเดล"):
        Encoder.load(tmp_path / "absent")


def test_an_empty_folder_is_a_plain_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="โหลดโมเดล"):
        Encoder.load(tmp_path)


@pytest.mark.parametrize("size", [0, 1000])
def test_weights_cut_short_are_a_plain_error(tmp_path: Path, size: int) -> None:
    weights = make_model(tmp_path / "cut") / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:size])
    with pytest.raises(ModelError, match="โหลดโมเดล"):
        Encoder.load(tmp_path / "cut")


def test_importing_the_encoder_does_not_import_torch() -> None:
    code = "import sys, index.encoder, index.model; sys.exit('torch' in sys.modules or 'transformers' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="GNU's OpenMP, which tells its settings in this form")
def test_threads_of_a_loaded_model_sleep_while_they_wait(folder: Path) -> None:
    code = f"from pathlib import Path; from index.encoder import Encoder; Encoder.load(Path({str(folder)!r}))"
    told = {**os.environ, "OMP_DISPLAY_ENV": "VERBOSE"}
    told.pop("OMP_WAIT_POLICY", None)
    loaded = subprocess.run([sys.executable, "-c", code], env=told, capture_output=True, text=True, timeout=60)
    assert loaded.returncode == 0
    assert "GOMP_SPINCOUNT = '0'" in loaded.stderr
