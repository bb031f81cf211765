"""Training: corpora to examples to batches to losses, with exact resume."""
