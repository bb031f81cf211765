from hypothesis import given
from hypothesis import strategies as st

from onrecord.stages.neural.linking import Layout, Part, link


def parts(pattern: str) -> tuple[list[Part], Layout]:
    """One character a word: c content, s source, q cue, `.` other. After `/` a sentence, after `|` a paragraph ends.

    `(` and `)` are quotation marks at the edges of a content.
    """
    words = pattern.replace("/", "").replace("|", "")
    found, sentences, paragraphs, place = [], [0], [0], 0
    for character in pattern:
        if character == "|":
            paragraphs.append(place)
        if character in "/|":
            sentences.append(place)
        else:
            place += 1
    opening = frozenset(index for index, word in enumerate(words) if word == "(")
    closing = frozenset(index for index, word in enumerate(words) if word == ")")
    words = words.replace("(", "c").replace(")", "c")
    roles = {"c": "content", "s": "source", "q": "cue"}
    edges = {*sentences}
    for index, word in enumerate(words):
        if word in roles:
            if index and words[index - 1] == word and index not in edges:
                last = found.pop()
                found.append(Part(last.first, index + 1, last.role))
            else:
                found.append(Part(index, index + 1, roles[word]))  # type: ignore[arg-type]
    return found, Layout(sentences, paragraphs, opening, closing)


def linked(pattern: str) -> list[tuple[list[int], int | None, int | None]]:
    """First words of contents, source and cue of each attribution."""
    return [
        ([part.first for part in one.contents], one.source and one.source.first, one.cue and one.cue.first)
        for one in link(*parts(pattern))
    ]


def test_said_after_and_before() -> None:
    assert linked("ccc.sq./sqccc.") == [([0], 4, 5), ([9], 7, 8)]


def test_interrupted_content_is_one_quote() -> None:
    assert linked("ccc.sq..ccc") == [([0, 8], 4, 5)]


def test_a_quotation_in_the_next_sentence_goes_on_with_the_quote_before_it() -> None:
    assert linked("(c).sq./(c)/sqcc.") == [([0, 7], 4, 5), ([12], 10, 11)]


def test_a_quotation_goes_on_with_a_quotation_rather_than_with_what_is_nearer() -> None:
    assert linked("(c).sqsqcc./(c)") == [([0, 11], 4, 5), ([8], 6, 7)]
    assert linked("ccc.sqsqcc./(c)") == [([0], 4, 5), ([8, 11], 6, 7)]


def test_a_quotation_goes_on_with_one_that_is_farther_than_others_reach() -> None:
    assert linked(f"(c).sq{30 * '.'}/(c)") == [([0, 36], 4, 5)]
    assert linked(f"ccc.sq.(c){30 * '.'}/(c)") == [([0, 7, 40], 4, 5)]
    assert linked(f"(c).sq{41 * '.'}/(c)") == [([0], 4, 5), ([47], None, None)]
    assert linked(f"ccc.sq{30 * '.'}/(c)") == [([0], 4, 5), ([36], None, None)]
    assert linked(f"(c){30 * '.'}/(c)") == [([0], None, None), ([33], None, None)]


def test_what_is_no_quotation_goes_on_in_its_sentence_alone() -> None:
    assert linked("ccc.sq./ccc/sqcc.") == [([0], 4, 5), ([7], None, None), ([12], 10, 11)]


def test_the_next_paragraph_goes_on_where_the_quotation_was_left_open() -> None:
    assert linked("sq.(cc|(c).") == [([3, 6], 0, 1)]
    assert linked("sq.(cc|ccc.") == [([3], 0, 1), ([6], None, None)]


def test_a_quotation_left_open_belongs_to_the_next_paragraph_that_opens_again() -> None:
    assert linked("(cc|(c).sq.") == [([0, 3], 7, 8)]
    assert linked("sqcc.|(c).") == [([2], 0, 1), ([5], None, None)]


def test_a_content_that_nothing_attributes_counts_where_it_is_likely() -> None:
    assert link([Part(0, 3, "content", 0.69)], Layout([0], [0])) == []
    assert len(link([Part(0, 3, "content", 0.7)], Layout([0], [0]))) == 1


def test_two_cues_of_one_subject_share_the_source() -> None:
    assert linked("sqccc.qccc.") == [([2], 0, 1), ([7], 0, 6)]


def test_a_content_without_a_cue_stands_alone_and_a_cue_without_content_is_none() -> None:
    assert linked("ccc." + "." * 30 + "|" + "." * 40 + "sq.") == [([0], None, None)]
    assert linked("sq..") == []
    assert linked("") == []


def test_a_paragraph_that_begins_with_a_quotation_goes_on_with_the_one_before_it() -> None:
    assert linked("(cc)sq.|(ccc).|(cc).") == [([0, 7, 13], 4, 5)]
    # Not where the quotation does not begin it, nor where that before it is none, is told without a source or is far.
    assert linked("(cc)sq.|..(ccc).") == [([0], 4, 5), ([9], None, None)]
    assert linked("cccsq.|(ccc).") == [([0], 3, 4), ([6], None, None)]
    assert linked("(cc)sq.....|(ccc).") == [([0], 4, 5), ([11], None, None)]


@given(st.text(alphabet="ccsq../|()", max_size=80))
def test_each_likely_content_is_in_exactly_one_attribution(pattern: str) -> None:
    given_parts, layout = parts(pattern)
    found = [part for one in link(given_parts, layout) for part in one.contents]
    assert sorted(found) == [part for part in given_parts if part.role == "content"]
