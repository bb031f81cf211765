"""Text made safe to look at: control characters replaced one for one, so that every offset still holds."""

from __future__ import annotations

import re
import unicodedata

#: Stands for a character that must not be shown as it is and that has no picture of its own.
REPLACEMENT = "\ufffd"
#: Marks that something was left out; a bare "…" could be the author's own.
CUT = " […]"

# C0, DEL, C1, the bidirectional overrides (they can show a word as another), lone surrogates and the two code points
# that no XML may hold. Tab and the line breaks are layout.
HIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202d\u202e\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("\r(?!\n)|[\x0b\x0c\x85\u2028\u2029]")
_BLANK = re.compile(r"\s+")


def visible(text: str) -> str:
    r"""The text with every control character shown as a picture of itself (``␀``) or as ``�``.

    Args:
        text: Any text, trusted or not.

    Returns:
        A text of the same length: each character in the place it had. Line breaks of every kind become ``\n``; of
        ``\r\n`` the first becomes a space.
    """
    text = _BREAKS.sub("\n", text).replace("\r\n", " \n")
    return HIDDEN.sub(lambda match: picture(match.group()), text)


def hidden(text: str) -> int:
    """How many characters `visible` replaces by a picture."""
    return sum(1 for _ in HIDDEN.finditer(text))


def picture(character: str) -> str:
    """One visible character that stands for a control character."""
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else REPLACEMENT


def on_one_line(text: str) -> str:
    """`visible`, with each run of white space as one space."""
    return _BLANK.sub(" ", visible(text)).strip()


def abridged(text: str, limit: int) -> str:
    """`on_one_line`, cut to `limit` characters where it is longer; the cut is marked with `CUT`.

    Args:
        text: Any text.
        limit: Most characters to return, the mark included.
    """
    line = on_one_line(text)
    if len(line) <= limit:
        return line
    end = max(limit - len(CUT), 1)
    while end < len(line) and unicodedata.combining(line[end]):
        end -= 1
    space = line.rfind(" ", 0, end + 1)
    return line[: space if space > end // 2 else end] + CUT
