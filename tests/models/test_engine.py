import pytest
import torch

from onrecord.models.engine import Engine, device_of
from onrecord.models.errors import ModelError
from tiny_model import model

LONG = ("the", "bank", "said", "it", "will", "fail") * 20


def engine(batch_pieces: int = 4096, **settings: int) -> Engine:
    return Engine(model(**settings), batch_pieces)


def test_alone_or_in_a_batch_the_states_are_the_same() -> None:
    made = engine()
    given = [(LONG, ((0, 60), (60, 120))), (("Ana", "said"), ((0, 2),)), ((), ()), (("fail",), ((0, 1),))]
    texts = made.encode(given)
    together = made.states(texts)
    for text, states in zip(texts, together, strict=True):
        [alone] = made.states([text])
        assert torch.allclose(states, alone, atol=1e-5)
    for small, states in zip(engine(70).states(texts), together, strict=True):
        assert torch.allclose(small, states, atol=1e-5)
    assert made.tag("names", texts, together)[2] == []


def test_a_text_of_one_window_and_the_first_words_of_a_longer_one_see_the_same() -> None:
    made = engine(most_pieces=32, context=4)
    [long] = made.encode([(LONG, ((0, 120),))])
    first = long.windows[0]
    [short] = made.encode([(LONG[: first.end], ((0, first.end),))])
    assert len(short.windows) == 1
    [whole], [part] = made.states([long]), made.states([short])
    assert torch.allclose(whole[first.core_first : first.core_end], part[first.core_first : first.core_end], atol=1e-5)


def test_each_window_goes_through_the_encoder_once_for_all_heads() -> None:
    made = engine(most_pieces=32, context=4)
    texts = made.encode([(LONG, ((0, 120),))])
    states = made.states(texts)
    made.tag("names", texts, states)
    made.tag("quotes", texts, states)
    assert made.windows == len(texts[0].windows) == 6


def test_an_unknown_head_is_named() -> None:
    with pytest.raises(ModelError, match="model 'tiny' has no tagger 'relations'; it has names, quotes"):
        engine().tag("relations", [], [])
    with pytest.raises(ModelError, match="model 'tiny' has no head for relations 'relations-dwie'; it has none"):
        engine().relate("relations-dwie", [], [], 0.5)
    with pytest.raises(ModelError, match="model 'tiny' has no head for relations 'relations-dwie'; it has none"):
        engine().evidence("relations-dwie", [], [], [])
    with pytest.raises(ModelError, match="model 'tiny' has no head for coreference 'coreference'; it has none"):
        engine().link("coreference", [], [])


def test_devices() -> None:
    assert device_of("cpu") == torch.device("cpu")
    with pytest.raises(ModelError, match="device 'gpu9' cannot be used"):
        device_of("gpu9")
