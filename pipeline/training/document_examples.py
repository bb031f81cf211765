"""Gold documents to what the heads over whole documents have to learn."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import torch

from onrecord.corpora import GoldDocument, Tokens
from onrecord.corpora.relation_schemes import RELATION_SCHEMES
from onrecord.errors import ConfigError
from onrecord.models.entities import all_pairs_fit, nearest_pairs
from onrecord.models.heads.coreference import CoreferenceTarget
from onrecord.models.heads.relations import RelationTarget
from onrecord.models.mentions import antecedents
from onrecord.stages.neural.entities import WordEntities, word_entities
from onrecord.stages.neural.references import WordMentions, word_mentions
from onrecord.training.config import CoreferenceTask, RelationTask


@dataclass(frozen=True, slots=True)
class RelationGold:
    """What one head for relations has to say of a document."""

    entities: WordEntities
    """The gold entities."""
    triples: tuple[tuple[int, int, int], ...]
    """Number of the head, of the label and of the tail of each relation."""
    labels: int
    """How many labels there are."""
    most_pairs: int
    """Most pairs that are learnt from."""
    places: int
    """Most places of a pair."""

    @property
    def teaches(self) -> bool:
        """Whether there is a pair to learn from."""
        return self.entities.tensors.count > 1

    @property
    def unreached(self) -> int:
        """Relations whose pair is not among those that are learnt from."""
        entities = self.entities.tensors
        if not self.triples or all_pairs_fit(entities, self.most_pairs):
            return 0
        pairs = nearest_pairs(entities, self.most_pairs)
        reached = set(zip(pairs.head.tolist(), pairs.tail.tolist(), strict=True))
        return sum((head, tail) not in reached for head, _, tail in self.triples)

    def target(self) -> RelationTarget:
        """The tensors to learn from."""
        entities = self.entities.tensors
        pairs = nearest_pairs(entities, self.most_pairs, self.places)
        keys = pairs.head * entities.count + pairs.tail
        labels = torch.zeros(len(pairs), self.labels, dtype=torch.bool)
        for head, label, tail in self.triples:
            labels[keys == head * entities.count + tail, label] = True
        return RelationTarget(entities, pairs, labels)


@dataclass(frozen=True, slots=True)
class CoreferenceGold:
    """What one head for coreference has to say of a document."""

    mentions: WordMentions
    """The gold mentions, and those that are known to refer to nothing else."""
    clusters: tuple[int, ...]
    """Number of the entity of each."""
    most_antecedents: int
    """How many mentions before each are tried."""

    @property
    def teaches(self) -> bool:
        """Whether there is a pair to learn from."""
        return len(self.clusters) > 1

    @property
    def unreached(self) -> int:
        """Mentions that go back to others, none of which is tried."""
        if len(self.clusters) <= self.most_antecedents + 1:
            return 0
        return int(self.target().right[:, 0].sum()) - len(set(self.clusters))

    def target(self) -> CoreferenceTarget:
        """The tensors to learn from. A mention of whose antecedents none is tried starts a new entity."""
        table = self.mentions.table
        tried = antecedents(table, self.most_antecedents)
        clusters = torch.tensor(self.clusters)
        same = (clusters[tried.places] == clusters[:, None]) & tried.mask
        return CoreferenceTarget(table, tried, torch.cat([~same.any(1, keepdim=True), same], dim=1))


def relation_labels(task: RelationTask) -> tuple[str, ...]:
    """The labels of a head for relations.

    Raises:
        ConfigError: Its scheme is unknown.
    """
    if task.scheme not in RELATION_SCHEMES:
        raise ConfigError(f"unknown scheme of relations {task.scheme!r}; known are {', '.join(RELATION_SCHEMES)}")
    return RELATION_SCHEMES[task.scheme]


def relation_gold(
    document: GoldDocument, tokens: Tokens, name: str, task: RelationTask, lost: Counter[str]
) -> RelationGold:
    """The relations of a document for one head.

    Args:
        document: The gold, with entities and relations.
        tokens: Its words.
        name: Name of the head.
        task: The head.
        lost: Gold that cannot be learnt is counted here, by head and why.

    Raises:
        ConfigError: The gold has a label that is none of the scheme.
    """
    record, labels = document.record, relation_labels(task)
    entities = word_entities(tokens, record.mentions, record.entities)
    numbers = {entity: number for number, entity in enumerate(entities.ids)}
    triples = []
    for relation in record.relations:
        if relation.label not in labels:
            raise ConfigError(
                f"document {record.id!r}: the label {relation.label!r} is none of the scheme {task.scheme!r}; mend the "
                "corpus, or teach a head of another scheme"
            )
        if relation.head not in numbers or relation.tail not in numbers:
            lost[f"{name}: relation of an entity without a mention"] += 1
        elif relation.head == relation.tail:
            lost[f"{name}: relation of an entity with itself"] += 1
        else:
            triples.append((numbers[relation.head], labels.index(relation.label), numbers[relation.tail]))
    gold = RelationGold(entities, tuple(triples), len(labels), task.most_pairs, task.places)
    if unreached := gold.unreached:
        lost[f"{name}: relation of entities named too far apart (most_pairs)"] += unreached
    return gold


def coreference_gold(
    document: GoldDocument, tokens: Tokens, name: str, task: CoreferenceTask, lost: Counter[str]
) -> CoreferenceGold:
    """The coreference of a document for one head; a mention without an entity refers to nothing else.

    Args:
        document: The gold.
        tokens: Its words.
        name: Name of the head.
        task: The head.
        lost: Gold that cannot be learnt is counted here, by head and why.
    """
    record = document.record
    mentions = word_mentions(tokens, record.mentions)
    wordless = len(record.mentions) - len(mentions.mentions)
    if wordless:
        lost[f"{name}: mention without a word"] += wordless
    numbers: dict[str, int] = {}
    clusters = [numbers.setdefault(own.entity or f"alone {own.id}", len(numbers)) for own in mentions.mentions]
    gold = CoreferenceGold(mentions, tuple(clusters), task.most_antecedents)
    if unreached := gold.unreached:
        lost[f"{name}: mention whose antecedents are all too far back (most_antecedents)"] += unreached
    return gold
