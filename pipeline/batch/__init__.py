"""Articles in, records out, many at a time: sources, sinks, the run."""
