"""Fuzzing of the readers: mutated wire files, and what must hold for each of them whatever it is (`make fuzz`)."""
