"""Store annotated articles without their texts: offsets alone, for a corpus that may not be redistributed.

    python scripts/store_annotations.py FOLDER -o scripts/annotations/worldwide.jsonl

FOLDER has a JSON file an article, as a line of `onrecord/train/world.jsonl`. Names are left out, as the reader takes
them from the text.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any


def without_words(value: Any) -> Any:
    """The value without texts and names."""
    if isinstance(value, dict):
        kept = {key: without_words(own) for key, own in value.items() if key != "text"}
        if "spans" in kept:
            kept.pop("name", None)
        return kept
    return [without_words(own) for own in value] if isinstance(value, list) else value


def main() -> None:
    """Write one line an article, in the order of their ids."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, help="folder of JSON files")
    parser.add_argument("-o", "--out", type=Path, required=True, help="JSON lines")
    given = parser.parse_args()
    rows = [without_words(json.loads(path.read_text("utf-8"))) for path in sorted(given.folder.glob("*.json"))]
    rows.sort(key=lambda row: str(row["id"]))
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text("".join(f"{json.dumps(row, separators=(',', ':'))}\n" for row in rows), "utf-8")
    print(f"{len(rows)} articles")


if __name__ == "__main__":
    main()
