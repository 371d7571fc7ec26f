"""Readings and hands on one file: the schema, the three-way merge, the checks and their messages."""
