"""Relations without a model: facts by pattern, acts and stances by verb lexicon."""

from onrecord.stages.rules.relations.stage import Relations, RelationsSettings

__all__ = ["Relations", "RelationsSettings"]
