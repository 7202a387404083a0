"""One parser a kind of field: from one message a clean value, or Refused(key) that says how to mend it.

A value is JSON-able: text str; number int; date "2026-11-25"; dates [first, last]; datetime
"2026-11-25T09:00" or a mere date; choice and office an id; names and software lists; papers a list of
{"id", "name"}, a list's with "rows".
"""

from bot.dialog.fields.gather import fill, gather
from bot.dialog.fields.parsing import PARSERS, parse
from bot.dialog.fields.show import show

__all__ = ["PARSERS", "fill", "gather", "parse", "show"]
