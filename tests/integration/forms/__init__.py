"""What every form of the portal promises: nothing typed is lost, and it knows for whom it was opened."""
