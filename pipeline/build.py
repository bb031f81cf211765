"""From a configuration to stages: look them up, check their settings, then check their order by reads and writes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from pydantic import ValidationError

from onrecord.config import PipelineConfig, explain, nearest
from onrecord.document import Layer
from onrecord.errors import ConfigError
from onrecord.stages.stage import Stage, StageSettings

#: Entry point group under which any installed package can register a stage.
GROUP = "onrecord.stages"


def registered() -> dict[str, EntryPoint]:
    """Every stage that is installed, by name.

    Raises:
        ConfigError: Two packages register different stages under one name.
    """
    found: dict[str, EntryPoint] = {}
    for point in entry_points(group=GROUP):
        first = found.setdefault(point.name, point)
        if first.value != point.value:
            raise ConfigError(
                f"stage {point.name!r} is registered twice, as {first.value} and {point.value}: "
                "uninstall one of the two packages"
            )
    return found


def build(config: PipelineConfig) -> list[Stage[Any]]:
    """The stages of a configuration, in order, checked.

    Raises:
        ConfigError: A stage or a setting is unknown, or the order cannot work. Nothing heavy is loaded before that.
    """
    chosen = _chosen(config)
    settings = [_settings(config, one) for one in chosen]
    check_order([(one.place, one.cls) for one in chosen])
    return [one.cls(one.place, own) for one, own in zip(chosen, settings, strict=True)]


def on_device(config: PipelineConfig, device: str | None) -> PipelineConfig:
    """The configuration with its model on a device.

    Args:
        config: The configuration.
        device: `auto` (CUDA where there is one, else the CPU), `cpu`, `cuda`, `cuda:1` and so on; None leaves it as
            the configuration has it.

    Raises:
        ConfigError: A stage is unknown, or none encodes, so that there is nothing to put on a device.
    """
    if device is None:
        return config
    places = [one.place for one in _chosen(config) if "encoding" in one.cls.writes]
    if not places:
        raise ConfigError(
            f"configuration {config.name!r} has no stage that encodes, so nothing runs on a device: leave the device "
            "out, or choose a configuration with a model"
        )
    changed = {place: {**config.stages[place], "device": device} for place in places}
    return config.model_copy(update={"stages": {**config.stages, **changed}})


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A stage that a configuration names, with what it says of it."""

    place: str
    cls: type[Stage[Any]]
    given: dict[str, Any]


def _chosen(config: PipelineConfig) -> list[_Chosen]:
    points = registered()
    found = []
    for place, given in config.stages.items():
        settings = dict(given)
        name = settings.pop("stage", place)
        if not isinstance(name, str) or name not in points:
            raise ConfigError(f"configuration {config.name!r}: no stage {name!r}; {nearest(str(name), points)}")
        found.append(_Chosen(place, _stage_class(points[name]), settings))
    return found


def _settings(config: PipelineConfig, one: _Chosen) -> StageSettings:
    try:
        return one.cls.Settings.model_validate(one.given)
    except ValidationError as error:
        where = f"configuration {config.name!r}, stages.{one.place}"
        raise ConfigError(f"{where}: {explain(error, one.cls.Settings)}") from None


def _stage_class(point: EntryPoint) -> type[Stage[Any]]:
    try:
        cls = point.load()
    except Exception as error:
        raise ConfigError(
            f"stage {point.name!r} ({point.value}) cannot be imported ({type(error).__name__}: {error}): "
            "mend or reinstall the package that brings it"
        ) from error
    if not (isinstance(cls, type) and issubclass(cls, Stage)):
        raise ConfigError(f"entry point {point.name!r} ({point.value}) is no Stage")
    return cls


def check_order(stages: Sequence[tuple[str, type[Stage[Any]]]]) -> None:
    """Check that each stage finds what it reads, and that no later stage writes what an earlier one would use.

    Raises:
        ConfigError: With a sentence that names the stage, the layer and the stage that would supply it.
    """
    written: dict[Layer, str] = {}
    for index, (place, cls) in enumerate(stages):
        later: dict[Layer, str] = {
            layer: name for name, other in reversed(stages[index + 1 :]) for layer in other.writes
        }
        for layer in sorted(cls.reads - written.keys()):
            if layer in later:
                raise ConfigError(
                    f"stage {place!r} reads {layer}, but {later[layer]!r} writes it only later: move it up"
                )
            raise ConfigError(f"stage {place!r} reads {layer}, which no stage writes: add {_writers(layer)} before it")
        for layer in sorted(cls.uses - written.keys()):
            if layer in later:
                raise ConfigError(
                    f"stage {place!r} would use {layer}, but {later[layer]!r} writes it only later: "
                    f"move {later[layer]!r} before {place!r}, or leave it out"
                )
        written.update(dict.fromkeys(cls.writes, place))


def check_heads(stages: Iterable[Stage[Any]]) -> None:
    """Check that the model behind `encoding` has the heads that the stages run.

    Args:
        stages: In running order, loaded.

    Raises:
        ConfigError: With a sentence that names the stage, the head, and those that there are.
    """
    encode: Stage[Any] | None = None
    for stage in stages:
        if encode is not None and (missing := sorted(stage.heads - encode.offered_heads)):
            raise ConfigError(
                f"stage {stage.name!r} needs the head {missing[0]!r}, and {encode.model}, the model of stage "
                f"{encode.name!r}, has only {', '.join(sorted(encode.offered_heads)) or 'none'}: change the settings "
                f"of {stage.name!r}, or give stages.{encode.name}.model one that was trained with this head"
            )
        if "encoding" in stage.writes:
            encode = stage


def _writers(layer: Layer) -> str:
    names = [name for name, point in registered().items() if layer in _stage_class(point).writes]
    return " or ".join(repr(name) for name in sorted(names)) or "a stage that does"
