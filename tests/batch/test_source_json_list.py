"""JSON lists of any length: cut apart as they are read."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.batch.intake import ReadSettings
from onrecord.batch.sources import read_articles
from onrecord.input_files import Peeked
from onrecord.json_lines import Unreadable, json_values


class Drips:
    """A stream that gives a few bytes at a time."""

    def __init__(self, data, size):
        self.stream, self._size = io.BytesIO(data), size

    def read1(self, size):
        return self.stream.read(min(size, self._size))


def values(data, size=7):
    found = json_values(Peeked(Drips(data, size)))
    return [value.reason if isinstance(value, Unreadable) else value for _, value in found]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.lists(st.dictionaries(st.text(), VALUES, max_size=3), max_size=5),
    st.integers(1, 9),
    st.sampled_from([None, 1]),
    st.booleans(),
)
def test_a_list_comes_back_whatever_is_in_it(given, size, indent, ascii_only):
    data = json.dumps(given, indent=indent, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    try:
        data.decode()
    except UnicodeDecodeError:
        return  # no JSON that UTF-8 can hold
    assert values(data, size) == given
    assert values(b"\xef\xbb\xbf\n " + data + b"\n", size) == given


CUT = "the list is not closed: it ends early; was it cut off?"
COMMA = "there is a comma too many in the list: take it out"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"[]", []),
        (b" [\n]\n", []),
        (b"[{}", [{}, CUT]),
        (b"[{},\n", [{}, CUT]),
        (b"[\n", [CUT]),
        (b"[{},]", [{}, COMMA]),
        (b"[{},,{}]", [{}, COMMA, {}]),
        (b'[{"a', ["no valid JSON at character 2: a string is not closed; was it cut off?"]),
        (b'[{"a": x}, {}]', ["no valid JSON at character 7: expecting value", {}]),
        (b'[{"a": 1, "a": 2}, {}]', ["key 'a' is given twice in one object: remove one", {}]),
        (b"[{}][{}]", [{}, "there is more behind the end of the list: give each list a file"]),
        (b'[{"a": "caf\xe9"}, {}]', ["byte 0xe9 at byte 10 is not UTF-8: convert it", {}]),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 1000])
def test_what_is_wrong_with_a_value_is_said_in_its_place(data, found, size):
    assert values(data, size) == found


def test_only_a_little_of_a_list_is_read_ahead():
    stream = Drips(b'[{"a": 1}' + b', {"a": "xxxxxxxxx"}' * 200_000 + b"]", 2**16)
    found = json_values(Peeked(stream))
    assert next(found) == (1, {"a": 1})
    assert stream.stream.tell() <= 2**17


def test_a_value_that_is_too_long_is_rejected_and_the_next_is_read(monkeypatch, tmp_path):
    monkeypatch.setattr("onrecord.json_list.LONGEST", 100)
    (tmp_path / "a.json").write_text(json.dumps([{"text": "1"}, {"text": "x" * 300_000}, {"text": "3"}]))
    first, second, third = read_articles([str(tmp_path / "a.json")], ReadSettings())
    assert (first.article.text, third.article.text, third.position) == ("1", "3", 3)
    assert (second.position, second.reason) == (
        2,
        "the value is longer than 100 MiB, so it is no article: divide it",
    )
