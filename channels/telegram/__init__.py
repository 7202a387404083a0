"""Telegram: private chats with the office's bot."""
