"""The last step of reading, left to whoever processes the articles: pages are slow and can be read side by side."""

from __future__ import annotations

from onrecord.batch.intake import Incoming, Page
from onrecord.batch.pages import taken_out
from onrecord.stages.stage import Rejection


def arrived(item: Incoming | Page | Rejection) -> Incoming | Rejection:
    """The article of whatever a source yields, with its place; a rejection passes through."""
    return taken_out(item) if isinstance(item, Page) else item
