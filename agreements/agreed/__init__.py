"""Facts of an agreement: filled in, read, kept, and shown under their sections."""
