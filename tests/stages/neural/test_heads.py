"""A model that lacks a head is refused when the pipeline is loaded, and not article by article."""

from pathlib import Path

import pytest
from neural_case import stage

from onrecord.build import check_heads
from onrecord.errors import ConfigError
from onrecord.extractor import load
from onrecord.models import checkpoint
from onrecord.models.heads.coreference import CoreferenceSettings
from onrecord.models.heads.relations import RelationSettings
from onrecord.stages.encode import Encode
from onrecord.stages.neural.coreference import Coreference
from onrecord.stages.neural.mentions import Mentions
from onrecord.stages.neural.quotes import Quotes
from onrecord.stages.neural.relations import Relations
from onrecord.stages.stage import Stage
from tiny_model import model


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that can do little: names of two schemes, and relations of one."""
    folder = tmp_path_factory.mktemp("model")
    taggers = {
        "names-worldwide": ("Person",),
        "names-dwie": ("person",),
        "names-conll2003": ("PER",),
        "references": ("pronoun",),
        "quotes": ("content", "source", "cue"),
    }
    checkpoint.save(model(taggers, relations={"relations-dwie": RelationSettings(labels=("vs",), size=32)}), folder)
    return folder


def test_what_is_missing_and_what_there_is_are_named(folder: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load("news-small", [f"stages.encode.model={folder}", "stages.encode.device=cpu"])
    assert str(caught.value) == (
        f"stage 'coreference' needs the head 'coreference', and {checkpoint.identity(folder)}, the model of stage "
        "'encode', has only names-conll2003, names-dwie, names-worldwide, quotes, references, relations-dwie: change "
        "the settings of 'coreference', or give stages.encode.model one that was trained with this head"
    )


@pytest.mark.parametrize(
    ("own", "missing"),
    [
        (stage(Mentions), None),
        (stage(Mentions, scheme="conll2003"), None),
        (stage(Mentions, scheme="conll04"), "names-conll04"),
        (stage(Mentions, scheme="ontogum"), "mentions-inner"),
        (stage(Relations), "relations-news"),
        (stage(Relations, scheme="dwie"), None),
        (stage(Relations, scheme="conll04"), "relations-conll04"),
        (stage(Relations, scheme="plover"), "relations-plover"),
        (stage(Quotes), "speakers"),
        (stage(Coreference), "coreference"),
    ],
)
def test_settings_say_which_heads_are_needed(folder: Path, own: Stage, missing: str | None) -> None:
    encode = stage(Encode, model=str(folder), device="cpu")
    encode.load()
    if missing is None:
        check_heads([encode, own])
    else:
        with pytest.raises(ConfigError, match=f"stage '{own.name}' needs the head '{missing}', and tiny@"):
            check_heads([encode, own])


def test_a_model_has_heads_of_all_kinds() -> None:
    made = model(
        relations={"relations-dwie": RelationSettings(labels=("vs",), size=32)},
        coreference={"coreference": CoreferenceSettings(size=16)},
    )
    assert made.heads == {"names", "quotes", "relations-dwie", "coreference"}
