"""Made-up articles annotated by name, and records that answer them."""

import json

from onrecord.corpora import read_together
from onrecord.evaluation.evaluating import Plan, evaluate
from onrecord.evaluation.predicting import FilePredictor
from onrecord.evaluation.selection import scorers_for
from onrecord.records import Entity, Mention, Quote, Record, Relation, Span
from onrecord.writing import to_json

TEXT = (
    'Minister Ann Lee met Bob Stone of the Green Fund in Oslo. "The harbour stays shut," she said. '
    "The Green Fund accused Lee of waste. People say the fund lost money, according to a report by the Harbour Bank. "
    "Stone praised the mayor and told the Gazette that ships would wait."
)


def at(words, nth=0):
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words))


def ends(words, nth=0):
    span = at(words, nth)
    return [span.start, span.end]


def named(name):
    return {"name": name, "spans": [ends(name)]}


def stated(head, label, tail, **flags):
    return {"head": named(head), "label": label, "tail": named(tail), "negated": False, "past": False, **flags}


def said(content, cue, source, speaker, kind, via=None):
    return {
        "content": [ends(content)],
        "cue": ends(cue) if cue else None,
        "source": ends(source) if source else None,
        "speaker": named(speaker) if speaker else None,
        "kind": kind,
        "via": named(via) if via else None,
    }


WORLD = {
    "id": "w1",
    "corpus": "press/dev",
    "text": TEXT,
    "quotes": [
        said('"The harbour stays shut,"', "said", "she", "Ann Lee", "person"),
        said("Lee of waste", "accused", "The Green Fund", "Green Fund", "organization"),
        said("that ships would wait", "told", "Stone", "Bob Stone", "person", "Gazette"),
        said("the fund lost money", "according to", None, None, None),
    ],
    "relations": [
        stated("Ann Lee", "consult", "Bob Stone"),
        stated("Green Fund", "accuse", "Ann Lee"),
        stated("Bob Stone", "works_for", "Green Fund", past=True),
    ],
}
RELATIONS = {
    "id": "r1",
    "corpus": "press/dev",
    "text": TEXT,
    "relations": [stated("Green Fund", "based_in", "Oslo"), stated("Bob Stone", "support", "the mayor")],
}
SPEAKERS = {
    "id": "s1",
    "corpus": "press/dev",
    "text": TEXT,
    "sources": [
        {"start": at("she").start, "end": at("she").end, "kind": "person", "speakers": [named("Ann Lee")]},
        {"start": at("People").start, "end": at("People").end, "kind": "group", "speakers": [], "special": "generic"},
        {
            "start": at("a report by the Harbour Bank").start,
            "end": at("a report by the Harbour Bank").end,
            "kind": "organization",
            "speakers": [named("Harbour Bank")],
        },
    ],
}

MENTIONS = {
    "lee": [("Ann Lee", 0, "name"), ("she", 0, "pronoun"), ("Lee", 1, "name")],
    "stone": [("Bob Stone", 0, "name"), ("Stone", 1, "name")],
    "fund": [("Green Fund", 0, "name"), ("Green Fund", 1, "name")],
    "bank": [("Bank", 0, "name")],
    "oslo": [("Oslo", 0, "name")],
}


def answer(id="w1", quotes=(), relations=()):
    mentions = sorted(
        (
            Mention(f"{entity}{place}", *_ends(words, nth), words, kind, "PERSON", entity)
            for entity, own in MENTIONS.items()
            for place, (words, nth, kind) in enumerate(own)
        ),
        key=lambda mention: mention.start,
    )
    entities = tuple(
        Entity(entity, own[0][0], "PERSON", tuple(f"{entity}{place}" for place in range(len(own))))
        for entity, own in MENTIONS.items()
    )
    return Record(id, TEXT, {}, tuple(mentions), entities, tuple(quotes), tuple(relations))


def _ends(words, nth):
    span = at(words, nth)
    return span.start, span.end


def quote(id, content, source, speaker, kind="person", score=0.9):
    return Quote(id, "direct", (content,), None, source, speaker, kind, None, score)


def relation(head, label, tail, score=0.9, **flags):
    return Relation(head, label, tail, (), score, **flags)


QUOTES = (
    quote("q1", at('"The harbour stays shut,"'), at("she"), "lee"),
    quote("q2", at("accused Lee of waste"), at("Ann Lee"), "stone", "organization", 0.6),
    quote("q3", at("the mayor and told"), None, "stone", score=0.3),
)


def written(folder, name, *rows):
    path = folder / name
    path.write_text("".join((to_json(row) if isinstance(row, Record) else json.dumps(row)) + "\n" for row in rows))
    return path


def evaluated(folder, golds, records, tasks=()):
    """The evaluation of records on gold, each gold row in a file of its own."""
    paths = [written(folder, f"gold{number}.jsonl", row) for number, row in enumerate(golds)]
    corpus = read_together(paths)
    predictor = FilePredictor(written(folder, "records.jsonl", *records))
    return evaluate(corpus, predictor, scorers_for(corpus.gold, tasks), Plan(samples=20))


def figures(evaluation):
    return {
        (score.task, score.metric, score.group): score for score in evaluation.report.scores if score.documents == "all"
    }
