"""What the routes and the workers do, apart from how they are reached."""
