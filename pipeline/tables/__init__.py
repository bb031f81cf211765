"""Records as long tables that join, a DuckDB file of them, and a graph of who says what about whom."""
