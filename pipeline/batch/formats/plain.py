"""A file that is the text of one article."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.batch.intake import Incoming, Item, ReadSettings, SourceFile, unread
from onrecord.batch.objects import unnamed
from onrecord.input_files import LONGEST, EncodingError, NotTextError, Peeked, decode
from onrecord.records import Article


def read(file: SourceFile, stream: Peeked, settings: ReadSettings) -> Iterator[Item]:
    """The one article, its text as it stands."""
    data = stream.rest()
    head = data[:800].decode("utf-8", "backslashreplace")
    if len(data) > LONGEST:
        reason = f"text: longer than {LONGEST >> 20} MiB, so it is no article: divide it"
        yield unread(file.id, reason, file.shown, None, head)
        return
    try:
        text = decode(data, settings.encoding)
    except NotTextError as error:
        way_out = ", or name its encoding (--encoding latin-1, utf-16, …)" if isinstance(error, EncodingError) else ""
        yield unread(file.id, f"text: {error}{way_out}", file.shown, None, head)
        return
    name = unnamed(text, settings, file.id) if file.path == "-" else file.id
    yield Incoming(Article(name, text), file.shown)
