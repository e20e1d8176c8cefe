"""What a plan says: its sealed rows made into words, and how a change of them is noted."""
