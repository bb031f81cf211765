"""What the wheel holds: every package of the tree, under its import name."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_every_package_folder_is_listed() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]
    found = {
        ".".join((name, *init.parent.relative_to(ROOT / folder).parts))
        for name, folder in settings["package-dir"].items()
        for init in (ROOT / folder).rglob("__init__.py")
    }
    assert found == set(settings["packages"])
