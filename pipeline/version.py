"""Version of onrecord, read from the installed distribution."""

from importlib.metadata import version

__version__: str = version("onrecord")
