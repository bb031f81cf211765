"""The article in a web page: title and paragraphs as text; title, date, author and outlet as meta."""

from __future__ import annotations

from onrecord.batch.intake import Incoming, Page, unread
from onrecord.errors import SourceError
from onrecord.records import Article
from onrecord.stages.stage import Rejection


def taken_out(page: Page) -> Incoming | Rejection:
    """The article of a page.

    Raises:
        SourceError: The extra that reads pages is not installed.
    """
    try:
        import trafilatura
    except ImportError:
        raise SourceError("HTML needs trafilatura: install it with pip install 'onrecord[html]'") from None
    text = trafilatura.extract(page.html, include_comments=False)
    if text is None:
        return unread(page.id, "page: no article was found in it", page.source, page.position)
    return Incoming(Article(page.id, text.replace("\n", "\n\n"), page.meta), page.source, page.position)
