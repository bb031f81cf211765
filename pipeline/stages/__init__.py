"""Stages of the pipeline, in reading order: segment, then what a model or the rules find."""
