"""Annexes: files and texts that belong to an agreement."""
