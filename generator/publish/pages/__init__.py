"""Pages as Markdown from the templates."""
