"""The consent ledger: examples, and properties against an oracle."""
