"""The live preview: what changed is read, built and shown while one edits."""
