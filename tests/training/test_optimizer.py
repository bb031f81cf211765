from onrecord.models.heads.relations import RelationSettings
from onrecord.training.config import OptimizerSettings
from onrecord.training.optimizer import optimizer
from tiny_model import model


def test_biases_norms_and_transitions_are_not_decayed_and_heads_learn_at_a_rate_of_their_own() -> None:
    made = model(relations={"relations-dwie": RelationSettings(labels=("in0",), size=32)})
    made.encoder.network.get_input_embeddings().requires_grad_(False)
    settings = OptimizerSettings(updates=9, encoder_rate=1e-4, head_rate=2e-3, weight_decay=0.01)
    names = {id(weight): name for name, weight in made.named_parameters()}
    found = {
        names[id(weight)]: (group["lr"], group["weight_decay"])
        for group in optimizer(made, settings).param_groups
        for weight in group["params"]
    }
    expected = {
        "encoder.network.encoder.layer.0.output.dense.weight": (1e-4, 0.01),
        "encoder.network.encoder.layer.0.output.dense.bias": (1e-4, 0.0),
        "encoder.network.encoder.layer.0.output.LayerNorm.weight": (1e-4, 0.0),
        "encoder.features.0.weight": (2e-3, 0.01),
        "taggers.names.emit.weight": (2e-3, 0.01),
        "taggers.names.emit.bias": (2e-3, 0.0),
        "taggers.names.transitions": (2e-3, 0.0),
        "taggers.quotes.transitions": (2e-3, 0.0),
        "taggers.quotes.first": (2e-3, 0.0),
        "relations.relations-dwie.place.weight": (2e-3, 0.01),
    }
    assert {name: found[name] for name in expected} == expected
    assert set(names.values()) - set(found) == {"encoder.network.embeddings.word_embeddings.weight"}
