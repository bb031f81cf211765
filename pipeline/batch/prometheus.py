"""The counters of a run by their Prometheus names."""

from __future__ import annotations

import logging
import time
from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge, write_to_textfile

from onrecord.batch.output import OutputError
from onrecord.batch.tally import Tally

log = logging.getLogger(__name__)

_COUNTS = {
    "articles": "Articles that came in, readable or not.",
    "records": "Records written.",
    "partial": "Records written that carry a warning.",
    "rejected": "Articles rejected.",
    "words": "Words in the records.",
    "windows": "Windows that an encoder read.",
}


class Counters:
    """Gauges, for a run that is resumed begins with what it had, and set from the tally whenever they are written."""

    def __init__(self, path: Path) -> None:
        """Name the counters.

        Args:
            path: The text file.

        Raises:
            OutputError: It cannot be written.
        """
        self._path = path
        self._registry = CollectorRegistry()
        self._counts = {
            name: Gauge(f"onrecord_{name}", meaning, registry=self._registry) for name, meaning in _COUNTS.items()
        }
        self._spent = Gauge("onrecord_seconds", "Seconds by what they were spent on.", ["on"], registry=self._registry)
        self._rate = Gauge("onrecord_words_per_second", "Words a second since the start.", registry=self._registry)
        self._written = Gauge("onrecord_written_time_seconds", "When this was written.", registry=self._registry)
        if not path.parent.is_dir():
            raise OutputError(f"--metrics {path}: there is no folder {path.parent}; make it first")

    def write(self, tally: Tally) -> None:
        """Write the file anew; a run does not end because its metrics cannot be written, but it says so."""
        for name, count in tally.counts().items():
            self._counts[name].set(count)
        for name, seconds in tally.spent.items():
            self._spent.labels(name).set(seconds)
        self._rate.set(tally.rate)
        self._written.set(time.time())
        try:
            write_to_textfile(str(self._path), self._registry)
        except OSError as error:
            log.warning("metrics %s cannot be written: %s", self._path, error.strerror)
