"""Changes to the gold of a corpus, and what each metric must lose by its definition; used by `check_scorers.py`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from onrecord.evaluation import gap
from onrecord.evaluation.case import Case
from onrecord.evaluation.overlap import mention_sets
from onrecord.evaluation.relation_labels import in_our_labels
from onrecord.evaluation.scorers import IN_OUR_LABELS
from onrecord.records import Mention, Quote, Record, Relation, Span

Change: TypeAlias = Callable[[Record], Record]


@dataclass(frozen=True, slots=True)
class Loss:
    """What a change takes from a metric whose hits, predicted and gold were equal."""

    task: str
    metric: str
    hits: float
    """Hits fewer."""
    predicted: float = 0.0
    """Predicted fewer."""

    def f1(self, gold: float | None) -> float:
        """The F1 that is left, for so much gold; of the CoNLL F1, which has no counts, `hits` is the loss itself."""
        if gold is None:
            return 1 - self.hits
        return 2 * (gold - self.hits) / (2 * gold - self.predicted)


@dataclass(frozen=True, slots=True)
class Trial:
    """One change."""

    what: str
    place: int
    """Which document is changed."""
    change: Change
    losses: tuple[Loss, ...]


def shifted(record: Record, mention: Mention) -> Record:
    """The record with one mention a character later."""
    start, end = mention.start + 1, mention.end + 1
    return _changed(record, replace(mention, start=start, end=end, text=record.text[start:end]))


def _changed(record: Record, mention: Mention) -> Record:
    return replace(record, mentions=tuple(mention if own.id == mention.id else own for own in record.mentions))


def _first(cases: Sequence[Case], fits: Callable[[Case, Mention], bool]) -> tuple[int, Mention]:
    """The first mention of the corpus that is as wanted, and its document."""
    return next((place, own) for place, case in enumerate(cases) for own in case.raw.mentions if fits(case, own))


def _is_long(case: Case, mention: Mention) -> bool:
    """So long that a character makes little of it, with room behind it where no other mention begins."""
    free = all(
        own.id == mention.id or not own.span.overlaps(Span(mention.start, mention.end + 1)) for own in case.raw.mentions
    )
    return mention.end - mention.start > 4 and mention.end < len(case.raw.text) and free


def name_trials(cases: Sequence[Case]) -> Iterator[Trial]:
    """A name shifted, and one of another type."""
    place, name = _first(cases, _is_long)
    types = [mention.type for case in cases for mention in case.gold.mentions]
    other = next(kind for kind in types if kind != name.type)
    yield Trial(
        "a name shifted by one character",
        place,
        lambda record: shifted(record, name),
        (Loss("names", "exact", 1), Loss("names", "exact span, any type", 1)),
    )
    yield Trial(
        f"a name of type {name.type} called {other}",
        place,
        lambda record: _changed(record, replace(name, type=other)),
        (Loss("names", "exact", 1),),
    )


def strict_trials(cases: Sequence[Case]) -> Iterator[Trial]:
    """A name that is in a relation shifted, and one of another type; a relation missing."""

    def related(case: Case, mention: Mention) -> int:
        return sum(mention.entity in (own.head, own.tail) for own in case.raw.relations)

    place, name = _first(cases, lambda case, mention: _is_long(case, mention) and related(case, mention) > 0)
    lost = related(cases[place], name)
    yield Trial(
        f"a name in {lost} relation(s) shifted by one character",
        place,
        lambda record: shifted(record, name),
        (Loss("names", "exact", 1), Loss("names", "exact span, any type", 1), Loss("relations", "strict", lost)),
    )
    yield Trial(
        f"a name in {lost} relation(s) of another type",
        place,
        lambda record: _changed(record, replace(name, type="Other")),
        (Loss("names", "exact", 1), Loss("relations", "strict", lost)),
    )
    yield Trial(
        "a relation missing",
        place,
        lambda record: replace(record, relations=record.relations[1:]),
        (Loss("relations", "strict", 1, 1),),
    )


def quote_trials(cases: Sequence[Case]) -> Iterator[Trial]:
    """A content shifted, a source missing, a quote missing."""
    place, quote = next(
        (place, own) for place, case in enumerate(cases) for own in case.raw.quotes if _is_plain(case, own)
    )
    assert quote.source is not None
    tokens = len(range(*cases[place].tokens.covering(quote.source)))
    start, end = quote.content[0].start, quote.content[0].end
    yield Trial(
        "a content shifted by one character",
        place,
        lambda record: _requoted(record, replace(quote, content=(Span(start + 1, end + 1),))),
        (Loss("quotes", "content exact", 1), Loss("quotes", "pair exact", 1)),
    )
    yield Trial(
        "a source missing",
        place,
        lambda record: _requoted(record, replace(quote, source=None)),
        (
            Loss("quotes", "source exact", 1, 1),
            Loss("quotes", "source start", 1, 1),
            Loss("quotes", "source tokens", tokens),
            Loss("quotes", "pair exact", 1),
            Loss("quotes", "pair ≥ 0.8", 1),
            Loss("quotes", "attribution accuracy", 1),
        ),
    )


def _is_plain(case: Case, quote: Quote) -> bool:
    """One long span that can move by a character within its first and last token; source and cue of its own."""
    if quote.source is None or quote.cue is None or len(quote.content) != 1:
        return False
    content = quote.content[0]
    first, end = case.tokens.covering(content)
    moved = case.tokens.covering(Span(content.start + 1, content.end + 1))
    alone = all(own is quote or not _touch(own, content) for own in case.raw.quotes)
    same = sum(own.source == quote.source for own in case.raw.quotes) == 1
    return content.end - content.start > 40 and (first, end) == moved and alone and same


def _touch(quote: Quote, content: Span) -> bool:
    return any(span.overlaps(Span(content.start, content.end + 1)) for span in quote.content)


def _requoted(record: Record, quote: Quote) -> Record:
    return replace(record, quotes=tuple(quote if own.id == quote.id else own for own in record.quotes))


def cluster_trials(cases: Sequence[Case]) -> Iterator[Trial]:
    """One of the two mentions of an entity shifted: what was one link is none."""
    place, mention = _first(
        cases, lambda case, own: _is_long(case, own) and len(mention_sets(case.gold).get(own.entity or "", ())) == 2
    )
    yield Trial(
        "one mention of an entity of two shifted by one character",
        place,
        lambda record: shifted(record, mention),
        (
            Loss("coreference", "mentions", 1),
            Loss("coreference", "MUC", 1),
            Loss("coreference", "B³", 1.5),
            Loss("coreference", "CEAF-φ4", 0.5),
            Loss("coreference", "LEA", 2),
            _conll(cases, 1, 1.5, 0.5),
        ),
    )


def _conll(cases: Sequence[Case], muc: float, b_cubed: float, ceaf: float) -> Loss:
    """What the mean of the three loses."""
    sizes = [len(spans) for case in cases for spans in mention_sets(case.gold).values() if len(spans) > 1]
    mentions, entities = sum(sizes), len(sizes)
    return Loss("coreference", "CoNLL", (muc / (mentions - entities) + b_cubed / mentions + ceaf / entities) / 3)


def relation_trials(cases: Sequence[Case]) -> Iterator[Trial]:
    """A relation missing, one with another label, and the only mention of a related entity shifted."""
    place, relation = next(
        (place, own) for place, case in enumerate(cases) for own in case.gold.relations if _is_alone(case, own)
    )
    metrics = ("hard", "soft", f"hard{IN_OUR_LABELS}", f"soft{IN_OUR_LABELS}")
    yield Trial(
        "a relation missing",
        place,
        lambda record: replace(record, relations=tuple(own for own in record.relations if own != relation)),
        tuple(Loss("relations", metric, 1, 1) for metric in metrics),
    )
    yield Trial(
        f"a relation {relation.label} called award_received",
        place,
        lambda record: replace(
            record,
            relations=tuple(
                replace(own, label="award_received") if own == relation else own for own in record.relations
            ),
        ),
        tuple(Loss("relations", metric, 1) for metric in metrics),
    )
    place, mention = _first(cases, _is_single)
    theirs = _triples(cases[place].gold, mention)
    ours = _triples(in_our_labels(cases[place].gold, "dwie"), mention)
    yield Trial(
        f"the only mention of an entity in {theirs} relation(s) shifted by one character",
        place,
        lambda record: shifted(record, mention),
        (
            Loss("names", "exact", 1),
            Loss("names", "exact span, any type", 1),
            Loss("relations", "hard", theirs),
            Loss("relations", f"hard{IN_OUR_LABELS}", ours),
        ),
    )


def _is_alone(case: Case, relation: Relation) -> bool:
    """Whether it has a counterpart among our labels, and no other relation joins the two."""
    ends = {relation.head, relation.tail}
    alone = all(own == relation or {own.head, own.tail} != ends for own in case.gold.relations)
    return alone and len(in_our_labels(replace(case.gold, relations=(relation,)), "dwie").relations) == 1


def _is_single(case: Case, mention: Mention) -> bool:
    """Whether it is the only mention of its entity, and the entity is in a relation."""
    single = sum(own.entity == mention.entity for own in case.raw.mentions) == 1
    known = mention.id in {own.id for own in case.gold.mentions}
    return single and known and _is_long(case, mention) and _triples(case.gold, mention) > 0


def _triples(record: Record, mention: Mention) -> int:
    return len({(own.head, own.label, own.tail) for own in record.relations if mention.entity in (own.head, own.tail)})


def pair_trials(cases: Sequence[Case]) -> Iterator[Trial]:
    """A pair with another answer, and one without."""
    sizes = Counter(pair.label for case in cases for pair in case.pairs)
    place = next(place for place, case in enumerate(cases) if len(case.pairs) == 1)
    label = cases[place].pairs[0].label
    other = next(name for name in sizes if name != label)
    yield Trial(
        f"a pair {label} called {other}",
        place,
        lambda record: replace(record, relations=tuple(replace(own, label=other) for own in record.relations)),
        (
            Loss("pairs", "micro", 1),
            Loss("pairs", "macro", (1 / (2 * sizes[label] - 1) + 1 / (2 * sizes[other] + 1)) / len(sizes)),
        ),
    )
    yield Trial(
        f"a pair {label} without an answer",
        place,
        lambda record: replace(record, relations=()),
        (Loss("pairs", "micro", 1, 1), Loss("pairs", "macro", 1 / (2 * sizes[label] - 1) / len(sizes))),
    )


def gap_trials(cases: Sequence[Case]) -> Iterator[Trial]:
    """A feminine pronoun that is put into no entity."""
    feminine = [
        (place, pair)
        for place, case in enumerate(cases)
        for pair in case.pairs
        if pair.label == gap.TRUE and gap.gender(pair.first.text) == gap.FEMININE
    ]
    place, pair = feminine[0]
    yield Trial(
        "a feminine pronoun without an antecedent",
        place,
        lambda record: _changed(record, replace(pair.first, entity=None)),
        (Loss("GAP", gap.F1, 1, 1), Loss("GAP", gap.BIAS, 1 / (2 * len(feminine) - 1))),
    )


#: Trials by corpus.
TRIALS: dict[str, Callable[[Sequence[Case]], Iterator[Trial]]] = {
    "conll2003/dev.txt": name_trials,
    "worldwide/dev": name_trials,
    "conll04/dev.json": strict_trials,
    "polnear/dev": quote_trials,
    "gum/dev/ontogum": cluster_trials,
    "dwie/dev": relation_trials,
    "plover/train.tsv": pair_trials,
    "gap/dev.tsv": gap_trials,
}
