"""docs/operations.md followed to the letter: `python -m tests.operations`."""
