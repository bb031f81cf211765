"""Stretches between quotation marks and who speaks in them, as far as pronouns need to know."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from onrecord.document import Segments
from onrecord.stages.knowledge.people import word_set
from onrecord.stages.rules.coreference.referring import Referring
from onrecord.stages.rules.coreference.tree import upwards

_CUES = word_set(
    "say tell add note explain warn argue insist claim state declare write tweet reply respond ask announce stress "
    "admit concede acknowledge comment continue conclude recall remark observe point urge post joke complain shout "
    "cry whisper describe call accuse suggest emphasise emphasize reiterate repeat quote testify vow promise"
)
_OPENING = {"“": "”", "«": "»", "„": "“"}
_SPEAKERS = frozenset({"PERSON", "ORG", "GPE", "NORP"})
#: Most tokens between a quotation mark and the verb that tells who speaks.
_NEAR = 14


@dataclass(frozen=True, slots=True)
class Speech:
    """One stretch between quotation marks."""

    start: int
    """Code point of the opening mark."""
    end: int
    """One past the closing mark, or the end of the paragraph where it is missing."""
    speaker: int | None
    """Position of the mention that speaks; None where no cue shows it."""


class Speeches:
    """The direct speech of an article."""

    def __init__(self, found: Sequence[Speech]) -> None:
        self._found = found
        self._starts = [speech.start for speech in found]

    def around(self, offset: int) -> Speech | None:
        """The speech that this code point is in."""
        place = bisect_right(self._starts, offset) - 1
        return self._found[place] if place >= 0 and offset < self._found[place].end else None


def speeches(doc: Doc, segments: Segments, mentions: Sequence[Referring]) -> Speeches:
    """Direct speech with its speakers, in text order."""
    at_token = {index: one for one in mentions for index in range(one.first, one.last)}
    starts = [token.idx for token in doc]
    found: list[Speech] = []
    unclosed: Speech | None = None
    for paragraph in segments.paragraphs:
        first = max(0, bisect_right(starts, paragraph.start) - 1)
        last = bisect_right(starts, paragraph.end - 1)
        stretches = list(_stretches(doc, first, last))
        inside = {index for begin, end, _ in stretches for index in range(begin, end)}
        speaker: int | None = None
        for begin, end, closed in stretches:
            own = _speaker(doc, _around(begin, end, first, last), inside, at_token)
            if own is not None:
                speaker = own
            elif speaker is None and unclosed is not None and begin == first:
                speaker = unclosed.speaker
            speech = Speech(doc[begin].idx, doc[end - 1].idx + len(doc[end - 1]), speaker)
            found.append(speech)
            unclosed = None if closed else speech
    return Speeches(found)


def _stretches(doc: Doc, first: int, last: int) -> Iterator[tuple[int, int, bool]]:
    """Token ranges between double quotation marks in a paragraph, and whether they are closed."""
    begin: int | None = None
    closing = ""
    for index in range(first, last):
        mark = doc[index].text
        if begin is None:
            if mark in _OPENING or mark in {'"', "``"}:
                begin, closing = index, _OPENING.get(mark, '"')
        elif mark == closing or mark in {"''", "”"}:
            yield begin, index + 1, True
            begin = None
    if begin is not None and begin < last - 1:
        yield begin, last, False


def _around(begin: int, end: int, first: int, last: int) -> Iterator[int]:
    """Tokens near a stretch within its paragraph: those after it, then those before it, the nearest first."""
    yield from range(end, min(last, end + _NEAR))
    yield from range(begin - 1, max(first, begin - _NEAR) - 1, -1)


def _speaker(doc: Doc, near: Iterable[int], inside: Set[int], at_token: Mapping[int, Referring]) -> int | None:
    """The subject of the nearest cue verb outside of direct speech."""
    for index in near:
        if index not in inside and doc[index].lemma_.lower() in _CUES and doc[index].pos_ in {"VERB", "AUX"}:
            subject = _subject(doc[index], inside, at_token)
            if subject is not None:
                return subject
    return None


def _subject(verb: Token, inside: Set[int], at_token: Mapping[int, Referring]) -> int | None:
    """Position of the mention that is the subject of the verb, or of one that it is joined to, or stands beside it."""
    for each in upwards(verb):
        found = _own_subject(each, inside, at_token)
        if found is not None:
            return found
        if each.dep_ != "conj" or each.head.i > each.i:
            break
    return None


def _own_subject(verb: Token, inside: Set[int], at_token: Mapping[int, Referring]) -> int | None:
    """Position of the mention that is the subject of this verb, or stands directly beside it."""
    doc = verb.doc
    subjects = [
        at_token[child.i]
        for child in (*verb.lefts, *verb.rights)
        if child.dep_ in {"nsubj", "nsubjpass"} and child.i not in inside and child.i in at_token
    ]
    before = verb.i - 2 if verb.i > 1 and doc[verb.i - 1].text == "," else verb.i - 1
    beside = [at_token[index] for index in (before, verb.i + 1) if index not in inside and index in at_token]
    able = [one for one in (*subjects, *beside) if one.mention.type in _SPEAKERS]
    return next((one.index for one in (*able, *subjects)), None)
