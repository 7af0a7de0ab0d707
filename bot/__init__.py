"""Wiring and process: the only floor that knows all others."""
