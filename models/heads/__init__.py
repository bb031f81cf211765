"""The heads: each reads the same word states and knows one task."""
