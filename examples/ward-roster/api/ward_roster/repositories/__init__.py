"""Reads and small writes, in SQL."""
