"""Inputs, outputs, folders and configurations that cannot work."""

import os
from pathlib import Path

from malformed_case import Case, config

SEGMENT_ONLY = "name: mine\nstages:\n  segment:\n"


def article(folder, name="article.txt"):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("The court said so.\n")
    return str(path)


def folder_without_texts(folder):
    (folder / "news").mkdir()
    (folder / "news" / "a.pdf").write_text("%PDF")
    return ["run", str(folder / "news")]


def folder_of_everything(folder):
    news = folder / "news"
    for name in ("b.txt", "deep/er/a.txt", "UPPER.TXT", "c.csv", "noname", "named.txt/inner.txt"):
        article(folder, f"news/{name}")
    (news / "loop").symlink_to(news, target_is_directory=True)
    (news / "gone.txt").symlink_to(folder / "nowhere")
    os.mkfifo(news / "pipe.txt")
    return ["run", str(news)]


def odd_file_name(folder):
    path = os.fsencode(folder) + b"/caf\xe9.txt"
    with open(path, "wb") as stream:
        stream.write(b"The court said so.")
    return ["run", os.fsdecode(path)]


def unreadable(folder):
    path = folder / "article.txt"
    path.symlink_to("/proc/self/mem")
    return ["run", str(path), article(folder, "other.txt")]


def link_loop(folder):
    (folder / "a.txt").symlink_to(folder / "b.txt")
    (folder / "b.txt").symlink_to(folder / "a.txt")
    return ["run", str(folder / "a.txt")]


def two_of_one_name(folder):
    return ["run", article(folder, "a/article.txt"), article(folder, "b/article.txt")]


def existing(folder):
    (folder / "old.jsonl").write_text("kept\n")
    return ["run", article(folder), "-o", str(folder / "old.jsonl")]


def existing_rejects(folder):
    (folder / "new.jsonl.rejected.jsonl").write_text("kept\n")
    return ["run", article(folder), "-o", str(folder / "new.jsonl")]


def into_input(folder):
    path = article(folder)
    return ["run", path, "-o", path, "--format", "jsonl", "--force"]


def pdf(folder):
    return ["run", article(folder, "page.pdf")]


def html_page(folder):
    return ["run", article(folder, "page.html")]


def parquet(folder):
    return ["run", article(folder), "-o", str(folder / "out.parquet")]


COMMANDS = [
    Case("no input", lambda _: ["run"], "INPUT", code=2),
    Case("unknown command", lambda _: ["rnu"], "rnu", code=2),
    Case("unknown option", lambda folder: ["run", article(folder), "--fromat", "json"], "--fromat", code=2),
    Case("unknown format", lambda folder: ["run", article(folder), "--format", "xml"], "xml", code=2),
    Case("unknown encoding", lambda f: ["run", article(f), "--encoding", "utf-9"], "no such text encoding", code=2),
    Case("missing file", lambda folder: ["run", str(folder / "none.txt")], "no such file or folder", code=2),
    Case("a name of 5,000 characters", lambda _: ["run", "a" * 5000], "File name too long", code=2),
    Case("an input twice", lambda f: ["run", article(f), article(f)], "is given twice", code=2),
    Case("links in a circle", link_loop, "a link to nowhere", code=2),
    Case("folder without texts", folder_without_texts, "has no file in it of a kind that is read", code=2),
    Case("folder with all sorts of things", folder_of_everything, "skipped 3", written=4, rejected=2),
    Case("a file name that is not UTF-8", odd_file_name, "1 record out", written=1),
    Case("a disk that cannot be read", unreadable, "reading failed (Input/output error), for which this", code=2),
    Case("two files of one name", two_of_one_name, "'article' was used by", written=1, rejected=1),
    Case("a PDF file", pdf, ".pdf files are not read; extract the text", code=2),
    Case("a page without an article", html_page, "there is no article in it", rejected=1, code=1),
    Case("a pattern that no file fits", lambda folder: ["run", str(folder / "*.txt")], "fits the pattern", code=2),
    Case(
        "output into a missing folder", lambda f: ["run", article(f), "-o", f"{f}/no/o.jsonl"], "make it first", code=2
    ),
    Case(
        "output is a folder",
        lambda f: ["run", article(f, "in/article.txt"), "-o", str(Path(article(f, "out/article.txt")).parent)],
        "with other things in it: name a new one",
        code=2,
    ),
    Case("output exists", existing, "old.jsonl exists: choose another name, or give --force", code=2),
    Case("rejects exist", existing_rejects, "rejected.jsonl exists: choose another name", code=2),
    Case("output is an input", into_input, "is one of the inputs", code=2),
    Case("output of an unknown kind", parquet, ".parquet implies no format; give --format", code=2),
    Case("unknown configuration", lambda _: ["check", "ruels"], "no configuration 'ruels'", code=2),
    Case("configuration is a folder", lambda folder: ["check", str(folder)], "no configuration", code=2),
    config("configuration that is empty", "", "must be a mapping with the keys name and stages"),
    config("configuration that is a list", "- segment\n", "must be a mapping with the keys name and stages"),
    config("configuration in bad YAML", "name: [a\nstages:\n", "is no valid YAML"),
    config("configuration that is binary", b"\x89PNG\r\n\xff\xfe", "cannot be read"),
    config("YAML with a Python object", "name: !!python/object/apply:os.getcwd []\n", "is no valid YAML"),
    config("YAML with a key twice", SEGMENT_ONLY + "  segment:\n", "line 4: key 'segment' is given twice"),
    config("YAML with a date that is none", SEGMENT_ONLY + "batch_size: 2001-99-99\n", "a value that cannot be read"),
    config("YAML that contains itself", "name: a\nstages: &s\n  segment: *s\n", "is no valid YAML, line 2"),
    config("YAML nested 2,000 deep", "name: " + "[" * 2000, "a value that cannot be read: maximum recursion depth"),
    config("unknown key", SEGMENT_ONLY + "batchsize: 2\n", "unknown key 'batchsize'; did you mean 'batch_size'?"),
    config("missing key", "stages:\n  segment:\n", "the key 'name' is missing"),
    config("no stages", "name: a\nstages: {}\n", "stages"),
    config("stages as a list", "name: a\nstages: [segment]\n", "stages"),
    config("settings that are no mapping", "name: a\nstages:\n  segment: 5\n", "stages.segment"),
    config("a setting of the wrong type", SEGMENT_ONLY + "batch_size: many\n", "batch_size"),
    config("a setting out of range", SEGMENT_ONLY, "headline_words", "stages.segment.headline_words=-1"),
    config("unknown setting", SEGMENT_ONLY, "did you mean 'headline_words'?", "stages.segment.headline_word=3"),
    config("unknown stage", "name: a\nstages:\n  segmnet:\n", "no stage 'segmnet'; did you mean 'segment'?"),
    config("a stage's name that is no word", "name: a\nstages:\n  segment: {stage: [a]}\n", "no stage ['a']"),
    config(
        "wrong order", "name: a\nstages:\n  rules.parse:\n  segment:\n", "'segment' writes it only later: move it up"
    ),
    config("a stage left out", "name: a\nstages:\n  rules.parse:\n", "add 'segment' before it"),
    config("--set without a value", SEGMENT_ONLY, "write it as stages.quotes.min_score=0.8", "batch_size"),
    config("--set of an unknown stage", SEGMENT_ONLY, "did you mean 'segment'?", "stages.segmnet.headline_words=3"),
    config("--set below a value", SEGMENT_ONLY, "has no settings of its own", "name.first=3"),
    config("--set with bad YAML", SEGMENT_ONLY, "is no valid YAML", "batch_size=[1"),
]
