"""Disputes between two or three parties of an agreement: levels, statements, how they end."""
