"""The responsibility matrix: measure × actor, who answers for what."""
