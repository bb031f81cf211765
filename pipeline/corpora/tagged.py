"""A document from sentences of tokens and tags."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.corpora.assemble import Draft, assemble
from onrecord.corpora.corpus import GoldDocument, Repairs
from onrecord.corpora.detokenise import rebuild
from onrecord.corpora.tagging import decode
from onrecord.errors import SourceError
from onrecord.records import Meta, Record


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens and their tags, one each."""

    tokens: tuple[str, ...]
    """As the corpus writes them."""
    tags: tuple[str, ...]
    """In any of the schemes of `tagging`."""


def document_of(
    id: str, sentences: Sequence[Sentence], where: str, repairs: Repairs, meta: Meta | None = None
) -> GoldDocument:
    """The document of tagged sentences: text rebuilt, a line each, and a name for each chunk.

    Args:
        id: Id of the document.
        sentences: None is empty.
        where: Named in errors.
        repairs: Chunks opened by a tag that continues are counted here.
        meta: Meta of the record.

    Raises:
        SourceError: A tag is of no scheme.
    """
    text, tokens = rebuild([sentence.tokens for sentence in sentences], "\n")
    drafts: list[Draft] = []
    for (first, _), sentence in zip(tokens.sentences, sentences, strict=True):
        try:
            chunks = decode(sentence.tags)
        except ValueError as error:
            raise SourceError(f"{where}, document {id!r}: {error}") from None
        repairs.repair(
            "name opened by a tag that continues (I-, as in IOB1)", sum(not chunk.opened for chunk in chunks)
        )
        drafts += [Draft(tokens.span(first + chunk.first, first + chunk.end), "name", chunk.label) for chunk in chunks]
    mentions = assemble(text, drafts).mentions
    return GoldDocument(Record(id=id, text=text, meta=meta or {}, mentions=mentions), tokens)
