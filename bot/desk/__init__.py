"""What becomes of a ticket, and when? Pure: `now` always comes in."""
