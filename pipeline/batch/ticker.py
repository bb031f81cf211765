"""Something done now and then in the background."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def ticking(seconds: float, act: Callable[[], None]) -> Iterator[threading.Lock]:
    """Call `act` every so many seconds within, in a thread of its own.

    Yields:
        A lock that is held during each call.
    """
    lock, over = threading.Lock(), threading.Event()

    def tick() -> None:
        while not over.wait(seconds):
            with lock:
                act()

    thread = threading.Thread(target=tick, daemon=True)
    thread.start()
    try:
        yield lock
    finally:
        over.set()
        thread.join()
