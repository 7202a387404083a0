"""`loket person export|erase|join|part WHO`: what is kept of one person, and which addresses are theirs."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from bot.cli.parts import open_store, settings, stop
from bot.dialog.fields.reaching import within
from bot.messages import Address
from bot.settings import Settings
from intents.load import forget
from storage import conversations, joining, privacy
from storage.files import Shelf
from storage.store import Store

ADDRESS = 'an address as "channel:user" (telegram:123)'


def arguments(parser: argparse.ArgumentParser) -> None:
    """Four deeds. Nothing is erased unless it is said."""
    deeds = parser.add_subparsers(dest="deed", required=True)
    for deed, about, who in (
        ("export", "show everything as JSON", '"channel:user" (email:a@b.id), the number of a ticket, or an id'),
        ("erase", "replace personal text by a marker", "the same"),
        ("join", "make an address and a work mail address one person's", ADDRESS),
        ("part", "make an address nobody else's any more", ADDRESS),
    ):
        one = deeds.add_parser(deed, help=about, description=about)
        one.add_argument("who", help=who)
    deeds.choices["erase"].add_argument(
        "--apply", action="store_true", help="erase; without it only the counts are shown"
    )
    deeds.choices["join"].add_argument("mail", help="the work mail address; make sure yourself whose it is")


def run(args: argparse.Namespace) -> int:
    """JSON on standard output. Somebody unknown, or with an open ticket, ends the command."""
    wanted = settings()
    store = open_store(wanted.store)
    try:
        told = DEEDS[args.deed](args, wanted, store)
    finally:
        store.close()
    print(json.dumps(told, ensure_ascii=False, indent=2))
    return 0


def _export(args: argparse.Namespace, wanted: Settings, store: Store) -> dict[str, Any]:
    return store.see(privacy.export, *_people(args, store))


def _people(args: argparse.Namespace, store: Store) -> list[str]:
    people = store.see(privacy.everybody, args.who)
    if not people:
        raise stop("Nobody is known as", [args.who])
    return people


def _erase(args: argparse.Namespace, wanted: Settings, store: Store) -> dict[str, Any]:
    """The counts; with --apply after it was done."""
    people = _people(args, store)
    if not args.apply:
        kept = store.see(privacy.export, *people)
        return {"would_erase": {name: len(rows) for name, rows in kept.items()}, "erased": False}
    try:
        done = store.do(privacy.erase, *people)
    except privacy.StillOpen as still:
        raise stop("Not erased:", [str(still)]) from None
    Shelf(wanted.files).erase(done.contents)
    if done.taught:
        forget(wanted.cache)
    return {"erased": True, "rows": done.rows, "contents": len(done.contents)}


def _join(args: argparse.Namespace, wanted: Settings, store: Store) -> dict[str, Any]:
    mail = args.mail.strip().lower()
    if not within(mail, wanted.domains):
        raise stop("No work mail address:", [f"{args.mail}; LOKET_DOMAINS allows {', '.join(wanted.domains)}"])
    person = store.do(joining.join, _address(args, store), Address("email", mail), datetime.now(UTC))
    return {"person": person.id, "addresses": [f"{each.channel}:{each.user}" for each in person.addresses]}


def _part(args: argparse.Namespace, wanted: Settings, store: Store) -> dict[str, Any]:
    person = store.do(joining.part, _address(args, store), datetime.now(UTC))
    if person is None:
        raise stop("Not joined to another address:", [args.who])
    return {"person": person.id, "addresses": [f"{each.channel}:{each.user}" for each in person.addresses]}


def _address(args: argparse.Namespace, store: Store) -> Address:
    """An address that is known."""
    channel, _, user = args.who.partition(":")
    address = Address(channel, user)
    if store.see(conversations.person_at, address) is None:
        raise stop("Nobody is known as", [args.who])
    return address


DEEDS: dict[str, Callable[[argparse.Namespace, Settings, Store], dict[str, Any]]] = {
    "export": _export,
    "erase": _erase,
    "join": _join,
    "part": _part,
}
