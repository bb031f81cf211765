"""What a student loses by saying something else than its teacher.

Hinton, Vinyals and Dean (2015), "Distilling the Knowledge in a Neural Network", https://arxiv.org/abs/1503.02531: the
divergence between softened distributions, times the square of the temperature, so that its gradient stays as large as
that of the loss on gold.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import kl_div, logsigmoid

from onrecord.models.decode import FORBIDDEN
from onrecord.models.model import Model
from onrecord.training.batches import TrainingBatch
from onrecord.training.teacher import Teacher


def divergences(
    student: Model, teacher: Teacher, states: Tensor, read: Tensor, batch: TrainingBatch
) -> dict[str, Tensor]:
    """Divergence of the student from its teacher for each head that they share: a word of the whole batch.

    Tags are compared at all words, whatever the text is labelled for: what each word's emission scores say. Relations
    and coreference are compared between the gold entities and mentions that the batch has, whichever head they are
    there for, with the share of the batch's words that their document has, as in `onrecord.training.losses`: of
    relations each label against the threshold, summed over labels, mean over pairs; of coreference the choice of an
    antecedent, mean over mentions.

    Args:
        student: The model that learns.
        teacher: The model that it learns from.
        states: [T, H]: the student's word states of the batch, float32.
        read: [T, H']: the teacher's.
        batch: The batch.
    """
    words, squared = batch.windows.words, teacher.temperature**2
    found: dict[str, Tensor] = {}
    for name in teacher.heads.taggers:
        theirs, own = teacher.model.tagger(name)(read), student.tagger(name)(states)
        found[name] = _of_choices(theirs, own, teacher.temperature).sum() / words * squared
    for document in batch.documents:
        share = len(document.words) / words * squared
        there, here = read[document.words], states[document.words]
        for name in teacher.heads.relations if document.relations else ():
            gold = document.relations.get(name, next(iter(document.relations.values())))
            head = teacher.model.relation_head(name)
            theirs, _ = head(there, gold.entities, gold.pairs, gold.speech)
            own, _ = student.relation_head(name)(here, gold.entities, gold.pairs, gold.speech)
            of_pairs = _of_labels(theirs, own, teacher.temperature)
            found[name] = found.get(name, 0) + of_pairs.mean() * share
        for name in teacher.heads.coreference if document.coreference else ():
            links = document.coreference.get(name, next(iter(document.coreference.values())))
            theirs = teacher.model.coreference_head(name)(there, links.mentions, links.antecedents)
            own = student.coreference_head(name)(here, links.mentions, links.antecedents)
            found[name] = found.get(name, 0) + _of_choices(theirs, own, teacher.temperature).mean() * share
    return found


def _of_choices(theirs: Tensor, own: Tensor, temperature: float) -> Tensor:
    """[N]: divergence between two choices each, from scores [N, C]; what is no choice has the score -inf in both."""
    logs, right = (
        (scores.float().masked_fill(scores.isneginf(), FORBIDDEN) / temperature).log_softmax(1)
        for scores in (own, theirs)
    )
    return kl_div(logs, right, reduction="none", log_target=True).sum(1)


def _of_labels(theirs: Tensor, own: Tensor, temperature: float) -> Tensor:
    """[P]: divergence of what is said of each label, summed over labels, from scores [P, 1 + labels]."""
    odds = [(scores[:, 1:] - scores[:, :1]).float() / temperature for scores in (own, theirs)]
    logs, right = (torch.stack([logsigmoid(one), logsigmoid(-one)], dim=2) for one in odds)
    return kl_div(logs, right, reduction="none", log_target=True).sum((1, 2))
