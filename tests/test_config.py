import pytest

from onrecord.config import PipelineConfig, load_config, nearest, shipped
from onrecord.errors import ConfigError

YAML = """
name: mine
batch_size: 4
stages:
  segment: {headline_words: 10}
  parse: {stage: rules.parse}
"""


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(YAML)
    return path


def test_a_configuration_keeps_the_order_and_the_settings_of_its_stages(path):
    config = load_config(path)
    assert (config.name, config.batch_size) == ("mine", 4)
    assert list(config.stages.items()) == [("segment", {"headline_words": 10}), ("parse", {"stage": "rules.parse"})]


def test_shipped_configurations_are_found_by_name():
    assert "rules" in shipped()
    assert load_config("rules").name == "rules"


def test_a_misspelt_name_is_answered_with_the_nearest():
    with pytest.raises(ConfigError, match=r"^no configuration 'rulez': .*; did you mean 'rules'\?$"):
        load_config("rulez")


@pytest.mark.parametrize(
    ("override", "expected"),
    [
        ("stages.segment.headline_words=3", {"headline_words": 3}),
        ("stages.segment.heading_words=5", {"headline_words": 10, "heading_words": 5}),
        ("stages.segment={heading_words: 1}", {"heading_words": 1}),
        ("stages.segment=", {}),
    ],
)
def test_set_changes_one_setting_and_reads_its_value_as_yaml(path, override, expected):
    assert load_config(path, [override]).stages["segment"] == expected


def test_later_overrides_win(path):
    assert load_config(path, ["batch_size=8", "batch_size=16"]).batch_size == 16


@pytest.mark.parametrize("empty", ["segment:", "segment: {}", "segment: null"])
def test_a_stage_without_settings(tmp_path, empty):
    path = tmp_path / "a.yaml"
    path.write_text(f"name: a\nstages:\n  {empty}\n")
    assert load_config(path).stages == {"segment": {}}


@pytest.mark.parametrize("wrong", ["0", "false", "''", "[]"])
def test_settings_that_are_empty_but_no_mapping_are_refused(tmp_path, wrong):
    path = tmp_path / "a.yaml"
    path.write_text(f"name: a\nstages:\n  segment: {wrong}\n")
    with pytest.raises(ConfigError, match=r"stages\.segment: Input should be a valid dictionary"):
        load_config(path)


def test_merge_keys_are_read(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("name: a\nstages:\n  segment: &s {headline_words: 1}\n  other: {<<: *s, heading_words: 2}\n")
    assert load_config(path).stages["other"] == {"headline_words": 1, "heading_words": 2}


def test_the_digest_is_that_of_the_resolved_configuration(path, tmp_path):
    same = tmp_path / "same.yaml"
    same.write_text(YAML.replace("batch_size: 4\n", "").replace("{headline_words: 10}", "{}"))
    assert load_config(same, ["batch_size=4", "stages.segment.headline_words=10"]) == load_config(path)
    assert load_config(same).digest() != load_config(path).digest()
    assert load_config(path).digest() == load_config(path).digest()
    assert len(load_config(path).digest()) == 12


def test_the_order_of_the_stages_is_part_of_the_digest():
    one = PipelineConfig(name="a", stages={"x": {}, "y": {}})
    other = PipelineConfig(name="a", stages={"y": {}, "x": {}})
    assert one.digest() != other.digest()


def test_yaml_makes_no_objects(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(f"name: !!python/object/apply:pathlib.Path.touch [{tmp_path}/made]\n")
    with pytest.raises(ConfigError, match="is no valid YAML"):
        load_config(path)
    assert not (tmp_path / "made").exists()


def test_messages_are_short(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("name: a\nbatch_size: " + "x" * 5000 + "\nstages:\n  segment:\n")
    with pytest.raises(ConfigError) as caught:
        load_config(path)
    assert len(str(caught.value)) < 300 + len(str(path))


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("segmnet", ["segment", "parse"], "did you mean 'segment'?"),
        ("zzz", ["segment", "parse"], "known are: segment, parse"),
        ("zzz", [], "none is known here"),
        ("1", [1, 2], "did you mean '1'?"),
    ],
)
def test_nearest(word, known, hint):
    assert nearest(word, known) == hint


def test_a_single_override_needs_no_list():
    assert load_config("rules", "batch_size=7").batch_size == 7
