"""Rows of a table by their numbers, and sums of them, with a gradient that is the same every time."""

from __future__ import annotations

from torch import Tensor, nn


def rows(table: Tensor, places: Tensor) -> Tensor:
    """[…, D]: the rows of a table [N, D] at `places` […], which may be there more than once.

    `table[places]` gives the same, but its gradient adds up what goes back to the same row in an order that depends on
    the threads, so that a run could not be repeated to the last bit. That of an embedding has an order of its own.
    """
    return nn.functional.embedding(places, table)


def weighed_rows(table: Tensor, places: Tensor, weights: Tensor) -> Tensor:
    """[N, D]: for each of N the sum of the rows of a table [R, D] at `places` [N, C], times `weights` [N, C].

    The rows are added up where they stand; a product of matrices would first copy all N · C of them.
    """
    return nn.functional.embedding_bag(places, table, per_sample_weights=weights.to(table.dtype), mode="sum")
