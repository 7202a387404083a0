"""The standard as data, and what reads it."""
