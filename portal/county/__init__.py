"""A county's organisations: its file, and the pages of whoever administers it."""
