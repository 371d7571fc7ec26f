"""The profiles on disk: one shelf, and what is done with them."""
