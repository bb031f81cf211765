"""Runs into a run folder, small enough to be looked at."""

import json

from onrecord.batch.part_files import JsonLinesPart


def line(name, text="The court said so."):
    return json.dumps({"id": name, "text": text}) + "\n"


def ids(folder, pattern="records/*.jsonl"):
    return [json.loads(text)["id"] for path in sorted(folder.glob(pattern)) for text in path.read_text().splitlines()]


def run(onrecord, *more):
    return onrecord.run("dump.jsonl", "-o", "out/", "--part-size", "3", *more)


def resume(onrecord, *more):
    return onrecord("run", "-o", "out/", "--resume", *more)


def output(onrecord):
    folder = onrecord.folder / "out"
    files = [*folder.glob("records/*"), *folder.glob("rejected/*"), *folder.glob("rejected.jsonl")]
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


def stopped_at(monkeypatch, name, act):
    """Have `act` called when the record of an article is written."""
    write = JsonLinesPart.write

    def stopping(sink, record):
        if record.id == name:
            act()
        write(sink, record)

    monkeypatch.setattr(JsonLinesPart, "write", stopping)


def full():
    raise OSError(28, "No space left on device")
