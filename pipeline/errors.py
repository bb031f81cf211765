"""The errors that a user can cause and mend. Each message says what is wrong, where, and the way out."""


class OnrecordError(Exception):
    """Base of every error that onrecord raises on purpose; the command line prints it without a traceback."""


class ConfigError(OnrecordError):
    """A configuration that cannot work: an unknown key, a wrong value, an order of stages that leaves a read unmet."""


class ArticleError(OnrecordError):
    """An article that cannot be processed as it was given.

    Args:
        article: Id of the article, or its position in the input where it has no id yet.
        field: The field that is wrong, as the user wrote it (``text``, ``quotes[3].cue``).
        reason: What is wrong and the way out, as one sentence.
        offset: Code point offset of the trouble within the field, if there is one place.
    """

    def __init__(self, article: str, field: str, reason: str, offset: int | None = None) -> None:
        self.article = article
        self.field = field
        self.reason = reason
        self.offset = offset
        super().__init__(f"article {article!r}, {self.detail}")

    @property
    def detail(self) -> str:
        """Field, offset and reason, for where the article is named already."""
        where = f" at offset {self.offset}" if self.offset is not None else ""
        return f"{self.field}{where}: {self.reason}"

    def __reduce__(self) -> tuple[type["ArticleError"], tuple[str, str, str, int | None]]:
        return type(self), (self.article, self.field, self.reason, self.offset)


class MachineError(OnrecordError):
    """Trouble of this machine, its disks or its network while something is read: no fault of what is read."""


class SourceError(OnrecordError):
    """An input that cannot be read at all: a missing file, an unknown format, a wrong column."""
