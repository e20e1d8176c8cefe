"""Groups that organisations meet in, their meetings, decisions and minutes."""
