"""ninjs, the JSON of news agencies: headline and body as text, all the rest into meta.

Versions 1 (`headline`, `body_text`, `body_xhtml`) to 3 (`headlines`, `bodies`). https://iptc.org/standards/ninjs/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic.types import JsonValue

from onrecord.batch.formats.paragraphs import HTML_BREAKS, HTML_INLINE, evened, joined, paragraphs_of
from onrecord.batch.intake import ReadSettings
from onrecord.batch.objects import unnamed
from onrecord.errors import ArticleError
from onrecord.extras import require
from onrecord.records import Article, Meta

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEXT_TYPES = ("text/plain", "")
_BODIES = ("bodies", "headlines", "headline")
#: Names of our own for what ninjs has under several: the first that is given.
_META = {
    "date": ("contentcreated", "firstcreated", "versioncreated"),
    "author": ("byline", "by"),
    "outlet": ("infosource", "copyrightholder"),
}


def is_item(value: dict[str, JsonValue]) -> bool:
    """Whether an object is a news item with a body."""
    return "uri" in value and any(key == "bodies" or key.startswith("body_") for key in value)


def article_of(value: dict[str, JsonValue], settings: ReadSettings, fallback: str) -> Article:
    """The article of a news item.

    Args:
        value: The item.
        settings: Which field holds the id; where there is none, it is the `uri`.
        fallback: Id of an item without a usable one.

    Raises:
        ArticleError: The body is empty or not what ninjs has there.
        MissingExtraError: The body is HTML only, and no library that reads it is installed.
    """
    given = next(
        (found for key in (settings.id_field, "uri") if isinstance(found := value.get(key), str) and found), ""
    )
    name = given or fallback
    body = _body(value, name)
    headline = _headline(value)
    whole = body if not headline or evened(body).startswith(headline) else joined((headline, body))
    rest = {
        key: item
        for key, item in value.items()
        if key not in (settings.id_field, *_BODIES) and not key.startswith("body_")
    }
    return Article(given or unnamed(whole, settings, fallback), whole, {**_own(value, headline), **rest})


def _own(value: dict[str, JsonValue], headline: str) -> Meta:
    own: Meta = {"title": headline} if headline else {}
    for key, names in _META.items():
        found = next((text for name in names if (text := _name(value.get(name)))), None)
        if found:
            own[key] = found
    return own


def _name(value: JsonValue) -> str:
    """A string, or the name of the first of the objects that stand there (`infosource` is a list)."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("name")
    return value if isinstance(value, str) else ""


def _headline(value: dict[str, JsonValue]) -> str:
    found = value.get("headline")
    if isinstance(found, str):
        return evened(found)
    headlines = _objects(value.get("headlines"))
    main = next((item for item in headlines if item.get("role") == "main"), next(iter(headlines), {}))
    text = main.get("value")
    return evened(text) if isinstance(text, str) else ""


def _body(value: dict[str, JsonValue], name: str) -> str:
    """The body with paragraphs: plain text where it has them, else HTML, else plain text on one line."""
    bodies = list(_bodies(value))
    texts = [text for kind, text in bodies if kind in _TEXT_TYPES and text.strip()]
    pages = [text for kind, text in bodies if "html" in kind and text.strip()]
    for text in texts:
        if "\n" in text.strip() or not pages:
            return text
    if pages and (paragraphs := _paragraphs(pages[0])):
        return joined(paragraphs)
    wanted = "a string in body_text or body_xhtml, or a value in bodies of type text/plain or text/html"
    raise ArticleError(name, "body", f"this ninjs item has no text that can be read: it needs {wanted}")


def _bodies(value: dict[str, JsonValue]) -> Iterator[tuple[str, str]]:
    """Content type and content of each body."""
    for key, item in value.items():
        if key.startswith("body_") and isinstance(item, str):
            yield "text/html" if "html" in key else "text/plain" if key == "body_text" else key, item
    for body in _objects(value.get("bodies")):
        text = body.get("value")
        if isinstance(text, str):
            yield str(body.get("contenttype") or body.get("contentType") or ""), text


def _objects(value: JsonValue) -> list[dict[str, JsonValue]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _paragraphs(html: str) -> list[str]:
    require("lxml", "html", "ninjs items whose body is HTML")
    from lxml.etree import ParserError
    from lxml.html import HTMLParser, document_fromstring

    try:
        parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        root = document_fromstring(html.encode("utf-8", "surrogatepass"), parser=parser)
    except ParserError:  # nothing but comments
        return []
    for unseen in root.xpath("//script|//style|//figure|//head"):
        unseen.drop_tree()
    return list(paragraphs_of(root, HTML_INLINE, HTML_BREAKS))
