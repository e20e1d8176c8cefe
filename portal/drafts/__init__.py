"""What somebody is writing and has not published: theirs alone."""
