"""The ids that have been used, kept on disk so that memory does not grow with the number of articles."""

from __future__ import annotations

import sqlite3


class SeenIds:
    """Remembers where each id was first used."""

    def __init__(self) -> None:
        self._store = sqlite3.connect("")  # a private file that the system removes; small sets stay in memory
        self._store.execute("PRAGMA journal_mode = OFF")
        self._store.execute("CREATE TABLE seen (id TEXT PRIMARY KEY, place TEXT) WITHOUT ROWID")

    def first_use(self, id: str, place: str) -> str | None:
        """Where `id` was used before; None, and remembered with `place`, where this is its first use."""
        added = self._store.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (id, place)).rowcount
        if added:
            return None
        found: str = self._store.execute("SELECT place FROM seen WHERE id = ?", (id,)).fetchone()[0]
        return found

    def close(self) -> None:
        """Forget everything."""
        self._store.close()
