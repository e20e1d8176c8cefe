"""After sharing: every change is a suggestion that the parties answer."""
