"""What is read and what is written must lie apart, also when the run has written it."""

import pytest

from onrecord.batch.output import OutputError
from onrecord.batch.overlap import check_apart


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("data/a.jsonl", "data/2001/b.jsonl", "out/records/part-000000.jsonl", "out/rejected.jsonl"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "link.jsonl").symlink_to("out/rejected.jsonl")
    (tmp_path / "linked").symlink_to("out")
    return tmp_path


@pytest.mark.parametrize(
    "given", ["out/rejected.jsonl", "out/records/*.jsonl", "out/records", "link.jsonl", "out/none"]
)
@pytest.mark.parametrize("folder", ["out", "linked"])
def test_an_input_within_the_output_is_refused(here, given, folder):
    with pytest.raises(OutputError, match=r"input .* lies in the output|would fit the input out/records/\*"):
        check_apart(["-", given], here / folder)


@pytest.mark.parametrize("given", ["data", ".", "data/../data", "out"])
def test_an_output_within_an_input_is_refused(here, given):
    with pytest.raises(OutputError, match=r"lies in the input .*: choose a folder beside it"):
        check_apart([given], here / ("out" if given == "out" else "data/out"))


@pytest.mark.parametrize(
    "given", ["data/**/*.jsonl", "data/*/*.jsonl", "data/*", "**", "data/o*/records", "data/**/r*.json"]
)
def test_a_pattern_that_the_output_will_fit_is_refused_before_it_is_there(here, given):
    with pytest.raises(OutputError, match="what is written there would fit the input"):
        check_apart([given], here / "data" / "out")


@pytest.mark.parametrize(
    "given", ["data/*.jsonl", "data/2*/*.jsonl", "data/**/*.txt", "data/a.jsonl", "data/2001", "-"]
)
def test_what_lies_apart_is_not(here, given):
    check_apart([given], here / "data" / "out")


@pytest.mark.parametrize("given", ["**/*.jsonl", "*/*/*/*.jsonl"])
def test_wildcards_stand_for_no_hidden_folder(here, given):
    check_apart([given], here / ".work" / "out")


def test_a_link_to_the_output_hides_nothing(here):
    (here / "elsewhere").symlink_to("data/out")
    with pytest.raises(OutputError, match="what is written there would fit the input"):
        check_apart(["data/**/*.jsonl"], here / "elsewhere")
