"""The search index: from the built pages to the files that a browser loads."""
