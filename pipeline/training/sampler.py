"""Which items go into which batch: temperature sampling over corpora, batches by a budget of pieces.

An item is a window, or a whole document with all its windows.

Everything follows from the seed and a small state, so that a run that is resumed draws what it would have drawn.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from onrecord.training.config import SamplingSettings


@dataclass(frozen=True, slots=True)
class Size:
    """How much room an item takes in a batch."""

    windows: int
    """Its windows."""
    longest: int
    """Pieces of the longest of them, special ones counted."""

    @property
    def pieces(self) -> int:
        """Its pieces, padding within it counted."""
        return self.windows * self.longest


@dataclass(frozen=True, slots=True)
class Drawn:
    """One item of a corpus."""

    corpus: str
    """Name of the corpus."""
    number: int
    """Which of its items."""


@dataclass(slots=True)
class SamplerState:
    """Where a sampler stands; plain numbers."""

    round: int = 0
    """Buffers drawn before the current one."""
    batch: int = 0
    """Batches of the current buffer that are used up."""
    cursors: dict[str, int] = field(default_factory=dict)
    """Items drawn from each corpus before the current buffer."""


class Sampler:
    """An endless stream of batches; each corpus is gone through in a new random order every time it comes round."""

    def __init__(
        self,
        sizes: Mapping[str, Sequence[Size]],
        weights: Mapping[str, float],
        settings: SamplingSettings,
        batch_pieces: int,
        seed: int,
        abreast: int = 1,
    ) -> None:
        """Fix what is drawn from.

        Args:
            sizes: Size of each item, by corpus; no corpus is empty.
            weights: Factor of each corpus's share.
            settings: Temperature and buffer.
            batch_pieces: Most pieces of a batch, padding counted; a larger item is a batch of its own.
            seed: Seed.
            abreast: Batches that are learnt from side by side, which are of like size, so that none waits long for
                another.
        """
        self._sizes = sizes
        self._names = list(sizes)
        self._settings = settings
        self._batch_pieces = batch_pieces
        self._seed = seed
        self._abreast = abreast
        # Shares are of pieces, while items are drawn.
        pieces = {name: sum(item.pieces for item in own) for name, own in sizes.items()}
        shares = {name: pieces[name] ** (1 / settings.temperature) * weights[name] for name in self._names}
        self._chances = [shares[name] * len(sizes[name]) / pieces[name] for name in self._names]
        self._orders: dict[tuple[str, int], list[int]] = {}
        self.state = SamplerState(cursors=dict.fromkeys(self._names, 0))
        self._batches: list[list[Drawn]] | None = None

    def __next__(self) -> list[Drawn]:
        if self._batches is None:
            self._batches = self._plan()
        batch = self._batches[self.state.batch]
        self.state.batch += 1
        if self.state.batch == len(self._batches):
            drawn = [item.corpus for own in self._batches for item in own]
            cursors = {name: self.state.cursors[name] + drawn.count(name) for name in self._names}
            self.state = SamplerState(self.state.round + 1, 0, cursors)
            self._batches = None
        return batch

    def resume(self, state: SamplerState) -> None:
        """Go on from `state`."""
        self.state = state
        self._batches = None

    def _plan(self) -> list[list[Drawn]]:
        chance = random.Random(f"{self._seed} {self.state.round}")  # noqa: S311 - no secret
        cursors = dict(self.state.cursors)
        batches = self._split(self._drawn(chance, cursors, self._settings.buffer))
        while len(batches) % self._abreast:
            largest = max((batch for batch in batches if len(batch) > 1), key=self._pieces, default=None)
            if largest is None:
                batches.append(self._drawn(chance, cursors, 1))
            else:
                batches.remove(largest)
                half = len(largest) // 2
                batches += [largest[:half], largest[half:]]
        if self._abreast > 1:
            batches.sort(key=self._pieces)
        groups = [batches[start : start + self._abreast] for start in range(0, len(batches), self._abreast)]
        chance.shuffle(groups)
        return [batch for group in groups for batch in group]

    def _drawn(self, chance: random.Random, cursors: dict[str, int], count: int) -> list[Drawn]:
        """The next items, the shortest first; `cursors` go on."""
        drawn: list[Drawn] = []
        for name in chance.choices(self._names, self._chances, k=count):
            drawn.append(Drawn(name, self._item(name, cursors[name])))
            cursors[name] += 1
        return sorted(drawn, key=lambda item: self._size(item).longest)

    def _item(self, name: str, cursor: int) -> int:
        turn, place = divmod(cursor, len(self._sizes[name]))
        key = (name, turn)
        if key not in self._orders:
            order = list(range(len(self._sizes[name])))
            random.Random(f"{self._seed} {name} {turn}").shuffle(order)  # noqa: S311 - no secret
            self._orders = {other: own for other, own in self._orders.items() if other[0] != name}
            self._orders[key] = order
        return self._orders[key][place]

    def _size(self, item: Drawn) -> Size:
        return self._sizes[item.corpus][item.number]

    def _pieces(self, batch: Sequence[Drawn]) -> int:
        sizes = [self._size(item) for item in batch]
        return sum(size.windows for size in sizes) * max(size.longest for size in sizes)

    def _split(self, ordered: Sequence[Drawn]) -> list[list[Drawn]]:
        batches: list[list[Drawn]] = [[]]
        windows = 0
        for item in ordered:
            size = self._size(item)
            if batches[-1] and (windows + size.windows) * size.longest > self._batch_pieces:
                batches.append([])
                windows = 0
            batches[-1].append(item)
            windows += size.windows
        return batches
