"""Cases that one municipality asks another to take over."""
