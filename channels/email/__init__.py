"""Letters: read (pure), fetched from mailboxes (IMAP), written (pure) and sent (SMTP)."""
