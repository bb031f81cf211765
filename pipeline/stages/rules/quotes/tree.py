"""The parse as plain columns: one pass over spaCy's `Doc`, so that every later look-up is cheap and linear."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from onrecord.records import Span
from onrecord.stages.marks import Quotation

#: Labels of a subject.
SUBJECTS = ("nsubj", "nsubjpass")
_SHUT_OUT = frozenset(" ,;:-–—―\t\n\r\xa0")


@dataclass(frozen=True, slots=True)
class Tree:
    """Tokens of an article by position, white space included as spaCy has it."""

    text: str
    """The raw text."""
    starts: Sequence[int]
    """Offset of the first code point of each token."""
    ends: Sequence[int]
    """Offset after its last code point."""
    words: Sequence[str]
    """Surfaces."""
    lower: Sequence[str]
    """Surfaces in lower case."""
    lemmas: Sequence[str]
    """Lemmas in lower case."""
    pos: Sequence[str]
    """Universal part of speech."""
    tags: Sequence[str]
    """Penn Treebank tag."""
    deps: Sequence[str]
    """Label of the arc from the head."""
    heads: Sequence[int]
    """Position of the head; a root is its own head."""
    children: Sequence[Sequence[int]]
    """Positions of the dependants, in text order."""
    subjects: Sequence[int]
    """Position of the first dependant that is a subject, -1 where there is none."""
    lefts: Sequence[int]
    """First token of the subtree."""
    rights: Sequence[int]
    """Last token of the subtree."""
    sentences: Sequence[tuple[int, int]]
    """First token of the parser's sentence around each token, and one past its last."""
    quoted: Sequence[int]
    """Index of the quotation around each token, -1 outside of all."""

    def __len__(self) -> int:
        return len(self.starts)

    def span(self, first: int, last: int) -> Span:
        """The offsets of the tokens `first` to `last`, both included."""
        return Span(self.starts[first], self.ends[last])

    def tokens(self, spans: Sequence[Span]) -> Iterator[int]:
        """Positions of the tokens that start within the spans, which are in text order."""
        for span in spans:
            yield from range(bisect_left(self.starts, span.start), bisect_left(self.starts, span.end))

    def child(self, token: int, *labels: str) -> int | None:
        """The first dependant with one of the labels."""
        return next((child for child in self.children[token] if self.deps[child] in labels), None)

    def trimmed(self, first: int, last: int) -> tuple[int, int] | None:
        """`first` and `last` without white space, commas, colons and dashes at either end; None if that is all."""
        while first <= last and (self.pos[first] == "SPACE" or set(self.words[first]) <= _SHUT_OUT):
            first += 1
        while last >= first and (self.pos[last] == "SPACE" or set(self.words[last]) <= _SHUT_OUT):
            last -= 1
        return (first, last) if first <= last else None

    def ancestors(self, token: int, limit: int) -> Iterator[int]:
        """The heads above a token, nearest first, at most `limit` of them."""
        for _ in range(limit):
            head = self.heads[token]
            if head == token:
                return
            yield head
            token = head


def tree(doc: Doc, quotations: Sequence[Quotation]) -> Tree:
    """The columns of a parsed document.

    Args:
        doc: The parse.
        quotations: The quotations of the document, in text order.
    """
    heads = [token.head.i for token in doc]
    children: list[list[int]] = [[] for _ in heads]
    for index, head in enumerate(heads):
        if head != index:
            children[head].append(index)
    deps = [token.dep_ for token in doc]
    words = [token.text for token in doc]
    starts = [token.idx for token in doc]
    return Tree(
        text=doc.text,
        starts=starts,
        ends=[start + len(word) for start, word in zip(starts, words, strict=True)],
        words=words,
        lower=[word.lower() for word in words],
        lemmas=[token.lemma_.lower() for token in doc],
        pos=[token.pos_ for token in doc],
        tags=[token.tag_ for token in doc],
        deps=deps,
        heads=heads,
        children=children,
        subjects=[next((child for child in own if deps[child] in SUBJECTS), -1) for own in children],
        lefts=[token.left_edge.i for token in doc],
        rights=[token.right_edge.i for token in doc],
        sentences=_sentences(doc),
        quoted=_quoted(starts, quotations),
    )


def _quoted(starts: Sequence[int], quotations: Sequence[Quotation]) -> list[int]:
    inside = [-1] * len(starts)
    for index, quotation in enumerate(quotations):
        for span in quotation.spans:
            for token in range(bisect_left(starts, span.start), bisect_left(starts, span.end)):
                inside[token] = index
    return inside


def _sentences(doc: Doc) -> list[tuple[int, int]]:
    bounds: list[tuple[int, int]] = []
    for sentence in doc.sents:
        bounds += [(sentence.start, sentence.end)] * (sentence.end - sentence.start)
    return bounds
