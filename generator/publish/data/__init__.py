"""Tables and data files for reuse."""
