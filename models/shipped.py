"""Models by name: those that come with onrecord, else folders."""

from __future__ import annotations

from importlib import resources
from pathlib import Path


def model_folder(name: str) -> Path:
    """The folder of a model: of those that come with onrecord where one has the name, else the folder itself."""
    shipped = Path(str(resources.files("onrecord.models").joinpath(name)))
    return shipped if (shipped / "model.json").is_file() else Path(name)
