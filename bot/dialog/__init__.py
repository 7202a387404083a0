"""What happens next in a conversation? Pure: no clock of its own, no I/O, no channel's name."""
