"""Pages and removals in, receipts out."""
