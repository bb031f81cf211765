"""Stages that read the word states of the encoder; none of them runs an encoder of its own."""
