"""onrecord: who said what about whom, from news text.

>>> import onrecord
>>> nlp = onrecord.load()
>>> record = nlp("The court said it would continue.")
"""

from onrecord.errors import ArticleError, ConfigError, OnrecordError, SourceError
from onrecord.extractor import Extractor, load
from onrecord.records import Article, Entity, Mention, Provenance, Quote, Record, Relation, Span
from onrecord.version import __version__

__all__ = [
    "Article",
    "ArticleError",
    "ConfigError",
    "Entity",
    "Extractor",
    "Mention",
    "OnrecordError",
    "Provenance",
    "Quote",
    "Record",
    "Relation",
    "SourceError",
    "Span",
    "__version__",
    "load",
]
