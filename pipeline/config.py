"""Configuration: YAML in, a checked `PipelineConfig` out. Nothing here loads a stage or a model."""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Hashable, Iterable
from importlib import resources
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from onrecord.errors import ConfigError
from onrecord.schema_keys import known_keys, written_path

#: The configuration that is meant where none is named.
DEFAULT = "news-small"


class PipelineConfig(BaseModel):
    """What a pipeline is made of."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    name: str
    """Short name of the configuration; it goes into the provenance of every record."""
    batch_size: int = Field(default=32, ge=1)
    """Articles that go through the stages together."""
    stages: dict[str, dict[str, Any]] = Field(min_length=1)
    """Settings by stage, in running order. The key names the stage; `stage: NAME` inside picks another one for the
    place, by its entry point."""

    def digest(self) -> str:
        """Hash of the resolved configuration: 12 hexadecimal digits, equal for equal settings."""
        canonical = json.dumps(self.model_dump(mode="json"), sort_keys=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()[:12]


class _UniqueKeyLoader(yaml.SafeLoader):
    """Safe YAML that refuses a key given twice, where YAML would silently keep the last."""


def _mapping(loader: _UniqueKeyLoader, node: yaml.MappingNode) -> dict[Hashable, Any]:
    seen: set[Hashable] = set()
    for key_node, _ in node.value:
        if key_node.tag == "tag:yaml.org,2002:merge":
            continue
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, Hashable):
            raise ConfigError(f"line {key_node.start_mark.line + 1}: a key must be a word, not {key!r}")
        if key in seen:
            raise ConfigError(f"line {key_node.start_mark.line + 1}: key {key!r} is given twice; remove one")
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


_UniqueKeyLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def shipped() -> list[str]:
    """Names of the pipeline configurations that come with onrecord; those of training runs (`train-…`) are left out."""
    folder = resources.files("onrecord.configs")
    return sorted(
        entry.name.removesuffix(".yaml")
        for entry in folder.iterdir()
        if entry.name.endswith(".yaml") and not entry.name.startswith("train-")
    )


def load_config(config: str | Path, overrides: Iterable[str] = ()) -> PipelineConfig:
    """Read a configuration.

    Args:
        config: Name of a shipped configuration (``rules``) or path of a YAML file.
        overrides: Settings as ``stages.quotes.min_score=0.8``, or one of them; the value is read as YAML.

    Raises:
        ConfigError: The file is missing or no YAML, a key is unknown, or a value does not fit.
    """
    raw = _read(config)
    for override in [overrides] if isinstance(overrides, str) else overrides:
        apply_override(raw, override)
    if isinstance(raw.get("stages"), dict):
        raw["stages"] = {name: {} if settings is None else settings for name, settings in raw["stages"].items()}
    try:
        return PipelineConfig.model_validate(raw)
    except ValidationError as error:
        raise ConfigError(f"configuration {config}: {explain(error, PipelineConfig)}") from None


def explain(error: ValidationError, model: type[BaseModel]) -> str:
    """The first problem of a pydantic error as one sentence; an unknown key names the nearest known one."""
    problem = error.errors(include_url=False)[0]
    schema = model.model_json_schema()
    key = ".".join(str(part) for part in written_path(schema, problem["loc"]))
    if problem["type"] == "extra_forbidden":
        return f"unknown key {key!r}; {nearest(str(problem['loc'][-1]), known_keys(schema, problem['loc']))}"
    if problem["type"] == "missing":
        return f"the key {key!r} is missing"
    if problem["type"] == "value_error":  # of a check of ours, which says what was given
        return f"{key}: {problem['ctx']['error']}" if key else str(problem["ctx"]["error"])
    given = repr(problem["input"])
    return f"{key}: {problem['msg']} (got {given if len(given) <= 60 else given[:60] + '…'})"


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint that names the known word nearest to `word`, or all of them."""
    names = [str(name) for name in known]
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"known are: {', '.join(names)}" if names else "none is known here"


def _read(config: str | Path) -> dict[str, Any]:
    raw = _parsed(_source(config), f"configuration {config}")
    if not isinstance(raw, dict):
        raise ConfigError(f"configuration {config} must be a mapping with the keys name and stages")
    return raw


def _source(config: str | Path) -> str:
    if isinstance(config, str) and config in shipped():
        return resources.files("onrecord.configs").joinpath(f"{config}.yaml").read_text(encoding="utf-8")
    try:
        if Path(config).is_file():
            return Path(config).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise ConfigError(f"configuration {config} cannot be read: {error}") from None
    hint = nearest(str(config), shipped())
    raise ConfigError(f"no configuration {str(config)!r}: neither a file nor the name of a shipped one; {hint}")


def _parsed(source: str, where: str) -> Any:
    try:
        return yaml.load(source, Loader=_UniqueKeyLoader)  # noqa: S506 - a subclass of SafeLoader
    except ConfigError as error:
        raise ConfigError(f"{where}, {error}") from None
    except yaml.MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise ConfigError(f"{where} is no valid YAML{line}: {error.problem}") from None
    except yaml.YAMLError as error:
        raise ConfigError(f"{where} is no valid YAML: {_on_one_line(error)}") from None
    except (ValueError, RecursionError) as error:  # a date that is none, a number too long, nesting without end
        raise ConfigError(f"{where} holds a value that cannot be read: {_on_one_line(error)}") from None


def _on_one_line(error: Exception) -> str:
    return " ".join(str(error).split())


def apply_override(raw: dict[str, Any], override: str) -> None:
    """Change a configuration as read from YAML.

    Args:
        raw: The configuration; changed in place.
        override: As ``stages.quotes.min_score=0.8``; the value is read as YAML.

    Raises:
        ConfigError: It names nothing that is there, or the value is no YAML.
    """
    path, equals, value = override.partition("=")
    keys = path.strip().split(".")
    if not equals or not all(keys):
        raise ConfigError(f"--set {override!r}: write it as stages.quotes.min_score=0.8")
    place = raw
    for depth, key in enumerate(keys[:-1]):
        if key not in place:
            raise ConfigError(f"--set {override!r}: no {'.'.join(keys[: depth + 1])!r} here; {nearest(key, place)}")
        if place[key] is None:
            place[key] = {}
        if not isinstance(place[key], dict):
            raise ConfigError(f"--set {override!r}: {'.'.join(keys[: depth + 1])!r} has no settings of its own")
        place = place[key]
    place[keys[-1]] = _parsed(value, f"--set {override!r}: the value")
