"""What an agreement follows up: figures, what people say, and where the results are shown."""
