"""From a seed's bytes to the article: decode, fold, tell furniture from text, find title, date and publisher, tables."""
