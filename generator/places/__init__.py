"""Administrative divisions and where their names stand in running text."""
