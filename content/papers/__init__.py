"""Papers that are handed in, made from what was recorded."""
