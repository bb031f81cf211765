"""What the wheel holds: every package of the tree, under its import name."""

import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

from onrecord.models import checkpoint

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def settings() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]


def test_every_package_folder_is_listed(settings: dict) -> None:
    found = {
        ".".join((name, *init.parent.relative_to(ROOT / folder).parts))
        for name, folder in settings["package-dir"].items()
        for init in (ROOT / folder).rglob("__init__.py")
    }
    assert found == set(settings["packages"])


@pytest.mark.parametrize("name", [checkpoint.WEIGHTS, checkpoint.SETTINGS, checkpoint.TOKENIZER, "README.md"])
def test_the_files_of_the_released_model_are_packed(settings: dict, name: str) -> None:
    assert any(fnmatch(f"news-small/{name}", pattern) for pattern in settings["package-data"]["onrecord.models"])
