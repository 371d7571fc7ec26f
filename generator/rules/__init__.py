"""What the generator knows of its field, as data."""
