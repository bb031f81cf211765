from dataclasses import replace
from pathlib import Path

import pytest
import torch
from neural_case import run, stage

from onrecord.document import Document
from onrecord.errors import ConfigError
from onrecord.extractor import load
from onrecord.models import checkpoint
from onrecord.records import Article, Record
from onrecord.stages.encode import Encode
from onrecord.stages.segment import Segment
from tiny_model import news_model

TEXT = "Ana Silva said the bank will fail.\n\nThe ministry denied it.\n\n" * 8


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    checkpoint.save(news_model(), folder)
    return folder


def segmented(text: str) -> Document:
    return run(stage(Segment), Document(Article("a", text)))


def scores(record: Record) -> list[float]:
    return [found.score for found in (*record.mentions, *record.quotes, *record.relations)]


def unscored(record: Record) -> Record:
    return replace(
        record,
        mentions=tuple(replace(found, score=1.0) for found in record.mentions),
        quotes=tuple(replace(found, score=1.0) for found in record.quotes),
        relations=tuple(replace(found, score=1.0) for found in record.relations),
    )


def test_each_word_has_a_state_and_paragraphs_are_units(folder: Path) -> None:
    document = run(stage(Encode, model=str(folder), device="cpu"), segmented(TEXT))
    encoding = document.encoding
    assert encoding is not None
    assert encoding.states.shape == (len(encoding.words.tokens.spans), 32)
    assert len(encoding.text.units) == 16
    assert document.warnings == ()


def test_an_empty_article_has_an_empty_encoding(folder: Path) -> None:
    encoding = run(stage(Encode, model=str(folder)), segmented(" \n")).encoding
    assert encoding is not None
    assert encoding.states.shape == (0, 32)


def words_read(folder: Path, **settings: int | None) -> int:
    encoding = run(stage(Encode, model=str(folder), **settings), segmented(TEXT)).encoding
    assert encoding is not None
    return sum(window.end - window.first for window in encoding.text.windows)


def test_less_context_reads_less(folder: Path) -> None:
    assert words_read(folder, context=None) == words_read(folder, context=8) > words_read(folder, context=2)
    with pytest.raises(ConfigError, match="context 30 leaves less than 16 of 64 pieces; lower it"):
        stage(Encode, model=str(folder), context=30).load()


def test_longer_windows_read_less(folder: Path) -> None:
    as_made = words_read(folder, most_pieces=None)
    assert as_made == words_read(folder, most_pieces=64) > words_read(folder, most_pieces=96)
    assert words_read(folder, most_pieces=32, context=4) > words_read(folder, most_pieces=64, context=4)
    with pytest.raises(ConfigError, match="context 8 leaves less than 16 of 24 pieces; lower it, or raise most_pieces"):
        stage(Encode, model=str(folder), most_pieces=24).load()
    with pytest.raises(ConfigError, match="most_pieces is 4096, but the encoder has 128 positions; lower it"):
        stage(Encode, model=str(folder), most_pieces=4096).load()


def test_an_overlong_word_is_reported(folder: Path) -> None:
    document = run(stage(Encode, model=str(folder)), segmented("Ana said " + "q" * 300))
    assert document.warnings == ("1 overlong words: the encoder read only the beginning of each",)


def test_alone_or_in_a_batch_the_record_is_the_same_and_windows_are_encoded_once(folder: Path) -> None:
    settings = [f"stages.encode.model={folder}", "stages.encode.device=cpu"]
    extractor = load("news-small", settings)
    texts = [TEXT, "Ana said it.", "", "The bank said that it will fail. " * 30]
    together = list(extractor.pipe(texts))
    encode = next(one for one in extractor.stages if isinstance(one, Encode))
    windows = encode.engine.windows
    alone = [next(iter(extractor.pipe([Article(str(number), text)]))) for number, text in enumerate(texts)]
    assert encode.engine.windows == 2 * windows
    assert [unscored(record) for record in together] == [unscored(record) for record in alone]
    for one, other in zip(together, alone, strict=True):
        assert scores(one) == pytest.approx(scores(other), abs=2e-4)  # another batch rounds otherwise
    assert together[0].provenance is not None
    assert together[0].provenance.model == checkpoint.identity(folder)


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"stage 'encode': model .*: no model\.json"):
        stage(Encode, model=str(tmp_path)).load()


def test_a_device_that_is_not_there_is_named(folder: Path) -> None:
    with pytest.raises(ConfigError, match="device 'gpu' cannot be used"):
        stage(Encode, model=str(folder), device="gpu").load()


def test_the_states_are_numbers(folder: Path) -> None:
    encoding = run(stage(Encode, model=str(folder)), segmented(TEXT)).encoding
    assert encoding is not None
    assert torch.isfinite(encoding.states).all()
