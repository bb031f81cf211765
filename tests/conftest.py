"""Puts this folder on the path, so that tests in the folders below share what is made here."""

import pytest

import onrecord


@pytest.fixture(scope="session")
def news_small() -> onrecord.Extractor:
    """The default pipeline, loaded once for all tests."""
    return onrecord.load()
