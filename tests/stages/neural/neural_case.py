"""Documents on their way into a neural stage, with a model that finds what the test says."""

from dataclasses import dataclass, field

import torch

from onrecord.document import Document
from onrecord.models.heads.speakers import Answers
from onrecord.models.heads.tagging import TaggingHead, TaggingSettings
from onrecord.models.outputs import Chunk
from onrecord.models.speakers import SpeakerMentions, SpeakerQuestions, tried
from onrecord.records import Article
from onrecord.stages.encoding import Encoding
from onrecord.stages.rules.coreference.stage import Coreference
from onrecord.stages.rules.parse import Parse
from onrecord.stages.segment import Segment
from onrecord.stages.stage import Stage
from onrecord.stages.words import paragraph_words


@dataclass
class Finder:
    """Stands for an engine: a head finds the surfaces that it is given, each at its first place not yet taken."""

    finds: dict[str, list[tuple[str, str, float]]]
    encoded: list[str] = field(default_factory=list)

    @property
    def model(self) -> "Finder":
        return self

    def calibrated(self, head: str, score: float) -> float:
        del head
        return score

    def tagger(self, head: str) -> TaggingHead:
        return TaggingHead(1, TaggingSettings(labels=tuple(dict.fromkeys(label for _, label, _ in self.finds[head]))))

    def tag(
        self,
        head: str,
        texts: list[tuple[str, ...]],
        states: list[torch.Tensor],
        hints: list[torch.Tensor] | None = None,
    ) -> list[list[Chunk]]:
        del states, hints
        return [self._chunks(words, self.finds.get(head, [])) for words in texts]

    def answer(
        self,
        head: str,
        states: list[torch.Tensor],
        questions: list[SpeakerQuestions],
        mentions: list[SpeakerMentions],
    ) -> list[Answers]:
        """The first mention is the speaker of everything, the last passed it on where there are two."""
        del head, states
        found = []
        for asked, given in zip(questions, mentions, strict=True):
            candidates = tried(asked, given)
            size = len(given.table)
            told = torch.zeros(len(asked), 1 + candidates.places.shape[1])
            told[:, 1 if size else 0] = 1.0
            via = torch.zeros_like(told)
            via[:, size if size > 1 else 0] = 1.0
            kinds = torch.zeros(len(asked), 6)
            kinds[:, 0] = 1.0
            found.append(Answers(candidates, told, via, kinds))
        return found

    def _chunks(self, words: tuple[str, ...], wanted: list[tuple[str, str, float]]) -> list[Chunk]:
        found, taken = [], set()
        for surface, label, score in wanted:
            size = len(surface.split(" "))
            first = next(
                place
                for place in range(len(words))
                if " ".join(words[place : place + size]) == surface and taken.isdisjoint(range(place, place + size))
            )
            taken.update(range(first, first + size))
            found.append(Chunk(first, first + size, label, score))
        return sorted(found, key=lambda chunk: chunk.first)


def run(stage: Stage, document: Document) -> Document:
    stage.load()
    [result] = stage([document])
    assert isinstance(result, Document), result
    return result


def stage(cls: type[Stage], **settings: object) -> Stage:
    return cls(cls.__name__.lower(), cls.Settings(**settings))


def encoded(text: str, **finds: list[tuple[str, str, float]]) -> Document:
    """A document with segments, parse and an encoding whose heads (`names_worldwide` …) find what is given."""
    document = run(stage(Parse), run(stage(Segment), Document(Article("a", text))))
    assert document.segments is not None
    words = paragraph_words(text, document.segments)
    engine = Finder({head.replace("_", "-"): wanted for head, wanted in finds.items()})
    encoding = Encoding(words, words.tokens.forms, torch.zeros(len(words.tokens.forms), 1), engine)  # type: ignore[arg-type]
    return Document(document.article, document.segments, document.parse, encoding)


def resolved(document: Document) -> Document:
    """The document with entities, by rules."""
    return run(stage(Coreference), document)
