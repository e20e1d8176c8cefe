"""The append-only, hash-chained log of who did what, for whom and on what ground."""
