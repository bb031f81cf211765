"""The same two articles in every format that is read, and packed in every way."""

import bz2
import csv
import gzip
import io
import json

import pyarrow as pa
import zstandard
from page_making import PAGES
from pyarrow import parquet
from warc_making import archive

TEXTS = {"x": "The court said so.\n\n“No,” said Zoë.", "y": 'So did he, "twice".'}

_STORY = (
    "<nitf><head><docdata><doc-id id-string='{}'/></docdata></head><body><body.content>{}</body.content></body></nitf>"
)


def _delimited(delimiter):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([("id", "text"), *TEXTS.items()])
    return out.getvalue().encode()


def _parquet():
    out = io.BytesIO()
    parquet.write_table(pa.table({"id": list(TEXTS), "text": list(TEXTS.values())}), out)
    return out.getvalue()


def _nitf():
    stories = (
        _STORY.format(name, "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n\n")))
        for name, text in TEXTS.items()
    )
    return f"<newsMessage>{''.join(stories)}</newsMessage>".encode()


_OBJECTS = [{"id": name, "text": text} for name, text in TEXTS.items()]

#: Name of the file, its bytes, and how many articles it holds.
FORMATS = {
    "text": ("a.txt", TEXTS["x"].encode(), 1),
    "JSON lines": ("a.jsonl", "".join(json.dumps(item) + "\n" for item in _OBJECTS).encode(), 2),
    "JSON list": ("a.json", json.dumps(_OBJECTS, indent=1).encode(), 2),
    "JSON object": ("a.json", json.dumps(_OBJECTS[0], indent=1).encode(), 1),
    "ninjs": ("a.json", json.dumps([{"uri": name, "body_text": text} for name, text in TEXTS.items()]).encode(), 2),
    "CSV": ("a.csv", _delimited(","), 2),
    "TSV": ("a.tsv", _delimited("\t"), 2),
    "Parquet": ("a.parquet", _parquet(), 2),
    "NITF": ("a.xml", _nitf(), 2),
    "HTML": ("a.html", PAGES[0].html, 1),
    "WARC": ("a.warc", b"".join(archive(PAGES[:2])), 2),
}

#: Suffix, and how it is packed.
PACKINGS = {
    "plain": ("", bytes),
    "gzip": (".gz", gzip.compress),
    "bzip2": (".bz2", bz2.compress),
    "Zstandard": (".zst", zstandard.ZstdCompressor().compress),
}
