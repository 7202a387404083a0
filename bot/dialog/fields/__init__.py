"""One parser per kind of field: a clean value or Refused(key)."""
