"""Does the real Graph API take our settings? Nothing is sent to anybody, nothing is changed."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from channels.base import Finding, Undeliverable, Unreachable, fine, wrong
from channels.whatsapp.graph import Graph

TOKEN = "Make a permanent token (business.facebook.com, System users) and write it into LOKET_WHATSAPP_TOKEN."
NUMBER = "Copy the Phone number ID (not the number) from WhatsApp, API setup, into LOKET_WHATSAPP_NUMBER_ID."
SECRET = "Copy the App secret from App settings, Basic, into LOKET_WHATSAPP_APP_SECRET."
REACH = "Can this machine reach LOKET_WHATSAPP_URL? Try: curl -I that address (network, proxy, firewall)."
RIGHTS = "Generate the token anew with these permissions: docs/channels/whatsapp.md, step 2."
TEMPLATES = "Notices after 24 hours go by mail or to the officers. See docs/channels/whatsapp.md, step 6."
TEMPLATE = "Create it, or correct LOKET_WHATSAPP_TEMPLATES: docs/channels/whatsapp.md, step 6."
LANGUAGE = "Create it in that language, or correct LOKET_WHATSAPP_TEMPLATE_LANGUAGE."
ONE_PLACE = "Its body must have exactly one variable, {{1}}: docs/channels/whatsapp.md, step 6."
HOOK = "Type our address in at WhatsApp, Configuration, Webhook: docs/channels/whatsapp.md, step 5."
NEEDED = ("whatsapp_business_messaging", "whatsapp_business_management")
_PLACE = re.compile(r"\{\{\s*\w+\s*\}\}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the settings say. `templates`: approved names by purpose, in `language`."""

    token: str
    secret: str
    templates: Mapping[str, str] = field(default_factory=dict)
    language: str = "id"


async def examine(graph: Graph, asked: Asked) -> list[Finding]:
    """What was found; ends at the first thing without which the rest cannot be asked."""
    try:
        about = await graph.number()
    except Unreachable as fault:
        return [wrong(str(fault), TOKEN if "TOKEN" in str(fault) else REACH)]
    except Undeliverable as fault:
        return [wrong(str(fault), NUMBER)]
    number = about.get("display_phone_number", "?")
    found = [fine(f"the number is {number} ({about.get('verified_name', 'name not approved yet')})")]
    found.append(await _secret(graph, asked))
    granted = await _granted(graph, asked.token)
    if granted is None:
        return [*found, fine("permissions and templates cannot be asked with this token")]
    accounts = [str(each) for scope in granted.get("granular_scopes", ()) for each in scope.get("target_ids", ())]
    accounts = list(dict.fromkeys(accounts))
    found += [*_rights(granted), await _hooked(graph, accounts, str(granted.get("app_id", "")))]
    return [*found, *await _templates(graph, accounts, asked)]


async def _secret(graph: Graph, asked: Asked) -> Finding:
    """The far side refuses a proof that was made with another app's secret."""
    proof = hmac.new(asked.secret.encode(), asked.token.encode(), hashlib.sha256).hexdigest()
    try:
        await graph.number(appsecret_proof=proof)
    except (Unreachable, Undeliverable) as fault:
        return wrong(f"the app secret is not this app's: {fault}", SECRET)
    return fine("the app secret fits the token")


async def _granted(graph: Graph, token: str) -> dict[str, Any] | None:
    """What the token may; None where it is not told."""
    try:
        told = (await graph.ask("debug_token", input_token=token)).get("data")
    except (Unreachable, Undeliverable):
        return None
    return told if isinstance(told, dict) and told.get("scopes") is not None else None


def _rights(granted: Mapping[str, Any]) -> Iterator[Finding]:
    lacking = [each for each in NEEDED if each not in granted["scopes"]]
    if lacking:
        yield wrong(f"the token has no permission for {', '.join(lacking)}", RIGHTS)
    else:
        yield fine("the token has the permissions that are needed")
    if ends := granted.get("expires_at"):
        yield wrong(f"the token ends on {datetime.fromtimestamp(ends, UTC):%Y-%m-%d %H:%M} UTC", TOKEN)


async def _hooked(graph: Graph, accounts: Iterable[str], app: str) -> Finding:
    """Whether messages of the number are brought to this app at all."""
    by_hand = fine("incoming messages are tested by writing one to the number yourself")
    try:
        told = [each for account in accounts for each in await _all(graph, f"{account}/subscribed_apps")]
    except (Unreachable, Undeliverable):
        return by_hand
    apps = [each.get("whatsapp_business_api_data", {}).get("id") for each in told]
    return by_hand if not accounts or app in apps else wrong("no messages are brought to this app", HOOK)


async def _templates(graph: Graph, accounts: Iterable[str], asked: Asked) -> list[Finding]:
    """Whether every template that we name is there, approved, and has one place for our words."""
    if not asked.templates:
        return [fine("no templates", TEMPLATES)]
    try:
        there = [each for account in accounts for each in await _all(graph, f"{account}/message_templates")]
    except (Unreachable, Undeliverable) as fault:
        return [wrong(f"templates cannot be asked for: {fault}", RIGHTS)]
    return [_template(name, asked.language, there) for name in dict.fromkeys(asked.templates.values())]


def _template(name: str, language: str, there: Iterable[Mapping[str, Any]]) -> Finding:
    named = [each for each in there if each.get("name") == name]
    spoken = next((each for each in named if each.get("language") == language), None)
    if not named:
        return wrong(f"there is no template {name}", TEMPLATE)
    if spoken is None:
        return wrong(f"there is no template {name} in the language {language}", LANGUAGE)
    if spoken.get("status") != "APPROVED":
        return wrong(f"the template {name} is {spoken.get('status')}, not approved", TEMPLATE)
    body = next((str(each.get("text")) for each in spoken.get("components", ()) if each.get("type") == "BODY"), "")
    if len(_PLACE.findall(body)) != 1:
        return wrong(f"the template {name} has {len(_PLACE.findall(body))} variables", ONE_PLACE)
    return fine(f"the template {name} is approved")


async def _all(graph: Graph, path: str) -> list[dict[str, Any]]:
    """Every entry of a list, page by page."""
    entries: list[dict[str, Any]] = []
    after: str | None = ""
    while after is not None:
        more = {"after": after} if after else {}
        told = await graph.ask(path, limit="100", **more)
        entries += [each for each in told.get("data", ()) if isinstance(each, dict)]
        paging = told.get("paging") or {}
        after = paging.get("cursors", {}).get("after") if paging.get("next") else None
    return entries
