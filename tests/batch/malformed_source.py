"""A malformed file of every format, packed in every way, and what must come of it."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path

import pyarrow as pa
from page_making import PAGES
from source_making import FORMATS, PACKINGS
from warc_making import response

from onrecord.batch.arriving import arrived
from onrecord.batch.intake import Incoming, ReadSettings
from onrecord.batch.sources import check_inputs, read_articles


@dataclass(frozen=True)
class Malformed:
    """What is wrong with a file, and what must come of it."""

    what: str
    data: bytes
    articles: int
    """Articles that can be read all the same."""
    rejected: int
    way_out: str
    """Part of the message: what the user can do, or look for."""


@dataclass(frozen=True)
class Outcome:
    """What came of a file."""

    articles: int
    rejected: int
    message: str
    right: bool
    """Whether it is what must come of it: nothing is lost, and the message says what to do."""


def _data(kind):
    return FORMATS[kind][1]


#: One for every format; the name is that of a whole file of the format.
MALFORMED = {
    "text": Malformed("Latin-1 bytes", b"caf\xe9", 0, 1, "name its encoding (--encoding latin-1"),
    "JSON lines": Malformed("last line cut", _data("JSON lines")[:-20], 1, 1, "was it cut off?"),
    "JSON list": Malformed("cut", _data("JSON list")[:-12], 1, 1, "was it cut off?"),
    "JSON object": Malformed("cut", _data("JSON object")[:-3], 0, 1, "was it cut off?"),
    "ninjs": Malformed("no body", b'[{"uri": "x", "bodies": []}]', 0, 1, "it needs a string in body_text"),
    "CSV": Malformed("delimiter not quoted", _data("CSV") + b"z,No, or so.\n", 2, 1, "quote delimiters and breaks"),
    "TSV": Malformed("no column of that name", b"id\tbody\nx\tSo.\n", 0, 1, "name the text with --text-field"),
    "Parquet": Malformed("cut", _data("Parquet")[:-20], 0, 1, "fetch or write it again"),
    "NITF": Malformed("cut", _data("NITF")[:-40], 0, 1, "was it cut off? fetch it again"),
    "HTML": Malformed("no article", b"<!DOCTYPE html><html><head></head></html>", 0, 1, "leave the page out, or give"),
    "WARC": Malformed(
        "record cut", response(PAGES[0].url, PAGES[0].html) + response(PAGES[1].url, PAGES[1].html)[:-90], 1, 1,
        "fetch the archive again",
    ),
}  # fmt: skip


def cases() -> dict[str, Callable[[], Outcome]]:
    """Every format malformed, in every packing; in every packing a whole file whose packing is cut; a dataset."""
    found: dict[str, Callable[[], Outcome]] = {}
    for (kind, case), (packing, (suffix, pack)) in product(MALFORMED.items(), PACKINGS.items()):
        name = f"{kind}, {packing}: {case.what}"
        found[name] = partial(_outcome, FORMATS[kind][0] + suffix, pack(case.data), case)
    for kind, (packing, (suffix, pack)) in product(FORMATS, PACKINGS.items()):
        if packing != "plain":
            name, data, _ = FORMATS[kind]
            case = Malformed("packing cut", pack(data)[:-9], 0, 1, "fetch or pack it again")
            found[f"{kind}, {packing}: packing cut"] = partial(_outcome, name + suffix, case.data, case)
    return {**found, "saved dataset: cut": _dataset}


def _outcome(name: str, data: bytes, case: Malformed) -> Outcome:
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / name
        path.write_bytes(data)
        return _judged(path, case)


def _dataset() -> Outcome:
    case = Malformed("cut", b"", 1, 1, "save or fetch it again")
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "data.arrow"
        table = pa.table({"text": ["So.", "No."]})
        with pa.ipc.new_stream(str(path), table.schema) as stream:
            stream.write_table(table, max_chunksize=1)
        path.write_bytes(path.read_bytes()[:-40])
        (Path(scratch) / "state.json").write_text('{"_data_files": [{"filename": "data.arrow"}]}')
        (Path(scratch) / "dataset_info.json").write_text("{}")
        return _judged(Path(scratch), case)


def _judged(path: Path, case: Malformed) -> Outcome:
    try:
        check_inputs([str(path)], ReadSettings())
        items = [arrived(item) for item in read_articles([str(path)], ReadSettings())]
    except Exception as error:  # a crash is what is looked for
        return Outcome(0, 0, f"CRASHED: {type(error).__name__}: {error}", right=False)
    articles = sum(isinstance(item, Incoming) for item in items)
    reasons = [item.reason for item in items if not isinstance(item, Incoming)]
    # where the packing is cut, what comes before is read, as far as it was written whole
    right = len(reasons) == case.rejected and articles >= case.articles
    right &= all(case.way_out in reason for reason in reasons)
    return Outcome(articles, len(reasons), "; ".join(reasons), right)
