"""From the profiles to everything below docs/ that is not written by hand: `build` does all of it.

In: the profiles on disk and what people changed in them. Out: pages as Markdown, data files, charts; only what changed is written.
Not here: reading sources, checking profiles, and turning Markdown into HTML, which MkDocs does.
"""
