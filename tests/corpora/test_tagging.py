import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.corpora.tagging import Chunk, decode, encode, split_tag


def places(tags):
    return [(chunk.first, chunk.end, chunk.label) for chunk in decode(tags.split())]


@pytest.mark.parametrize(
    ("tags", "chunks"),
    [
        ("B-PER I-PER O B-LOC", [(0, 2, "PER"), (3, 4, "LOC")]),  # IOB2
        ("I-PER I-PER B-PER O I-LOC", [(0, 2, "PER"), (2, 3, "PER"), (4, 5, "LOC")]),  # IOB1
        ("B-PER E-PER S-LOC O", [(0, 2, "PER"), (2, 3, "LOC")]),  # BIOES
        ("B-Org I-Org L-Org U-Loc", [(0, 3, "Org"), (3, 4, "Loc")]),  # BILOU
        ("B-PER I-LOC", [(0, 1, "PER"), (1, 2, "LOC")]),
        ("O E-PER I-PER", [(1, 2, "PER"), (2, 3, "PER")]),
        ("B-gpe0-x I-gpe0-x", [(0, 2, "gpe0-x")]),
        ("O O", []),
    ],
)
def test_every_scheme_is_decoded(tags, chunks):
    assert places(tags) == chunks


def test_a_chunk_that_i_opens_says_so():
    assert [chunk.opened for chunk in decode(["I-PER", "B-PER", "O", "E-LOC"])] == [False, True, False]


@pytest.mark.parametrize("tag", ["B", "B-", "X-PER", "PER", "", "b-PER"])
def test_what_is_no_tag_is_refused(tag):
    with pytest.raises(ValueError, match="is no tag"):
        split_tag(tag)


def test_iob1_writes_b_only_between_neighbours_of_one_type():
    chunks = [Chunk(0, 2, "PER"), Chunk(2, 3, "PER"), Chunk(3, 4, "LOC")]
    assert encode(chunks, 5, "iob1") == ["I-PER", "I-PER", "B-PER", "I-LOC", "O"]


def test_bioes_and_bilou():
    chunks = [Chunk(0, 1, "A"), Chunk(1, 4, "B")]
    assert encode(chunks, 4, "bioes") == ["S-A", "B-B", "I-B", "E-B"]
    assert encode(chunks, 4, "bilou") == ["U-A", "B-B", "I-B", "L-B"]


@pytest.mark.parametrize("chunks", [[Chunk(0, 2, "A"), Chunk(1, 3, "A")], [Chunk(2, 5, "A")], [Chunk(1, 1, "A")]])
def test_chunks_that_cannot_be_tagged_are_refused(chunks):
    with pytest.raises(ValueError, match=r"overlap|empty or outside"):
        encode(chunks, 3)


@given(
    st.lists(st.tuples(st.integers(1, 4), st.sampled_from(["A", "B", None])), max_size=8),
    st.sampled_from(["iob1", "iob2", "bioes", "bilou"]),
)
def test_decoding_gives_back_what_was_encoded(pieces, scheme):
    chunks, at = [], 0
    for size, label in pieces:
        if label:
            chunks.append((at, at + size, label))
        at += size
    tags = encode([Chunk(*chunk) for chunk in chunks], at, scheme)
    assert [(chunk.first, chunk.end, chunk.label) for chunk in decode(tags)] == chunks
