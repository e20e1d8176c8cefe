"""The card about LOB, for patrol cars and wards: what an agreement says of it, in short."""
