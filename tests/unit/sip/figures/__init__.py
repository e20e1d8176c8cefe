"""Counts that may be shown."""
