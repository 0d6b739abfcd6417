"""The planning of the first version, kept for the command line."""
