"""What is known of the mentions of an article before the model links them: ties, namesakes, genders."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.document import Document
from onrecord.models.mentions import Prior, Traits
from onrecord.records import Mention
from onrecord.stages.neural.namesakes import namesakes
from onrecord.stages.neural.ties import ties
from onrecord.stages.rules.coreference.referring import Referring, referring

_MALE, _FEMALE = 0, 1
_GENDERS = {"m": frozenset({_MALE}), "f": frozenset({_FEMALE})}
_CLASHES = (frozenset({_FEMALE}), frozenset({_MALE}))


def prior(document: Document, mentions: Sequence[Mention]) -> Prior:
    """What is known of mentions.

    Args:
        document: An article with segments and parse.
        mentions: In the order in which the head for coreference reads them.
    """
    assert document.parse is not None
    assert document.segments is not None
    read = referring(document.parse, document.segments, mentions)
    return Prior(
        ties={one.index: other.index for one, other in ties(document.parse, document.segments, read)},
        traits=namesakes(mentions).and_of(_genders(read)),
    )


def _genders(read: Sequence[Referring]) -> Traits:
    """Who is a he or a she by pronoun, title, given name or noun."""
    return Traits({one.index: _GENDERS[one.gender] for one in read if one.gender in _GENDERS}, _CLASHES)
