"""What every form promises: nothing typed is lost, and it knows for whom it was opened."""
