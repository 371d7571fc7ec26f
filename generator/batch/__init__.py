"""A corpus of any size, read shard by shard on a cluster.

In: documents as a folder, a tar, JSON Lines or Parquet. Out: the site's tables as Parquet and the readings as JSON Lines, a folder
for each shard. Not here: how anything is read, scheduling, which is Dask's, and whatever needs all documents at once, such as pages.
What this package needs stands in requirements-batch.txt; no other command imports it.
"""
