"""Scorers, one file a task."""
