"""Stages that need no trained model of ours: rules over the parse of spaCy's small English pipeline."""
