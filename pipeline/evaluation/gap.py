"""GAP: is a pronoun's antecedent one name, or the other? Webster et al. 2018, https://aclanthology.org/Q18-1042/.

Each pronoun comes with two names; each (pronoun, name) pair is true or false, and F1 is that of the true pairs. Bias is
the F1 over feminine pronouns divided by the F1 over masculine ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from onrecord.corpora.corpus import Pair
from onrecord.evaluation.counts import ALL, Count, Key, Tally
from onrecord.evaluation.figures import Figure
from onrecord.evaluation.overlap import SAME_MENTION, overlap
from onrecord.records import Record

TASK = "GAP"
F1 = "F1"
BIAS = "bias, feminine over masculine"
FEMININE = "feminine"
MASCULINE = "masculine"
#: The label of a pair whose name is the pronoun's antecedent.
TRUE = "TRUE"

_FEMININE = frozenset({"she", "her", "hers", "herself"})
_MASCULINE = frozenset({"he", "him", "his", "himself"})


def count(pairs: Sequence[Pair], predicted: Record) -> Tally:
    """Counts of one document; for all and by the gender of the pronoun."""
    tally = Tally()
    for pair in pairs:
        gold, answer = pair.label == TRUE, is_coreferent(pair, predicted)
        hit = float(gold and answer)
        for group in (ALL, gender(pair.first.text)):
            if group is not None:
                tally.add(Key(TASK, F1, group), Count(hit, float(answer), hit, float(gold)))
    return tally


def gender(pronoun: str) -> str | None:
    """Feminine, masculine, or None for a pronoun that is neither."""
    word = pronoun.lower()
    if word in _FEMININE:
        return FEMININE
    return MASCULINE if word in _MASCULINE else None


def is_coreferent(pair: Pair, predicted: Record) -> bool:
    """Whether the prediction has the pronoun and the name in one entity.

    The pronoun is the mention with the pronoun's span. A mention stands for the name when they share at least half of
    their characters, or when it is itself a name and shares any ("House Speaker Ann Lee", "Ann Lee's").
    """
    entities = {mention.entity for mention in predicted.mentions if mention.span == pair.first.span} - {None}
    name = pair.second.span
    return any(
        mention.entity in entities
        and mention.span != pair.first.span
        and mention.span.overlaps(name)
        and (mention.kind == "name" or overlap([mention.span], [name]) >= SAME_MENTION)
        for mention in predicted.mentions
    )


def figures(keys: Iterable[Key]) -> list[Figure]:
    """The bias, from the counts by gender."""
    parts = (Key(TASK, F1, FEMININE), Key(TASK, F1, MASCULINE))
    return [Figure(Key(TASK, BIAS), "quotient", parts)] if set(parts) <= set(keys) else []
