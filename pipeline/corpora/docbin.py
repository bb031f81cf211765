"""spaCy's DocBin: names as `ents`, everything else as span groups and as JSON in `user_data`.

The groups are for whoever opens the file with spaCy: `mentions` (label: type, id: mention, kb_id: entity), `quotes`,
`cues`, `sources`, `evidence`. Read back, the JSON counts; a DocBin without it gives its `ents` as names. DocBin is
zipped msgpack: nothing in it is run. https://spacy.io/api/docbin
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.corpora.assemble import Draft, assemble
from onrecord.corpora.corpus import Gold, GoldDocument, GoldLayer, Losses, Repairs, Tokens
from onrecord.corpora.files import files_of
from onrecord.corpora.format import Format
from onrecord.corpora.layers import layers_of, parts_of
from onrecord.corpora.record import count_beyond_record
from onrecord.corpora.sample import Sample
from onrecord.corpora.schemes import scheme_of
from onrecord.corpora.tokenised import cut_into_tokens
from onrecord.errors import OnrecordError, SourceError
from onrecord.reading import parse_record
from onrecord.records import Record, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.tokens import Span as SpacySpan
    from spacy.vocab import Vocab

#: Where the record's JSON, less its text, is in `user_data`.
USER_DATA = "onrecord"


class SpacyDocBin(Format):
    """spaCy DocBin."""

    name = "spacy"
    title = "spaCy DocBin (.spacy)"

    def recognises(self, sample: Sample) -> bool:
        """Zipped msgpack that begins with DocBin's keys."""
        try:
            start = zlib.decompressobj().decompress(sample.head, 256)
        except zlib.error:
            return False
        return b"version" in start and b"attrs" in start

    def gold(self, path: Path) -> Gold:
        """Whatever any of the documents has something in."""
        layers: set[GoldLayer] = set()
        types: set[str] = set()
        for document in self.read(path, Repairs()):
            layers |= layers_of(document.record)
            types |= {mention.type for mention in document.record.mentions}
        return Gold(frozenset(layers), scheme_of(types))

    def read(self, path: Path, repairs: Repairs) -> Iterator[GoldDocument]:
        """The documents in the order of the file, with its tokens; a file is read whole."""
        for file in files_of(path):
            for number, doc in enumerate(_docs(file), 1):
                yield _document(doc, f"{file.stem}-{number}", f"{file}, document {number}", repairs)

    def write(self, documents: Iterable[GoldDocument], path: Path) -> Losses:
        """One file. All of the record is kept; it is held in memory until it is written."""
        from spacy.tokens import DocBin  # slow to import, and read by every use of corpora

        losses = Losses()
        vocab = _vocab()
        written = DocBin(attrs=["ORTH", "ENT_IOB", "ENT_TYPE", "ENT_KB_ID", "SENT_START"], store_user_data=True)
        for document in documents:
            doc, tokens = _doc(vocab, document)
            _set_spans(doc, document.record)
            doc.user_data[USER_DATA] = _rest(document.record)
            written.add(doc)
            count_beyond_record(document, losses)
            held = [tokens.forms[i] == span.of(document.record.text) for i, span in enumerate(tokens.spans)]
            losses.lost.pop("the corpus's own tokens, in documents", None)
            losses.lose("forms of tokens that differ from the text", held.count(False))
        path.write_bytes(written.to_bytes())
        return losses


@cache
def _vocab() -> Vocab:
    import spacy

    return spacy.blank("en").vocab


def _docs(file: Path) -> Iterator[Doc]:
    from spacy.tokens import DocBin

    try:
        stored = DocBin().from_bytes(file.read_bytes())
        yield from stored.get_docs(_vocab())
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError) as error:
        raise SourceError(f"{file}: no DocBin that spaCy can read ({error}); was it cut off?") from error


def _document(doc: Doc, name: str, where: str, repairs: Repairs) -> GoldDocument:
    stored = doc.user_data.get(USER_DATA)
    tokens = _tokens(doc)
    if stored is None:
        groups = [group for group in doc.spans if doc.spans[group]]
        repairs.skip("span group of a DocBin that is not ours", len(groups))
        drafts = [Draft(Span(ent.start_char, ent.end_char), "name", ent.label_) for ent in doc.ents]
        return GoldDocument(Record(id=name, text=doc.text, mentions=assemble(doc.text, drafts).mentions), tokens)
    try:
        rest = json.loads(stored)
        record = parse_record(json.dumps({**rest, "text": doc.text}), where)
    except (ValueError, TypeError) as error:
        raise SourceError(f"{where}, user_data {USER_DATA!r}: no JSON of a record ({error})") from None
    except OnrecordError as error:
        raise SourceError(f"{where}, user_data {USER_DATA!r}: {error}") from None
    return GoldDocument(record, tokens, parts=parts_of(record))


def _tokens(doc: Doc) -> Tokens | None:
    """The tokens that are not white space, in the document's sentences or as one."""
    words = [token for token in doc if not token.is_space]
    if not words:
        return None
    spans = tuple(Span(token.idx, token.idx + len(token)) for token in words)
    starts = [place for place, token in enumerate(words) if not place or token.is_sent_start]
    ranges = tuple(pairwise([*starts, len(words)]))
    return Tokens(spans, tuple(token.text for token in words), ranges)


def _doc(vocab: Vocab, document: GoldDocument) -> tuple[Doc, Tokens]:
    """A doc whose text is the record's to the character: other white space than one space is a token of its own."""
    record = document.record
    edges = [mention.span for mention in record.mentions]
    edges += [span for part in parts_of(record) for span in part.spans]
    tokens = document.tokens or cut_into_tokens(record, edges, ())
    firsts = {tokens.spans[first].start for first, _ in tokens.sentences}
    words: list[str] = []
    spaces: list[bool] = []
    starts: list[bool | int | None] = []
    at = 0
    for span in [*tokens.spans, Span(len(record.text), len(record.text))]:
        gap = record.text[at : span.start]
        if gap.startswith(" ") and words:
            spaces[-1] = True
            gap = gap[1:]
        if gap:
            words.append(gap)
            spaces.append(False)
            starts.append(False)
        if span.end > span.start:
            words.append(span.of(record.text))
            spaces.append(False)
            starts.append(span.start in firsts)
        at = span.end
    from spacy.tokens import Doc

    return Doc(vocab, words=words, spaces=spaces, sent_starts=starts), tokens


def _set_spans(doc: Doc, record: Record) -> None:
    from spacy.util import filter_spans

    mentions = [_char_span(doc, m.span, m.type, m.entity or "", m.id) for m in record.mentions]
    names = [span for span, m in zip(mentions, record.mentions, strict=True) if span and m.kind == "name" and m.type]
    doc.ents = filter_spans(names)
    doc.spans["mentions"] = [span for span in mentions if span]
    for role, group in (("content", "quotes"), ("cue", "cues"), ("source", "sources")):
        spans = [span for part in parts_of(record) if part.role == role for span in part.spans]
        doc.spans[group] = _char_spans(doc, spans, role)
    doc.spans["evidence"] = _char_spans(
        doc, [e for relation in record.relations for e in relation.evidence], "evidence"
    )


def _char_spans(doc: Doc, spans: Sequence[Span], label: str) -> list[SpacySpan]:
    found = [_char_span(doc, span, label, "", "") for span in spans]
    return [span for span in found if span]


def _char_span(doc: Doc, span: Span, label: str, kb_id: str, span_id: str) -> SpacySpan | None:
    """The span over tokens, widened to whole ones; the JSON has it exactly."""
    return doc.char_span(span.start, span.end, label=label, kb_id=kb_id, span_id=span_id, alignment_mode="expand")


def _rest(record: Record) -> str:
    rest = asdict(record)
    del rest["text"]
    return json.dumps(rest, ensure_ascii=False)
