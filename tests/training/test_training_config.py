"""What a training configuration refuses, and what those that come along say."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest
from tests.training.training_data import config, settings

from onrecord.errors import ConfigError
from onrecord.training.config import TeacherSettings, load_training_config

COME_ALONG = Path(str(resources.files("onrecord.configs")))


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ("optimizer.updats=3", "unknown key 'optimizer.updats'; did you mean 'updates'?"),
        ("heads.quotes.wieght=2", "unknown key 'heads.quotes.wieght'; did you mean 'weight'?"),
        ("corpora.polnear.weigth=2", "unknown key 'corpora.polnear.weigth'; did you mean 'weight'?"),
        ("teacher={model: x, textss: []}", "unknown key 'teacher.textss'; did you mean 'texts'?"),
        ("heads.quotes.scheme=1", "heads.quotes.scheme: Input should be a valid string (got 1)"),
    ],
)
def test_what_is_wrong_within_a_setting_is_named_as_it_was_written(override: str, said: str) -> None:
    with pytest.raises(ConfigError) as raised:
        load_training_config(COME_ALONG / "train-news-small.yaml", [override])
    assert str(raised.value).endswith(f"train-news-small.yaml: {said}")


def test_settings_that_do_not_go_together_are_named_without_the_whole_configuration() -> None:
    with pytest.raises(ConfigError) as raised:
        load_training_config(COME_ALONG / "train-news-small.yaml", ["source_share=0.5"])
    assert str(raised.value).endswith(".yaml: source_share: source is no trained model (model:NAME); leave it out")


def test_keys_and_heads_that_are_unknown_name_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="unknown key 'sede'; did you mean 'seed'"):
        config(tmp_path, sede=3)
    corpora = settings(tmp_path)["corpora"]
    corpora["quotes"]["teaches"] = ["quote"]
    with pytest.raises(ConfigError, match="corpus 'quotes' teaches 'quote', which is no head; did you mean 'quotes'"):
        config(tmp_path, corpora=corpora)


def test_a_task_that_is_unknown_and_a_size_that_does_not_fit_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"heads\.one: .*'links'"):
        config(tmp_path, heads={"one": {"task": "links"}})
    with pytest.raises(ConfigError, match=r"the key 'heads\.one\.scheme' is missing"):
        config(tmp_path, heads={"one": {"task": "names"}})
    with pytest.raises(ConfigError, match=r"heads\.one\.size: Input should be a multiple of 16"):
        config(tmp_path, heads={"one": {"task": "relations", "scheme": "dwie", "size": 40}})


def test_the_configuration_that_comes_along_trains_the_heads_that_the_stages_ask_for() -> None:
    shipped = load_training_config(Path(str(resources.files("onrecord.configs").joinpath("train-news-small.yaml"))))
    asked = {f"relations-{scheme}" for scheme in ("dwie", "conll04", "redocred")}
    asked |= {"names-worldwide", "names-conll2003", "quotes", "coreference"}
    assert asked <= set(shipped.heads)
    taught = {head for corpus in shipped.corpora.values() for head in corpus.teaches}
    assert taught == set(shipped.heads)


def test_the_teacher_that_comes_along_has_the_heads_and_corpora_of_the_student() -> None:
    folder = Path(str(resources.files("onrecord.configs")))
    teacher, student = (load_training_config(folder / f"train-{name}.yaml") for name in ("teacher", "news-small"))
    assert teacher.heads == student.heads
    taught = {name: (own.train, own.dev, own.teaches) for name, own in teacher.corpora.items()}
    assert taught == {name: (own.train, own.dev, own.teaches) for name, own in student.corpora.items()}
    assert teacher.freeze_layers == 6
    distilled = load_training_config(folder / "train-news-small.yaml", ["teacher={model: TEACHER/model}"])
    assert distilled.teacher == TeacherSettings(model="TEACHER/model", weight=0.5, temperature=2.0)
    added = {"teacher": {"weight": 0.5, "temperature": 2.0, "texts": []}}
    assert distilled.lasting() == student.lasting() | added


def test_the_configuration_for_acts_adds_one_head_and_leaves_all_others_as_they_are() -> None:
    folder = Path(str(resources.files("onrecord.configs")))
    acts, base = (load_training_config(folder / f"train-{name}.yaml") for name in ("plover", "news-small"))
    assert (acts.source, acts.name, acts.encoder) == ("model:news-small", base.name, base.encoder)
    assert {name: task for name, task in acts.heads.items() if name != "relations-plover"} == dict(base.heads)
    assert [own.teaches for own in acts.corpora.values()] == [("relations-plover",)]
    assert acts.freeze_layers == 6
    assert not acts.train_word_embeddings
