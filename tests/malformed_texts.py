"""Texts and text files that are not what they should be, and some that only look so."""

import codecs
import gzip

from malformed_case import Case, lines, text

REJECTED = {"written": 0, "rejected": 1, "code": 1}


def cut_gzip(folder):
    path = folder / "article.txt.gz"
    path.write_bytes(gzip.compress(b"The court said so. " * 500)[:-20])
    return ["run", str(path)]


def bad_gzip(folder):
    path = folder / "article.txt.gz"
    whole = bytearray(gzip.compress(bytes(range(256)) * 40))
    whole[20:24] = b"\xff\xff\xff\xff"
    path.write_bytes(whole)
    return ["run", str(path)]


def latin_1_that_is_named(folder):
    path = folder / "article.txt"
    path.write_bytes("Le café était fermé, a-t-il dit.".encode("latin-1"))
    return ["run", str(path), "--encoding", "latin-1"]


def utf_16_that_is_named(folder):
    path = folder / "article.txt"
    path.write_bytes("The court said so.".encode("utf-16"))
    return ["run", str(path), "--encoding", "utf-16"]


TEXTS = [
    text("empty file", ""),
    text("white space only", " \t\r\n\u2003\u3000\n "),
    text("one character", "."),
    text("a word of 100,000 characters", "a" * 100_000 + " said so."),
    text("100,000 characters without white space, of many kinds", "a.b-(c)'s/" * 10_000),
    text("10 MB of text", "The court said on Monday that it would continue. " * 210_000, slow=True),
    text("NULs among the words", "The court\0 said\0 so."),
    text("control characters", "The \x01court\x1b[31m said\x7f so."),
    text("right-to-left text and marks", "בית המשפט אמר \u202eso\u202c. \u200fقالت المحكمة"),
    text("combining characters", "Zoe\u0308 said \u0301so. " + "a" + "\u0301" * 500),
    text("emoji with joiners and flags", "👨‍👩‍👧‍👦 said 👍🏽 to 🇩🇪."),
    text("astral and private characters", "𝒯𝒽ℯ 𝒸ℴ𝓊𝓇𝓉 said \U000f0000 so."),
    text("noncharacters", "The court\ufffe said\uffff so."),
    text("HTML left over", "<p>The court said &ldquo;yes&rdquo;.<br/>&nbsp;He&#8217;s gone.</p>"),
    text("byte order mark", codecs.BOM_UTF8 + b"The court said so."),
    text("CRLF line ends", "Title\r\n\r\nThe court said so.\r\n"),
    text("CR line ends", "Title\r\rThe court said so.\r"),
    text("U+2028, U+2029 and U+0085 as line ends", "Title\u2029The court\u2028said so.\u0085He left."),
    text("zero-width spaces and soft hyphens", "The\u200bcourt said\u00ad so.\ufeff"),
    text("quotation marks that never close", "“" * 200 + "The court said so. \"'" * 100),
    text("brackets nested deep", "(" * 2000 + "said" + ")" * 2000),
    text("only punctuation", "?!…--“”'' ,,, ;;;\n\n***\n"),
    text("one sentence of 20,000 words", "the court and " * 6_700),
    text("a text that begins like JSON", '{"id" is a key, the court said.\nSo did he.'),
    text("latin-1 bytes", "Le café".encode("latin-1"), "byte 0xe9 at byte 6 is not UTF-8", **REJECTED),
    Case("latin-1 bytes, --encoding latin-1", latin_1_that_is_named, "1 record out", written=1),
    text("UTF-16 with a mark", "The court".encode("utf-16"), "it is UTF-16, not UTF-8", **REJECTED),
    Case("UTF-16, --encoding utf-16", utf_16_that_is_named, "1 record out", written=1),
    text("UTF-16 without a mark", "The court".encode("utf-16-le"), "UTF-16 without a byte order mark", **REJECTED),
    text("UTF-8 cut within a character", "café".encode()[:-1], "byte 0xc3 at byte 3 is not UTF-8", **REJECTED),
    text("a surrogate encoded as UTF-8", b"The \xed\xa0\x80 court", "byte 0xed at byte 4 is not UTF-8", **REJECTED),
    text("a PDF named .txt", b"%PDF-1.7\n%\xe2\xe3", "it is a PDF file, not text", **REJECTED),
    text("an image named .txt", b"\x89PNG\r\n\x1a\n\0\0", "it is a PNG image, not text", **REJECTED),
    text("random bytes", bytes(range(256)), "byte 0x80 at byte 128 is not UTF-8", **REJECTED),
    Case("gzip that was cut", cut_gzip, "the gzip file ends early", code=1, rejected=1),
    Case("gzip that is damaged", bad_gzip, "the gzip file is damaged", code=1, rejected=1),
    lines(
        "a lone surrogate in JSON",
        '{"id": "a", "text": "The \\ud800 court"}\n{"id": "b", "text": "fine"}',
        "text at offset 4: lone surrogate '\\ud800' is no character",
        written=1,
        rejected=1,
    ),
    lines("NUL in JSON", '{"id": "a", "text": "The \\u0000 court"}', "1 record out", written=1),
    lines("empty text in JSON", '{"id": "a", "text": ""}', "1 record out", written=1),
]
