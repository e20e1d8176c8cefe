"""What waits on somebody, over all their agreements."""
