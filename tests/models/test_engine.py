import pytest
import torch

from devices import DEVICES
from onrecord.models.decode import FORBIDDEN
from onrecord.models.engine import Engine, device_of, precision_of
from onrecord.models.errors import ModelError
from tiny_model import model

LONG = ("the", "bank", "said", "it", "will", "fail") * 20


#: How far states may lie apart: half precision rounds otherwise in another batch.
NEAR = {"cpu": 1e-5, "cuda": 5e-2}


def engine(batch_pieces: int = 4096, device: str = "cpu", **settings: int) -> Engine:
    return Engine(model(**settings).to(device), batch_pieces)


@pytest.mark.parametrize("device", DEVICES)
def test_alone_or_in_a_batch_the_states_are_the_same(device: str) -> None:
    made = engine(device=device)
    given = [(LONG, ((0, 60), (60, 120))), (("Ana", "said"), ((0, 2),)), ((), ()), (("fail",), ((0, 1),))]
    texts = made.encode(given)
    together = made.states(texts)
    for text, states in zip(texts, together, strict=True):
        [alone] = made.states([text])
        assert torch.allclose(states, alone, atol=NEAR[device])
    for small, states in zip(engine(70, device).states(texts), together, strict=True):
        assert torch.allclose(small, states, atol=NEAR[device])
    assert made.tag("names", texts, together)[2] == []


def test_a_text_of_one_window_and_the_first_words_of_a_longer_one_see_the_same() -> None:
    made = engine(most_pieces=32, context=4)
    [long] = made.encode([(LONG, ((0, 120),))])
    first = long.windows[0]
    [short] = made.encode([(LONG[: first.end], ((0, first.end),))])
    assert len(short.windows) == 1
    [whole], [part] = made.states([long]), made.states([short])
    assert torch.allclose(whole[first.core_first : first.core_end], part[first.core_first : first.core_end], atol=1e-5)


@pytest.mark.parametrize("device", DEVICES)
def test_the_encoder_runs_in_half_precision_on_cuda_alone_and_states_are_float32(device: str) -> None:
    made = engine(device=device)
    seen = []
    made.model.encoder.network.register_forward_hook(lambda *_: seen.append(torch.is_autocast_enabled(device)))
    [states] = made.states(made.encode([(("the", "bank"), ((0, 2),))]))
    assert seen == [device == "cuda"]
    assert (states.dtype, states.device.type) == (torch.float32, device)
    [exact] = engine().states(made.encode([(("the", "bank"), ((0, 2),))]))
    assert torch.allclose(states.cpu(), exact, atol=NEAR[device])


@pytest.mark.parametrize(
    ("device", "capability", "precision"),
    [
        ("cpu", None, torch.float32),
        ("cuda", (7, 5), torch.float16),
        ("cuda", (8, 0), torch.bfloat16),
        ("cuda", (12, 0), torch.bfloat16),
    ],
)
def test_precisions(
    monkeypatch: pytest.MonkeyPatch, device: str, capability: tuple[int, int] | None, precision: torch.dtype
) -> None:
    monkeypatch.setattr("torch.cuda.get_device_capability", lambda _: capability)
    assert precision_of(torch.device(device)) == precision


def test_each_window_goes_through_the_encoder_once_for_all_heads() -> None:
    made = engine(most_pieces=32, context=4)
    texts = made.encode([(LONG, ((0, 120),))])
    states = made.states(texts)
    made.tag("names", texts, states)
    made.tag("quotes", texts, states)
    assert made.windows == len(texts[0].windows) == 6


def test_hints_lead_the_tags_and_rule_them_out() -> None:
    made = engine()
    texts = made.encode([(("Ana", "said", "it"), ((0, 3),)), (("fail",), ((0, 1),))])
    states = [torch.zeros(3, 32), torch.zeros(1, 32)]
    tagger = made.model.tagger("names")
    torch.nn.init.zeros_(tagger.emit.bias)
    none = [torch.zeros(3, len(tagger.tags)), torch.zeros(1, len(tagger.tags))]
    none[0][:, 0] = none[1][:, 0] = 5
    assert made.tag("names", texts, states, none) == [[], []]
    leaning = [own + tagger.begins * 6 for own in none]
    leaning[0][0] = FORBIDDEN
    leaning[0][0, tagger.tags.index("B-ORG")] = 0
    leaning[0][1:, :5] = FORBIDDEN  # no O, and no tag of the first label
    [first, second] = made.tag("names", texts, states, leaning)
    assert (first[0].first, first[0].label) == (0, "ORG")
    assert {chunk.label for chunk in first} == {"ORG"}
    assert len(second) == 1


def test_an_unknown_head_is_named() -> None:
    with pytest.raises(ModelError, match="model 'tiny' has no tagger 'relations'; it has names, quotes"):
        engine().tag("relations", [], [])
    with pytest.raises(ModelError, match="model 'tiny' has no head for relations 'relations-dwie'; it has none"):
        engine().relate("relations-dwie", [], [], 0.5)
    with pytest.raises(ModelError, match="model 'tiny' has no head for relations 'relations-dwie'; it has none"):
        engine().evidence("relations-dwie", [], [], [])
    with pytest.raises(ModelError, match="model 'tiny' has no head for coreference 'coreference'; it has none"):
        engine().link("coreference", [], [], [])


def test_devices() -> None:
    assert device_of("cpu") == torch.device("cpu")
    with pytest.raises(ModelError, match="device 'gpu9' cannot be used"):
        device_of("gpu9")
