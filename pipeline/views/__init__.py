"""Records made visible: terminal and HTML."""
