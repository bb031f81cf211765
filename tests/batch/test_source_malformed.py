"""Every format, packed in every way, malformed: a message with a way out, and nothing lost."""

import pytest
from malformed_source import MALFORMED, cases
from source_making import FORMATS, PACKINGS


@pytest.mark.parametrize(("name", "outcome"), cases().items())
def test_a_malformed_file_loses_nothing_and_its_message_says_what_to_do(name, outcome):
    found = outcome()
    assert found.right, found


def test_no_format_is_left_out():
    assert MALFORMED.keys() == FORMATS.keys()
    assert len(cases()) == len(FORMATS) * (2 * len(PACKINGS) - 1) + 1
