"""Who may sign for an organisation: entered and ended by its administrator."""
