"""WARC, the format of web archives: an article for every page that was fetched, other records counted.

Read with FastWARC. https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, cast

from onrecord.batch.formats.html import LONGEST_PAGE, too_long
from onrecord.batch.intake import Item, Page, ReadSettings, SourceFile, unread
from onrecord.counting import counted
from onrecord.input_files import Peeked
from onrecord.unpacking import DamagedError, explain_stream

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

log = logging.getLogger(__name__)

#: What such a file begins with.
MAGIC = b"WARC/"

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
#: Kinds of skipped records that are counted apart.
_MOST_KINDS = 50


class _NoPageError(Exception):
    """What a record is, if it is no page."""


class _DamagedRecordError(Exception):
    """What is wrong with a record, and the way out."""


def read(file: SourceFile, stream: Peeked, settings: ReadSettings) -> Iterator[Item]:
    """The pages of an archive. At the end one log line counts the records that are none.

    The id is the address of the page, else the id of the record; the position is that of the record.
    """
    del settings  # pages name their own encoding and have their own id
    from fastwarc.warc import ArchiveIterator

    skipped: Counter[str] = Counter()
    position = 1
    try:
        # HTTP is parsed record by record: a body that cannot be unpacked would end the iteration
        records = ArchiveIterator(cast("BinaryIO", stream), parse_http=False, stream_detect=False)
        for record in records:
            try:
                yield _page(record, file, position)
            except _NoPageError as what:
                kind = str(what)
                skipped[kind if kind in skipped or len(skipped) < _MOST_KINDS else "others"] += 1
            position += 1
    except OSError as error:
        known = isinstance(error, DamagedError) or error.errno is not None
        why = explain_stream(error) if known else f"the WARC file is damaged ({error}): fetch it again"
        reason = f"{why}; what follows is not read"
        yield unread(f"{file.name}:{position}", reason, file.shown, position)
    if skipped:
        kinds = ", ".join(f"{count} {what}" for what, count in sorted(skipped.items()))
        log.info("%s: skipped %s that are no pages (%s)", file.shown, counted(skipped.total(), "record"), kinds)


def _page(record: WarcRecord, file: SourceFile, position: int) -> Item:
    """The page of a record.

    Raises:
        _NoPageError: The record holds none.
    """
    kind = str(record.record_type)
    if kind not in ("response", "resource"):
        raise _NoPageError(kind)
    address = (record.headers.get("WARC-Target-URI") or "").strip().strip("<>")
    name = address or record.record_id or f"{file.name}:{position}"
    meta = {"url": address, "fetched": record.headers.get("WARC-Date")}
    given = {key: value for key, value in meta.items() if value}
    try:
        if cut := record.headers.get("WARC-Truncated"):
            raise _DamagedRecordError(f"the record was cut when it was fetched ({cut}): fetch the page again")
        data, charset = _response(record) if kind == "response" else (_resource(record), None)
    except _DamagedRecordError as problem:
        return unread(name, f"page: {problem}", file.shown, position, address)
    if len(data) > LONGEST_PAGE:
        return too_long(name, data, file.shown, position)
    return Page(name, data, file.shown, position, dict(given), charset)


def _resource(record: WarcRecord) -> bytes:
    """The content of a record that was archived without HTTP."""
    _check_type(record.headers.get("Content-Type"))
    return _block(record)


def _response(record: WarcRecord) -> tuple[bytes, str | None]:
    """The body of an HTTP response, unpacked, and its encoding as the server named it."""
    from fastwarc.warc import WarcRecord as Empty
    from fastwarc.warc import WarcRecordType

    response = Empty()
    response.init_headers(WarcRecordType.response)
    response.set_bytes_content(_block(record))
    response.is_http = True
    try:
        response.parse_http("all")
        status = response.http_headers.status_code
        if status is None:
            raise _DamagedRecordError("there is no HTTP response in the record: fetch the page again")
        if not 200 <= status < 300:
            raise _NoPageError(f"response with status {status}")
        _check_type(response.http_content_type)
        return response.reader.read(LONGEST_PAGE + 1), response.http_charset
    except OSError as error:
        raise _DamagedRecordError(f"the HTTP response cannot be read ({error}): fetch the page again") from None


def _block(record: WarcRecord) -> bytes:
    if record.content_length > 2 * LONGEST_PAGE:
        raise _DamagedRecordError(
            f"the record is longer than {2 * LONGEST_PAGE >> 20} MiB, so it is no article: give its text"
        )
    block = record.reader.read()
    if len(block) < record.content_length:
        raise _DamagedRecordError(
            f"the record ends after {len(block):,} of {record.content_length:,} bytes: fetch the archive again"
        )
    return block


def _check_type(given: str | None) -> None:
    kind = (given or "unknown type").partition(";")[0].strip().lower()
    if kind not in _PAGES:
        raise _NoPageError(f"response of {kind}" if given is None else f"response of type {kind}")
