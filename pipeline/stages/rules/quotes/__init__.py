"""The model-free quotes stage: marks, patterns, scores, choice, speakers, in this order."""

from onrecord.stages.rules.quotes.stage import Quotes, QuotesSettings

__all__ = ["Quotes", "QuotesSettings"]
