"""Notes beside the text, never in it."""
