"""From docs/ to the site's folder by way of MkDocs, each page only where its bytes or the frame around all pages changed.

In: docs/, mkdocs.yml, the theme. Out: the built site but for its search index. `engine` is the door; `ledger` knows what was built
of what, `render` has MkDocs make pages, `links` says which lead nowhere. Not here: making what stands below docs/, and watching it.
"""
