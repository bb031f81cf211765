"""Web archives, record by record, as crawlers write them."""

import gzip
import zlib


def record(kind, block, **headers):
    """One record, in the letters of WARC 1.1."""
    number = zlib.crc32(kind.encode() + block + repr(headers).encode())
    given = {
        "WARC-Type": kind,
        "WARC-Date": "2024-03-10T11:12:13Z",
        "WARC-Record-ID": f"<urn:uuid:00000000-0000-4000-8000-{number:012d}>",
        "Content-Length": str(len(block)),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in given.items() if value is not None)
    return b"WARC/1.1\r\n" + lines.encode() + b"\r\n" + block + b"\r\n\r\n"


def response(url, body, *, status="200 OK", kind="text/html; charset=utf-8", encoding="", **headers):
    """The record of an HTTP response."""
    data = gzip.compress(body, mtime=0) if encoding == "gzip" else body
    coded = f"Content-Encoding: {encoding}\r\n" if encoding else ""
    typed = f"Content-Type: {kind}\r\n" if kind else ""
    http = f"HTTP/1.1 {status}\r\n{typed}{coded}Content-Length: {len(data)}\r\n\r\n".encode() + data
    given = {"WARC_Target_URI": url, "Content_Type": "application/http; msgtype=response", **headers}
    return record("response", http, **given)


def info():
    """What stands at the beginning of every archive."""
    return record(
        "warcinfo", b"software: a crawler\r\nformat: WARC File Format 1.1\r\n", Content_Type="application/warc-fields"
    )


def request(url):
    """What was asked of the server."""
    http = b"GET / HTTP/1.1\r\nHost: news.example\r\n\r\n"
    return record("request", http, WARC_Target_URI=url, Content_Type="application/http; msgtype=request")


def archive(pages):
    """A whole archive: for each page what was asked and what was answered."""
    exchanges = [
        part for page in pages for part in (request(page.url), response(page.url, page.html, kind="text/html"))
    ]
    return [info(), *exchanges]
