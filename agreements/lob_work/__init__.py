"""What is done about LOB where an agreement holds: contacts afterwards, and its routines."""
