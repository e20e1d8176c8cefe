"""Reading agreements: the list, one agreement, one section, the whole text, and its files."""
