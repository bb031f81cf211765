"""Text for XML, which cannot hold every character that an article can."""

from __future__ import annotations

import re

#: All but the characters of XML 1.0 (fifth edition, production 2); a carriage return would be read back as a line feed.
_FOREIGN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class XmlText:
    """Leaves out what XML cannot hold, and counts it."""

    def __init__(self) -> None:
        self.dropped = 0

    def clean(self, text: str) -> str:
        """`text` without the characters that XML cannot hold."""
        kept, count = _FOREIGN.subn("", text)
        self.dropped += count
        return kept
