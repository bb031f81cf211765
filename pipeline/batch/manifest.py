"""`run.json`: what was asked of a run, and by what it is done, so that a resumed run does the same."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from onrecord.batch.input_marks import InputMark, mark_of
from onrecord.batch.intake import ReadSettings
from onrecord.batch.output import OutputError
from onrecord.batch.part_files import PartFormat
from onrecord.config import PipelineConfig
from onrecord.records import Provenance
from onrecord.version import __version__

#: Packages whose version can change what is found or how it is written; those that are not installed are left out.
_PACKAGES = (
    "fastwarc",
    "htmldate",
    "justext",
    "lxml",
    "numpy",
    "pyarrow",
    "pydantic",
    "safetensors",
    "spacy",
    "tokenizers",
    "torch",
    "trafilatura",
    "transformers",
    "zstandard",
)


class Manifest(BaseModel):
    """Everything that the records of a run depend on. How many workers there are is not among it."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    inputs: tuple[InputMark, ...]
    """What is read."""
    working_folder: str
    """Where the run was started: relative inputs start there."""
    reading: ReadSettings
    """How it is read."""
    part_size: int
    """Items of a part."""
    format: PartFormat
    """How parts are written."""
    config: PipelineConfig
    """The configuration as resolved, overrides included."""
    digest: str
    """Hash of the configuration."""
    onrecord: str
    """Version of onrecord."""
    model: str
    """Name and hash of the model."""
    versions: dict[str, str]
    """Versions of Python and of the packages that the records may depend on."""

    @field_validator("reading", mode="before")
    @classmethod
    def _all_said(cls, given: object) -> object:
        """A setting that is missing was not the default, but lost."""
        if isinstance(given, dict) and given.keys() != {field.name for field in fields(ReadSettings)}:
            raise ValueError("not the settings that this version has")
        return given

    @classmethod
    def of(
        cls, inputs: Sequence[str], reading: ReadSettings, part_size: int, format: PartFormat, config: PipelineConfig
    ) -> Self:
        """What is asked for now; the model is not known yet.

        Raises:
            SourceError: An input cannot be looked at.
        """
        return cls(
            inputs=tuple(mark_of(given) for given in inputs),
            working_folder=str(Path.cwd()),
            reading=reading,
            part_size=part_size,
            format=format,
            config=config,
            digest=config.digest(),
            onrecord=__version__,
            model="",
            versions={"python": platform.python_version(), **dict(_versions())},
        )

    @classmethod
    def read(cls, path: Path) -> Self:
        """The manifest of an earlier run.

        Raises:
            OutputError: It cannot be read.
        """
        try:
            raw = path.read_bytes()
            return cls.model_validate_json(raw)
        except OSError as error:
            raise OutputError(f"{path} cannot be read: {error.strerror}") from None
        except ValidationError:
            if (begun := _version_in(raw)) not in (None, __version__):
                raise OutputError(
                    f"{path} was written by onrecord {begun}, and this is {__version__}: name a new folder, or go on "
                    "with that version"
                ) from None
            raise OutputError(f"{path} is not what a run of onrecord {__version__} writes: name a new folder") from None

    def made_by(self, provenance: Provenance) -> Self:
        """The same with the model that was loaded."""
        return self.model_copy(update={"model": provenance.model})

    def to_json(self) -> bytes:
        """What `read` reads."""
        return f"{self.model_dump_json(indent=2)}\n".encode()

    def differences(self, now: Manifest) -> list[str]:
        """What keeps a run that was begun with this manifest from going on with `now`, in sentences.

        Args:
            now: What is asked for now; its model counts only where it is known.
        """
        return [*self._other_work(now), *self._other_inputs(now)]

    def unrepeatable(self) -> list[str]:
        """Why inputs cannot be read again, as a run has to that goes on, in sentences."""
        return [
            f"{'standard input' if mark.name == '-' else repr(mark.name)} can be read only once, so nothing that was "
            "read from it can be resumed"
            for mark in self.inputs
            if mark.is_stream
        ]

    def _other_work(self, now: Manifest) -> Iterator[str]:
        if self.onrecord != now.onrecord:
            yield f"it was begun by onrecord {self.onrecord}, and this is {now.onrecord}"
        if self.digest != now.digest:
            yield f"the configuration has changed ({self.digest} → {now.digest})"
        if now.model and self.model != now.model:
            yield f"the model has changed ({self.model} → {now.model})"
        for name, before, after in (
            ("--format", self.format, now.format),
            ("--part-size", self.part_size, now.part_size),
            *(
                (f"--{name.replace('_', '-')}", value, getattr(now.reading, name))
                for name, value in asdict(self.reading).items()
            ),
        ):
            if before != after:
                yield f"{name} was {before} and is now {after}"

    def _other_inputs(self, now: Manifest) -> Iterator[str]:
        before, after = [item.name for item in self.inputs], [item.name for item in now.inputs]
        if before != after:
            yield f"the inputs were {', '.join(before)} and are now {', '.join(after)}"
            return
        for old, new in zip(self.inputs, now.inputs, strict=True):
            if old != new:
                yield f"input {old.name!r} has changed (from {old.size} to {new.size})"


def _version_in(raw: bytes) -> str | None:
    """The version of onrecord that wrote a manifest whose form this version does not know."""
    try:
        return _Writer.model_validate_json(raw).onrecord
    except ValidationError:
        return None


class _Writer(BaseModel):
    """What every manifest has said so far."""

    onrecord: str


def _versions() -> Iterator[tuple[str, str]]:
    for name in _PACKAGES:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            continue
