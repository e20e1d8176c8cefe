"""Who takes part in an agreement and where it holds: as it is, and changed until it is locked."""
