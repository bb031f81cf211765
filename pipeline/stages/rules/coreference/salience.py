"""How salient a chain is to a pronoun: features of the pair, and their weights.

The weights are those of a log-linear ranker over the candidates of each pronoun (Denis and Baldridge 2008,
https://aclanthology.org/D08-1069/), one of which stands for "nothing found so far". They were fitted on the training
parts of OntoGUM (110 documents) and GAP (1,500 passages). Six were then moved by hand, since in news nearly every
pronoun has an antecedent, mostly a named one, and OntoGUM has little news and no singletons:

- "nothing", made less likely: he and she -0.67 to -3.67, it 0.23 to -1.77, they -0.25 to -1.25;
- names, organisations and countries, made more likely for "it": "kind=name" -0.34 to 0.00, "type=ORG" -0.20 to 0.30,
  "type=GPE" -0.76 to -0.30.

`scripts/fit_salience.py` fits such weights anew and compares them with these on what it holds out.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Literal, TypeAlias

from spacy.tokens import Doc, Token

from onrecord.stages.knowledge.pronouns import Form
from onrecord.stages.rules.coreference.chains import Chain
from onrecord.stages.rules.coreference.referring import Referring
from onrecord.stages.rules.coreference.tree import clause_of, upwards

#: Pronouns that choose alike.
PronounClass: TypeAlias = Literal["person", "thing", "many"]

_ROLES = {
    "nsubj": "subject", "nsubjpass": "subject", "dobj": "object", "dative": "object", "attr": "object",
    "poss": "possessor", "pobj": "oblique",
}  # fmt: skip

#: The feature of the candidate that stands for nothing found so far.
NOTHING = "nothing"


def class_of(form: Form) -> PronounClass:
    """The class of a third-person pronoun."""
    if form.number == "plural" or form.gender == "?":
        return "many"
    return "thing" if form.gender == "n" else "person"


@cache
def weights() -> Mapping[PronounClass, Mapping[str, float]]:
    """Weights by class of pronoun and feature."""
    found: dict[PronounClass, dict[str, float]] = {"person": {}, "thing": {}, "many": {}}
    lines = resources.files(__package__).joinpath("salience.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines:
        feature, *values = line.split("\t")
        for name, value in zip(found, values, strict=True):
            found[name][feature] = float(value)
    return MappingProxyType(found)


def salience(features: Iterator[tuple[str, float]], form: Form) -> float:
    """The weighted sum of the features."""
    known = weights()[class_of(form)]
    return sum(known.get(feature, 0.0) * value for feature, value in features)


def features(doc: Doc, one: Referring, form: Form, chain: Chain, *, quoted_apart: bool) -> Iterator[tuple[str, float]]:
    """Features of a pronoun and a chain that it may refer to.

    Args:
        doc: The parse.
        one: The pronoun.
        form: Its form.
        chain: A chain that agrees with it.
        quoted_apart: Whether the latest mention stands in direct speech and the pronoun does not, or the reverse.
    """
    latest = chain.latest
    distance = one.sentence - latest.sentence
    yield f"sentences={min(distance, 4)}", 1.0
    yield "words", math.log1p(min(200, max(0, one.first - latest.last)))
    yield "mentions", math.log(len(chain.members))
    yield "names", math.log1p(chain.names)
    yield f"kind={latest.mention.kind}", 1.0
    if latest.form is not None and latest.form.gender == form.gender and latest.form.number == form.number:
        yield "same pronoun", 1.0
    if chain.named:
        yield "named", 1.0
    if quoted_apart:
        yield "quoted apart", 1.0
    if latest.paragraph != one.paragraph:
        yield "other paragraph", 1.0
    if latest.definiteness == "indefinite" and latest.mention.kind == "nominal":
        yield "indefinite", 1.0
    if chain.gender == form.gender and form.gender in {"m", "f"}:
        yield "gender known", 1.0
    yield from _agreement(form, chain)
    yield from _syntax(doc, one, form, latest)


def _agreement(form: Form, chain: Chain) -> Iterator[tuple[str, float]]:
    yield f"type={chain.type}", 1.0
    if form.number == "plural":
        yield f"number={chain.number}", 1.0


def _syntax(doc: Doc, one: Referring, form: Form, latest: Referring) -> Iterator[tuple[str, float]]:
    token, head = doc[one.head], doc[latest.head]
    role, own = _role(head), _role(token)
    same = "same" if one.sentence == latest.sentence else "before"
    yield f"{same} {role}", 1.0
    if role == own:
        yield "parallel", 1.0
    if latest.opens:
        yield "opens its sentence", 1.0
    if role == "subject" and clause_of(head).dep_ == "ROOT":
        yield f"{same} main subject", 1.0
    if one.sentence == latest.sentence:
        clause = clause_of(token)
        if role == "subject" and clause.i == head.head.i:
            yield "subject of its clause" + (" possessive" if form.possessive else ""), 1.0
        if form.reflexive:
            yield "reflexive", 1.0 if role == "subject" and clause.i == head.head.i else -1.0


def _role(token: Token) -> str:
    first = next((each for each in upwards(token) if each.dep_ != "conj" or each.head.i > each.i), token)
    return _ROLES.get(first.dep_, "other")
