"""Which channels are on: one line each, opened by the settings."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import partial

from bot import languages, sheets
from bot.dialog.language import Words
from bot.house import House
from bot.secret import secret_of
from bot.settings import Settings
from bot.web.downloads import field_of
from channels.base import Channel

Door = Callable[[Settings, House], Channel | str]


def telegram(wanted: Settings, house: House) -> Channel | str:
    """The bot that the token belongs to."""
    if not wanted.telegram_token:
        return "LOKET_TELEGRAM_TOKEN is empty"
    from channels.telegram.channel import Telegram, Wishes  # its library is heavy

    wishes = Wishes(
        token=wanted.telegram_token,
        url=wanted.telegram_url,
        webhook=wanted.telegram_webhook,
        secret=wanted.telegram_secret or derived(wanted, "telegram"),
        words={name: languages.load(name)["telegram"] for name in wanted.languages if name in house.words},
        template=partial(template, house),
    )
    return Telegram(wishes, house.clock)


def email(wanted: Settings, house: House) -> Channel | str:
    """The mailboxes, and the server that sends."""
    if not wanted.posts:
        return "LOKET_SMTP_HOST or LOKET_MAILBOXES is empty; what is owed by mail is kept"
    from bot.postbox import opened as post

    return post(wanted, house, partial(template, house))


def whatsapp(wanted: Settings, house: House) -> Channel | str:
    """The number that the id belongs to."""
    needed = ("token", "number_id", "app_secret", "verify_token")
    empty = [f"LOKET_WHATSAPP_{name.upper()}" for name in needed if not getattr(wanted, f"whatsapp_{name}")]
    if empty:
        return f"{', '.join(empty)} {'is' if len(empty) == 1 else 'are'} empty"
    from channels.whatsapp.channel import WhatsApp, Wishes

    wishes = Wishes(
        token=wanted.whatsapp_token,
        number=wanted.whatsapp_number_id,
        app_secret=wanted.whatsapp_app_secret,
        verify_token=wanted.whatsapp_verify_token,
        url=wanted.whatsapp_url,
        templates=wanted.whatsapp_templates,
        template_language=wanted.whatsapp_template_language,
        words=languages.load("id")["whatsapp"],
        short=shorter(house.words),
        template=partial(template, house),
        largest=wanted.max_file_mb << 20,
    )
    return WhatsApp(wishes, house.clock)


def shorter(words: Mapping[str, Words]) -> dict[str, str]:
    """Labels of choices -> the same in fewer letters, in every language that is on."""
    return {
        words[name].text(f"choice.{key}"): label
        for name in words
        for key, label in languages.load(name)["whatsapp"]["short"].items()
    }


DOORS: dict[str, Door] = {
    "telegram": telegram,
    "whatsapp": whatsapp,
    "email": email,
}


def opened(wanted: Settings, house: House) -> tuple[list[Channel], dict[str, str]]:
    """The channels that are on, and why the others are off."""
    made = {name: door(wanted, house) for name, door in DOORS.items()}
    off = {name: each for name, each in made.items() if isinstance(each, str)}
    return [each for each in made.values() if not isinstance(each, str)], off


def template(house: House, name: str) -> bytes:
    """The content of a list's template. KeyError: no service hands out such a one."""
    field = field_of(house.catalogue, name)
    if field is None:
        raise KeyError(name)
    return sheets.template(field)


def derived(wanted: Settings, purpose: str) -> str:
    """A secret of its own for each purpose, made from the house's."""
    return hashlib.sha256(f"{purpose}/{secret_of(wanted.secret, wanted.data)}".encode()).hexdigest()
