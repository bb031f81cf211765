"""Indirect and mixed quotes whose cue is a verb: what it governs, by the shape of the sentence around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.records import Span
from onrecord.stages.rules.quotes.boundaries import clause_end, phrase_end, sentence_end
from onrecord.stages.rules.quotes.candidates import Candidate
from onrecord.stages.rules.quotes.lexicon import lexicon, normal
from onrecord.stages.rules.quotes.sources import phrase, subject
from onrecord.stages.rules.quotes.tree import Tree

_GROUP = frozenset({"aux", "auxpass", "neg", "advmod", "preconj"})
_COMPLEMENTS = frozenset({"ccomp", "dobj", "xcomp", "oprd", "attr", "dative", "acomp"})
_RAISING = frozenset({"ccomp", "xcomp"})


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb that may be a cue, with what is needed of its surroundings."""

    token: int
    first: int
    """First token of the verb group: auxiliaries, negation and adverbs right before the verb."""
    last: int
    """Last token of it: a particle right behind the verb."""
    lemma: str
    """Lemma, with its particle."""
    subject: int | None
    """The token that heads the subject."""
    source: Span | None
    """The words of the subject."""

    @property
    def group(self) -> tuple[int, int]:
        """First and last token."""
        return self.first, self.last


def verb_candidates(tree: Tree, places: Sequence[Span]) -> Iterator[Candidate]:
    """Every attribution that a verb within the places could make, in text order of the verbs."""
    for token in tree.tokens(places):
        pos = tree.pos[token]
        if pos == "VERB" or (pos == "AUX" and tree.deps[token] not in ("aux", "auxpass")):
            verb = _verb(tree, token)
            yield from _clause(tree, verb)
            yield from _infinitive(tree, verb)
            yield from _object(tree, verb)
            yield from _preposition(tree, verb)
            yield from _passive(tree, verb)
            yield from _trailing(tree, verb)


def _first(tree: Tree, token: int) -> int:
    """The first token of the verb group: auxiliaries, negation and adverbs right before the verb."""
    first = token
    while first > 0 and tree.heads[first - 1] == token and tree.deps[first - 1] in _GROUP:
        first -= 1
    return first


def _verb(tree: Tree, token: int) -> Verb:
    first, last = _first(tree, token), token
    if tree.deps[token] == "xcomp" and first > 0 and tree.words[first] == "to" and tree.heads[token] == first - 1:
        first = _first(tree, first - 1)
    lemma = tree.lemmas[token]
    if token + 1 < len(tree) and tree.deps[token + 1] == "prt" and tree.heads[token + 1] == token:
        last = token + 1
        lemma += " " + tree.lower[last]
    head = subject(tree, token)
    source = phrase(tree, head, barred=(first, last)) if head is not None else None
    return Verb(token, first, last, lemma, head, source)


def _made(
    tree: Tree, verb: Verb, pattern: str, content: list[tuple[int, int]], last: int | None = None, lemma: str = ""
) -> Iterator[Candidate]:
    """The candidate, unless one of its parts is empty or they overlap."""
    cue = (verb.first, verb.last if last is None else last)
    spans = []
    for first, end in content:
        if trimmed := tree.trimmed(first, end):
            spans.append(tree.span(*trimmed))
    if not spans:
        return
    head, source = verb.subject, verb.source
    if source is not None and any(source.overlaps(span) for span in spans):
        head = source = None
    if any(tree.span(*cue).overlaps(span) for span in spans):
        return
    shape = pattern if source is not None else f"{pattern}/bare"
    yield Candidate(shape, lemma or verb.lemma, tuple(spans), tree.span(*cue), source, head)


def _clause(tree: Tree, verb: Verb) -> Iterator[Candidate]:
    """He said (that) it rained; he told them that it rained; she asked whether it rained."""
    for child in tree.children[verb.token]:
        if child > verb.last and tree.deps[child] == "ccomp":
            first = max(tree.lefts[child], verb.last + 1)
            content = [(first, clause_end(tree, verb.token, first, tree.rights[child]))]
            before = tree.lefts[child]
            if before < verb.first and verb.subject is not None and before < tree.lefts[verb.subject]:
                content.insert(0, (before, min(verb.first, tree.lefts[verb.subject]) - 1))
            yield from _made(tree, verb, "clause", content)
            return
    hung = _hung(tree, verb)
    if hung is not None:
        first = tree.lefts[hung]
        yield from _made(tree, verb, "clause", [(first, clause_end(tree, verb.token, first, tree.rights[hung]))])


def _hung(tree: Tree, verb: Verb) -> int | None:
    """The clause that the parse hangs on the wrong word: she wrote in a post that it rained."""
    if normal(tree.lemmas[verb.token]) not in lexicon().speech:
        return None
    for child in tree.children[verb.token]:
        place = tree.child(child, "pobj") if child > verb.last and tree.deps[child] == "prep" else None
        clause = tree.child(place, "relcl", "acl") if place is not None else None
        if (
            clause is not None
            and tree.lower[tree.lefts[clause]] == "that"
            and tree.subjects[clause] > tree.lefts[clause]
        ):
            return clause
    return None


def _infinitive(tree: Tree, verb: Verb) -> Iterator[Candidate]:
    """She promised to go; he suggested going; they urged him to go, with and without the one who is addressed."""
    action = next((c for c in tree.children[verb.token] if tree.deps[c] == "xcomp" and c > verb.last), None)
    if action is None:
        return
    first = max(tree.lefts[action], verb.last + 1)
    addressee = tree.child(verb.token, "dobj", "dative")
    shape = "gerund" if tree.tags[action] == "VBG" else "adjective" if tree.pos[action] == "ADJ" else "infinitive"
    if addressee is not None and verb.last < addressee < action:
        yield from _made(tree, verb, f"addressee {shape}", [(first, tree.rights[action])])
        yield from _made(tree, verb, f"object {shape}", [(tree.lefts[addressee], tree.rights[action])])
    else:
        yield from _made(tree, verb, shape, [(first, tree.rights[action])])


def _object(tree: Tree, verb: Verb) -> Iterator[Candidate]:
    """He condemned the vote; she called it a farce; they accused him of lying; it praised them for their work."""
    thing = next((c for c in tree.children[verb.token] if tree.deps[c] in ("dobj", "attr") and c > verb.last), None)
    if thing is None:
        return
    first = max(tree.lefts[thing], verb.last + 1)
    named = normal(tree.lemmas[verb.token]) in lexicon().naming and tree.child(thing, "appos") is not None
    shape = "object predicate" if named else "object"
    yield from _made(tree, verb, shape, [(first, phrase_end(tree, first, tree.rights[thing]))])
    for child in tree.children[verb.token]:
        if child <= thing:
            continue
        if tree.deps[child] == "oprd":
            yield from _made(tree, verb, "object predicate", [(first, tree.rights[child])])
        elif tree.deps[child] == "prep" and tree.lower[child] in ("as", "of", "for", "to", "with", "from", "on", "in"):
            yield from _made(
                tree, verb, f"object {tree.lower[child]}", [(first, phrase_end(tree, first, tree.rights[child]))]
            )
            return


def _preposition(tree: Tree, verb: Verb) -> Iterator[Candidate]:
    """She warned of a delay; they called for a vote; he referred to the deal."""
    for child in tree.children[verb.token]:
        if tree.deps[child] == "prep" and child == verb.last + 1:
            inner = tree.child(child, "pobj", "pcomp")
            if inner is not None:
                lemma = f"{verb.lemma} {tree.lower[child]}"
                yield from _made(
                    tree,
                    verb,
                    "preposition",
                    [(child + 1, phrase_end(tree, child + 1, tree.rights[child]))],
                    child,
                    lemma,
                )
            return


def _passive(tree: Tree, verb: Verb) -> Iterator[Candidate]:
    """The plan was rejected by both parties; she is expected to win; he was described as a liar."""
    if tree.child(verb.token, "auxpass") is None and tree.lemmas[verb.token] not in ("seem", "appear"):
        return
    target = tree.child(verb.token, "nsubjpass", "nsubj")
    if target is None or target > verb.first:
        return
    thing = (tree.lefts[target], min(tree.rights[target], verb.first - 1))
    agent = tree.child(verb.token, "agent")
    if agent is not None and (by := tree.child(agent, "pobj")) is not None:
        last = agent if agent == verb.last + 1 else verb.last
        acting = replace(verb, subject=by, source=phrase(tree, by, barred=(verb.first, last)))
        yield from _made(tree, acting, "passive", [thing], last)
    action = tree.child(verb.token, "xcomp", "oprd")
    hidden = replace(verb, subject=None, source=None)
    if action is not None and action > verb.last:
        rest = (max(tree.lefts[action], verb.last + 1), tree.rights[action])
        yield from _made(tree, hidden, "raised", [thing, rest])
    role = next((c for c in tree.children[verb.token] if tree.deps[c] == "prep" and c == verb.last + 1), None)
    if role is not None and tree.lower[role] in ("as", "of"):
        yield from _made(tree, hidden, f"raised {tree.lower[role]}", [thing, (role, tree.rights[role])])


def _trailing(tree: Tree, verb: Verb) -> Iterator[Candidate]:
    """It will rain, officials said; it will rain, he said, but not today; so it was, said Mr Smith."""
    own = tree.child(verb.token, "nsubj")
    if own is None or any(
        child > verb.token and tree.deps[child] in _COMPLEMENTS and child != own for child in tree.children[verb.token]
    ):
        return
    begin, end = tree.sentences[verb.token]
    first = min(verb.first, max(tree.lefts[own], _comma_before(tree, own, begin) + 1))
    if first - 1 <= begin or tree.words[first - 1] not in (",", "—", "–", "-"):
        return
    last = max(verb.last, tree.rights[own] if own > verb.token else verb.last)
    stop = next((i for i in range(last + 1, end) if tree.words[i] in (",", "—", "–", "-")), end)
    after = (stop + 1, sentence_end(tree, stop)) if stop < end and _goes_on(tree, verb, stop, end) else None
    while tree.pos[begin] in ("CCONJ", "SPACE") and begin < first - 2:
        begin += 1
    if not any(tree.pos[i] in ("VERB", "AUX") for i in range(begin, first - 1)):
        return
    content = [(begin, first - 2)] + ([after] if after else [])
    yield from _made(tree, verb, "middle" if after else "trailing", content)


def _comma_before(tree: Tree, own: int, begin: int) -> int:
    """The last comma or dash before the subject head within reach of its phrase."""
    place = tree.lefts[own]
    while place > begin and place > own - 12:
        if tree.words[place - 1] in (",", "—", "–", "-"):
            return place - 1
        place -= 1
    return tree.lefts[own] - 1


def _goes_on(tree: Tree, verb: Verb, stop: int, end: int) -> bool:
    """Whether what follows the attribution within the sentence is more of the content, not of the attribution."""
    return stop + 1 < end and stop == verb.last + 1 and tree.tags[stop + 1] not in ("VBG", "WP", "WDT", "WRB")
