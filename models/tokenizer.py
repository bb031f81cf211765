"""Words to pieces, with any tokenizer that is a `tokenizer.json`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tokenizers import Tokenizer

from onrecord.models.errors import ModelError

#: Most pieces of one word that the encoder reads. Only what is no word (a data URI, a hash) has more; such a word is
#: still one word with one state, made from its first pieces.
MOST_WORD_PIECES = 32


@dataclass(frozen=True, slots=True)
class WordPieces:
    """The pieces of one text, word by word."""

    ids: tuple[tuple[int, ...], ...]
    """Ids of the pieces of each word; at least one a word."""
    shortened: int
    """Words of which only the first `MOST_WORD_PIECES` pieces are kept."""


class WordTokenizer:
    """Turns words into piece ids, one word at a time, so that no word's pieces depend on its neighbours."""

    def __init__(self, definition: str) -> None:
        """Read a tokenizer.

        Args:
            definition: The content of a `tokenizer.json`.

        Raises:
            ModelError: It is none.
        """
        try:
            self._tokenizer = Tokenizer.from_str(definition)
        except Exception as error:  # the binding raises nothing narrower
            raise ModelError(f"tokenizer.json cannot be read ({error}); take it from the encoder's folder") from error
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self.prefix, self.suffix = self._specials()
        self.unknown = self._unknown()
        self._pieces = lru_cache(maxsize=1 << 17)(self._pieces_of)

    @classmethod
    def of_folder(cls, folder: Path) -> WordTokenizer:
        """The tokenizer in a model's folder.

        Raises:
            ModelError: There is no `tokenizer.json` in it.
        """
        file = folder / "tokenizer.json"
        if not file.is_file():
            raise ModelError(f"{folder}: has no tokenizer.json; save the encoder with a fast tokenizer")
        return cls(file.read_text(encoding="utf-8"))

    @property
    def definition(self) -> str:
        """The tokenizer as the content of a `tokenizer.json`."""
        return str(self._tokenizer.to_str())

    @property
    def size(self) -> int:
        """One more than the greatest id of a piece."""
        return max(self._tokenizer.get_vocab().values()) + 1

    @property
    def specials(self) -> int:
        """How many special pieces stand around a window."""
        return len(self.prefix) + len(self.suffix)

    def __call__(self, words: Sequence[str]) -> WordPieces:
        """The pieces of `words`; a word without any (a lone control character) gets the unknown piece."""
        found = [self._pieces(word) for word in words]
        shortened = sum(len(pieces) > MOST_WORD_PIECES for pieces in found)
        return WordPieces(tuple(pieces[:MOST_WORD_PIECES] for pieces in found), shortened)

    def _pieces_of(self, word: str) -> tuple[int, ...]:
        ids = self._tokenizer.encode([word], is_pretokenized=True, add_special_tokens=False).ids
        return tuple(ids) or (self.unknown,)

    def _specials(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        bare = self._tokenizer.encode("a", add_special_tokens=False).ids
        full = self._tokenizer.encode("a").ids
        for start in range(len(full) - len(bare) + 1):
            if full[start : start + len(bare)] == bare:
                return tuple(full[:start]), tuple(full[start + len(bare) :])
        raise ModelError("the tokenizer changes its pieces when it adds special ones; use another encoder")

    def _unknown(self) -> int:
        for name in ("[UNK]", "<unk>"):
            found = self._tokenizer.token_to_id(name)
            if found is not None:
                return int(found)
        return self.prefix[0] if self.prefix else 0
