"""Ten small corrections for a first-time editor, on a made-up report: laid out as a project of its own, and marked.

In goes a folder; out comes that project with its mistakes, or which of them are mended. The report, its place and its figures
are invented and never part of the data.
"""
