"""Text to vectors: one sentence-transformers model behind ``encode_passages`` and ``encode_query``."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

log = logging.getLogger(__name__)

BATCH = 16
"""Passages a forward pass: on two cores 32 is no faster, 64 and 128 are slower, and all take more memory."""
_ENVIRONMENT = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TOKENIZERS_PARALLELISM": "false",
    # A thread that spins while it waits keeps the others off a busy processor: 200 ms a question, not 15.
    "OMP_WAIT_POLICY": "PASSIVE",
}
_WEIGHTS = ("*.safetensors", "pytorch_model*.bin", "tokenizer.json")
_SAMPLES, _SAMPLE_BYTES = 16, 1 << 16


def tame_libraries() -> None:
    """Keep the model libraries off the network and idle threads off the processor, before any of them is imported."""
    os.environ.update(_ENVIRONMENT)


class Encoder:
    """A loaded model. Any number of threads may encode at once."""

    def __init__(self, model: SentenceTransformer, name: str, fingerprint: str) -> None:
        self._model = model
        self.name = name
        self.fingerprint = fingerprint
        """The model's name and a digest of its weights, tokenizer, prompts and length: equal when vectors compare."""
        # The first call sets the tokenizer's padding and truncation; from then on it is only read, by any thread.
        self.dimension: int = self.encode_query("").shape[0]

    @classmethod
    def load(cls, model: Path | str) -> Encoder:
        """Load a model folder, or a model that the machine's own hub cache holds by that name.

        Raises ModelError when there is none or it is broken.
        """
        try:
            folder = _folder(model)
            loaded = _load(folder)
            name = folder.name if isinstance(model, Path) or Path(model).is_dir() else model
            return cls(loaded, name, f"{name}@{_digest(folder, loaded)}")
        except Exception as error:  # tokenizers and safetensors raise Exception itself, and children of it alone
            log.error("cannot load the model %s: %s", model, error)
            raise ModelError(f"โหลดโมเดล {model} ไม่ได้ โปรดตรวจชื่อหรือโฟลเดอร์ หากไฟล์เสียให้ลบโฟลเดอร์นั้นแล้วเริ่มใหม่") from error

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit rows ``(len(texts), dimension)``, in the order of the texts; what is past the model's length is cut."""
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        return _unit(self._model.encode_document(list(texts), batch_size=BATCH, show_progress_bar=False))

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """One unit vector ``(dimension,)``; what is past the model's length is cut."""
        return _unit(self._model.encode_query(text, show_progress_bar=False))


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows of length 1 in float32: those of a bfloat16 model are off by up to half a percent."""
    rows = vectors.astype(np.float32)
    unit: NDArray[np.float32] = rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-12)
    return unit


def _folder(model: Path | str) -> Path:
    if Path(model).is_dir():
        return Path(model)
    tame_libraries()
    from huggingface_hub import snapshot_download

    return Path(snapshot_download(str(model), local_files_only=True))


def _load(folder: Path) -> SentenceTransformer:
    tame_libraries()
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(folder), device="cpu", local_files_only=True, model_kwargs={"dtype": precision()})


def precision() -> torch.dtype:
    """bfloat16 where the processor multiplies it in hardware (about twice as fast, cosine 1.0000), else float32."""
    import torch

    has = torch.cpu.get_capabilities()
    return torch.bfloat16 if has.get("amx_bf16") or has.get("avx512_bf16") else torch.float32


def _digest(folder: Path, model: SentenceTransformer) -> str:
    """Sixteen hexadecimal digits over all that changes a vector, without reading the weights whole."""
    digest = hashlib.sha256(repr((sorted(model.prompts.items()), model.max_seq_length, _layers(model))).encode())
    for path in sorted(path for pattern in _WEIGHTS for path in folder.rglob(pattern)):
        digest.update(f"{path.relative_to(folder)} {path.stat().st_size}".encode())
        for sample in _samples(path):
            digest.update(sample)
    return digest.hexdigest()[:16]


def _layers(model: SentenceTransformer) -> list[str]:
    return [type(layer).__name__ + repr(getattr(layer, "pooling_mode", "")) for layer in model]


def _samples(path: Path) -> Iterator[bytes]:
    """Evenly spaced pieces of a file, its first and last bytes among them."""
    last = max(0, path.stat().st_size - _SAMPLE_BYTES)
    with path.open("rb") as file:
        for number in range(_SAMPLES):
            file.seek(last * number // (_SAMPLES - 1))
            yield file.read(_SAMPLE_BYTES)
