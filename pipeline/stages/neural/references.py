"""The mentions of a record as the head for coreference reads them: ranges of words, and what words they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.corpora.corpus import Tokens
from onrecord.models.mentions import MentionTable, mention_table
from onrecord.records import Mention

_KINDS = {"name": 0, "nominal": 1, "pronoun": 2}
_DETERMINERS = frozenset({"the", "a", "an", "this", "that", "these", "those"})
_POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
#: The head of a phrase stands before the first of these.
_AFTER_HEAD = frozenset(
    {",", "(", "of", "in", "for", "at", "from", "with", "on", "to", "by", "who", "whom", "whose", "which", "where"}
)
#: Ends the form of a pronoun; no word has it, so that "us" and "it" are told from "U.S." and "IT".
_PRONOUN = "\n"
_NONE = -1


@dataclass(frozen=True, slots=True)
class WordMentions:
    """Mentions over words, and what they are in the record."""

    table: MentionTable
    """As the head reads them."""
    mentions: tuple[Mention, ...]
    """The mention of the record that each is."""


def word_mentions(tokens: Tokens, mentions: Sequence[Mention]) -> WordMentions:
    """The mentions that have a word in them, in text order.

    Args:
        tokens: The words.
        mentions: Mentions of the record.
    """
    placed = [(*tokens.covering(mention.span), mention) for mention in mentions]
    held = sorted((item for item in placed if item[0] < item[1]), key=lambda item: item[:2])
    numbers: dict[str, int] = {}
    rows = []
    for first, end, mention in held:
        words = _bare(tokens.forms[first:end])
        keys = (_form(words, mention), _head(words, mention), _initials(words, mention))
        form, head, initials = (numbers.setdefault(key, len(numbers)) if key else _NONE for key in keys)
        rows.append((first, end, _KINDS[mention.kind], form, head, initials))
    return WordMentions(mention_table(rows), tuple(mention for _, _, mention in held))


def _bare(words: Sequence[str]) -> list[str]:
    """The words without a determiner before them and a possessive after them, acronyms without their points."""
    first = 1 if len(words) > 1 and words[0].casefold() in _DETERMINERS else 0
    end = len(words) - 1 if len(words) - first > 1 and words[-1] in _POSSESSIVES else len(words)
    return [word.replace(".", "") or word for word in words[first:end]]


def _form(words: Sequence[str], mention: Mention) -> str:
    form = " ".join(words).casefold()
    return form + _PRONOUN if mention.kind == "pronoun" else form


def _head(words: Sequence[str], mention: Mention) -> str:
    if mention.kind == "pronoun":
        return ""
    end = next((place for place, word in enumerate(words) if place and word.casefold() in _AFTER_HEAD), len(words))
    return words[end - 1].casefold()


def _initials(words: Sequence[str], mention: Mention) -> str:
    """The initials of a name of several words, as its acronym has them."""
    letters = [word[0] for word in words if word[:1].isupper()]
    return "".join(letters).casefold() if mention.kind == "name" and len(letters) > 1 else ""
