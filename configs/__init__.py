"""Configurations that come with onrecord, as YAML."""
