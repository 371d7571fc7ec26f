"""All profiles together: by region, by concept, by theme."""
