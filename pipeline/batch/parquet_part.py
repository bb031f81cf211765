"""Parts as Parquet: one record a row, nested as `onrecord.arrow` has it, in row groups."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from onrecord.arrow import arrow_schema, to_batch
from onrecord.batch.part_files import PartSink
from onrecord.errors import ArticleError
from onrecord.records import Record
from onrecord.writing import to_json

#: Most records of a row group: what a reader has to hold at once.
ROW_GROUP_RECORDS = 200

#: Code points of text after which a row group ends early, so that long articles do not add up.
ROW_GROUP_TEXT = 4_000_000


class ParquetPart(PartSink):
    """Compressed with zstd; a row group ends after 200 records or 4 million code points of text."""

    def __init__(self, path: Path) -> None:
        self._waiting: list[pa.RecordBatch] = []
        self._text = 0
        self._closed = False
        self._file = open(path, "wb")  # noqa: SIM115 - closed by close
        self._writer = pq.ParquetWriter(self._file, arrow_schema(), compression="zstd")

    def write(self, record: Record) -> None:
        """Keep one row for the row group in hand."""
        to_json(record)  # what JSON cannot hold is refused here too: the format must not decide what an archive has
        try:
            row = to_batch([record])
        except MemoryError:  # Arrow has one of its own, which is an ArrowException too
            raise
        except (pa.ArrowException, OverflowError) as error:
            raise ArticleError(record.id, "record", f"Arrow cannot hold it: {error}") from None
        if self._text + len(record.text) > ROW_GROUP_TEXT or len(self._waiting) == ROW_GROUP_RECORDS:
            self._write_group()
        self._waiting.append(row)
        self._text += len(record.text)

    def close(self) -> None:
        """Write the last row group and the footer."""
        if self._closed:
            return
        self._closed = True
        with closing(self._file), closing(self._writer):
            self._write_group()

    def _write_group(self) -> None:
        if not self._waiting:
            return
        # In one chunk: pages must not depend on how the rows came in.
        group = pa.Table.from_batches(self._waiting).combine_chunks()
        self._waiting, self._text = [], 0
        self._writer.write_table(group, row_group_size=ROW_GROUP_RECORDS)
