"""The pipeline as a user holds it: `load` one, call it on one article, `pipe` many through it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar, overload

from onrecord.build import build, check_heads, on_device
from onrecord.checking import check_article, printable
from onrecord.config import DEFAULT, PipelineConfig, load_config
from onrecord.document import Document
from onrecord.errors import ArticleError
from onrecord.records import Article, Provenance, Record
from onrecord.stages.stage import Rejection, Stage
from onrecord.version import __version__

Context = TypeVar("Context")


class Extractor:
    """Stages in running order, ready to turn articles into records."""

    def __init__(self, config: PipelineConfig) -> None:
        """Build the stages of `config`.

        Raises:
            ConfigError: The configuration cannot work.
        """
        self.config = config
        self.stages: list[Stage[Any]] = build(config)
        for stage in self.stages:
            stage.load()
        check_heads(self.stages)
        model = next((stage.model for stage in self.stages if stage.model is not None), config.name)
        self.provenance = Provenance(onrecord=__version__, config=config.digest(), model=model)

    def __call__(self, article: Article | str) -> Record:
        """The record of one article.

        Args:
            article: An article, or its text; a bare text gets the id ``"0"``.

        Raises:
            ArticleError: The article cannot be processed.
        """
        return next(self.pipe([article]))

    @overload
    def pipe(self, articles: Iterable[Article | str], *, batch_size: int | None = None) -> Iterator[Record]: ...

    @overload
    def pipe(
        self, articles: Iterable[tuple[Article | str, Context]], *, as_tuples: bool, batch_size: int | None = None
    ) -> Iterator[tuple[Record, Context]]: ...

    def pipe(self, articles: Iterable[Any], *, as_tuples: bool = False, batch_size: int | None = None) -> Iterator[Any]:
        """Records of many articles, in input order, lazily.

        Args:
            articles: Articles or texts (a bare text gets its position as id); with `as_tuples` pairs of one and
                anything else, as spaCy has it.
            as_tuples: Yield ``(record, context)`` pairs.
            batch_size: Articles that go through the stages together; by default the configuration's.

        Raises:
            ArticleError: At the first article that cannot be processed; `process` goes on instead.
            TypeError: `articles` is a single article or text, or with `as_tuples` one of them is no pair.
        """
        if as_tuples:
            inputs, contexts = itertools.tee(_pairs(articles))
            records = self.pipe((article for article, _ in inputs), batch_size=batch_size)
            yield from zip(records, (context for _, context in contexts), strict=True)
            return
        for result in self.process(articles, batch_size=batch_size):
            if isinstance(result, Rejection):
                raise ArticleError(result.id, f"stage {result.stage}", result.reason)
            yield result

    def process(
        self, articles: Iterable[Article | str], *, batch_size: int | None = None
    ) -> Iterator[Record | Rejection]:
        """Like `pipe`, but an article that cannot be processed comes out as a `Rejection` in its place.

        Raises:
            TypeError: `articles` is a single article or text.
            ValueError: `batch_size` is below 1.
        """
        if isinstance(articles, (str, bytes, Article)):  # a text would go through letter by letter
            raise TypeError(f"articles must be many, not one {type(articles).__name__}: call the extractor on one")
        size = self.config.batch_size if batch_size is None else batch_size
        if size < 1:
            raise ValueError(f"batch_size must be at least 1, not {size}")
        numbered = enumerate(articles)
        while batch := list(itertools.islice(numbered, size)):
            yield from self._run([_as_article(article, number) for number, article in batch])

    def _run(self, articles: Sequence[Article]) -> list[Record | Rejection]:
        results: list[Document | Rejection] = [_checked(article) for article in articles]
        for stage in self.stages:
            alive = [index for index, result in enumerate(results) if isinstance(result, Document)]
            documents = [result for result in results if isinstance(result, Document)]
            if documents:
                for index, outcome in zip(alive, stage(documents), strict=True):
                    results[index] = outcome
        return [result if isinstance(result, Rejection) else result.record(self.provenance) for result in results]


def load(config: str | Path = DEFAULT, overrides: Iterable[str] = (), device: str | None = None) -> Extractor:
    """A ready pipeline.

    Args:
        config: Name of a shipped configuration, or path of a YAML file.
        overrides: Settings as ``stages.quotes.min_score=0.8``.
        device: Where the model runs: `auto` (CUDA where there is one, else the CPU), `cpu`, `cuda`, `cuda:1` and so
            on; by default as the configuration has it, which is `auto` where it says nothing.

    Raises:
        ConfigError: The configuration cannot work, or has no model that a device could be for.
    """
    return Extractor(on_device(load_config(config, overrides), device))


def _pairs(articles: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    for number, pair in enumerate(articles):
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:  # a text of two letters would be taken apart
            size = f" of {len(pair)}" if isinstance(pair, (tuple, list)) else ""
            raise TypeError(
                f"articles[{number}]: with as_tuples expected a pair (article or text, context), "
                f"not {type(pair).__name__}{size}"
            )
        yield pair[0], pair[1]


def _as_article(article: Article | str, number: int) -> Article:
    return article if isinstance(article, Article) else Article(str(number), article)


def _checked(article: Article) -> Document | Rejection:
    try:
        check_article(article)
    except ArticleError as error:
        return Rejection(error.article, "read", error.detail, head=printable(article.text)[:200])
    return Document(article)
