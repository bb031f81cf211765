"""Direct quotes: a quotation and the clause that attributes it, after it, before it, in its middle or next door."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.document import Paragraph
from onrecord.records import Span
from onrecord.stages.marks import Quotation
from onrecord.stages.rules.quotes.boundaries import is_stop
from onrecord.stages.rules.quotes.candidates import Candidate
from onrecord.stages.rules.quotes.leads import begun_before, ends_with, last_mark, led_in
from onrecord.stages.rules.quotes.lexicon import lexicon, normal
from onrecord.stages.rules.quotes.sources import phrase, subject
from onrecord.stages.rules.quotes.titles import is_title
from onrecord.stages.rules.quotes.tree import Tree

#: Most characters between an attribution and a quotation that goes on with it.
_LONGEST_GAP = 1000
#: What a quotation ends with that stands by itself.
_FINAL = frozenset(".?!…—")
#: What a sentence begins with that no inverted or following attribution does, once it has a capital.
_OPENERS = frozenset({"PRON", "DET", "ADV", "SCONJ", "CCONJ", "ADP"})
_NEVER = frozenset({"be", "have", "do", "go", "become", "get", "make", "follow", "include", "begin", "come", "take"})


@dataclass(frozen=True, slots=True)
class Window:
    """The tokens beside a quotation in which its attribution can stand."""

    first: int
    last: int

    def __contains__(self, token: int) -> bool:
        return self.first <= token <= self.last


@dataclass(frozen=True, slots=True)
class DirectFinder:
    """Attributes the quotations of one article."""

    tree: Tree
    paragraphs: Sequence[Paragraph]
    quotations: Sequence[Quotation]
    max_gap: int
    """Most words between a quotation and its cue."""

    def candidates(self) -> list[Candidate]:
        """One candidate for each group of quotations that belong together, in text order."""
        found: list[Candidate] = []
        ends: list[int] = []
        for index, quotation in enumerate(self.quotations):
            made = self._after(index, _end(found)) or self._before(index)
            if found and made is not None and made.cue == found[-1].cue:
                made = None
            if made is None and found and self._continues(found[-1], ends[-1], index):
                found[-1] = replace(found[-1], content=(*found[-1].content, *quotation.spans))
                ends[-1] = quotation.end
                continue
            if made is not None:
                found.append(made)
                ends.append(quotation.end)
        return found

    def _token(self, offset: int) -> int:
        """The first token that starts at the offset or after it."""
        return bisect_left(self.tree.starts, offset)

    def _paragraph(self, offset: int) -> int:
        """Index of the paragraph in which the offset lies."""
        return bisect_left(self.paragraphs, offset + 1, key=lambda paragraph: paragraph.start) - 1

    def _tail(self, index: int) -> Window | None:
        """The clause right after a quotation, within its paragraph and before the next one."""
        tree, quotation = self.tree, self.quotations[index]
        stop = self.paragraphs[self._paragraph(quotation.end - 1)].end
        if index + 1 < len(self.quotations):
            stop = min(stop, self.quotations[index + 1].start)
        first = self._token(quotation.end)
        last = first
        while last < len(tree) and tree.starts[last] < stop and not is_stop(tree, last):
            if "\n" in tree.words[last]:
                break
            last += 1
        return Window(first, last - 1) if last > first else None

    def _after(self, index: int, floor: int) -> Candidate | None:
        """The attribution behind a quotation: "…," he said; "…," said Mr Smith."""
        quotation = self.quotations[index]
        window = self._tail(index)
        if window is None or not self._is_open_ended(quotation, window) or self._names_a_work(index):
            return None
        for token in range(window.first, min(window.last, window.first + self._reach()) + 1):
            if not self._is_cue(token):
                continue
            between = self._words(window.first, token - 1)
            if between > self.max_gap and not self._is_phrase(window.first, token):
                return None
            made = self._attributed(quotation, token, window, "after")
            floor = max(floor, self.paragraphs[self._paragraph(quotation.start)].start)
            content = led_in(self.tree, self.quotations, index, floor) if made else None
            return replace(made, content=content) if made and content else None
        return None

    def _names_a_work(self, index: int) -> bool:
        """Whether a quotation is the title of a work within a sentence."""
        quotation = self.quotations[index]
        return is_title(self.tree, quotation, self.paragraphs[self._paragraph(quotation.start)].start)

    def _reach(self) -> int:
        return self.max_gap + 30

    def _is_phrase(self, first: int, verb: int) -> bool:
        """Whether all that stands before a verb is its subject."""
        own = self.tree.child(verb, "nsubj")
        return own is not None and self._words(first, self.tree.lefts[own] - 1) == 0

    def _words(self, first: int, last: int) -> int:
        return sum(self.tree.pos[i] not in ("PUNCT", "SPACE") for i in range(first, last + 1))

    def _is_open_ended(self, quotation: Quotation, window: Window) -> bool:
        """Whether the text after a quotation may attribute it: the sentence is not over, and a comma or the like stood.

        After a full stop only a word in lower case goes on with the sentence; after a question mark a name does too,
        but "He" begins a new one.
        """
        text = self.tree.text
        inner = last_mark(text, quotation)
        if text[quotation.end : quotation.end + 1] in (",", "—", "–"):
            return True
        following = self.tree.words[window.first][:1]
        if inner in ("?", "!") and following.isupper():
            return self.tree.pos[window.first] not in _OPENERS
        return inner in (",", "?", "!", "—", "–", "-", "…") or (inner == "." and following.islower())

    def _is_cue(self, token: int) -> bool:
        tree = self.tree
        if tree.pos[token] not in ("VERB", "AUX") or tree.deps[token] in ("aux", "auxpass"):
            return False
        if tree.lemmas[token] in _NEVER:
            return False
        finite = tree.tags[token] in ("VBD", "VBZ", "VBP")
        helped = any(tree.deps[child] == "aux" for child in tree.children[token])
        return finite or helped or normal(tree.lemmas[token]) in lexicon().speech

    def _group(self, verb: int) -> tuple[int, int]:
        tree = self.tree
        first = last = verb
        while first > 0 and tree.heads[first - 1] == verb and tree.deps[first - 1] in ("aux", "neg", "advmod"):
            first -= 1
        if last + 1 < len(tree) and tree.deps[last + 1] == "prt" and tree.heads[last + 1] == verb:
            last += 1
        return first, last

    def _attributed(self, quotation: Quotation, verb: int, window: Window, pattern: str) -> Candidate | None:
        tree = self.tree
        first, last = self._group(verb)
        first = max(first, window.first)
        head = subject(tree, verb)
        if head is None or head not in window:
            head = self._beside(first, last, window)
        if head is None:
            return None
        source = self._source(head, (first, last), window)
        if source is None:
            return None
        order = "inverted" if head > verb else pattern
        if pattern == "before" and head > verb:
            return None
        cue = tree.span(first, last)
        return Candidate(f"direct {order}", tree.lemmas[verb], quotation.spans, cue, source, head)

    def _beside(self, first: int, last: int, window: Window) -> int | None:
        """The head of the nearest noun phrase on either side of a verb whose subject the parse has lost."""
        tree = self.tree
        after = next((i for i in range(last + 1, window.last + 1) if tree.words[i] == ","), window.last + 1)
        for token in (*range(first - 1, window.first - 1, -1), *range(last + 1, after)):
            if tree.pos[token] in ("NOUN", "PROPN", "PRON"):
                return next(self._upwards(token, window), token)
        return None

    def _upwards(self, token: int, window: Window) -> Iterator[int]:
        """The head of the noun phrase that a compound or possessive word belongs to."""
        tree = self.tree
        if tree.deps[token] in ("compound", "poss", "nmod") and tree.heads[token] in window:
            head = tree.heads[token]
            yield next(self._upwards(head, window), head)

    def _source(self, head: int, cue: tuple[int, int], window: Window) -> Span | None:
        """The noun phrase around the head, within the window."""
        span = phrase(self.tree, head, barred=cue)
        if span is None:
            return None
        low, high = self.tree.starts[window.first], self.tree.ends[window.last]
        first, last = self._token(max(span.start, low)), self._token(min(span.end, high)) - 1
        return self.tree.span(first, last) if first <= last else None

    def _before(self, index: int) -> Candidate | None:
        """He said, "…"; he said: "…", the colon also at the end of the paragraph before."""
        tree, quotation = self.tree, self.quotations[index]
        here = self.paragraphs[self._paragraph(quotation.start)]
        floor = here.start
        if quotation.start == here.start:
            above = self._paragraph(quotation.start) - 1
            if above < 0 or not tree.text[: self.paragraphs[above].end].endswith(":"):
                return None
            floor = self.paragraphs[above].start
        if index:
            floor = max(floor, self.quotations[index - 1].end)
        end = self._token(quotation.start) - 1
        while end >= 0 and tree.pos[end] == "SPACE":
            end -= 1
        if end < 0 or tree.starts[end] < floor or is_stop(tree, end):
            return None
        first = end
        while first > 0 and tree.starts[first - 1] >= floor and not is_stop(tree, first - 1):
            first -= 1
        if tree.words[end] not in (",", ":"):
            return None
        window = Window(first, end)
        for token in range(end, first - 1, -1):
            if self._words(token + 1, end) > self.max_gap:
                return None
            if self._is_cue(token) or (tree.tags[token] == "VBG" and tree.pos[token] == "VERB"):
                if not self._introduces(token, end):
                    return None
                return self._with_beginning(self._attributed(quotation, token, window, "before"), quotation, window)
        return None

    def _with_beginning(self, made: Candidate | None, quotation: Quotation, window: Window) -> Candidate | None:
        """A candidate whose quotation goes on with words before the attributing clause, with these in its content."""
        if made is None or made.cue is None or made.source is None or self.tree.words[window.last] != ",":
            return made
        clause = Span(min(made.cue.start, made.source.start), made.cue.end)
        return replace(made, content=begun_before(self.tree, quotation, clause, self.tree.starts[window.first]))

    def _introduces(self, verb: int, end: int) -> bool:
        """Whether a verb before a quotation introduces all of what is said, none of which stands outside the marks."""
        tree = self.tree
        if tree.words[end] == "," and normal(tree.lemmas[verb]) not in lexicon().speech:
            return False
        return not any(tree.deps[child] == "ccomp" and verb < child < end for child in tree.children[verb])

    def _continues(self, last: Candidate, end: int, index: int) -> bool:
        """Whether a quotation without a cue of its own goes on with what the last attribution began."""
        quotation = self.quotations[index]
        if last.cue is None:
            return False
        tree = self.tree
        reach = max(end, last.cue.end, last.source.end if last.source else 0)
        here, there = self._paragraph(quotation.start), self._paragraph(reach - 1)
        if quotation.start - reach > _LONGEST_GAP:
            return False
        between = range(self._token(reach), self._token(quotation.start))
        if here == there:
            stops = sum(is_stop(tree, i) for i in between)
            ending = next((tree.words[i] for i in reversed(between) if tree.pos[i] != "SPACE"), "")
            if ending.endswith("."):
                return stops <= 1
            return (
                stops == 0
                and self._words(self._token(reach), between[-1] if between else 0) <= self.max_gap
                and (ending in (",", "—", "–", ":"))
            )
        if quotation.closed and not ends_with(tree.text, quotation, _FINAL):
            return False
        closing = self.paragraphs[there].end
        return (
            here == there + 1
            and quotation.start == self.paragraphs[here].start
            and (self._words(self._token(reach), self._token(closing) - 1) < 30)
        )


def _end(found: Sequence[Candidate]) -> int:
    """Where the last attribution found so far ends; 0 where there is none."""
    if not found:
        return 0
    last = found[-1]
    return max(span.end for span in (*last.content, last.cue, last.source) if span is not None)
