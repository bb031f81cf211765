import pytest

from onrecord.corpora.relation_schemes import RELATION_SCHEMES
from onrecord.evaluation.labels import type_classes
from onrecord.models.heads.relations import Related
from onrecord.stages.neural.signatures import fitting, signatures


@pytest.mark.parametrize("scheme", ["conll04", "dwie"])
def test_labels_and_types_are_those_of_the_schemes(scheme: str) -> None:
    known = signatures(scheme)
    assert known.keys() <= set(RELATION_SCHEMES[scheme])
    assert {kind for own in known.values() for pair in own for kind in pair} <= set(type_classes(scheme).values())


@pytest.mark.parametrize(
    ("scheme", "label", "head", "tail", "fits"),
    [
        ("conll04", "Live_In", "Peop", "Loc", True),
        ("conll04", "Live_In", "PERSON", "GPE", True),
        ("conll04", "Live_In", "Loc", "Peop", False),
        ("conll04", "Located_In", "FAC", "LOC", True),
        ("conll04", "Live_In", "Peop", "Other", False),
        ("dwie", "citizen_of", "person", "gpe", True),
        ("dwie", "citizen_of", "PERSON", "ORG", False),
        ("dwie", "citizen_of", "event", "gpe", False),
        ("dwie", "sanctions", "GPE", "GPE", True),  # too rare to be counted
        ("dwie", "no such label", "ORG", "ORG", True),
        ("conll04", "Live_In", "", "", True),  # the types of OntoGUM, which has none
        ("conll04", "Live_In", "Person", "Organization", True),  # those of Worldwide
        ("redocred", "P17", "DATE", "DATE", True),
    ],
)
def test_relations_between_other_types_do_not_fit(scheme: str, label: str, head: str, tail: str, fits: bool) -> None:
    one = Related(0, label, 1, 0.9)
    assert fitting([one], [head, tail], scheme) == ([one] if fits else [])
