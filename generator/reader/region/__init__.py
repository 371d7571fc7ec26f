"""Which divisions a document reports on, and which part of it is whose."""
