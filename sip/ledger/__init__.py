"""The consent ledger: its rules, which are pure, and how it is read from the tables."""
