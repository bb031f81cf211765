"""The base of every stage: it owns the loop, the timing, the checks and the rejects; a stage only predicts."""

from __future__ import annotations

import logging
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from onrecord.document import Document, Findings, Layer
from onrecord.errors import ArticleError

log = logging.getLogger(__name__)


class StageSettings(BaseModel):
    """Base of the settings of a stage. Each field carries one sentence that says what it means and in what unit."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


S = TypeVar("S", bound=StageSettings)


@dataclass(slots=True)
class StageCounts:
    """What a stage has done so far."""

    documents: int = 0
    """Documents that went in."""
    rejected: int = 0
    """Documents that the stage could not process."""
    seconds: float = 0.0
    """Wall time spent in the stage."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """An article that could not be processed, and why."""

    id: str
    """Id of the article, or its position where it has none."""
    stage: str
    """Where it failed: `read`, or the name of a stage."""
    reason: str
    """One sentence that names the field and the way out."""
    source: str = ""
    """The input it came from."""
    position: int | None = None
    """Line or row in that input, counted from 1."""
    head: str = ""
    """The first 200 characters, to find it again."""


class Stage(ABC, Generic[S]):
    """One step of the pipeline. Subclasses set the class variables and write `predict`, nothing else.

    A stage is pure: `predict` returns what it found and changes neither the documents nor itself.
    """

    Settings: ClassVar[type[StageSettings]] = StageSettings
    """The pydantic model of this stage's settings."""
    reads: ClassVar[frozenset[Layer]] = frozenset()
    """Layers that an earlier stage must have written."""
    uses: ClassVar[frozenset[Layer]] = frozenset()
    """Layers that the stage does better with, and does without; no later stage may write them."""
    writes: ClassVar[frozenset[Layer]] = frozenset()
    """Layers that `predict` returns, no more and no fewer."""

    def __init__(self, name: str, settings: S) -> None:
        self.name = name
        self.settings = settings
        self.counts = StageCounts()

    @property
    def model(self) -> str | None:
        """Name and hash of the trained model that the stage has loaded; None where it has none."""
        return None

    @property
    def heads(self) -> frozenset[str]:
        """Heads of the model behind `encoding` that the stage runs under its settings."""
        return frozenset()

    @property
    def offered_heads(self) -> frozenset[str]:
        """Heads of the model that the stage has loaded and that stages after it run; none where it has no model."""
        return frozenset()

    @property
    def windows(self) -> int:
        """Windows that an encoder has read so far; 0 for a stage that has none."""
        return 0

    def load(self) -> None:
        """Load what `predict` needs; called once, after the whole configuration has been checked.

        Raises:
            ConfigError: Something the stage needs is missing or is not what it should be.
        """

    @abstractmethod
    def predict(self, documents: Sequence[Document]) -> Sequence[Findings]:
        """What is found in each document, in the same order.

        Args:
            documents: A batch; every layer in `reads` is present.

        Returns:
            One `Findings` a document, with exactly the layers in `writes`.

        Raises:
            ArticleError: A document cannot be processed; the base class then tries the batch one by one.
        """

    def __call__(self, documents: Sequence[Document]) -> list[Document | Rejection]:
        """Run the stage over a batch; a document that fails becomes a `Rejection` and the others go on.

        Raises:
            MemoryError: There is not enough memory for one of the documents alone.
        """
        started = time.perf_counter()
        results = self._predict_all(documents)
        self.counts.seconds += time.perf_counter() - started
        self.counts.documents += len(documents)
        self.counts.rejected += sum(isinstance(result, Rejection) for result in results)
        return results

    def _predict_all(self, documents: Sequence[Document]) -> list[Document | Rejection]:
        try:
            findings = self.predict(documents)
        except Exception as error:
            if len(documents) > 1:
                return [result for document in documents for result in self._predict_all([document])]
            if isinstance(error, MemoryError):
                raise  # what the machine lacks is no fault of the article
            return [self.rejection(documents[0], error)]
        if len(findings) != len(documents):
            raise TypeError(f"stage {self.name!r} returned {len(findings)} findings for {len(documents)} documents")
        for found in findings:
            if found.layers() != self.writes:
                raise TypeError(
                    f"stage {self.name!r} declares to write {sorted(self.writes)} but returned {sorted(found.layers())}"
                )
        return [found.added_to(document) for document, found in zip(documents, findings, strict=True)]

    def rejection(self, document: Document, error: Exception) -> Rejection:
        """What becomes of a document that the stage failed on; a defect of the stage is logged with its traceback."""
        if isinstance(error, ArticleError):
            reason = error.detail
        else:
            log.exception("stage %s failed on article %r", self.name, document.article.id)
            reason = f"{type(error).__name__}: {error}; this is a defect of the stage, please report it"
        return Rejection(document.article.id, self.name, reason, head=document.text[:200])
