"""Runs the encoder over whole texts: windows of all texts, sorted by length into batches, stitched to word states."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

import torch
from torch import Tensor

from onrecord.models import bioes
from onrecord.models.collate import Collator, EncodedText, Text, units_tensor
from onrecord.models.encoder import EncoderSettings
from onrecord.models.entities import Entities
from onrecord.models.errors import ModelError
from onrecord.models.heads.coreference import Links
from onrecord.models.heads.relations import Related, RelationsFound
from onrecord.models.heads.speakers import Answers
from onrecord.models.mentions import Constraints, MentionTable
from onrecord.models.model import Model
from onrecord.models.outputs import Chunk
from onrecord.models.speakers import SpeakerMentions, SpeakerQuestions
from onrecord.models.speech import Speech
from onrecord.models.windows import Unit, Window

if hasattr(os, "register_at_fork"):  # POSIX
    # A forked process has none of its parent's threads, and OpenMP would wait for them without end.
    os.register_at_fork(after_in_child=lambda: torch.set_num_threads(1))

#: Pieces of a batch. Products of matrices with more rows than this run a fifth slower where they leave the caches.
CPU_PIECES = 2048
CUDA_PIECES = 16384


class Engine:
    """A model ready to read texts. Each window goes through the encoder once, whatever reads its states later.

    On CUDA the encoder runs in half precision, elsewhere in float32; the heads read float32 everywhere.
    """

    def __init__(self, model: Model, batch_pieces: int | None = None, reading: EncoderSettings | None = None) -> None:
        """Put the model into evaluation mode.

        Args:
            model: The model, on the device where it is to run.
            batch_pieces: Most pieces of a batch, padding counted; a longer window is a batch of its own. None is
                `CPU_PIECES` or `CUDA_PIECES`.
            reading: The model's settings with windows of other sizes, by `Model.reading`; None is as the model has it.
        """
        self.model = model.eval()
        self.collator: Collator = model.collator(reading)
        self.device = next(model.parameters()).device
        self.precision = precision_of(self.device)
        self.batch_pieces = batch_pieces or (CPU_PIECES if self.device.type == "cpu" else CUDA_PIECES)
        self.windows = 0
        """Windows that went through the encoder so far."""

    def encode(self, texts: Iterable[tuple[Sequence[str], Sequence[Unit]]]) -> list[EncodedText]:
        """Pieces, features and windows of texts, each given as its words and its units (see `Text`)."""
        return [self.collator.encode(Text(tuple(words), tuple(units))) for words, units in texts]

    @torch.inference_mode()
    def states(self, texts: Sequence[EncodedText]) -> list[Tensor]:
        """Word states [words, H] of each text, float32, stitched from its windows; in the order of the texts."""
        found = [torch.empty(len(text.pieces), self.model.encoder.hidden, device=self.device) for text in texts]
        order = [(number, window) for number, text in enumerate(texts) for window in text.windows]
        order.sort(key=lambda item: texts[item[0]].length(item[1]))
        for chosen in self._batches(texts, order):
            batch = self.collator.collate([(texts[number], window) for number, window in chosen])
            with torch.autocast(self.device.type, self.precision, enabled=self.precision != torch.float32):
                states = self.model.encoder(batch.to(self.device)).float()
            self.windows += len(chosen)
            start = 0
            for number, window in chosen:
                kept = slice(start + window.core_first - window.first, start + window.core_end - window.first)
                found[number][window.core_first : window.core_end] = states[kept]
                start += window.end - window.first
        return found

    @torch.inference_mode()
    def tag(
        self,
        head: str,
        texts: Sequence[EncodedText],
        states: Sequence[Tensor],
        hints: Sequence[Tensor] | None = None,
    ) -> list[list[Chunk]]:
        """The chunks that a tagging head finds in each text.

        Args:
            head: Name of the head.
            texts: The texts.
            states: Their word states.
            hints: [words, L] of each text: what is added to the score of each of the head's tags at each word;
                `onrecord.models.decode.FORBIDDEN` rules a tag out.

        Raises:
            ModelError: There is no such head.
        """
        tagger = self.model.tagger(head)
        starts = [0]
        for text in texts:
            starts.append(starts[-1] + len(text.pieces))
        if not starts[-1]:
            return [[] for _ in texts]
        units = [
            (start + first, start + end)
            for text, start in zip(texts, starts, strict=False)
            for first, end in text.units
        ]
        emissions = tagger(torch.cat(list(states)))
        if hints is not None:
            emissions = emissions + torch.cat(list(hints))
        tagged = tagger.decode(emissions, units_tensor(units).to(self.device))
        tags, scores = tagged.tags.tolist(), tagged.scores.tolist()
        labels = tagger.settings.labels
        return [
            bioes.chunks(tags[start : start + len(text.pieces)], scores[start : start + len(text.pieces)], labels)
            for text, start in zip(texts, starts, strict=False)
        ]

    @torch.inference_mode()
    def relate(
        self,
        head: str,
        states: Sequence[Tensor],
        entities: Sequence[Entities],
        least: float,
        speech: Sequence[Speech] | None = None,
    ) -> list[RelationsFound]:
        """The relations that a head finds in each text.

        Args:
            head: Name of the head.
            states: Word states of the texts.
            entities: Entities of the texts, on the CPU.
            least: Least score of a relation; at 0.5 the labels that pass the head's threshold, at 0 every label of
                every pair.
            speech: Who says what in each text, on the CPU, for a head that reads it.

        Raises:
            ModelError: There is no such head.
        """
        relating = self.model.relation_head(head)
        said = speech if speech is not None else [None] * len(states)
        return [
            relating.decode(own, given, least, told) for own, given, told in zip(states, entities, said, strict=True)
        ]

    @torch.inference_mode()
    def answer(
        self,
        head: str,
        states: Sequence[Tensor],
        questions: Sequence[SpeakerQuestions],
        mentions: Sequence[SpeakerMentions],
    ) -> list[Answers]:
        """Who the speakers are that a head is asked for in each text.

        Args:
            head: Name of the head.
            states: Word states of the texts.
            questions: What is asked of each, on the CPU.
            mentions: The mentions of each, on the CPU.

        Raises:
            ModelError: There is no such head.
        """
        answering = self.model.speaker_head(head)
        return [answering.answers(*text) for text in zip(states, questions, mentions, strict=True)]

    @torch.inference_mode()
    def evidence(
        self,
        head: str,
        states: Sequence[Tensor],
        entities: Sequence[Entities],
        relations: Sequence[Sequence[Related]],
    ) -> list[list[tuple[int, int]]]:
        """For each relation of each text the mentions of its head and its tail that say it best.

        Args:
            head: Name of the head.
            states: Word states of the texts.
            entities: Entities of the texts, on the CPU.
            relations: What `relate` found in each, or those of it that are kept.

        Raises:
            ModelError: There is no such head.
        """
        relating = self.model.relation_head(head)
        return [relating.evidence(*text) for text in zip(states, entities, relations, strict=True)]

    @torch.inference_mode()
    def link(
        self,
        head: str,
        states: Sequence[Tensor],
        mentions: Sequence[MentionTable],
        constraints: Sequence[Constraints],
    ) -> list[Links]:
        """The entities that a head makes of the mentions of each text.

        Args:
            head: Name of the head.
            states: Word states of the texts.
            mentions: Mentions of the texts, on the CPU.
            constraints: What is known of the mentions of each text.

        Raises:
            ModelError: There is no such head.
        """
        linking = self.model.coreference_head(head)
        return [linking.decode(*given) for given in zip(states, mentions, constraints, strict=True)]

    def _batches(
        self, texts: Sequence[EncodedText], ordered: Sequence[tuple[int, Window]]
    ) -> list[list[tuple[int, Window]]]:
        batches: list[list[tuple[int, Window]]] = [[]]
        for item in ordered:
            length = texts[item[0]].length(item[1]) + self.collator.tokenizer.specials
            if batches[-1] and (len(batches[-1]) + 1) * length > self.batch_pieces:
                batches.append([])
            batches[-1].append(item)
        return [batch for batch in batches if batch]


def device_of(name: str) -> torch.device:
    """The device of this name; `auto` is CUDA where there is one, else the CPU.

    Raises:
        ModelError: There is no such device.
    """
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        device = torch.device(name)
        torch.empty(0, device=device)
    except (RuntimeError, AssertionError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise ModelError(f"device {name!r} cannot be used ({reason}); choose auto or cpu") from error
    return device


def precision_of(device: torch.device) -> torch.dtype:
    """What the encoder computes in: bfloat16 on CUDA from compute capability 8.0, float16 below it, else float32."""
    if device.type != "cuda":
        return torch.float32
    return torch.bfloat16 if torch.cuda.get_device_capability(device) >= (8, 0) else torch.float16
