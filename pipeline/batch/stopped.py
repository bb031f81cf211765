"""Why a run ended before its end, in a way that it can go on from."""

from __future__ import annotations

from onrecord.errors import OnrecordError


class StoppedError(OnrecordError):
    """The run cannot go on now; what is finished is kept, and ``--resume`` goes on from there."""
