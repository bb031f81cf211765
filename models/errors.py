"""The one error that a user of the models can cause and mend."""


class ModelError(Exception):
    """A model, its settings or its files are not what they must be; the message says what is wrong and the way out."""
