"""What is known of the mentions of an article before the model links them: given names, namesakes, genders."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.document import Document
from onrecord.models.mentions import Constraints, Traits
from onrecord.records import Mention
from onrecord.stages.neural.given_names import given_names
from onrecord.stages.neural.namesakes import namesakes
from onrecord.stages.rules.coreference.referring import Referring, referring
from onrecord.stages.rules.mentions.lexicon import word_set

#: Given names that men and women have, whatever the table says, and family names that stand first.
_OF_BOTH = word_set(
    "andrea alexis ali angel ariel ashley aubrey avery bailey blair cameron carmen carol casey chris claude "
    "courtney dana dominique drew emerson evelyn finley francis frances gabriele guadalupe harper hilary "
    "hillary jackie jaime jamie jan jean jessie jo joan jordan jules kelly kelsey kerry kim lauren lee leslie "
    "lindsay lindsey loren lynn marion mel meredith michele morgan nicola nikita noel pat paris parker quinn "
    "reese riley robin ruth sacha sam sasha shannon shelby shirley sidney simone skyler stacy stevie sydney "
    "taylor terry toni tony tracy valentine vivian whitney"
)
#: Sorts of names that are never a he or a she; an organisation may be a surname that was taken for one.
_THINGS = frozenset({"GPE", "LOC", "NORP", "FAC", "DATE", "MONEY", "EVENT", "WORK"})
_MALE, _FEMALE, _HE_OR_SHE, _THING = range(4)
_CLASHES = (frozenset({_FEMALE}), frozenset({_MALE}), frozenset({_THING}), frozenset({_HE_OR_SHE}))


def constraints(document: Document, mentions: Sequence[Mention]) -> Constraints:
    """What is known of mentions.

    Args:
        document: An article with segments and parse.
        mentions: In the order in which the head for coreference reads them.
    """
    assert document.parse is not None
    assert document.segments is not None
    read = referring(document.parse, document.segments, mentions)
    return Constraints(
        must_link={one.index: other.index for one, other in given_names(document.parse, read)},
        traits=namesakes(mentions).merged(_genders(read)),
    )


def _genders(read: Sequence[Referring]) -> Traits:
    """Who is a he or a she by pronoun, title, noun and given name, and what is neither."""
    return Traits({one.index: own for one in read if (own := _traits(one))}, _CLASHES)


def _traits(one: Referring) -> frozenset[int]:
    if one.is_name and one.mention.type in _THINGS:
        return frozenset({_THING})
    if one.gender not in {"m", "f"} or (one.is_name and one.mention.text.split()[0].casefold() in _OF_BOTH):
        return frozenset()
    own = _MALE if one.gender == "m" else _FEMALE
    return frozenset({own, _HE_OR_SHE}) if one.form is not None else frozenset({own})
