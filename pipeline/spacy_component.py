"""onrecord as a spaCy component: ``nlp.add_pipe("onrecord")``, found by entry point."""

from spacy.language import Language
