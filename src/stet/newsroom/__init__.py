"""The web desk, the push door and the API."""
