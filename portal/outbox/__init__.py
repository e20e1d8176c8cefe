"""Mail as rows: written with the change that causes it, sent by the worker."""
