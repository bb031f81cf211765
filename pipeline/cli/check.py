"""`onrecord check`: what a configuration does, and whether it can work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from onrecord.config import PipelineConfig
    from onrecord.stages.stage import Stage


def check(
    config: Annotated[str, typer.Argument(metavar="CONFIG", help="Name of a shipped configuration, or a YAML file.")],
    overrides: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="KEY=VALUE", help="Change a setting, as stages.quotes.min_score=0.8; repeatable."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Print the stages of CONFIG with what each reads, uses and writes, and its settings.

    Refuses a configuration that cannot work (exit code 2), with a sentence that says why.

    \b
    Examples:
      onrecord check news-small
      onrecord check my.yaml --set stages.segment.headline_words=0
      onrecord check rules --json
    """  # noqa: D301 - \b keeps the lines of the help
    from onrecord.build import build
    from onrecord.config import load_config

    loaded = load_config(config, overrides or ())
    stages = build(loaded)
    if as_json:
        _print_json(loaded, stages)
    else:
        _print_table(loaded, stages)


def _print_json(config: PipelineConfig, stages: list[Stage[Any]]) -> None:
    import json

    described = [
        {
            "place": stage.name,
            "stage": config.stages[stage.name].get("stage", stage.name),
            "reads": sorted(stage.reads),
            "uses": sorted(stage.uses),
            "writes": sorted(stage.writes),
            "settings": {
                key: {"value": value, "means": _meaning(stage, key)}
                for key, value in stage.settings.model_dump(mode="json").items()
            },
        }
        for stage in stages
    ]
    whole = {"name": config.name, "hash": config.digest(), "batch_size": config.batch_size, "stages": described}
    print(json.dumps(whole, indent=2, ensure_ascii=False))


def _print_table(config: PipelineConfig, stages: list[Stage[Any]]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console()
    table = Table(title=f"{config.name} ({config.digest()}), batches of {config.batch_size}", title_justify="left")
    for heading in ("place", "stage"):
        table.add_column(heading, no_wrap=True)
    for heading in ("reads", "uses", "writes"):
        table.add_column(heading, overflow="fold")
    for stage in stages:
        name = str(config.stages[stage.name].get("stage", stage.name))
        layers = [", ".join(sorted(layers)) or "–" for layers in (stage.reads, stage.uses, stage.writes)]
        table.add_row(*(escape(cell) for cell in (stage.name, name, *layers)))
    console.print(table)
    for stage in stages:
        for key, value in stage.settings.model_dump(mode="json").items():
            console.print(f"stages.{stage.name}.{key} = {value}", style="bold", markup=False, highlight=False)
            console.print(f"    {_meaning(stage, key)}", markup=False, highlight=False)


def _meaning(stage: Stage[Any], key: str) -> str:
    return " ".join((type(stage.settings).model_fields[key].description or "").split())
