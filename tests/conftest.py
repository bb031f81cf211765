"""Puts this folder on the path, so that tests in the folders below share what is made here."""

import signal

import pytest
from hypothesis import settings

import onrecord

# What a shell starts in the background ignores SIGINT, and so would all that the tests start and interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)

# How long an example takes says more about the machine than about the code.
settings.register_profile("onrecord", deadline=None)
settings.load_profile("onrecord")


@pytest.fixture(scope="session")
def news_small() -> onrecord.Extractor:
    """The default pipeline, loaded once for all tests."""
    return onrecord.load()
