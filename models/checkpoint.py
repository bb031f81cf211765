"""A model in a folder, complete in itself: weights as safetensors, everything else as JSON, all of it hash checked.

model.safetensors   weights of encoder, features and heads
model.json          settings, the encoder's configuration, and the hash of each of the other files
tokenizer.json      words to pieces
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import torch
from pydantic import BaseModel, ConfigDict, ValidationError
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from onrecord.models.encoder import WordEncoder, empty_network
from onrecord.models.errors import ModelError
from onrecord.models.model import Model, ModelSettings
from onrecord.models.packing import packed, unpacked
from onrecord.models.tokenizer import WordTokenizer

WEIGHTS, SETTINGS, TOKENIZER = "model.safetensors", "model.json", "tokenizer.json"


class _Manifest(BaseModel):
    """The content of `model.json`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    settings: ModelSettings
    network: dict[str, Any]
    sha256: dict[str, str]


def save(model: Model, folder: Path, dtype: torch.dtype = torch.float16) -> None:
    """Write a model into a folder, which may exist.

    Args:
        model: The model.
        folder: Where to; what has the same name in it is written over.
        dtype: What weights are stored as. The table of word embeddings takes 8 bits (`onrecord.models.packing`), but
            float32 stores every weight as it is.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tables = _word_embeddings(model) if dtype != torch.float32 else frozenset()
    save_file(packed(model.state_dict(), tables, dtype), folder / WEIGHTS)
    (folder / TOKENIZER).write_text(model.tokenizer.definition, encoding="utf-8")
    network = json.loads(model.encoder.config.to_json_string(use_diff=False))
    manifest = _Manifest(
        settings=model.settings,
        network={key: value for key, value in network.items() if not key.startswith("_")},
        sha256={name: _hash(folder / name) for name in (WEIGHTS, TOKENIZER)},
    )
    (folder / SETTINGS).write_text(manifest.model_dump_json(indent=1), encoding="utf-8")


def load(folder: Path, device: torch.device | str = "cpu") -> Model:
    """Read a model; nothing is downloaded, and nothing in the folder is run.

    Args:
        folder: Written by `save`.
        device: Where to put it. Weights are float32 there, whatever they are stored as.

    Raises:
        ModelError: A file is missing, was changed, or does not fit the others.
    """
    manifest = _manifest(folder)
    for name in (WEIGHTS, TOKENIZER):
        if not (folder / name).is_file():
            raise ModelError(f"model {folder}: {name} is missing; copy the whole folder")
        if _hash(folder / name) != manifest.sha256.get(name):
            raise ModelError(f"model {folder}: {name} is not the file that was saved (its hash differs); copy it again")
    encoder = WordEncoder(empty_network(manifest.network), manifest.settings.encoder)
    model = Model(manifest.settings, encoder, WordTokenizer.of_folder(folder))
    try:
        model.load_state_dict(unpacked(load_file(folder / WEIGHTS)))
    except (RuntimeError, KeyError, SafetensorError) as error:
        raise ModelError(f"model {folder}: the weights do not fit the settings: {error}") from error
    return model.to(device).eval()


def identity(folder: Path) -> str:
    """Name and hash of a saved model, as records carry them: `news-small@` and 12 hexadecimal digits.

    Raises:
        ModelError: The folder holds no model.
    """
    return f"{_manifest(folder).settings.name}@{_hash(folder / SETTINGS)[:12]}"


def _word_embeddings(model: Model) -> frozenset[str]:
    table = model.encoder.network.get_input_embeddings().weight
    return frozenset(name for name, weight in model.named_parameters() if weight is table)


def _manifest(folder: Path) -> _Manifest:
    file = folder / SETTINGS
    if not file.is_file():
        raise ModelError(f"model {folder}: no {SETTINGS}; give the folder that training wrote")
    try:
        return _Manifest.model_validate_json(file.read_text(encoding="utf-8"))
    except (ValidationError, ValueError) as error:
        raise ModelError(f"model {folder}: {SETTINGS} cannot be read: {error}") from error


def _hash(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as content:
        while block := content.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
