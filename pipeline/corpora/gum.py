"""GUM and OntoGUM: coreference with nominals and pronouns over many genres, in CoNLL-U.

Zeldes (2017), "The GUM Corpus", https://doi.org/10.1007/s10579-016-9343-x
Zhu, Pradhan and Zeldes (2021), "OntoGUM", https://aclanthology.org/2021.acl-short.59
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import ClassVar, get_args

from onrecord.corpora.assemble import Draft, assemble
from onrecord.corpora.conllu import ConlluDocument, Sentence, Word, documents_of
from onrecord.corpora.corpus import Gold, GoldDocument, Losses, Repairs, Tokens
from onrecord.corpora.entity_brackets import Bracket, brackets_of
from onrecord.corpora.files import file_name, files_of
from onrecord.corpora.format import Format
from onrecord.corpora.gum_writing import rendered
from onrecord.corpora.sample import Sample
from onrecord.records import MentionKind, Record, Span

_TYPED = "etype"


class Gum(Format):
    """GUM: every mention, with types and singletons."""

    name = "gum"
    title = "GUM, CoNLL-U with typed Entity= brackets and singletons"
    fields: ClassVar[tuple[str, ...]] = ("GRP", "kind", "etype")
    """What the brackets hold that are written."""

    def recognises(self, sample: Sample) -> bool:
        """CoNLL-U whose brackets have a type."""
        fields = _declared(sample)
        return fields is not None and _TYPED in fields

    def gold(self, path: Path) -> Gold:
        """Mentions of all kinds with types, coreference."""
        del path
        return Gold(frozenset({"mentions", "coreference"}), self.name)

    def read(self, path: Path, repairs: Repairs) -> Iterator[GoldDocument]:
        """The text is the sentences' texts, those of a paragraph on a line; genre and title are in `meta`."""
        for file in files_of(path):
            for document in documents_of(file, repairs):
                yield _document(document, repairs)

    def write(self, documents: Iterable[GoldDocument], path: Path) -> Losses:
        """A file a document in the folder `path`: tokens, spacing, brackets; no syntax."""
        losses = Losses()
        path.mkdir(parents=True)
        taken: set[str] = set()
        for document in documents:
            name = file_name(document.record.id, taken)
            lines = rendered(document, self.fields, losses)
            (path / f"{name}.conllu").write_text(lines, encoding="utf-8", newline="\n")
        return losses


class OntoGum(Gum):
    """OntoGUM: the conventions of OntoNotes, without types and singletons."""

    name = "ontogum"
    title = "OntoGUM, CoNLL-U with untyped Entity= brackets"
    fields = ("GRP", "kind")

    def recognises(self, sample: Sample) -> bool:
        """CoNLL-U whose brackets have no type."""
        fields = _declared(sample)
        return fields is not None and _TYPED not in fields


def _declared(sample: Sample) -> list[str] | None:
    """The fields of `# global.Entity`, None where the sample is no CoNLL-U with brackets."""
    for line in sample.lines:
        key, _, value = line.removeprefix("#").partition("=")
        if line.startswith("#") and key.strip() == "global.Entity":
            return value.strip().split("-")
    return None


def _document(document: ConlluDocument, repairs: Repairs) -> GoldDocument:
    text, tokens = _text(document.sentences)
    words = [word for sentence in document.sentences for word in sentence.words]
    starts = [first for first, end in tokens.sentences for _ in range(first, end)]
    drafts: list[Draft] = []
    # Of two mentions over the same words the one that closes last stands first.
    for bracket in reversed(brackets_of(document, repairs)):
        span = tokens.span(bracket.first, bracket.end)
        kind = _kind(bracket, words, starts)
        label = bracket.fields.get(_TYPED, "_")
        drafts.append(Draft(span, kind, "" if label == "_" else label, bracket.group))
    built = assemble(text, drafts)
    record = Record(
        id=document.id,
        text=text,
        meta={**document.meta},
        mentions=built.mentions,
        entities=built.entities,
    )
    return GoldDocument(record, tokens)


def _text(sentences: Sequence[Sentence]) -> tuple[str, Tokens]:
    pieces: list[str] = []
    spans: list[Span] = []
    ranges: list[tuple[int, int]] = []
    at = 0
    glued = True
    for sentence in sentences:
        lead = "" if not pieces else "\n" if sentence.opens_paragraph else "" if glued else " "
        pieces += (lead, sentence.text)
        at += len(lead)
        ranges.append((len(spans), len(spans) + len(sentence.words)))
        spans += [Span(at + word.start, at + word.end) for word in sentence.words]
        at += len(sentence.text)
        glued = not sentence.space_after
    forms = tuple(word.form for sentence in sentences for word in sentence.words)
    return "".join(pieces), Tokens(tuple(spans), forms, tuple(ranges))


def _kind(bracket: Bracket, words: Sequence[Word], starts: Sequence[int]) -> MentionKind:
    """As the bracket says, else by the part of speech of its head, the word whose own head lies outside."""
    for kind in get_args(MentionKind):
        if bracket.fields.get("kind") == kind:
            return kind  # type: ignore[no-any-return]
    inside = range(bracket.first, bracket.end)
    head = next(
        (i for i in inside if words[i].head <= 0 or starts[i] + words[i].head - 1 not in inside), bracket.end - 1
    )
    upos = words[head].upos
    if upos == "PRON" or (upos in ("DET", "ADV") and len(inside) == 1):
        return "pronoun"
    return "name" if upos == "PROPN" else "nominal"
