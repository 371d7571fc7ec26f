"""From profiles to pages, tables, charts and data."""
