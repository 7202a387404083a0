"""Loket: one service counter behind every channel."""
