"""Base, profile and new reading into one profile: align, decide, rewrite, remember."""
