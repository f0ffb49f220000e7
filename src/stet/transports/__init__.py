"""Ways in: a source and a cursor go in, packets and a cursor come out."""
