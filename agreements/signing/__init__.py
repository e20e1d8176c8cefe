"""From finished text to binding agreement: decisions, signatures, or back to the table."""
