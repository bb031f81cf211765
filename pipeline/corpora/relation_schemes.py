"""The relation labels of the corpora."""

from __future__ import annotations

#: The labels of CoNLL04.
CONLL04_RELATIONS = ("Kill", "Live_In", "Located_In", "OrgBased_In", "Work_For")

#: The labels of DWIE.
DWIE_RELATIONS = (
    "advisor_of", "agency_of", "agency_of-x", "agent_of", "agent_of-x", "appears_in", "artifact_of",
    "artifact_of-x", "award_received", "based_in0", "based_in0-x", "based_in1", "based_in1-x", "based_in2",
    "based_in2-x", "brand_of", "character_in", "child_of", "citizen_of", "citizen_of-x", "coach_of",
    "created_by", "directed_by", "event_in", "event_in0", "event_in0-x", "event_in2", "founder_of", "gpe0",
    "gpe1", "gpe2", "head_of", "head_of_gov", "head_of_gov-x", "head_of_state", "head_of_state-x", "in0",
    "in0-x", "in1", "in2", "institution_of", "is_meeting", "law_of", "mayor_of", "member_of", "minister_of",
    "minister_of-x", "ministry_of", "parent_of", "part_of", "played_by", "player_of", "plays_in", "present_in0",
    "product_of", "publisher", "royalty_of", "sanctions", "sibling", "signed_by", "spokesperson_of",
    "spouse_of", "vs", "won_vs",
)  # fmt: skip

#: The labels of DocRED and Re-DocRED: properties of Wikidata.
REDOCRED_RELATIONS = (
    "P6", "P17", "P19", "P20", "P22", "P25", "P26", "P27", "P30", "P31", "P35", "P36", "P37", "P39", "P40",
    "P50", "P54", "P57", "P58", "P69", "P86", "P102", "P108", "P112", "P118", "P123", "P127", "P131", "P136",
    "P137", "P140", "P150", "P155", "P156", "P159", "P161", "P162", "P166", "P170", "P171", "P172", "P175",
    "P176", "P178", "P179", "P190", "P194", "P205", "P206", "P241", "P264", "P272", "P276", "P279", "P355",
    "P361", "P364", "P400", "P403", "P449", "P463", "P488", "P495", "P527", "P551", "P569", "P570", "P571",
    "P576", "P577", "P580", "P582", "P585", "P607", "P674", "P676", "P706", "P710", "P737", "P740", "P749",
    "P800", "P807", "P840", "P937", "P1001", "P1056", "P1198", "P1336", "P1344", "P1365", "P1366", "P1376",
    "P1412", "P1441", "P3373",
)  # fmt: skip

#: The root codes of PLOVER. Each of its pairs has one; a pair without any is none of the corpus.
PLOVER_ACTS = (
    "ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONSULT", "COOPERATE", "MOBILIZE", "PROTEST", "REJECT", "REQUEST",
    "SANCTION", "SUPPORT", "THREATEN", "YIELD",
)  # fmt: skip

#: The stances of directed sentiment; that there is none is no label.
STANCES = ("negative", "positive")

#: Schemes by their labels.
RELATION_SCHEMES: dict[str, tuple[str, ...]] = {
    "dwie": DWIE_RELATIONS,
    "conll04": CONLL04_RELATIONS,
    "redocred": REDOCRED_RELATIONS,
    "plover": PLOVER_ACTS,
    "directed_sentiment": STANCES,
}
