"""The officers' page: who may enter, what waits, one ticket, and what is done to it."""
