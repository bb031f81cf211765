"""Records read from Parquet, one row group after the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from onrecord.arrow import arrow_schema, from_batch
from onrecord.errors import OnrecordError, SourceError
from onrecord.records import Record

try:
    import pyarrow as pa
    import pyarrow.parquet as pq
except ImportError:
    raise OnrecordError("reading Parquet needs pyarrow: install it with pip install 'onrecord[arrow]'") from None

#: Rows that are turned into records at once; a batch never reaches over the end of a row group.
_ROWS_AT_ONCE = 200


def parquet_records(path: Path) -> Iterator[Record]:
    """The records of a file with the columns of `onrecord.arrow`, checked like those of any file.

    Args:
        path: A Parquet file; its columns may stand in any order, and there may be others, which are left out.

    Raises:
        ArticleError: The first row that is no sound record.
        SourceError: The file is damaged, or its columns are not those of records.
    """
    try:
        with path.open("rb") as stream, pq.ParquetFile(stream) as file:  # not by its path, which may look like a URI
            _check_columns(path, file.schema_arrow)
            for batch in file.iter_batches(batch_size=_ROWS_AT_ONCE, columns=arrow_schema().names):
                yield from from_batch(_as_records(path, batch))
    except (pa.ArrowException, OSError) as error:
        raise SourceError(f"{path} cannot be read: it is damaged, or was not written to its end ({error})") from None


def _check_columns(path: Path, schema: pa.Schema) -> None:
    missing = [name for name in arrow_schema().names if name not in schema.names]
    if missing:
        raise SourceError(
            f"{path} holds no records: it has no column {missing[0]!r}, but {', '.join(map(repr, schema.names[:8]))}; "
            "records in Parquet are what onrecord run writes, articles are read by onrecord run"
        )


def _as_records(path: Path, batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch with the types of records, which other programs may have written as their kin."""
    schema = arrow_schema()
    if batch.schema.equals(schema):
        return batch
    return pa.RecordBatch.from_arrays([_as_field(path, batch, field) for field in schema], schema=schema)


def _as_field(path: Path, batch: pa.RecordBatch, field: pa.Field) -> pa.Array:
    column = batch.column(field.name)
    if column.null_count and not field.nullable:
        raise SourceError(f"{path} holds no records: column {field.name!r} lacks values")
    try:
        return column.cast(field.type)
    except (pa.ArrowException, NotImplementedError):
        reason = f"column {field.name!r} is of type {column.type}, not {field.type}"
        raise SourceError(f"{path} holds no records: {reason}") from None
