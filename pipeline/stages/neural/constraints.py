"""What is known of the mentions of an article before the model links them: given names, namesakes, genders."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.document import Document
from onrecord.models.mentions import Constraints, Traits
from onrecord.records import Mention
from onrecord.stages.knowledge.people import first_names, titles, word_set
from onrecord.stages.knowledge.pronouns import form_of
from onrecord.stages.neural.given_names import given_names
from onrecord.stages.neural.namesakes import is_person, namesakes

#: Given names that men and women have, whatever the table says, and family names that stand first.
_OF_BOTH = word_set(
    "andrea alexis ali angel ariel ashley aubrey avery bailey blair cameron carmen carol casey chris claude "
    "courtney dana dominique drew emerson evelyn finley francis frances gabriele guadalupe harper hilary "
    "hillary jackie jaime jamie jan jean jessie jo joan jordan jules kelly kelsey kerry kim lauren lee leslie "
    "lindsay lindsey loren lynn marion mel meredith michele morgan nicola nikita noel pat paris parker quinn "
    "reese riley robin ruth sacha sam sasha shannon shelby shirley sidney simone skyler stacy stevie sydney "
    "taylor terry toni tony tracy valentine vivian whitney"
)
_FEMALE_NOUNS = word_set(
    "woman girl mother daughter sister wife aunt niece grandmother granddaughter fiancee widow girlfriend "
    "stepmother mum mom queen princess duchess baroness empress actress spokeswoman chairwoman congresswoman "
    "councilwoman businesswoman policewoman nun lady heroine waitress"
)
_MALE_NOUNS = word_set(
    "man boy father son brother husband uncle nephew grandfather grandson fiance widower boyfriend stepfather dad "
    "king prince duke baron emperor actor spokesman chairman congressman councilman businessman policeman monk "
    "gentleman guy pope priest"
)
#: The head of a phrase stands before the first of these.
_AFTER = word_set("of in for at from with on to by who which , ( s")
#: Sorts of names that are never a he or a she; an organisation may be a surname that was taken for one.
_THINGS = frozenset({"GPE", "LOC", "NORP", "FAC", "DATE", "MONEY", "EVENT", "WORK"})
_WORD = re.compile(r"\w+|[,(]")
_MALE, _FEMALE, _HE_OR_SHE, _THING = range(4)
_CLASHES = (frozenset({_FEMALE}), frozenset({_MALE}), frozenset({_THING}), frozenset({_HE_OR_SHE}))


def constraints(document: Document, mentions: Sequence[Mention]) -> Constraints:
    """What is known of mentions.

    Args:
        document: An article with its encoding.
        mentions: In the order in which the head for coreference reads them.
    """
    assert document.encoding is not None
    tokens = document.encoding.words.tokens
    places = [tokens.covering(own.span)[0] for own in mentions]
    before = [tokens.forms[place - 1].casefold().rstrip(".") if place else "" for place in places]
    return Constraints(
        must_link=dict(given_names(mentions, before)),
        traits=namesakes(mentions).merged(_genders(mentions, before)),
    )


def _genders(mentions: Sequence[Mention], before: Sequence[str]) -> Traits:
    """Who is a he or a she by pronoun, title, noun and given name, and what is neither."""
    found = {place: _traits(*one) for place, one in enumerate(zip(mentions, before, strict=True))}
    return Traits({place: own for place, own in found.items() if own}, _CLASHES)


def _traits(one: Mention, before: str) -> frozenset[int]:
    if one.kind == "name" and one.type in _THINGS:
        return frozenset({_THING})
    gender = gender_of(one, before)
    if gender not in {"m", "f"}:
        return frozenset()
    own = _MALE if gender == "m" else _FEMALE
    return frozenset({own, _HE_OR_SHE}) if one.kind == "pronoun" else frozenset({own})


def gender_of(one: Mention, before: str) -> str:
    """The gender that a mention tells: m, f, or ? where it tells none.

    Args:
        one: The mention.
        before: The word before it, in lower case without a full stop.
    """
    if one.kind == "pronoun":
        form = form_of(one.text)
        return form.gender if form is not None else "?"
    words = _WORD.findall(one.text.casefold())
    if one.kind == "nominal":
        head = next(
            (words[place - 1] for place, word in enumerate(words) if place and word in _AFTER),
            words[-1] if words else "",
        )
        return "f" if head in _FEMALE_NOUNS else "m" if head in _MALE_NOUNS else "?"
    if not is_person(one.type):
        return "?"
    if before in titles() and titles()[before] != "?":
        return titles()[before]
    if len(words) < 2 or words[0] in _OF_BOTH:
        return "?"
    return first_names().get(one.text.split()[0], "?")
