"""Each document of a corpus is read by a model that was trained on the others."""

from pathlib import Path

import cross_validate
import pytest
import yaml
from cross_validate import folds_of, main, without
from training_data import act_settings, settings, write_acts

from onrecord.corpora import GoldDocument
from onrecord.errors import ConfigError, SourceError
from onrecord.evaluation.predicting import Prediction
from onrecord.evaluation.report import read_report
from onrecord.records import Record
from tiny_model import save_network

#: Nothing in these says what is done; the third sentence stands twice.
SENTENCES = [
    "<s>Ana</s> sat by <t>Silva</t>.",
    "<t>Paris</t> is near <s>Reuters</s>.",
    "<s>Ana</s> is in <t>Paris</t>.",
    "<t>Ana</t> is in <s>Paris</s>.",
    "<s>The bank</s> is like <t>the ministry</t>.",
]
PIPELINE = {
    "name": "acts",
    "stages": {
        "segment": {},
        "parse": {"stage": "rules.parse"},
        "encode": {"device": "cpu"},
        "mentions": {"stage": "rules.mentions"},
        "coreference": {"stage": "rules.coreference"},
        "relations": {"stage": "neural.relations", "scheme": "plover", "min_score": 0},
    },
}


@pytest.fixture
def asked(tmp_path: Path) -> list[str]:
    """The arguments for a corpus all of whose pairs are the same act."""
    save_network(tmp_path / "encoder")
    write_acts(tmp_path / "acts.tsv", [(sentence, "MOBILIZE") for sentence in SENTENCES])
    raw = settings(tmp_path / "encoder", device="cpu", **act_settings())
    raw["optimizer"]["updates"] = 4
    (tmp_path / "train.yaml").write_text(yaml.safe_dump(raw))
    (tmp_path / "pipeline.yaml").write_text(yaml.safe_dump(PIPELINE, sort_keys=False))
    return [
        *(str(tmp_path / "train.yaml"), "acts", str(tmp_path)),
        *("--config", str(tmp_path / "pipeline.yaml"), "--given", "entities", "--folds", "2"),
    ]


def documents(*texts: str) -> list[GoldDocument]:
    return [GoldDocument(Record(str(number), text)) for number, text in enumerate(texts)]


def ids(folds: list[list[GoldDocument]]) -> list[list[str]]:
    return [[own.record.id for own in fold] for fold in folds]


def test_each_document_is_in_one_fold_and_equal_texts_are_in_the_same() -> None:
    given = documents("a", "b", "c", "a", "d", "e", "c")
    folds = ids(folds_of(given, 2, 0))
    assert sorted(own for fold in folds for own in fold) == ["0", "1", "2", "3", "4", "5", "6"]
    assert sorted(len({given[int(own)].record.text for own in fold}) for fold in folds) == [2, 3]
    assert all(("0" in fold) == ("3" in fold) and ("2" in fold) == ("6" in fold) for fold in folds)
    assert ids(folds_of(given, 2, 0)) == folds
    assert any(ids(folds_of(given, 2, seed)) != folds for seed in range(1, 9))


def test_more_folds_than_texts_are_refused() -> None:
    with pytest.raises(SourceError, match="2 different texts cannot be dealt into 3 folds"):
        folds_of(documents("a", "b", "a"), 3, 0)


def test_folds_that_are_not_there_are_refused() -> None:
    with pytest.raises(ConfigError, match="--folds 1: nothing is left to learn from"):
        folds_of(documents("a", "b"), 1, 0)
    folds = folds_of(documents("a", "b"), 2, 0)
    assert without(folds, 0) == folds[1]
    with pytest.raises(ConfigError, match="there is no fold 2; they are 0 to 1"):
        without(folds, 2)


def test_all_folds_together_are_scored_beside_the_rules(
    asked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*asked, "--out", str(tmp_path / "out")]) == 0
    rows = [line for line in capsys.readouterr().out.splitlines() if line.startswith("| pairs")]
    # Learnt from the other fold: there is one label. The rules find nothing.
    best, none, gain = "100.0 (100.0–100.0)", "0.0 (0.0–0.0)", "100.0 (100.0–100.0)"
    assert rows == [f"| pairs: {metric} | {best} | {none} | {gain} |" for metric in ("micro", "macro")]
    written = [tmp_path / "out" / f"{name}.json" for name in ("folds", "beside")]
    assert [len(read_report(file).documents) for file in written] == [5, 5]
    assert not any("like the ministry" in file.read_text() for file in written)


def test_no_model_learns_from_what_it_is_asked(asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[set[str], set[str]]] = []

    def predictions(held_out: list[GoldDocument], rest: list[GoldDocument], own: object) -> list[Prediction]:
        seen.append(({one.record.id for one in held_out}, {one.record.id for one in rest}))
        return [Prediction(one, Record(one.record.id, one.record.text)) for one in held_out]

    monkeypatch.setattr(cross_validate, "predictions_of", predictions)
    assert main(asked) == 0
    assert [held | rest for held, rest in seen] == [{"1", "2", "3", "4", "5"}] * 2
    assert all(not held & rest for held, rest in seen)
    folds = [held for held, _ in seen]
    seen.clear()
    assert main([*asked, "--within", "0"]) == 0
    assert [held | rest for held, rest in seen] == [folds[1]] * 2


def test_a_corpus_that_is_none_of_the_configuration_is_named(
    asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([asked[0], "deeds", *asked[2:]]) == 2
    assert capsys.readouterr().err == (
        "cross_validate: the training configuration has no corpus 'deeds'; it has acts\n"
    )
