"""Weights as they are stored: half precision, and the table of word embeddings, half of a small model, in 8 bits.

Each row of the table has a scale of its own, after Dettmers et al. (2022), https://arxiv.org/abs/2208.07339, section 3;
rounding moves no number by more than 0.4% of the greatest of its row.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

_STEPS, _SCALES = ".int8", ".scale"
_MOST = 127


def packed(weights: Mapping[str, Tensor], tables: frozenset[str], dtype: torch.dtype) -> dict[str, Tensor]:
    """Weights to be stored.

    Args:
        weights: By name.
        tables: Names of those to be stored in 8 bits, [rows, columns] each.
        dtype: What all others with a floating point are stored as.
    """
    stored: dict[str, Tensor] = {}
    for name, weight in weights.items():
        value = weight.detach().cpu()
        if name in tables:
            scale = value.abs().amax(1, keepdim=True).clamp(min=torch.finfo(torch.float32).tiny) / _MOST
            stored[name + _STEPS] = (value / scale).round().to(torch.int8)
            stored[name + _SCALES] = scale
        else:
            stored[name] = value.to(dtype if value.is_floating_point() else value.dtype).contiguous()
    return stored


def unpacked(stored: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Stored weights as float32, by the names that they had."""
    weights: dict[str, Tensor] = {}
    for name, value in stored.items():
        if name.endswith(_STEPS):
            table = name.removesuffix(_STEPS)
            weights[table] = value.float() * stored[table + _SCALES]
        elif name.removesuffix(_SCALES) + _STEPS not in stored:
            weights[name] = value.float()
    return weights
