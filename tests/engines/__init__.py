"""The site under other engines than MkDocs: the same pages, or a named difference with its reason."""
