"""The bytes of a web page as text, in the encoding that it names, as browsers take it."""

from __future__ import annotations

import codecs
import re

_START = 4096
_DECLARED = re.compile(rb"""(?:<meta[^>]+?charset|<\?xml[^>]+?encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
#: What pages call by the first name is the second: https://encoding.spec.whatwg.org/#names-and-labels
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}


def page_text(page: bytes, charset: str | None) -> tuple[str, int]:
    """A page as text.

    The encoding is that of its byte order mark, or the one that the server named, or the page itself, or UTF-8, or
    Windows-1252: the first that fits.

    Args:
        page: The page.
        charset: What the server named.

    Returns:
        The text, and how many characters of it are U+FFFD because their bytes were in no encoding that fits.
    """
    for mark, name in _MARKS.items():
        if page.startswith(mark):
            return _replaced(page, name)
    declared = _DECLARED.search(page, 0, _START)
    for given in (charset, declared and declared[1].decode("ascii"), "utf-8"):
        if (codec := _codec(given)) is not None:
            try:
                return page.decode(codec), 0
            except UnicodeDecodeError:
                pass
    text, replaced = _replaced(page, "utf-8")
    mostly = sum(not mark.isascii() for mark in text) >= 2 * replaced
    return (text, replaced) if mostly else _replaced(page, "cp1252")


def _replaced(page: bytes, codec: str) -> tuple[str, int]:
    text = page.decode(codec, "replace")
    return text, text.count("\ufffd")


def _codec(name: str | None) -> str | None:
    """The codec of Python for what a page calls its encoding; none for what is no encoding of text."""
    try:
        known = codecs.lookup((name or "").strip().lower())
        b"".decode(known.name)
    except (LookupError, UnicodeError):
        return None
    # a page whose name for UTF-16 could be read is in no such encoding
    return None if known.name.startswith("utf-16") else _MEANT.get(known.name, known.name)
