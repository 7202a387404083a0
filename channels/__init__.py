"""Foreign bytes to our shapes and back; never the store, never another channel."""
