"""The settings: from the environment (prefix LOKET_) and from `.env`, checked all together."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import unquote

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot import setting_rules as rules
from bot.dialog.state import DOMAINS
from bot.languages import NAMES as LANGUAGES
from bot.languages import load as language
from catalog_data.load import office_ids
from storage.engine import WRITE, BadUrl, checked

PREFIX = "LOKET_"
Mapped = Annotated[dict[str, str], NoDecode]  # written PURPOSE=NAME, with commas
Listed = Annotated[tuple[str, ...], NoDecode]  # written with commas, not as JSON
CENTURY = 36_500  # days
_ACCOUNT = re.compile(r"([a-z]+)=([^\s@:=]+@[^\s@:=]+):(?:(\S+?):)?([^\s:]+)")
_LISTED = re.compile(r",[a-z]+=[^\s@:=]+@")  # a second one after a comma
_DOMAIN = re.compile(r"^(?=.{1,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$")


class BadSettings(Exception):
    """Settings that cannot be used. `faults`: one line each, with the name and how to mend it."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Settings(BaseSettings):
    """Every setting, with its default. The description is the line of `.env.example`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    store: str = Field(
        "sqlite+pysqlite:///data/loket.db",
        description="The store: sqlite+pysqlite:///PATH or postgresql+psycopg://USER@HOST/NAME",
    )
    data: Path = Field(Path("data"), description="Folder of attachments, secret and the reader's cache")
    host: str = Field("127.0.0.1", description="Address on which the web pages are served")
    port: int = Field(8080, ge=1, le=65535, description="Port on which the web pages are served")
    url: str = Field("", description="Where people reach the pages, for links in mails, as https://HOST; empty: none")
    domains: Listed = Field(
        DOMAINS, description="Domains of work addresses, a superior's and one's own, with commas between"
    )
    languages: Listed = Field(("id", "en"), description="Languages offered, with commas between; id always is")
    secret: str = Field("", description="Signs the cookies, at least 32 characters; empty: made, kept in data/")
    desk_password: str = Field(
        "", description="Password of the first officer, petugas; empty: one is made and shown once"
    )
    max_file_mb: int = Field(10, ge=1, le=100, description="Largest attachment, in megabytes")
    max_message_mb: int = Field(
        25, ge=1, le=200, validate_default=True, description="Largest message with its files, in megabytes"
    )
    messages_a_minute: int = Field(30, ge=1, le=600, description="Messages that one person may send in a minute")
    tick_seconds: float = Field(5, ge=0.1, le=60, description="How often timers and outbox are looked at, in seconds")
    secure_cookies: bool = Field(False, description="true where the pages are served over HTTPS")
    keep_messages_days: int = Field(
        365, ge=1, le=CENTURY, description="Days after which the words of messages are erased"
    )
    keep_files_days: int = Field(730, ge=1, le=CENTURY, description="Days after which attachments are erased")
    keep_tickets_days: int = Field(
        1825, ge=30, le=CENTURY, description="Days after which the words of ended tickets are erased"
    )
    keep_lists_days: int = Field(
        180, ge=1, le=CENTURY, description="Days after which the words of the console's lists are erased"
    )
    admin_mail: str = Field("", description="Mail address of whoever runs Loket, for alarms; empty: only the log")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="How much is logged: debug, info, warning or error"
    )
    log_format: Literal["auto", "json", "console"] = Field(
        "auto", description="How it is logged: json, console, or auto (console on a terminal)"
    )
    telegram_token: str = Field("", description="Token of the Telegram bot, from @BotFather; empty: Telegram is off")
    telegram_webhook: str = Field(
        "", description="Our public https address, if Telegram is to call us; empty: we fetch the messages"
    )
    telegram_secret: str = Field("", description="What Telegram then proves itself with; empty: made from the secret")
    telegram_url: str = Field("https://api.telegram.org", description="Address of Telegram's Bot API")
    whatsapp_token: str = Field("", description="Access token of the WhatsApp number; empty: WhatsApp is off")
    whatsapp_number_id: str = Field("", description="Id of the WhatsApp number (not the number itself)")
    whatsapp_app_secret: str = Field("", description="App secret, which proves that a message comes from WhatsApp")
    whatsapp_verify_token: str = Field("", description="A word of your own, typed in at Meta beside our web address")
    whatsapp_templates: Mapped = Field(
        {}, description="Approved templates by purpose: notice=NAME,rating=NAME; *=NAME is for all others"
    )
    whatsapp_template_language: str = Field("id", description="Language code of the templates")
    whatsapp_url: str = Field("https://graph.facebook.com/v23.0", description="Graph API with its version")
    imap_host: str = Field("", description="Server of the mailboxes; empty: no mail is fetched")
    imap_port: int = Field(993, ge=1, le=65535, description="Its port")
    imap_tls: Literal["tls", "none"] = Field("tls", description="tls, or none inside the machine only")
    mailboxes: str = Field(
        "", description="One OFFICE=ADDRESS:PASSWORD an office, spaces between; write %25 for % and %20 for a space"
    )
    smtp_host: str = Field("", description="Server that sends our mail; empty: mail is kept until there is one")
    smtp_port: int = Field(587, ge=1, le=65535, description="Its port")
    smtp_tls: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="starttls, tls, or none inside the machine only"
    )
    smtp_user: str = Field("", description="Who logs in to send; empty: nobody")
    smtp_password: str = Field("", description="Password of smtp_user")
    mail_from: str = Field("", description="Address of mail that belongs to no mailbox; empty: the first mailbox")
    mail_authserv: str = Field(
        "", description="Name in the Authentication-Results of your own mail server; empty: senders are not judged"
    )
    joining: Literal["off", "optional", "required"] = Field(
        "optional",
        description="Joining channels by a work mail address: off, optional, or required for internal services",
    )

    @field_validator(*rules.SHAPES)
    @classmethod
    def _shaped(cls, value: str, info: ValidationInfo) -> str:
        return rules.shaped(str(info.field_name), value)

    @field_validator("max_message_mb")
    @classmethod
    def _holds_a_file(cls, value: int, info: ValidationInfo) -> int:
        if value < (least := info.data.get("max_file_mb", 0)):
            raise ValueError(f"a file may be larger than a whole message; write {least} or more")
        return value

    @field_validator("whatsapp_templates", mode="before")
    @classmethod
    def _pairs(cls, value: object) -> object:
        return rules.pairs(value) if isinstance(value, str) else value

    @field_validator("whatsapp_templates")
    @classmethod
    def _purposes(cls, value: dict[str, str]) -> dict[str, str]:
        rules.known(value, frozenset(language("id")))
        return value

    @field_validator("domains", "languages", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """A list written with commas."""
        if not isinstance(value, str):
            return value
        return tuple(part.strip().lower() for part in value.split(",") if part.strip())

    @field_validator("domains")
    @classmethod
    def _domains(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        wrong = [domain for domain in value if not _DOMAIN.match(domain)]
        if wrong or not value:
            raise ValueError(f"no domain: {', '.join(wrong) or 'empty'}; write for example kemenkeu.go.id")
        return value

    @field_validator("languages")
    @classmethod
    def _languages(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        unknown = sorted(set(value) - set(LANGUAGES))
        if unknown:
            raise ValueError(f"no such language: {', '.join(unknown)}; there are {', '.join(LANGUAGES)}")
        return tuple(dict.fromkeys(("id", *value)))

    @field_validator("store")
    @classmethod
    def _store(cls, value: str) -> str:
        try:
            if not checked(value).database:
                raise BadUrl(f"it names no {'file' if 'sqlite' in value else 'database'}; {WRITE}")
        except BadUrl as fault:
            raise ValueError(str(fault)) from None
        return value

    @field_validator("secret")
    @classmethod
    def _secret(cls, value: str) -> str:
        return rules.long_enough(value, 32)

    @field_validator("desk_password")
    @classmethod
    def _password(cls, value: str) -> str:
        return rules.long_enough(value, 8)

    @field_validator("mailboxes")
    @classmethod
    def _mailboxes(cls, value: str) -> str:
        if strange := sorted({each.office for each in accounts(value)} - set(office_ids())):
            raise ValueError(f"no such office: {', '.join(strange)}; there are {', '.join(office_ids())}")
        return value

    @field_validator("joining")
    @classmethod
    def _joining(cls, value: str, info: ValidationInfo) -> str:
        """Nobody can be asked for a code that no mail brings."""
        told = info.data
        if value == "required" and not (told.get("smtp_host") and (told.get("mail_from") or told.get("mailboxes"))):
            raise ValueError("codes go by mail; set LOKET_SMTP_HOST and LOKET_MAILBOXES too, or write optional")
        return value

    @property
    def posts(self) -> bool:
        """Whether mail goes out."""
        return bool(self.smtp_host and (self.mail_from or self.mailboxes))

    @property
    def files(self) -> Path:
        """Where attachments lie."""
        return self.data / "files"

    @property
    def cache(self) -> Path:
        """Where the trained reader lies."""
        return self.data / "cache"


@dataclass(frozen=True, slots=True)
class Account:
    """A mailbox: whose office it is, its address, and how to log in."""

    office: str
    address: str
    user: str
    password: str = field(repr=False)


def accounts(written: str) -> tuple[Account, ...]:
    """The mailboxes of the setting. Raises ValueError; a password is never repeated."""
    found = [_ACCOUNT.fullmatch(part) for part in written.split()]
    if not all(found) or _LISTED.search(written):
        raise ValueError("write medan=ADDRESS:PASSWORD, or medan=ADDRESS:LOGIN:PASSWORD, with spaces between")
    made = tuple(
        Account(office, address.lower(), unquote(user or address), unquote(password))
        for office, address, user, password in (each.groups() for each in found if each)
    )
    if len({each.address for each in made}) < len(made):
        raise ValueError("one address is written twice; a mailbox belongs to one office")
    return made


def load(**given: object) -> Settings:
    """The settings, `given` ones first. Raises BadSettings with every fault."""
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as wrong:
        raise BadSettings([_told(error) for error in wrong.errors(include_url=False)]) from None


def _told(error: ErrorDetails) -> str:
    name = str(error["loc"][0])
    field = Settings.model_fields[name]
    ours = error["type"] == "value_error"
    reason = str(error["ctx"]["error"]) if ours else rules.wanted(field)
    return f"{PREFIX}{name.upper()}: {reason}. ({field.description})"


def unknown(names: Iterable[str]) -> list[str]:
    """Names with our prefix that are no setting: most likely misspelt."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    return sorted(name for name in names if name.startswith(PREFIX) and name not in known)
