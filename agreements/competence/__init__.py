"""Competence: what is needed, what is arranged, and how new methods are introduced."""
