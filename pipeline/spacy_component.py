"""onrecord as a spaCy component: ``nlp.add_pipe("onrecord")``, found by entry point.

Every ``spacy.blank()`` imports this module, also those inside onrecord's own stages: what runs a pipeline is imported
only when a component is made.

What it writes, for the text of the `Doc`:

- ``doc._.onrecord``: the `Record`, with character offsets; what is below is made from it.
- ``doc._.quotes``, ``doc._.relations``: its quotes and relations.
- ``doc.ents``: its names, labelled with their type; ``ent.id_`` is the id of the entity. Entities that are there
  already stay, and a name that shares a token with one of them is left out; with ``overwrite_ents`` it is the other way
  round.
- ``doc.spans["quotes"]``: the contents of the quotes, one span for each of theirs, labelled ``direct``, ``indirect`` or
  ``mixed``; ``span.id_`` is the id of the quote, which several spans can share.
- ``doc.spans["coref_clusters_1"]`` and so on, as spacy-experimental has it: the mentions of each entity that has at
  least two, in place of the groups of these names that another component has written. ``doc._.coref_clusters`` is a
  dict from the id of the entity to its span group.

Spans are aligned to the tokens of the `Doc`: with ``alignment_mode`` ``expand`` one that ends within a token is widened
to it; with ``contract`` or ``strict`` it can be narrowed or left out, then it is in the record alone.
"""

from __future__ import annotations

import hashlib
import itertools
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import filter_spans

from onrecord.config import DEFAULT

if TYPE_CHECKING:
    from onrecord.config import PipelineConfig
    from onrecord.extractor import Extractor
    from onrecord.records import Mention, Quote, Record, Relation

AlignmentMode: TypeAlias = Literal["strict", "contract", "expand"]

_KEY = "onrecord"
"""Where the record lies in `Doc.user_data`: as JSON, because spaCy writes and sends nothing else."""
_QUOTES = "quotes"
_CLUSTER = re.compile(r"coref_clusters_\d+")


@Language.factory(
    "onrecord",
    assigns=["doc.ents", "doc.spans", "doc._.onrecord", "doc._.quotes", "doc._.relations", "doc._.coref_clusters"],
    default_config={
        "config": DEFAULT,
        "overrides": [],
        "device": None,
        "alignment_mode": "expand",
        "overwrite_ents": False,
    },
)
def make_onrecord(
    nlp: Language,  # noqa: ARG001 - spaCy passes it to every factory
    name: str,
    config: str,
    overrides: list[str],
    device: str | None,
    alignment_mode: AlignmentMode,
    overwrite_ents: bool,
) -> OnrecordComponent:
    """The component, as ``nlp.add_pipe("onrecord", config={...})`` makes it.

    Args:
        nlp: The user's pipeline; the component reads nothing but the text of its documents.
        name: Name of the component in it.
        config: Name of a shipped configuration of onrecord, or path of a YAML file.
        overrides: Settings as ``stages.quotes.min_score=0.8``.
        device: Where the model runs: `auto`, `cpu`, `cuda`, `cuda:1` and so on; None as the configuration has it.
        alignment_mode: What to do with a span that ends within a token: `strict`, `contract` or `expand`.
        overwrite_ents: Whether names replace the entities that share a token with them.

    Raises:
        ConfigError: The configuration cannot work.
    """
    from onrecord.extractor import load

    return OnrecordComponent(load(config, overrides, device), name, alignment_mode, overwrite_ents)


class OnrecordComponent(Pipe):
    """Runs an extractor over the text of each document and writes what it found."""

    def __init__(
        self,
        extractor: Extractor,
        name: str = "onrecord",
        alignment_mode: AlignmentMode = "expand",
        overwrite_ents: bool = False,
    ) -> None:
        self.name = name
        self.extractor = extractor
        self.alignment_mode = alignment_mode
        self.overwrite_ents = overwrite_ents
        _register_extensions()

    def __reduce__(self) -> tuple[Callable[..., OnrecordComponent], tuple[Any, ...]]:
        """What a worker process makes it from again: models are loaded there and not sent."""
        return _remake, (self.extractor.config, self.name, self.alignment_mode, self.overwrite_ents)

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one document.

        Raises:
            ArticleError: The text cannot be processed, unless an error handler was set.
        """
        return next(self.pipe([doc]), doc)

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """Annotate many documents, in order.

        Args:
            stream: The documents.
            batch_size: How many are taken from the stream at a time.

        Yields:
            The documents. What becomes of one that cannot be processed is up to the error handler of the pipeline; by
            default it raises.
        """
        from onrecord.errors import ArticleError
        from onrecord.records import Article, Record

        handle = self.get_error_handler()
        documents = iter(stream)
        while docs := list(itertools.islice(documents, batch_size)):
            results = self.extractor.process(Article(_id(doc.text), doc.text) for doc in docs)
            for doc, result in zip(docs, results, strict=True):
                if isinstance(result, Record):
                    self.set_annotations(doc, result)
                    yield doc
                else:
                    handle(self.name, self, [doc], ArticleError(result.id, f"stage {result.stage}", result.reason))

    def set_annotations(self, doc: Doc, record: Record) -> None:
        """Write into `doc` the record of its text, with the id that `pipe` gives it."""
        doc.user_data[_KEY] = _dump(record)
        doc.set_ents(self._ents(doc, record))
        for name in [name for name in doc.spans if _CLUSTER.fullmatch(name)]:
            del doc.spans[name]
        doc.spans[_QUOTES] = SpanGroup(doc, name=_QUOTES, spans=list(self._contents(doc, record)))
        for number, (entity, spans) in enumerate(self._clusters(doc, record), 1):
            name = f"coref_clusters_{number}"
            doc.spans[name] = SpanGroup(doc, name=name, attrs={"entity": entity}, spans=spans)

    def _ents(self, doc: Doc, record: Record) -> list[Span]:
        names = [self._span(doc, mention) for mention in record.mentions if mention.kind == "name"]
        ours = filter_spans(span for span in names if span is not None)
        stay, give_way = (ours, doc.ents) if self.overwrite_ents else (doc.ents, ours)
        taken = {token.i for span in stay for token in span}
        return [*stay, *(span for span in give_way if not any(token.i in taken for token in span))]

    def _contents(self, doc: Doc, record: Record) -> Iterator[Span]:
        for quote in record.quotes:
            for content in quote.content:
                span = doc.char_span(
                    content.start, content.end, quote.type, alignment_mode=self.alignment_mode, span_id=quote.id
                )
                if span is not None:
                    yield span

    def _clusters(self, doc: Doc, record: Record) -> Iterator[tuple[str, list[Span]]]:
        mentions = {mention.id: mention for mention in record.mentions}
        for entity in record.entities:
            spans = [self._span(doc, mentions[mention]) for mention in entity.mentions]
            aligned = [span for span in spans if span is not None]
            if len(aligned) > 1:
                yield entity.id, aligned

    def _span(self, doc: Doc, mention: Mention) -> Span | None:
        return doc.char_span(
            mention.start,
            mention.end,
            mention.type,
            alignment_mode=self.alignment_mode,
            span_id=mention.entity or "",
        )


def _remake(
    config: PipelineConfig, name: str, alignment_mode: AlignmentMode, overwrite_ents: bool
) -> OnrecordComponent:
    from onrecord.extractor import Extractor

    return OnrecordComponent(Extractor(config), name, alignment_mode, overwrite_ents)


def _id(text: str) -> str:
    """Id of the article that a document is: it has none of its own, and must get the same one in every process."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _dump(record: Record) -> str:
    """The record as JSON, without the text, which the document has."""
    from onrecord.records import adapter

    return adapter().dump_json(record, exclude={"text"}).decode()


@lru_cache(maxsize=16)
def _load(stored: str, text: str) -> Record:
    from pydantic_core import from_json

    from onrecord.records import adapter

    return adapter().validate_python({**from_json(stored), "text": text})


def _record(doc: Doc) -> Record | None:
    stored = doc.user_data.get(_KEY)
    record = None if stored is None else _load(stored, doc.text)
    # spaCy can carry user data over to a part of the document, where no offset holds.
    return record if record and record.id == _id(doc.text) else None


def _quotes(doc: Doc) -> tuple[Quote, ...]:
    record = _record(doc)
    return record.quotes if record else ()


def _relations(doc: Doc) -> tuple[Relation, ...]:
    record = _record(doc)
    return record.relations if record else ()


def _coref_clusters(doc: Doc) -> dict[str, SpanGroup]:
    groups = (group for name, group in doc.spans.items() if _CLUSTER.fullmatch(name))
    return {group.attrs["entity"]: group for group in groups if "entity" in group.attrs}


_EXTENSIONS: dict[str, Callable[[Doc], Any]] = {
    "onrecord": _record,
    "quotes": _quotes,
    "relations": _relations,
    "coref_clusters": _coref_clusters,
}


def _register_extensions() -> None:
    """Register ``doc._.…``; an attribute that another package has registered stays theirs, with a warning."""
    for name, getter in _EXTENSIONS.items():
        if Doc.has_extension(name) and getattr(Doc.get_extension(name)[2], "__module__", None) != __name__:
            warnings.warn(
                f"doc._.{name} is registered by another package and keeps its meaning; "
                "what onrecord found is in doc._.onrecord and doc.spans",
                stacklevel=4,
            )
        else:
            Doc.set_extension(name, getter=getter, force=True)
