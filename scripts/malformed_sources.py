"""What is said of a malformed file of every source format, packed in every way: a table of file, counts and message.

    python scripts/malformed_sources.py [--only WORDS]

Only reads; nothing is extracted. Ends with 1 where reading crashed, an article was lost, or a message has no way out.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "batch"))

from malformed_source import cases


def main() -> int:
    """Read all files and print the table; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="only files with these words in their name")
    only = parser.parse_args().only
    print("| file | articles | rejected | message |\n|---|--:|--:|---|")
    chosen = {name: case for name, case in cases().items() if only in name}
    wrong = 0
    for name, case in chosen.items():
        outcome = case()
        wrong += not outcome.right
        mark, message = "" if outcome.right else "**NOT AS EXPECTED** ", outcome.message.replace("|", "\\|")
        print(f"| {name} | {outcome.articles} | {outcome.rejected} | {mark}{message} |")
    print(f"\n{len(chosen)} files, {wrong} not as expected")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
