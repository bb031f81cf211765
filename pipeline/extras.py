"""Libraries that only some inputs need, and the sentence for when one is not installed."""

from __future__ import annotations

import importlib.util

from onrecord.errors import SourceError


class MissingExtraError(SourceError):
    """A library that an input needs is not installed; trying the next article would not help."""


def is_installed(module: str) -> bool:
    """Whether a library is there, without the cost of importing it."""
    return importlib.util.find_spec(module) is not None


def require(module: str, extra: str, what: str) -> None:
    """Check that a library is installed.

    Args:
        module: Its import name.
        extra: The extra of onrecord that installs it.
        what: What needs it, as the beginning of the sentence: ``Parquet files``.

    Raises:
        MissingExtraError: It is not; the message names the extra.
    """
    if not is_installed(module):
        raise MissingExtraError(f"{what} need {module}: install it with pip install 'onrecord[{extra}]'")
