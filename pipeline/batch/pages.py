"""The article in a web page: headline and paragraphs as text; title, date, author and outlet as meta.

Read with Trafilatura (Barbaresi 2021, https://aclanthology.org/2021.acl-demo.15).
"""

from __future__ import annotations

import logging
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING

from onrecord.batch.formats.paragraphs import evened, joined, paragraphs_of
from onrecord.batch.intake import Incoming, Page, unread
from onrecord.batch.page_text import page_text
from onrecord.extras import require
from onrecord.records import Article, Meta
from onrecord.stages.stage import Rejection

if TYPE_CHECKING:
    from trafilatura.settings import Document

#: Elements of Trafilatura's own that stand within a line, and its line break.
_INLINE = frozenset({"hi", "ref", "del", "code", "graphic"})
_BREAKS = frozenset({"lb"})
#: Our names for what Trafilatura finds.
_META = {"title": "title", "date": "date", "author": "author", "outlet": "sitename", "url": "url"}
#: Dates after it are not taken for one of the article: the end of the years that htmldate knows. Its own last day is
#: that of the run, so that one page would have other dates on other days.
_LAST_DAY = "2039-12-31"
_WAY_OUT = "leave the page out, or give its text"


def taken_out(page: Page) -> Incoming | Rejection:
    """The article of a page.

    The text is the headline and the paragraphs, with a blank line between two and white space made even; comments,
    menus and advertisements are left out. What the source says in `meta` counts more than what the page says.

    Raises:
        MissingExtraError: Trafilatura is not installed.
        MemoryError: There is not enough memory for the page.
    """
    library = _library()
    html, replaced = page_text(page.html, page.charset)
    try:
        found = _extracted(library, html, page)
    except MemoryError:
        raise
    except Exception as error:  # a page can hold anything, and must not end a run
        reason = f"page: Trafilatura failed on it ({type(error).__name__}: {error}): {_WAY_OUT}"
        return unread(page.id, reason, page.source, page.position, html)
    paragraphs = [] if found is None else _paragraphs(found)
    if found is None or not paragraphs:
        reason = f"page: there is no article in it, as far as Trafilatura can tell: {_WAY_OUT}"
        return unread(page.id, reason, page.source, page.position, html)
    meta = _meta(found)
    if replaced:
        meta["undecodable_characters"] = replaced
    text = joined(_with_headline(evened(found.title or ""), paragraphs))
    return Incoming(Article(page.id, text, {**meta, **page.meta}), page.source, page.position)


def _extracted(library: ModuleType, html: str, page: Page) -> Document | None:
    found: Document | None = library.bare_extraction(
        html,
        url=str(page.meta.get("url") or "") or None,
        include_comments=False,
        with_metadata=True,
        date_extraction_params={"original_date": True, "extensive_search": True, "max_date": _LAST_DAY},
    )
    return found


@cache
def _library() -> ModuleType:
    require("trafilatura", "html", "HTML pages")
    import trafilatura

    for name in ("trafilatura", "htmldate", "charset_normalizer"):  # what they have to say is said by the rejection
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return trafilatura


def _paragraphs(found: Document) -> list[str]:
    return [] if found.body is None else list(paragraphs_of(found.body, _INLINE, _BREAKS))


def _with_headline(title: str, paragraphs: list[str]) -> list[str]:
    """The paragraphs, the title ahead of them unless the first one is it, be it longer or shorter."""
    shorter, longer = sorted((evened(paragraphs[0]).casefold(), title.casefold()), key=len)
    same = longer.startswith(shorter) and 2 * len(shorter) >= len(longer)
    return paragraphs if same or not title else [title, *paragraphs]


def _meta(found: Document) -> Meta:
    values = {key: getattr(found, name) for key, name in _META.items()}
    return {key: value for key, value in values.items() if value}
