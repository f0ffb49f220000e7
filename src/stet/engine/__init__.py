"""Who runs the road."""
