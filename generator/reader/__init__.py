"""From a seed to its reading: text, outline, figures and everything else a document states."""
