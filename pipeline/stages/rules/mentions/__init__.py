"""The model-free mentions stage: names from spaCy and word lists, then pronouns, then nominals."""

from onrecord.stages.rules.mentions.stage import Mentions, MentionsSettings

__all__ = ["Mentions", "MentionsSettings"]
