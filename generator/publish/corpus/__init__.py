"""All profiles together, as pages and tables need them.

In: profiles that follow the format. Out: regions with their reports, figures by concept and unit, names that several regions
share, what people corrected, similar regions. Nothing is summed, ranked or chosen between.
Not here: the form of a page or a file.
"""
