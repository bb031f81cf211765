import pytest

from onrecord.corpora.quote_marks import quote_type, quoted_spans
from onrecord.records import Span


def quoted(text):
    return [span.of(text) for span in quoted_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “yes” and “no”.", ["“yes”", "“no”"]),
        ('He said "yes" and "no".', ['"yes"', '"no"']),
        ("“One starts.\n“Two ends,” he said.", ["“One starts.", "“Two ends,”"]),
        ("“He said ‘no’ twice.”", ["“He said ‘no’ twice.”"]),
        ("Ann: ‘we won’ in '24, it's the workers' day", ["‘we won’"]),
        ("``Yes,'' she said", ["``Yes,''"]),
        ('a 6" board', []),
        ("no marks at all, it's Ann's", []),
        ("«Oui», dit-elle", ["«Oui»"]),
    ],
)
def test_what_stands_between_marks(text, expected):
    assert quoted(text) == expected


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("“All of it,”", "direct"),
        ("All of it", "direct"),
        ("he said", "indirect"),
        ("that “All of it", "mixed"),
    ],
)
def test_type_of_a_quote(content, kind):
    text = "He was sure that “All of it,” he said."
    start = text.index(content)
    assert quote_type(text, (Span(start, start + len(content)),), quoted_spans(text)) == kind
