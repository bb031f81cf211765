"""Formats of published corpora, one file each."""
