"""The article's own outline: headings, lead-ins, levels, where it ends, and the themes of its measures."""
