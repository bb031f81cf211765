"""All that the patterns see in an article: its parse as columns, its quotations and every candidate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.document import Document, Paragraph
from onrecord.stages.marks import Quotation, quotations
from onrecord.stages.rules.quotes.candidates import Candidate
from onrecord.stages.rules.quotes.choice import whole
from onrecord.stages.rules.quotes.clauses import verb_candidates
from onrecord.stages.rules.quotes.direct import DirectFinder
from onrecord.stages.rules.quotes.phrases import phrase_candidates
from onrecord.stages.rules.quotes.tree import Tree, tree


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one article."""

    tree: Tree
    quotations: tuple[Quotation, ...]
    direct: list[Candidate]
    """Candidates for direct quotes; no two share a quotation."""
    indirect: list[Candidate]
    """All others, which overlap and contradict each other freely."""


def read(document: Document, paragraphs: Sequence[Paragraph], max_gap: int) -> Reading:
    """Read some paragraphs of a document.

    Args:
        document: A document with a parse.
        paragraphs: The paragraphs, in text order.
        max_gap: Most words between a quotation and its cue.
    """
    assert document.parse is not None
    found = quotations(document.text, paragraphs)
    columns = tree(document.parse, found)
    places = [paragraph.span for paragraph in paragraphs]
    proposed = (*verb_candidates(columns, places), *phrase_candidates(columns, places))
    return Reading(
        columns,
        found,
        DirectFinder(columns, paragraphs, found, max_gap).candidates(),
        [made for candidate in proposed if (made := whole(candidate, found)) is not None],
    )


def body(document: Document) -> list[Paragraph]:
    """The paragraphs of a document in which quotes count: neither headline nor sub-headings."""
    assert document.segments is not None
    return [paragraph for paragraph in document.segments.paragraphs if paragraph.kind == "body"]
