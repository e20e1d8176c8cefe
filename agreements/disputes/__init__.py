"""Disputes between two parties of an agreement: levels, statements, and what they come to."""
