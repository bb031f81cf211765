"""NITF, the XML of news agencies, alone or within NewsML: headline and paragraphs as text, the rest into meta.

https://iptc.org/standards/nitf/ - no entity of a file is expanded and no DTD is loaded, from nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from html.entities import name2codepoint
from typing import TYPE_CHECKING

from onrecord.batch.formats.paragraphs import evened, joined, paragraphs_of
from onrecord.batch.intake import Incoming, Item, ReadSettings, SourceFile, unread
from onrecord.batch.objects import unnamed
from onrecord.input_files import LONGEST, Peeked
from onrecord.records import Article, Meta

if TYPE_CHECKING:
    from lxml.etree import _Element

_INLINE = frozenset(
    {"a", "alt-code", "chron", "classifier", "copyrite", "em", "event", "function", "lang", "location", "money"}
    | {"num", "object.title", "org", "person", "postaddr", "pronounce", "q", "span", "strong", "sub", "sup"}
    | {"virtloc", "name.given", "name.family", "city", "state", "region", "country", "sublocation", "frac"}
    | {"frac-num", "frac-sep", "frac-den", "copyrite.year", "copyrite.holder"}
)
_BREAKS = frozenset({"br"})
#: Parts of the body that are no running text.
_UNSEEN = ("media", "note")

#: Where meta is found, the first that is given: the path of an element, and its attribute, or None for its text.
_META: dict[str, tuple[tuple[str, str | None], ...]] = {
    "date": (
        ("head/docdata/date.issue", "norm"),
        ("head/docdata/date.release", "norm"),
        ("head/pubdata", "date.publication"),
        ("body/body.head/dateline/story.date", "norm"),
    ),
    "author": (("body/body.head/byline/person", None), ("body/body.head/byline", None)),
    "outlet": (
        ("head/pubdata", "name"),
        ("body/body.head/distributor", None),
        ("head/docdata/doc.copyright", "holder"),
    ),
    "location": (("body/body.head/dateline/location", None),),
    "abstract": (("body/body.head/abstract", None),),
}


class _NoArticleError(Exception):
    """Why there is no article, and the way out."""


def read(file: SourceFile, stream: Peeked, settings: ReadSettings) -> Iterator[Item]:
    """The articles of an XML file, one for each `nitf` in it. The id is that of the document, else the file's name."""
    data = stream.rest()
    head = data[:800].decode("utf-8", "backslashreplace")
    try:
        stories = _stories(data)
    except _NoArticleError as problem:
        yield unread(file.id, str(problem), file.shown, None, head)
        return
    for number, story in enumerate(stories, start=1):
        position = number if len(stories) > 1 else None
        fallback = file.id if position is None else f"{file.name}:{position}"
        try:
            yield Incoming(_article(story, settings, fallback), file.shown, position)
        except _NoArticleError as problem:
            yield unread(_given_id(story) or fallback, str(problem), file.shown, position, head)


def _stories(data: bytes) -> list[_Element]:
    from lxml import etree

    if len(data) > LONGEST:
        raise _NoArticleError(f"XML is read up to {LONGEST >> 20} MiB: divide it")
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _NoArticleError(f"no valid XML ({error.msg}): was it cut off? fetch it again") from None
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
    _settle_entities(root)
    if not (stories := list(root.iter("nitf"))):
        raise _NoArticleError(f"XML whose root is <{root.tag}> is not read, only NITF: extract the text first")
    return stories


def _settle_entities(root: _Element) -> None:
    """Put characters for the entities that HTML has names for, as agencies use them."""
    from lxml import etree

    for entity in list(root.iter(etree.Entity)):
        if entity.name not in name2codepoint:
            raise _NoArticleError(f"entity &{entity.name}; is not expanded: write what it stands for in its place")
        character = chr(name2codepoint[entity.name]) + (entity.tail or "")
        before, parent = entity.getprevious(), entity.getparent()
        if before is not None:
            before.tail = (before.tail or "") + character
        else:
            parent.text = (parent.text or "") + character
        entity.tail = None
        parent.remove(entity)


def _article(story: _Element, settings: ReadSettings, fallback: str) -> Article:
    content = story.find("body/body.content")
    # The New York Times Annotated Corpus has the first paragraphs once more, as a block of their own.
    whole = next((block for block in story.iter("block") if block.get("class") == "full_text"), content)
    paragraphs = [] if whole is None else _paragraphs(whole)
    if not paragraphs:
        raise _NoArticleError("body.content: there is no text in it; leave the file out")
    lines = [evened("".join(line.itertext())) for line in story.iterfind("body/body.head/hedline/*")]
    headlines = [line for line in lines if line]
    title = next(iter(headlines), evened(story.findtext("head/title") or ""))
    text = joined([*(headlines or [title] * bool(title)), *paragraphs])
    return Article(_given_id(story) or unnamed(text, settings, fallback), text, _meta(story, title))


def _paragraphs(element: _Element) -> list[str]:
    for name in _UNSEEN:
        for unseen in list(element.iter(name)):
            _drop(unseen)
    return list(paragraphs_of(element, _INLINE, _BREAKS))


def _drop(element: _Element) -> None:
    """Take an element out and leave what stands behind it."""
    before, parent = element.getprevious(), element.getparent()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    element.tail = None
    parent.remove(element)


def _given_id(story: _Element) -> str:
    found = story.find("head/docdata/doc-id")
    return "" if found is None else (found.get("id-string") or "").strip()


def _meta(story: _Element, title: str) -> Meta:
    meta: Meta = {"title": title} if title else {}
    for key, places in _META.items():
        values = (_value(story, path, attribute) for path, attribute in places)
        if found := next((value for value in values if value), ""):
            meta[key] = found
    if "date" in meta:
        meta["date"] = _date(str(meta["date"]))
    for item in story.iterfind("head/meta"):
        if (name := item.get("name")) and name not in meta:
            meta[name] = item.get("content") or ""
    return meta


def _date(norm: str) -> str:
    """A date as NITF writes it (`20240310T101500Z`) with its hyphens and colons; any other as it stands."""
    try:
        whole = datetime.fromisoformat(norm)
    except ValueError:
        return norm
    return whole.isoformat() if "T" in norm else whole.date().isoformat()


def _value(story: _Element, path: str, attribute: str | None) -> str:
    found = story.find(path)
    if found is None:
        return ""
    return evened("".join(found.itertext()) if attribute is None else found.get(attribute) or "")
