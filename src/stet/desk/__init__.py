"""What staff may do, and what comes of it. Pure."""
