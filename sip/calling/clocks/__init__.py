"""Clocks: how many days each thing may take in a municipality, and the reminders that follow."""
