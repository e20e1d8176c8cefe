"""Local agreements: drafted from a county template, negotiated, decided, signed."""
