"""Edits of a profile's text that leave all other lines as they are."""
