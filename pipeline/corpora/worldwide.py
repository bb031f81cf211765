"""The Worldwide English NER corpus: an article a file, `token<TAB>tag` with further columns for names within names.

Shan, Bauer, Carlson and Manning (2023), "Do "English" named entity recognizers work well on global Englishes?"
https://aclanthology.org/2023.findings-emnlp.788
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from onrecord.corpora.conll import rendered
from onrecord.corpora.corpus import Gold, GoldDocument, Losses, Repairs
from onrecord.corpora.files import file_name, files_of, lines_of
from onrecord.corpora.format import Format
from onrecord.corpora.sample import Sample
from onrecord.corpora.schemes import WORLDWIDE_TYPES
from onrecord.corpora.tagged import Sentence, document_of
from onrecord.corpora.tagging import split_tag
from onrecord.corpora.tokenised import lose_all_but_names, lose_spacing, tagged_sentences
from onrecord.errors import SourceError

#: What the first part of a file's name says of where the press is from.
_SUFFIXES = (".tsv", ".txt")


class Worldwide(Format):
    """Worldwide TSV; of names within names the outermost is read."""

    name = "worldwide"
    title = "Worldwide English NER, an article a file of token<TAB>tag"

    def recognises(self, sample: Sample) -> bool:
        """Columns divided by tabs, the second all tags of the nine types, with at least one name."""
        rows = [line.split("\t") for line in sample.lines if line.strip()]
        regular = [row for row in rows if len(row) > 1]
        labels = {_label(row[1]) for row in regular} - {""}
        return len(regular) > 0.8 * len(rows) and bool(labels) and labels <= set(WORLDWIDE_TYPES)

    def gold(self, path: Path) -> Gold:
        """Names of nine types."""
        del path
        return Gold(frozenset({"names"}), "worldwide")

    def read(self, path: Path, repairs: Repairs) -> Iterator[GoldDocument]:
        """An article a file, its sentences a line each."""
        for file in files_of(path):
            sentences = list(_sentences(file, repairs))
            if sentences:
                yield document_of(_id(file), sentences, str(file), repairs, {"source": file.name.partition("_")[0]})
            else:
                repairs.skip("empty file")

    def write(self, documents: Iterable[GoldDocument], path: Path) -> Losses:
        """A file a document in the folder `path`."""
        losses = Losses()
        path.mkdir(parents=True)
        taken: set[str] = set()
        for document in documents:
            sentences = tagged_sentences(document, losses)
            lines = [rendered(sentence, losses) for sentence in sentences]
            lose_spacing(document.record, sentences, "\n", losses)
            name = file_name(document.record.id, taken)
            lose_all_but_names(document.record, losses)
            losses.lose("ids of documents that are no file names", name != document.record.id)
            (path / f"{name}.txt.tsv").write_text("".join(lines), encoding="utf-8", newline="\n")
        return losses


def _id(file: Path) -> str:
    name = file.name
    for suffix in _SUFFIXES:
        name = name.removesuffix(suffix)
    return name


def _label(tag: str) -> str:
    try:
        return split_tag(tag)[1]
    except ValueError:
        return tag


def _sentences(file: Path, repairs: Repairs) -> Iterator[Sentence]:
    tokens: list[str] = []
    tags: list[str] = []
    for number, line in lines_of(file):
        if line.strip():
            token, tag = _fields(file, number, line, repairs)
            tokens.append(token)
            tags.append(tag)
        elif tokens:
            yield Sentence(tuple(tokens), tuple(tags))
            tokens, tags = [], []
    if tokens:
        yield Sentence(tuple(tokens), tuple(tags))


def _fields(file: Path, number: int, line: str, repairs: Repairs) -> tuple[str, str]:
    token, tab, rest = line.partition("\t")
    tag, *inner = rest.split("\t")
    if not tab:
        # The corpus has three lines with spaces where the tab should be.
        token, _, tag = line.rpartition(" ")
        token = token.rstrip()
        repairs.repair("line with spaces for a tab")
    if not token or _label(tag) == tag:
        raise SourceError(f"{file}, line {number}: expected a token, a tab and a tag, not {line[:60]!r}")
    repairs.skip(
        "name within a name (only the outermost is read)", sum(column.startswith(("B-", "S-")) for column in inner)
    )
    return token, tag
