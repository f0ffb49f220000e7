"""Bytes and origin in, dispatches out. Pure: no network, no clock, no settings."""
