"""The loss of each head on a batch."""

from __future__ import annotations

from torch import Tensor

from onrecord.models.model import Model
from onrecord.training.batches import TrainingBatch


def head_losses(model: Model, states: Tensor, batch: TrainingBatch) -> dict[str, Tensor]:
    """Loss of each head that learns from a batch: a word of the whole batch.

    Of a tagger, a head for speakers and a head for relations that reads who says what it is the sum over the batch, by
    all its words. Of the other heads it is the mean over the mentions, or pairs, of a document, times the share of the
    batch's words that the document has, summed over the documents. So a head that learns from few of the words has
    little say in the batch: a short text that shares it with others weighs less than a long article that fills one.

    Args:
        model: The heads.
        states: [T, H]: word states of the batch, float32.
        batch: What each head has to say of it.
    """
    words = batch.windows.words
    losses: dict[str, Tensor] = {}
    for name, target in batch.targets.items():
        tagger = model.tagger(name)
        losses[name] = tagger.loss(tagger(states), target.units, target.tags) / words
    for document in batch.documents:
        own, share = states[document.words], len(document.words) / words
        for name, gold in document.relations.items():
            part = len(gold.pairs) / words if gold.speech is not None else share
            losses[name] = losses.get(name, 0) + model.relation_head(name).loss(own, gold) * part
        for name, links in document.coreference.items():
            losses[name] = losses.get(name, 0) + model.coreference_head(name).loss(own, links) * share
        for name, questions in document.speakers.items():
            losses[name] = losses.get(name, 0) + model.speaker_head(name).loss(own, questions) / words
    return losses
