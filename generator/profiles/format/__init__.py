"""The profile format: its schema and what is said of a value that breaks it."""
