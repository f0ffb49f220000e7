"""Copy in, pages out. Pure."""
