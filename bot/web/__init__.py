"""The chat page and the officers console."""
