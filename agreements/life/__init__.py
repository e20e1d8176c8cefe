"""What the parties do with an agreement after it has been signed."""
