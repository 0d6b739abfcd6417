"""What the law and the house agreement ask of a roster. Nothing here knows a database."""
