"""Reads local governments' reports on ethnic-unity work into profiles and publishes them as a site."""
