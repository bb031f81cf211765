"""CoNLL columns: a token and its tag on each line, an empty line after each sentence, -DOCSTART- before each document.

IOB1, IOB2, BIOES and BILOU are read; the column of the tags is found by content. Written as `token<TAB>tag`, IOB2.
Tjong Kim Sang and De Meulder (2003), https://aclanthology.org/W03-0419
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.corpora.corpus import Gold, GoldDocument, Losses, Repairs
from onrecord.corpora.files import files_of, lines_of
from onrecord.corpora.format import Format
from onrecord.corpora.sample import Sample
from onrecord.corpora.schemes import scheme_of
from onrecord.corpora.tagged import Sentence, document_of
from onrecord.corpora.tagging import encode, split_tag
from onrecord.corpora.tokenised import TaggedSentence, lose_all_but_names, lose_spacing, tagged_sentences
from onrecord.errors import SourceError

_DOCSTART = "-DOCSTART-"


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns hold what."""

    token: int
    """Column of the token."""
    tag: int
    """Column of the tag."""
    count: int
    """How many there are."""


@dataclass(slots=True)
class _Pending:
    """The sentences of the document that is being read."""

    sentences: list[Sentence] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)

    def end_sentence(self) -> None:
        if self.tokens:
            self.sentences.append(Sentence(tuple(self.tokens), tuple(self.tags)))
            self.tokens, self.tags = [], []


class Conll(Format):
    """CoNLL columns. A document a -DOCSTART-; where a file has none, it is one document."""

    name = "conll"
    title = "CoNLL columns (token … tag), IOB1, IOB2, BIOES or BILOU"

    def recognises(self, sample: Sample) -> bool:
        """At least two columns, one of them tags."""
        return self._columns(sample) is not None

    def _columns(self, sample: Sample) -> Columns | None:
        rows = [split_line(line) for line in sample.lines if line.strip() and not _is_comment(line)]
        rows = [row for row in rows if row[0] != _DOCSTART]
        return find_columns(rows)

    def gold(self, path: Path) -> Gold:
        """Names, in the scheme that the tags at the beginning of the file are of."""
        labels: set[str] = set()
        for file in files_of(path):
            sample = Sample.of(file)
            columns = self._columns(sample)
            if columns is not None:
                rows = [split_line(line) for line in sample.lines if line.strip() and not _is_comment(line)]
                labels |= {split_tag(row[columns.tag])[1] for row in rows if len(row) == columns.count} - {""}
        return Gold(frozenset({"names"}), scheme_of(labels))

    def read(self, path: Path, repairs: Repairs) -> Iterator[GoldDocument]:
        """Documents with their tokens; sentences stand on a line each."""
        for file in files_of(path):
            columns = self._columns(Sample.of(file))
            if columns is None and path.is_file():
                raise SourceError(f"{path}: no column of it is all tags (O, B-PER, …); is it in another format?")
            if columns is None:
                repairs.skip("file that is not in CoNLL columns")
                continue
            for number, sentences in enumerate(self._documents(file, columns), 1):
                yield document_of(f"{file.stem}-{number}", sentences, str(file), repairs)

    def _documents(self, file: Path, columns: Columns) -> Iterator[list[Sentence]]:
        pending = _Pending()
        for number, line in lines_of(file):
            if not line.strip():
                pending.end_sentence()
            elif line.lstrip().startswith(_DOCSTART):
                pending.end_sentence()
                if pending.sentences:
                    yield pending.sentences
                    pending = _Pending()
            elif not _is_comment(line):
                token, tag = _fields(file, number, line, columns)
                pending.tokens.append(token)
                pending.tags.append(tag)
        pending.end_sentence()
        if pending.sentences:
            yield pending.sentences

    def write(self, documents: Iterable[GoldDocument], path: Path) -> Losses:
        """One file. A record without tokens is cut into words, and those at the edges of names, so that names hold."""
        losses = Losses()
        with path.open("w", encoding="utf-8", newline="\n") as out:
            for document in documents:
                out.write(f"{_DOCSTART}\tO\n\n")
                sentences = tagged_sentences(document, losses)
                out.writelines(rendered(sentence, losses) for sentence in sentences)
                lose_spacing(document.record, sentences, "\n", losses)
                lose_all_but_names(document.record, losses)
                losses.lose("ids of documents")
        return losses


def rendered(sentence: TaggedSentence, losses: Losses) -> str:
    """A sentence as lines of token and tag (IOB2), with the empty line that ends it.

    A token that columns cannot hold loses its tabs and line ends to spaces; they are counted.
    """
    tags = encode(sentence.chunks, len(sentence.tokens), "iob2")
    tokens = [_in_column(token) for token in sentence.tokens]
    losses.lose(
        "tokens that columns cannot hold as they are",
        sum(written != token for written, token in zip(tokens, sentence.tokens, strict=True)),
    )
    return "".join(f"{token}\t{tag}\n" for token, tag in zip(tokens, tags, strict=True)) + "\n"


def _in_column(token: str) -> str:
    if token == _DOCSTART:
        return "DOCSTART"
    return token.translate({9: " ", 10: " ", 13: " "})


def split_line(line: str) -> list[str]:
    """The columns of a line: divided by tabs where it has any (a token can then hold a space), else by white space."""
    return line.split("\t") if "\t" in line else line.split()


def _is_comment(line: str) -> bool:
    """Whether the line is a comment (`# id …`); a token `#` has columns after it."""
    return line.startswith("# ") and "\t" not in line and _tag_or_none(line.split()[-1]) is None


def _tag_or_none(tag: str) -> str | None:
    try:
        return split_tag(tag)[0]
    except ValueError:
        return None


def find_columns(rows: Sequence[Sequence[str]]) -> Columns | None:
    """The tag column is the last that holds nothing but tags; the token stands in the first other one.

    Args:
        rows: Lines split into columns, without empty ones.

    Returns:
        None where fewer than 19 in 20 rows are of one length, have one column, or no column is all tags.
    """
    if not rows:
        return None
    [(count, agreeing)] = Counter(len(row) for row in rows).most_common(1)
    if count < 2 or agreeing < 0.95 * len(rows):
        return None
    regular = [row for row in rows if len(row) == count]
    for tag in reversed(range(count)):
        if all(_tag_or_none(row[tag]) is not None for row in regular):
            return Columns(0 if tag else 1, tag, count)
    return None


def _fields(file: Path, number: int, line: str, columns: Columns) -> tuple[str, str]:
    row = split_line(line)
    if len(row) != columns.count:
        raise SourceError(
            f"{file}, line {number}: has {len(row)} columns where the file has {columns.count}; mend the line"
        )
    token, tag = row[columns.token], row[columns.tag]
    if _tag_or_none(tag) is None:
        raise SourceError(
            f"{file}, line {number}, column {columns.tag + 1}: {tag!r} is no tag; "
            "expected O or one of B- I- E- L- S- U- before a type"
        )
    return token, tag
