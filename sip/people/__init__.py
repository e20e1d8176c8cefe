"""The person and those near: who they are, their own door, their own pages."""
