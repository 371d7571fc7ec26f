"""The article's own outline.

In: a `Document` and the part of its body that reports on one region. Out: headings and lead-ins in reading order, with levels and
where the text under each ends, and the themes of a measure.
Not here: figures, and which part is whose. Forms and words stand in rules/outline.yml and themes.yml; no form is known here by its id.
"""
