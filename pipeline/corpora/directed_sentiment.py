"""Directed sentiment: the stance of one named actor towards another in a sentence.

Park, Pan and Joo (2021), "Who Blames or Endorses Whom? Entity-to-Entity Directed Sentiment Extraction in News Text",
https://aclanthology.org/2021.findings-acl.358
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from onrecord.corpora.assemble import Draft, assemble
from onrecord.corpora.corpus import Gold, GoldDocument, Losses, Pair, Repairs
from onrecord.corpora.files import files_of, lines_of
from onrecord.corpora.format import Format
from onrecord.corpora.sample import Sample
from onrecord.corpora.tsv import fits
from onrecord.errors import SourceError
from onrecord.records import Mention, Record, Relation, Span

_LABELS = frozenset("01234")
_SENTENCE = re.compile(r"([^\[\]]*)\[([^\[\]]+)\]([^\[\]]*)\[([^\[\]]+)\]([^\[\]]*)")
_WORD = re.compile(r"\w+")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s?$")


class DirectedSentiment(Format):
    """Directed sentiment. `neutral` pairs are in `pairs` only; a stance is a relation `positive` or `negative`."""

    name = "directed_sentiment"
    title = "directed sentiment, lines of sentence, [p], [q] and label 0 to 4"

    def recognises(self, sample: Sample) -> bool:
        """Four columns, two bracketed names in the first, a label in the last."""
        fields = [line.split("\t") for line in sample.lines if line]
        return bool(fields) and all(
            len(row) == 4 and row[3] in _LABELS and _SENTENCE.fullmatch(row[0]) is not None for row in fields[:20]
        )

    def gold(self, path: Path) -> Gold:
        """Pairs, and the relations that they are."""
        del path
        return Gold(frozenset({"pairs", "relations"}), "directed_sentiment")

    def read(self, path: Path, repairs: Repairs) -> Iterator[GoldDocument]:
        """A line a document; p is the name that stands first in the sentence."""
        for file in files_of(path):
            for number, line in lines_of(file):
                if line:
                    yield _document(f"{file.stem}-{number}", line, f"{file}, line {number}", repairs)

    def write(self, documents: Iterable[GoldDocument], path: Path) -> Losses:
        """A line a pair; a record without pairs gives one for each relation `positive` or `negative`."""
        losses = Losses()
        with path.open("w", encoding="utf-8", newline="\n") as out:
            for document in documents:
                for line in _lines(document, losses):
                    out.write(f"{line}\n")
        return losses


def _document(id: str, line: str, where: str, repairs: Repairs) -> GoldDocument:
    fields = line.split("\t")
    if len(fields) != 4 or fields[3] not in _LABELS:
        raise SourceError(f"{where}: expected a sentence, p, q and a label 0 to 4, divided by tabs, not {line[:60]!r}")
    sentence = _unquoted(fields[0], repairs)
    match = _SENTENCE.fullmatch(sentence)
    if match is None:
        raise SourceError(f"{where}: the sentence must have two names in square brackets, and no other brackets")
    before, p, between, q, after = match.groups()
    text = f"{before}{p}{between}{q}{after}"
    q_start = len(before) + len(p) + len(between)
    spans = [
        mended(text, Span(len(before), len(before) + len(p)), repairs),
        mended(text, Span(q_start, q_start + len(q)), repairs),
    ]
    if spans[0].overlaps(spans[1]):
        # Names so close that widening the first ran into the second.
        spans[0] = Span(spans[0].start, min(spans[0].end, q_start))
    built = assemble(text, [Draft(span, "name", "", key) for span, key in zip(spans, "pq", strict=True)])
    first, second = built.mentions
    label = fields[3]
    record = Record(
        id=id,
        text=text,
        mentions=built.mentions,
        entities=built.entities,
        relations=_relation(label, built.entity_ids["p"], built.entity_ids["q"]),
    )
    return GoldDocument(record, pairs=(Pair(first, second, label),))


def _relation(label: str, p: str, q: str) -> tuple[Relation, ...]:
    if label == "0":
        return ()
    stance = "positive" if label in "12" else "negative"
    return (Relation(p, stance, q) if label in "13" else Relation(q, stance, p),)


def _unquoted(field: str, repairs: Repairs) -> str:
    """Some lines were quoted as in CSV, with every inner mark doubled."""
    inner = field[1:-1]
    if len(field) > 2 and field[0] == field[-1] == '"' and '""' in inner and '"' not in inner.replace('""', ""):
        repairs.repair("sentence quoted as in CSV")
        return inner.replace('""', '"')
    return field


def mended(text: str, span: Span, repairs: Repairs) -> Span:
    """The name that a bracket was meant for.

    The brackets often lose the end of the name: it is widened to the end of the word. White space at the edges, and a
    possessive that widening brought in, are cut off.
    """
    surface = span.of(text)
    start, end = span.start, span.end
    if surface.strip() and surface != surface.strip():
        repairs.repair("white space at the edge of a bracket cut off")
        start += len(surface) - len(surface.lstrip())
        end -= len(surface) - len(surface.rstrip())
    rest = _WORD.match(text, end)
    if rest and (text[end - 1].isalnum() or text[end - 1] in "'’"):
        repairs.repair("bracket widened to the end of the word")
        end = rest.end()
    possessive = _POSSESSIVE.search(text[start:end])
    if possessive:
        repairs.repair("possessive cut off")
        end = start + possessive.start()
    return Span(start, end)


def _lines(document: GoldDocument, losses: Losses) -> Iterator[str]:
    record = document.record
    losses.documents += 1
    pairs = document.pairs or tuple(_pairs(record, losses))
    if not pairs:
        losses.lose("documents without a pair")
    for pair in pairs:
        first, second = pair.first, pair.second
        marked = _bracketed(record.text, first, second)
        if fits((marked,)) and _SENTENCE.fullmatch(marked) and not first.span.overlaps(second.span):
            losses.keep("pairs")
            yield "\t".join((marked, first.text, second.text, pair.label))
        else:
            losses.lose("pairs whose text holds brackets, a tab or a line end")
    losses.lose("mentions in no pair", len(record.mentions) - 2 * len(pairs))
    losses.lose("types of mentions", sum(bool(mention.type) for mention in record.mentions))
    losses.lose("quotes", len(record.quotes))
    losses.lose("meta", len(record.meta))
    losses.lose("ids of documents")


def _pairs(record: Record, losses: Losses) -> Iterator[Pair]:
    first = {mention.entity: mention for mention in reversed(record.mentions)}
    for relation in record.relations:
        head, tail = first.get(relation.head), first.get(relation.tail)
        if head is None or tail is None or relation.label not in ("positive", "negative"):
            losses.lose("relations that are no stance between two mentions")
        elif head.start < tail.start:
            yield Pair(head, tail, "1" if relation.label == "positive" else "3")
        else:
            yield Pair(tail, head, "2" if relation.label == "positive" else "4")


def _bracketed(text: str, first: Mention, second: Mention) -> str:
    return f"{text[: first.start]}[{first.text}]{text[first.end : second.start]}[{second.text}]{text[second.end :]}"
