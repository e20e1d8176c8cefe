"""Calls and meetings."""
