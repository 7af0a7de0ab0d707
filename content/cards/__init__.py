"""Pictures with Chinese words, drawn by ourselves."""
