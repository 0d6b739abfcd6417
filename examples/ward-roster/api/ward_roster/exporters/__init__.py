"""Formats of a roster; services/export.py loads the one that is asked for."""
