"""A file that is one web page. Its article is taken out later (`onrecord.batch.pages`), for that is slow."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from onrecord.batch.intake import Item, Page, ReadSettings, SourceFile, unread
from onrecord.batch.page_text import page_text
from onrecord.input_files import Peeked

#: Most bytes of a page: there are none so long that a person wrote.
LONGEST_PAGE = 20 * 2**20

#: Bytes at the beginning of a page in which its address is looked for.
_HEAD = 2**18
_LINK = re.compile(r"<link\b[^<>]*>", re.IGNORECASE)
_CANONICAL = re.compile(r"""\brel\s*=\s*["']?canonical\b""", re.IGNORECASE)
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^/\s]+/\S+")


def read(file: SourceFile, stream: Peeked, settings: ReadSettings) -> Iterator[Item]:
    """The page. Its id is the address that it gives as its own, else the name of the file."""
    del settings  # a page names its own encoding and has its own id
    data = stream.rest()
    if len(data) > LONGEST_PAGE:
        yield too_long(file.id, data, file.shown)
    else:
        address = canonical(data)
        yield Page(address or file.id, data, file.shown, meta={"url": address} if address else {})


def canonical(page: bytes) -> str:
    """The address that a page gives as its own in a canonical link, whole; empty where it gives none."""
    head, _ = page_text(page[:_HEAD], None)
    for link in _LINK.findall(head):
        if _CANONICAL.search(link) and (found := _HREF.search(link)):
            address = html.unescape(found[1] or found[2] or found[3] or "").strip()
            # that of the outlet's front page says nothing of the article
            return address if _ADDRESS.fullmatch(address) else ""
    return ""


def too_long(id: str, page: bytes, source: str, position: int | None = None) -> Item:
    """The rejection of a page that is too long."""
    reason = f"page: longer than {LONGEST_PAGE >> 20} MiB, so it is no article: give its text"
    return unread(id, reason, source, position, page[:800].decode("utf-8", "replace"))
