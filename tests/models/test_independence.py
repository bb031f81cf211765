import ast
from pathlib import Path

import onrecord.models


def test_the_models_import_nothing_from_the_pipeline() -> None:
    folder = Path(onrecord.models.__file__).parent
    imported = {
        name
        for file in folder.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        for name in (
            [node.module or ""] if isinstance(node, ast.ImportFrom) else
            [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        )
    }  # fmt: skip
    own = {name for name in imported if name.startswith("onrecord")}
    assert own
    assert not {name for name in own if not name.startswith("onrecord.models")}
