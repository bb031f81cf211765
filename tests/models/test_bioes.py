from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.models import bioes
from onrecord.models.errors import ModelError

LABELS = ("PER", "ORG")


def names(tags: list[int]) -> str:
    return " ".join(bioes.tag_names(LABELS)[tag] for tag in tags)


def test_tags_of_chunks() -> None:
    tags = bioes.tag_ids([(0, 1, "ORG"), (1, 3, "PER"), (4, 7, "ORG")], 7, LABELS)
    assert names(tags) == "S-ORG B-PER E-PER O B-ORG I-ORG E-ORG"


def test_an_unknown_label_is_named() -> None:
    with pytest.raises(ModelError, match="label 'LOC' is none of the head's: PER, ORG"):
        bioes.tag_ids([(0, 1, "LOC")], 1, LABELS)


def test_a_stretch_cut_out_ends_its_chunks_at_its_edges() -> None:
    tags = bioes.tag_ids([(0, 3, "PER"), (4, 7, "ORG")], 7, LABELS)
    assert names(bioes.closed(tags[1:6])) == "B-PER E-PER O B-ORG E-ORG"
    assert names(bioes.closed(tags[2:5])) == "S-PER O S-ORG"
    assert names(bioes.closed(tags[1:2])) == "S-PER"
    assert bioes.closed([]) == []


@st.composite
def chunked(draw: st.DrawFn) -> tuple[list[tuple[int, int, str]], int]:
    chunks, place = [], 0
    for gap, size, label in draw(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4), st.sampled_from(LABELS)))):
        chunks.append((place + gap, place + gap + size, label))
        place += gap + size
    return chunks, place + draw(st.integers(0, 2))


@given(chunked())
def test_chunks_come_back_from_their_tags(given_chunks: tuple[list[tuple[int, int, str]], int]) -> None:
    chunks, length = given_chunks
    tags = bioes.tag_ids(chunks, length, LABELS)
    found = bioes.chunks(tags, [0.5] * length, LABELS)
    assert [(chunk.first, chunk.end, chunk.label) for chunk in found] == chunks
    allowed = bioes.allowed_transitions(LABELS)
    assert all(allowed[one, other] for one, other in pairwise(tags))


@given(chunked(), st.data())
def test_a_stretch_cut_out_follows_the_scheme(
    given_chunks: tuple[list[tuple[int, int, str]], int], data: st.DataObject
) -> None:
    chunks, length = given_chunks
    first = data.draw(st.integers(0, length))
    end = data.draw(st.integers(first, length))
    tags = bioes.closed(bioes.tag_ids(chunks, length, LABELS)[first:end])
    kept = [(max(a, first) - first, min(b, end) - first, label) for a, b, label in chunks if a < end and b > first]
    assert tags == bioes.tag_ids([chunk for chunk in kept if chunk[0] < chunk[1]], end - first, LABELS)
