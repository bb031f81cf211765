"""`onrecord schema`: the record as a schema."""

from __future__ import annotations

from typing import Annotated

import typer


def schema(
    arrow: Annotated[bool, typer.Option("--arrow", help="The Arrow schema instead; needs onrecord[arrow].")] = False,
) -> None:
    """Print the JSON Schema of a record (draft 2020-12).

    \b
    Examples:
      onrecord schema > record.schema.json
      onrecord schema --arrow
    """  # noqa: D301 - \b keeps the lines of the help
    if arrow:
        from onrecord.arrow import arrow_schema

        print(arrow_schema().to_string(truncate_metadata=False))
        return
    import json

    from onrecord.records import json_schema

    print(json.dumps(json_schema(), indent=2))
