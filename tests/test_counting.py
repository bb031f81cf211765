import pytest

from onrecord.counting import counted


@pytest.mark.parametrize(
    ("count", "expected"), [(0, "0 articles"), (1, "1 article"), (2, "2 articles"), (2000, "2,000 articles")]
)
def test_one_is_singular(count, expected):
    assert counted(count, "article") == expected
