"""JSON that is broken, or holds something else than articles."""

import gzip

from malformed_case import Case, lines

GOOD = '{"id": "good", "text": "The court said so."}\n'
ONE_OF_TWO = {"written": 1, "rejected": 1}
ALL = {"rejected": 1, "code": 1}


def cut_gzip(folder):
    path = folder / "dump.jsonl.gz"
    articles = "".join(f'{{"id": "{n}", "text": "The court said no to number {n} again."}}\n' for n in range(3))
    path.write_bytes(gzip.compress(articles.encode(), 0)[:-20])
    return ["run", str(path)]


def records_of_an_earlier_run(folder):
    path = folder / "records.jsonl"
    found = '"mentions": [], "entities": [], "quotes": [], "relations": []'
    path.write_text(f'{{"id": "a", "text": "So.", "meta": {{"k": 1}}, {found}, "status": "ok"}}\n')
    return ["run", str(path)]


def pretty_json(folder):
    path = folder / "article.json"
    path.write_text('{\n  "id": "a",\n  "text": "The court said so."\n}\n')
    return ["run", str(path)]


def broken_json(folder):
    path = folder / "article.json"
    path.write_text('{\n  "id": "a",\n  "text": "The court said so.\n')
    return ["run", str(path)]


def wrong_columns(folder):
    path = folder / "dump.jsonl"
    path.write_text('{"key": 1, "title": "So", "body": "The court said so."}\n')
    return ["run", str(path), "--text-field", "content"]


def right_columns(folder):
    path = folder / "dump.jsonl"
    path.write_text('{"key": 1, "title": "So", "body": "The court said so."}\n')
    return ["run", str(path), "--text-field", "body", "--id-field", "key"]


JSON = [
    lines(
        "half a line", GOOD + '{"id": "b", "text": "The cou', "a string is not closed; was it cut off?", **ONE_OF_TWO
    ),
    lines("half a line ahead of others", '{"id": "a",\n' + GOOD, "it ends early; was it cut off?", **ONE_OF_TWO),
    lines("blank lines", "\n\n" + GOOD + "\n   \n", "1 article in, 1 record out", written=1),
    lines("CRLF between the lines", GOOD.replace("\n", "\r\n") * 1, "1 record out", written=1),
    lines("byte order mark", b"\xef\xbb\xbf" + GOOD.encode(), "1 record out", written=1),
    lines("U+2028 within a line", '{"text": "one\u2028two"}\n', "1 record out", written=1),
    lines("latin-1 bytes", GOOD.encode() + b'{"text": "caf\xe9"}', "byte 0xe9 at byte 13 is not UTF-8", **ONE_OF_TWO),
    lines("UTF-16", GOOD.encode("utf-16"), "it is UTF-16, not UTF-8", **ALL),
    lines("a list instead of lines", f"[{GOOD.strip()}, {GOOD.strip().replace('good', 'b')}]", "2 records", written=2),
    lines("a list that is cut", f"[{GOOD.strip()},", "it ends early; was it cut off?", **ONE_OF_TWO),
    lines("a list of texts", '["The court said so."]', "must be an object with the key 'text', not a list", **ALL),
    Case("an indented object", pretty_json, "1 record out", written=1),
    Case("an indented object that is cut", broken_json, "no valid JSON in line 3", **ALL),
    lines("a number", "12\n" + GOOD, "must be an object with the key 'text', not a number", **ONE_OF_TWO),
    lines("null", "null\n" + GOOD, "must be an object with the key 'text', not null", **ONE_OF_TWO),
    lines("CSV named .jsonl", "id,text\n1,So.\n", "no valid JSON at character 1", code=1, rejected=2),
    Case("wrong column names", wrong_columns, "is missing; the strings here are 'title', 'body'", **ALL),
    Case("other column names, given", right_columns, "1 record out", written=1),
    lines("an object without a text", '{"id": "a"}', "text: is missing; there is no other string", **ALL),
    lines("a text that is a number", '{"id": "a", "text": 5}\n' + GOOD, "must be a string, not a number", **ONE_OF_TWO),
    lines("a text that is null", '{"id": "a", "text": null}\n' + GOOD, "must be a string, not null", **ONE_OF_TWO),
    lines("a text that is a list", '{"id": "a", "text": ["x"]}\n' + GOOD, "must be a string, not a list", **ONE_OF_TWO),
    lines("no id", '{"text": "So."}', "1 record out", written=1),
    lines("an id that is null or empty", '{"id": null, "text": "x"}\n{"id": "", "text": "y"}', "2 records", written=2),
    lines("an id that is a number", '{"id": 7, "text": "So."}', "1 record out", written=1),
    lines("an id that is a list", '{"id": [7], "text": "x"}\n' + GOOD, "id: must be a string or a whole", **ONE_OF_TWO),
    lines("an id twice", GOOD * 2, "id: 'good' was used by", **ONE_OF_TWO),
    lines("a number and a string as one id", '{"id": 7, "text": "x"}\n{"id": "7", "text": "y"}', "'7'", **ONE_OF_TWO),
    lines("a lone surrogate as id", '{"id": "\\udfff", "text": "x"}\n' + GOOD, "id at offset 0: lone", **ONE_OF_TWO),
    lines("a whole number of 6,000 digits", '{"text": "x", "n": ' + "9" * 6000 + "}\n" + GOOD, "digits", **ONE_OF_TWO),
    lines("a whole number of 300 digits", '{"text": "x", "n": ' + "9" * 300 + "}\n", "1 record out", written=1),
    lines("NaN", '{"text": "x", "n": NaN}\n' + GOOD, "NaN is no JSON number", **ONE_OF_TWO),
    lines("infinity", '{"text": "x", "n": -Infinity}\n' + GOOD, "-Infinity is no JSON number", **ONE_OF_TWO),
    lines("a number too large", '{"text": "x", "n": 1e999}\n' + GOOD, "number 1e999 is too large", **ONE_OF_TWO),
    lines("nested 100,000 deep", '{"text": "x", "n": ' + "[" * 100_000 + "\n" + GOOD, "nested too deep", **ONE_OF_TWO),
    lines(
        "nested 100 deep",
        '{"text": "x", "n": ' + "[" * 100 + "]" * 100 + "}\n" + GOOD,
        "meta: nested too deep: at most 64 levels",
        **ONE_OF_TWO,
    ),
    lines("a key twice", '{"text": "x", "text": "y"}\n' + GOOD, "key 'text' is given twice", **ONE_OF_TWO),
    lines(
        "meta that contradicts its object",
        '{"text": "x", "date": "1", "meta": {"date": "2"}}\n' + GOOD,
        "date: has another value in meta.date",
        **ONE_OF_TWO,
    ),
    lines("meta that is no object", '{"text": "x", "meta": [1, 2]}', "1 record out", written=1),
    lines("a line of 20 MB", '{"text": "x", "pad": "' + "y" * 20_000_000 + '"}\n', "1 record", written=1, slow=True),
    lines("an empty file", "", "there was no article in the input"),
    Case("records of an earlier run", records_of_an_earlier_run, "1 record out", written=1),
    Case("gzip that was cut", cut_gzip, "the gzip file ends early", written=2, rejected=1),
    Case("standard input, half a line", lambda _: ["run", "-"], "cut off", stdin=b'{"text": "x', **ALL),
    Case("standard input, empty", lambda _: ["run", "-"], "1 article in, 1 record out", written=1),
]
