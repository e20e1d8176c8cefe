"""Tests of the county files: what is shipped, and what is refused."""
