"""Whose a figure is: who is named where a clause opens, and which figures are his."""
