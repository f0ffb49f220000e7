"""The nouns of the road. Frozen, without behaviour beyond equality and invariants."""
