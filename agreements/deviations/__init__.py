"""What went otherwise than an agreement says: reported, answered, and learned from."""
