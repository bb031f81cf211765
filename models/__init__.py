"""Neural models: pure torch. Empty until the first one is trained; the rules need none."""
