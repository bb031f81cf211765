import subprocess
import sys
from textwrap import dedent

import pytest

from onrecord.build import build, registered
from onrecord.config import PipelineConfig
from onrecord.errors import ConfigError
from onrecord.stages.rules.parse import Parse
from onrecord.stages.segment import Segment

STAGE = """
    from typing import ClassVar

    from onrecord.document import Findings
    from onrecord.records import Mention
    from onrecord.stages.stage import Stage, StageSettings


    class HashtagSettings(StageSettings):
        min_length: int = 2
        '''Fewest characters after the hash sign.'''


    class Hashtags(Stage[HashtagSettings]):
        '''Hashtags as names.'''

        Settings = HashtagSettings
        reads: ClassVar = frozenset({"segments"})
        uses: ClassVar = frozenset({"parse"})
        writes: ClassVar = frozenset({"mentions"})

        def predict(self, documents):
            return [Findings(mentions=tuple(self.tags(document))) for document in documents]

        def tags(self, document):
            words = document.segments.words
            for hash_sign, word in zip(words, words[1:], strict=False):
                long_enough = word.end - word.start >= self.settings.min_length
                if hash_sign.of(document.text) == "#" and long_enough:
                    yield Mention(word.of(document.text), word.start, word.end, word.of(document.text), "name", "MISC")


    no_stage = 5
"""


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Installs a package with these entry points: nothing but a module and its metadata on the path."""

    def installed(name, entry_points, module=STAGE):
        root = tmp_path / name
        metadata = root / f"{name}-1.0.dist-info"
        metadata.mkdir(parents=True)
        (root / f"{name}.py").write_text(dedent(module))
        (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (metadata / "entry_points.txt").write_text("[onrecord.stages]\n" + dedent(entry_points))
        monkeypatch.syspath_prepend(root)
        return root

    yield installed
    for name in ("tags", "more_tags"):
        sys.modules.pop(name, None)


def config(**stages):
    return PipelineConfig(name="mine", stages={name.replace("__", "."): chosen for name, chosen in stages.items()})


def test_stages_are_built_in_order_under_the_names_of_their_places():
    stages = build(config(segment={"headline_words": 3}, parsing={"stage": "rules.parse"}))
    assert [(stage.name, type(stage)) for stage in stages] == [("segment", Segment), ("parsing", Parse)]
    assert stages[0].settings.headline_words == 3


def test_building_leaves_the_configuration_as_it_was():
    given = config(segment={}, parse={"stage": "rules.parse"})
    build(given)
    assert given.stages["parse"] == {"stage": "rules.parse"}


@pytest.mark.parametrize(
    ("stages", "message"),
    [
        ({"segmnet": {}}, "configuration 'mine': no stage 'segmnet'; did you mean 'segment'?"),
        ({"segment": {"stage": 5}}, "configuration 'mine': no stage 5; known are: "),
        (
            {"segment": {"headline_word": 3}},
            "configuration 'mine', stages.segment: unknown key 'headline_word'; did you mean 'headline_words'?",
        ),
        (
            {"segment": {"headline_words": "many"}},
            "configuration 'mine', stages.segment: headline_words: Input should be a valid integer",
        ),
        ({"rules__parse": {}}, "stage 'rules.parse' reads segments, which no stage writes: add 'segment' before it"),
        (
            {"rules__parse": {}, "cut": {"stage": "segment"}},
            "stage 'rules.parse' reads segments, but 'cut' writes it only later: move it up",
        ),
    ],
)
def test_what_cannot_work_is_refused_in_a_sentence(stages, message):
    with pytest.raises(ConfigError) as caught:
        build(config(**stages))
    assert str(caught.value).startswith(message)


def test_a_stage_of_another_package_takes_part(install):
    install("tags", "hashtags = tags:Hashtags")
    stages = build(config(segment={}, names={"stage": "hashtags", "min_length": 4}))
    assert (stages[1].name, stages[1].settings.min_length) == ("names", 4)


def test_a_stage_of_another_package_runs_from_the_command_line(install, tmp_path):
    root = install("tags", "hashtags = tags:Hashtags")
    (tmp_path / "tags.yaml").write_text("name: tags\nstages:\n  segment:\n  hashtags: {min_length: 3}\n")
    done = subprocess.run(
        [sys.executable, "-c", "from onrecord.cli.app import main; main()", "run", "-", "--config", "tags.yaml"],
        input="Rain in #Ghent and #Hy.", env={"PYTHONPATH": str(root)}, cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    assert '"mentions":[{"id":"Ghent","start":9,"end":14,"text":"Ghent"' in done.stdout


def test_a_layer_that_a_stage_would_use_must_not_come_later(install):
    install("tags", "hashtags = tags:Hashtags")
    with pytest.raises(ConfigError) as caught:
        build(config(segment={}, hashtags={}, rules__parse={}))
    assert str(caught.value) == (
        "stage 'hashtags' would use parse, but 'rules.parse' writes it only later: "
        "move 'rules.parse' before 'hashtags', or leave it out"
    )


def test_a_layer_that_a_stage_would_use_can_be_left_out(install):
    install("tags", "hashtags = tags:Hashtags")
    assert len(build(config(segment={}, hashtags={}))) == 2


def test_two_packages_with_one_name_are_refused(install):
    install("tags", "hashtags = tags:Hashtags")
    install("more_tags", "hashtags = more_tags:Hashtags")
    with pytest.raises(ConfigError, match=r"stage 'hashtags' is registered twice, as .*tags:Hashtags and"):
        registered()


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("hashtags = tags:no_stage", "entry point 'hashtags' (tags:no_stage) is no Stage"),
        ("hashtags = tags:Gone", "stage 'hashtags' (tags:Gone) cannot be imported (AttributeError: "),
        ("hashtags = tags_gone:Hashtags", "stage 'hashtags' (tags_gone:Hashtags) cannot be imported (ModuleNotFound"),
    ],
)
def test_an_entry_point_that_leads_nowhere_is_named(install, entry, message):
    install("tags", entry)
    with pytest.raises(ConfigError) as caught:
        build(config(hashtags={}))
    assert str(caught.value).startswith(message)


def test_a_package_that_fails_on_import_is_named(install):
    install("tags", "hashtags = tags:Hashtags", module="1 / 0\n")
    with pytest.raises(ConfigError, match=r"cannot be imported .ZeroDivisionError: division by zero.: mend or reinst"):
        build(config(hashtags={}))
