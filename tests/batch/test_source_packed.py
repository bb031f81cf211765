"""Every format, packed in every way, from files, folders, patterns and pipes."""

import bz2
import gzip
import io
import json
import sys
from itertools import product

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from page_making import PAGES
from source_making import FORMATS, PACKINGS, TEXTS

from onrecord.batch.arriving import arrived
from onrecord.batch.intake import Incoming, ReadSettings
from onrecord.batch.sources import check_inputs, expanded, read_articles
from onrecord.errors import SourceError
from onrecord.extras import MissingExtraError
from onrecord.input_files import Peeked
from onrecord.unpacking import DamagedError, unpacked

CASES = list(product(FORMATS, PACKINGS))


def read(*inputs, **settings):
    check_inputs(inputs, ReadSettings(**settings))
    return [arrived(item) for item in read_articles(inputs, ReadSettings(**settings))]


def articles(*inputs, **settings):
    return {item.article.id: item.article.text for item in read(*inputs, **settings)}


def expected(format):
    """The articles of a format, without their ids where they are those of the file."""
    if format in ("HTML", "WARC"):
        return ["\n\n".join((page.story.title, *page.paragraphs)) for page in PAGES[: FORMATS[format][2]]]
    return list(TEXTS.values())[: FORMATS[format][2]]


@pytest.mark.parametrize(("format", "packing"), CASES)
def test_every_format_is_read_packed_in_every_way(tmp_path, format, packing):
    (name, data, _), (suffix, pack) = FORMATS[format], PACKINGS[packing]
    path = tmp_path / (name + suffix)
    path.write_bytes(pack(data))
    assert list(articles(str(path)).values()) == expected(format)
    assert list(articles(str(tmp_path)).values()) == expected(format)


@pytest.mark.parametrize(("format", "packing"), CASES)
def test_format_and_packing_are_told_by_the_content(tmp_path, format, packing):
    (tmp_path / "dump").write_bytes(PACKINGS[packing][1](FORMATS[format][1]))
    assert list(articles(str(tmp_path / "dump")).values()) == expected(format)


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_is_read_from_a_pipe(monkeypatch, format):
    packed = gzip.compress(FORMATS[format][1])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(packed))))
    assert list(articles("-").values()) == expected(format)


def test_names_of_packed_files_are_without_their_suffixes(tmp_path):
    for number, (suffix, pack) in enumerate(PACKINGS.values()):
        (tmp_path / f"a{number}.txt{suffix}").write_bytes(pack(b"So."))
    assert list(articles(str(tmp_path))) == ["a0", "a1", "a2", "a3"]
    assert list(articles(str(tmp_path / "a3.txt.zst"))) == ["a3"]


@pytest.mark.parametrize(("packing", "name"), [("gzip", "gzip"), ("bzip2", "bzip2"), ("Zstandard", "Zstandard")])
def test_a_packed_file_that_is_cut_or_damaged_keeps_what_came_before(tmp_path, packing, name):
    lines = b"".join(
        b'{"text": "%d %s"}\n' % (number, bytes(str(hash(number)) * 50, "ascii")) for number in range(20_000)
    )
    whole = PACKINGS[packing][1](lines)
    path = tmp_path / "a.jsonl"
    path.write_bytes(whole[: len(whole) * 3 // 4])
    *before, last = read(str(path))
    assert last.reason == f"the {name} file ends early: fetch or pack it again; what follows is not read"
    assert last.position == len(before) + 1 > (100 if packing != "bzip2" else 0)
    path.write_bytes(whole[: len(whole) * 3 // 4] + b"\xff" * 40 + whole[len(whole) * 3 // 4 + 40 :])
    *before, last = read(str(path))
    assert last.reason.startswith(f"the {name} file is damaged (")
    assert all(isinstance(item, Incoming) for item in before[:-1])


def test_frames_of_zstandard_are_read_one_after_the_other(tmp_path):
    pack = zstandard.ZstdCompressor().compress
    skipped = b"\x50\x2a\x4d\x18\x04\x00\x00\x00note"
    (tmp_path / "a.txt").write_bytes(skipped + pack(b"One. ") + skipped + pack(b"") + pack(b"Two."))
    assert articles(str(tmp_path / "a.txt")) == {"a": "One. Two."}


def test_zstandard_with_a_long_window_is_read(tmp_path):
    parameters = zstandard.ZstdCompressionParameters.from_level(1, window_log=28, enable_ldm=True)
    packer = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    (tmp_path / "a.txt").write_bytes(packer.compress(b"So. " * 1000) + packer.flush())
    assert articles(str(tmp_path / "a.txt")) == {"a": "So. " * 1000}


def test_a_library_that_is_missing_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("onrecord.extras.is_installed", lambda module: module != "zstandard")
    (tmp_path / "a.txt").write_bytes(zstandard.ZstdCompressor().compress(b"So."))
    with pytest.raises(MissingExtraError, match=r"with Zstandard need zstandard: .*'onrecord\[zstd\]'"):
        list(read_articles([str(tmp_path / "a.txt")], ReadSettings()))


def test_a_pattern_stands_for_the_files_that_fit_it_in_the_order_of_their_names(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("b.txt", "a.txt", "c.log", "deep/d.txt", "[x].txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    assert expanded(["c.log", "?.txt", "-"]) == ["c.log", "a.txt", "b.txt", "-"]
    assert expanded(["**/*.txt"]) == ["[x].txt", "a.txt", "b.txt", "deep/d.txt"]
    assert expanded(["[x].txt"]) == ["[x].txt"]
    assert articles("?.txt", "c.log") == {"a": "a.txt", "b": "b.txt", "c": "c.log"}


def test_what_fits_a_pattern_is_named_by_its_path_from_the_first_wildcard_on(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for year in ("2020", "2021"):
        (tmp_path / "dump" / year / "deep").mkdir(parents=True)
        (tmp_path / "dump" / year / "news.jsonl").write_text(json.dumps({"text": year}))
        (tmp_path / "dump" / year / "deep/a.txt").write_text(f"Deep {year}")
    lines = {"2020/news.jsonl:1": "2020", "2021/news.jsonl:1": "2021"}
    texts = {"2020/deep/a": "Deep 2020", "2021/deep/a": "Deep 2021"}
    for start in ("dump", "./dump", str(tmp_path / "dump")):
        assert articles(f"{start}/*/news.jsonl") == lines
        assert articles(f"{start}/**/*.txt") == texts
        assert articles(f"{start}/*") == lines | texts
    assert articles("dump/2020/*.jsonl") == {"news.jsonl:1": "2020"}
    assert articles("dump/2020/*/") == {"deep/a": "Deep 2020"}


def test_a_pattern_that_nothing_fits_and_a_file_that_fits_two_are_refused(tmp_path):
    (tmp_path / "a.txt").touch()
    with pytest.raises(SourceError, match="no such file, and none that fits the pattern"):
        check_inputs([str(tmp_path / "*.csv")], ReadSettings())
    with pytest.raises(SourceError, match="is given twice"):
        check_inputs([str(tmp_path / "*.txt"), str(tmp_path / "a.txt")], ReadSettings())


def test_hashed_ids_depend_on_the_text_alone(tmp_path, monkeypatch):
    (tmp_path / "a.jsonl").write_text(
        '{"text": "So."}\n{"id": "x", "text": "No."}\n{"text": "Yes."}\n{"text": "So."}\n'
    )
    (tmp_path / "b.csv").write_text("text,n\nYes!,1\n")
    (tmp_path / "c.txt").write_text("So.")
    items = read(str(tmp_path), hash_ids=True)
    assert [item.article.id if isinstance(item, Incoming) else item.reason for item in items] == [
        "12984637383b7b9c",
        "x",
        "5f9a2b795615ba6a",
        f"id: '12984637383b7b9c' was used by {tmp_path}/a.jsonl:1; give every article an id of its own",
        "8aff5108a050bcfa",
        "c",
    ]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(b"So."))))
    assert list(articles("-", hash_ids=True)) == ["12984637383b7b9c"]


def test_files_of_one_name_in_two_folders_have_ids_of_their_own(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "dump.jsonl").write_text('{"text": "So."}\n')
    assert list(articles(str(tmp_path))) == ["a/dump.jsonl:1", "b/dump.jsonl:1"]


class Drips:
    """A stream that gives a few bytes at a time, and then fails or ends."""

    def __init__(self, data, size, failure=None):
        self._stream, self._size, self._failure = io.BytesIO(data), size, failure

    def read1(self, size):
        data = self._stream.read(min(size, self._size))
        if not data and self._failure is not None:
            raise self._failure
        return data


@given(st.binary(max_size=60), st.integers(1, 9), st.lists(st.integers(0, 70), max_size=3))
def test_looking_ahead_changes_nothing_of_what_is_read(data, size, looks):
    stream = Peeked(Drips(data, size))
    for look in looks:
        assert stream.start(look) == data[:look]
        assert stream.first_lines(1) == [line for line in io.BytesIO(data) if line.strip()][:1]
    lines = []
    while line := stream.line():
        lines.append(line)
        assert stream.tell() == sum(map(len, lines))
    assert lines == list(io.BytesIO(data))


@given(st.binary(min_size=1, max_size=60), st.integers(1, 9))
def test_what_came_before_a_failure_is_read_first(data, size):
    whole = data[: data.rfind(b"\n") + 1]
    stream, lines = Peeked(Drips(data, size, DamagedError("gone"))), []
    stream.start(100)
    with pytest.raises(DamagedError):
        lines.extend(iter(stream.line, b""))
    assert b"".join(lines) == whole
    stream = Peeked(Drips(data, size, DamagedError("gone")))
    assert stream.start(100) == data
    with pytest.raises(DamagedError):
        stream.rest()


@given(st.binary(max_size=300), st.sampled_from([gzip.compress, bz2.compress, zstandard.ZstdCompressor().compress]))
def test_what_is_packed_comes_out_as_it_was(data, pack):
    assert Peeked(unpacked(io.BytesIO(pack(data)))).rest() == data
