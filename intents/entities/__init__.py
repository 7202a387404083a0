"""Values in words, each with its place in the text: one file a kind."""
