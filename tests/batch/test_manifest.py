import json

import pytest

from onrecord.batch.intake import ReadSettings
from onrecord.batch.manifest import Manifest
from onrecord.batch.output import OutputError
from onrecord.batch.part_files import PartFormat
from onrecord.config import PipelineConfig
from onrecord.errors import SourceError

CONFIG = PipelineConfig(name="light", batch_size=2, stages={"segment": {"heading_words": 3}})


@pytest.fixture
def manifest(tmp_path):
    (tmp_path / "a.txt").write_text("One.")
    reading = ReadSettings("body", "key", "latin-1", True)
    return Manifest.of([str(tmp_path / "a.txt"), "-"], reading, 7, PartFormat.PARQUET, CONFIG)


def test_what_is_written_is_read_back(manifest, tmp_path):
    (tmp_path / "run.json").write_bytes(manifest.to_json())
    read = Manifest.read(tmp_path / "run.json")
    assert read == manifest
    assert (read.reading, read.config) == (ReadSettings("body", "key", "latin-1", True), CONFIG)
    assert read.differences(manifest) == []


@pytest.mark.parametrize("key", ["hash_ids", "text_field", None])
def test_a_setting_that_is_missing_or_unknown_is_not_taken_for_the_default(manifest, tmp_path, key):
    said = json.loads(manifest.to_json())
    said["reading"].pop(key, None)
    if key is None:
        said["reading"]["column"] = "body"
    (tmp_path / "run.json").write_text(json.dumps(said))
    with pytest.raises(OutputError, match=r"run.json is not what a run of onrecord .* writes: name a new folder"):
        Manifest.read(tmp_path / "run.json")


def test_a_form_that_is_unknown_is_told_by_the_version_that_wrote_it(manifest, tmp_path):
    said = json.loads(manifest.to_json())
    del said["part_size"]
    (tmp_path / "run.json").write_text(json.dumps({**said, "onrecord": "0.0.1"}))
    with pytest.raises(OutputError, match=r"run.json was written by onrecord 0.0.1, and this is .*: name a new folder"):
        Manifest.read(tmp_path / "run.json")


def test_streams_cannot_be_read_again(manifest):
    assert manifest.unrepeatable() == [
        "standard input can be read only once, so nothing that was read from it can be resumed"
    ]


def test_a_name_that_is_not_utf8_is_refused(tmp_path):
    name = str(tmp_path / "caf\udce9.jsonl")
    with pytest.raises(SourceError, match=r"caf.*udce9.jsonl': a name that is not UTF-8 cannot be kept .*: rename it"):
        Manifest.of([name], ReadSettings(), 7, PartFormat.JSONL, CONFIG)
