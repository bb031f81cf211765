"""Clauses: who does it and to whom, whatever the form of the verb."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from onrecord.stages.rules.relations.tables import words

_SUBJECTS = frozenset({"nsubj", "csubj"})
_RELATIVES = frozenset({"who", "which", "that", "whom"})
#: Verbs whose object, not their subject, does what their complement says.
_OBJECT_CONTROL = words(
    "ask urge order force compel allow permit enable persuade convince tell want help let make encourage invite "
    "instruct require advise warn press call authorize authorise"
)
_ACCUSATIONS = words(
    "accuse suspect convict charge blame criticise criticize condemn denounce thank praise stop prevent"
)
#: Verbs that report what somebody says of himself ("X said it would …").
_REPORTS = words("say announce add state claim declare confirm insist promise pledge vow warn tell report note believe")
_DEPTH = 6
#: Members of a coordination that are read; a longer list is a table, not a sentence, and the stage says so.
LONGEST_LIST = 40


def key(verb: Token) -> str:
    """The lemma of a verb, with its particle ("carry out")."""
    lemma = verb.lemma_.lower()
    for child in verb.children:
        if child.dep_ == "prt" or (lemma in ("let", "set") and child.lower_ in ("free", "go")):
            return f"{lemma} {child.lower_}"
    return lemma


def is_infinitive(token: Token) -> bool:
    """Whether a token is an infinitive, also where the tagger takes it for a noun ("decided to sanction X")."""
    return token.dep_ == "xcomp" and any(child.lower_ == "to" and child.dep_ == "aux" for child in token.children)


def is_passive(verb: Token) -> bool:
    """Whether the verb stands in the passive, as a participle behind its noun included."""
    for _ in range(LONGEST_LIST):
        if any(child.dep_ in ("nsubjpass", "auxpass", "csubjpass") for child in verb.children):
            return True
        shares = verb.dep_ == "conj" and verb.tag_ == "VBN" and verb.head.pos_ == "VERB"
        if not shares or any(child.dep_ == "aux" or child.dep_ in _SUBJECTS for child in verb.children):
            break
        verb = verb.head
    return verb.dep_ == "acl" and verb.tag_ == "VBN"


def agents(verb: Token) -> list[Token]:
    """The nouns that name who acts: subject, `by` phrase of a passive, or the subject that controls the verb."""
    if is_passive(verb):
        return [
            noun
            for by in verb.children
            if by.dep_ == "agent" or (by.dep_ == "prep" and by.lower_ == "by")
            for noun in by.children
            if noun.dep_ == "pobj"
        ]
    return _subjects(verb, _DEPTH)


def patients(verb: Token) -> list[Token]:
    """The nouns that name what the verb acts on: its object, or the subject of a passive."""
    if is_passive(verb):
        found = _passive_subjects(verb, _DEPTH)
    else:
        found = [child for child in verb.children if child.dep_ in ("dobj", "dative") and child.pos_ != "ADP"]
        if not found and verb.dep_ == "relcl":
            found = [_antecedent(verb)] if not _takes_subject_relative(verb) else []
        if not found:
            found = [
                shared for other in coordinated(verb)[1:] if other.pos_ == "VERB"
                for shared in other.children if shared.dep_ == "dobj"
            ]  # fmt: skip
    return [_resolved(token, verb) for token in found]


def obliques(head: Token) -> Iterator[tuple[str, Token]]:
    """Prepositions that hang on a verb or a noun, with the nouns that they govern."""
    for child in head.children:
        if child.dep_ in ("prep", "dative", "agent", "prt") and child.pos_ in ("ADP", "SCONJ", "PART", "VERB"):
            for noun in child.children:
                if noun.dep_ == "pobj":
                    yield child.lower_, noun
                elif noun.dep_ == "prep":
                    for inner in noun.children:
                        if inner.dep_ == "pobj":
                            yield noun.lower_, inner


def reporter(pronoun: Token) -> list[Token]:
    """Who says a clause whose subject is a pronoun; nobody where the clause is not what somebody says."""
    verb = pronoun.head
    says = verb.head
    if pronoun.pos_ == "PRON" and verb.dep_ == "ccomp" and says.lemma_.lower() in _REPORTS:
        return _own_subjects(says)
    return []


def coordinated(noun: Token) -> list[Token]:
    """The noun and those joined to it by a conjunction after it, as far as `LONGEST_LIST`."""
    found = [noun]
    while len(found) < LONGEST_LIST:
        following = next((child for child in found[-1].rights if child.dep_ == "conj"), None)
        if following is None:
            break
        found.append(following)
    return found


def cut_lists(doc: Doc) -> list[Token]:
    """The first token of every coordination that `coordinated` cuts off, in text order."""
    opener = list(range(len(doc)))
    members = [1] * len(doc)
    for token in doc:
        if token.dep_ == "conj" and token.head.i < token.i:
            opener[token.i] = opener[token.head.i]
            members[token.i] = members[token.head.i] + 1
    return [doc[opener[index]] for index, count in enumerate(members) if count == LONGEST_LIST + 1]


def _subjects(verb: Token, depth: int) -> list[Token]:
    own = _own_subjects(verb)
    if own:
        return [_resolved(token, verb) for token in own]
    head = verb.head
    if depth == 0 or head.i == verb.i:
        return []
    if verb.dep_ == "acl":
        return [head] if verb.tag_ == "VBG" else _subjects_above(head, depth - 1)
    if verb.dep_ == "relcl":
        return [head]
    if verb.dep_ == "pcomp" and head.pos_ in ("ADP", "SCONJ"):
        return _gerund_subjects(head.head, depth - 1)
    if head.pos_ not in ("VERB", "AUX"):
        return _subjects_above(head, depth - 1) if verb.dep_ == "xcomp" else []
    if verb.dep_ == "xcomp" and head.lemma_.lower() in _OBJECT_CONTROL:
        objects = [child for child in head.children if child.dep_ == "dobj"]
        if objects:
            return objects
        return _passive_subjects(head, depth - 1) if is_passive(head) else _subjects(head, depth - 1)
    if verb.dep_ in ("conj", "xcomp", "advcl", "dep", "pcomp"):
        if verb.dep_ in ("xcomp", "conj", "advcl") and is_passive(head):
            return _passive_subjects(head, depth - 1)
        return _subjects(head, depth - 1)
    return []


def _gerund_subjects(governor: Token, depth: int) -> list[Token]:
    """Who does what a gerund behind a preposition says: the accused of "accused X of bombing Y", else the subject."""
    if governor.pos_ not in ("VERB", "AUX"):
        return _subjects_above(governor, depth)
    if is_passive(governor):
        return _passive_subjects(governor, depth)
    accused = [child for child in governor.children if child.dep_ == "dobj"]
    return accused if governor.lemma_.lower() in _ACCUSATIONS and accused else _subjects(governor, depth)


def _subjects_above(noun: Token, depth: int) -> list[Token]:
    """The subject of the clause in which a noun or an adjective is the predicate ("is ready to help")."""
    head = noun.head
    if noun.dep_ in ("acomp", "attr", "oprd", "dobj") and head.pos_ in ("VERB", "AUX") and depth > 0:
        return _subjects(head, depth - 1)
    return []


def _own_subjects(verb: Token) -> list[Token]:
    return [child for child in verb.children if child.dep_ in _SUBJECTS]


def _passive_subjects(verb: Token, depth: int) -> list[Token]:
    own = [child for child in verb.children if child.dep_ in ("nsubjpass", "nsubj")]
    if own:
        return [_resolved(token, verb) for token in own]
    if verb.dep_ in ("acl", "relcl"):
        return [verb.head]
    if verb.dep_ in ("conj", "xcomp", "advcl") and verb.head.pos_ in ("VERB", "AUX") and depth > 0:
        return _passive_subjects(verb.head, depth - 1)
    return []


def _takes_subject_relative(verb: Token) -> bool:
    return any(child.dep_ in _SUBJECTS and child.lower_ in _RELATIVES for child in verb.children)


def _antecedent(verb: Token) -> Token:
    return verb.head


def _resolved(token: Token, verb: Token) -> Token:
    """A relative pronoun's antecedent; any other token as it is."""
    if token.lower_ in _RELATIVES and verb.dep_ == "relcl":
        return verb.head
    return token
