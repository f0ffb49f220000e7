"""Measurements. Timings live here and not in tests: machines are shared, so read ratios within one run."""
