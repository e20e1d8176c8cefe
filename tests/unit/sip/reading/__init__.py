"""Tests of what is said of who has looked."""
