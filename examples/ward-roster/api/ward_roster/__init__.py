"""Plans the shifts of hospital wards."""
