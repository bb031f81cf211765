import json

import pytest

from onrecord.models.encoder import EncoderSettings, WordEncoder, empty_network, pretrained_network
from onrecord.models.errors import ModelError
from onrecord.models.model import Model
from onrecord.models.tokenizer import WordTokenizer
from tiny_model import definition, model, network


def test_windows_longer_than_the_positions_are_refused() -> None:
    with pytest.raises(ModelError, match="most_pieces is 256, but the encoder has 128 positions; lower it"):
        WordEncoder(network(), EncoderSettings(most_pieces=256))


def test_contexts_that_leave_nothing_between_them_are_refused() -> None:
    with pytest.raises(ModelError, match="context 30 leaves less than 16 of 64 pieces; lower it"):
        model(context=30)


def test_a_tokenizer_of_another_encoder_is_refused() -> None:
    made = model()
    larger = json.loads(definition())
    larger["model"]["vocab"]["unheard"] = 400
    with pytest.raises(ModelError, match="the tokenizer has 401 pieces, the encoder 1"):
        Model(made.settings, made.encoder, WordTokenizer(json.dumps(larger)))


def test_an_encoder_that_is_not_there_is_named() -> None:
    with pytest.raises(ModelError, match="encoder '/no/such/folder' cannot be loaded"):
        pretrained_network("/no/such/folder")


def test_a_configuration_of_no_known_kind_is_refused() -> None:
    with pytest.raises(ModelError, match="the encoder's configuration is not usable"):
        empty_network({"model_type": "abacus"})
