"""Text rebuilt from the tokens of a corpus, as a newspaper would set it, with the place of every token.

White space is all that is decided here: a wrong guess costs a space more or less, never an offset.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.corpora.corpus import Tokens
from onrecord.records import Span

#: Escapes of the Penn Treebank and what they stand for.
PTB_ESCAPES = {
    "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}", "``": '"', "''": '"',
}  # fmt: skip

#: No space before these.
_CLOSES = re.compile(r"""[,.;:!?%)\]}’”…]+|'{2}|['’](s|re|ve|ll|d|m)|n['’]t""", re.IGNORECASE)
#: No space after these.
_OPENS = re.compile(r"""[(\[{“‘$£€#¡¿]+|`{1,2}|(US|A|C|NZ|HK)\$""")
#: What follows an apostrophe that stands alone.
_ENDING = re.compile(r"s|re|ve|ll|d|m|t", re.IGNORECASE)
_STOPS = frozenset(",.?!")
_DOUBLE = frozenset('"')


class _Marks:
    """Whether a straight quotation mark opens or closes, by those before it in the sentence."""

    def __init__(self) -> None:
        self.open: set[str] = set()

    def closes(self, token: str) -> bool:
        """Note the mark and say whether it closes."""
        if token in self.open:
            self.open.discard(token)
            return True
        self.open.add(token)
        return False


def rebuild(sentences: Sequence[Sequence[str]], between: str) -> tuple[str, Tokens]:
    """The text of tokenised sentences.

    Args:
        sentences: Their tokens as the corpus writes them; none is empty.
        between: What stands between two sentences: a space or a line end.

    Returns:
        The text, and its tokens: `forms` are those given, `text[span]` is the form with its escape undone.
    """
    pieces: list[str] = []
    spans: list[Span] = []
    ranges: list[tuple[int, int]] = []
    at = 0
    for tokens in sentences:
        first = len(spans)
        for gap, surface in _spaced(tokens):
            lead = between if gap is None else gap
            if not spans:
                lead = ""
            pieces += (lead, surface)
            spans.append(Span(at + len(lead), at + len(lead) + len(surface)))
            at = spans[-1].end
        ranges.append((first, len(spans)))
    forms = tuple(token for tokens in sentences for token in tokens)
    return "".join(pieces), Tokens(tuple(spans), forms, tuple(ranges))


def _spaced(tokens: Sequence[str]) -> list[tuple[str | None, str]]:
    """Each token's surface and the space before it; None before the first, where the sentence begins."""
    marks = _Marks()
    spaced: list[tuple[str | None, str]] = []
    glue = False
    for index, token in enumerate(tokens):
        surface = PTB_ESCAPES.get(token, token)
        left, right = _glues(token, index, tokens, marks)
        spaced.append((None if index == 0 else "" if left or glue else " ", surface))
        glue = right
    return spaced


def _glues(token: str, index: int, tokens: Sequence[str], marks: _Marks) -> tuple[bool, bool]:
    """Whether a token stands without a space after the token before it, and before the token after it."""
    if token in PTB_ESCAPES:
        opens = token in ("``", "-LRB-", "-LSB-", "-LCB-")
        return not opens, opens
    before = tokens[index - 1] if index else ""
    after = tokens[index + 1] if index + 1 < len(tokens) else ""
    if token in ("'", "’") and _ENDING.fullmatch(after):
        return True, True
    if token in ('"', "'"):
        # A mark can be the apostrophe of a plural, or close what a sentence before this one opened.
        ends_speech = before[-1:] in _STOPS and not after[:1].isupper()
        if token not in marks.open and (ends_speech if token in _DOUBLE else before.endswith("s")):
            return True, False
        closes = marks.closes(token)
        return closes, not closes
    return _CLOSES.fullmatch(token) is not None, _OPENS.fullmatch(token) is not None
