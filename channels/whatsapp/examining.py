"""Does the real Graph API take our settings? Nothing is sent to anybody, nothing is changed."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

from channels.base import Finding, Undeliverable, Unreachable
from channels.whatsapp.graph import Graph

TOKEN = "Make a permanent token (business.facebook.com, System users) and write it into LOKET_WHATSAPP_TOKEN."
NUMBER = "Copy the Phone number ID (not the number) from WhatsApp, API setup, into LOKET_WHATSAPP_NUMBER_ID."
SECRET = "Copy the App secret from App settings, Basic, into LOKET_WHATSAPP_APP_SECRET."
REACH = "Can this machine reach LOKET_WHATSAPP_URL? Try: curl -I that address (network, proxy, firewall)."
TEMPLATES = "Notices after 24 hours go by mail or to the officers. See docs/channels/whatsapp.md, step 6."


async def examine(graph: Graph, token: str, secret: str, templates: Mapping[str, str]) -> list[Finding]:
    """What was found; ends at the first thing without which the rest cannot be asked."""
    try:
        about = await graph.number()
    except Unreachable as fault:
        return [Finding(False, str(fault), TOKEN if "TOKEN" in str(fault) else REACH)]
    except Undeliverable as fault:
        return [Finding(False, str(fault), NUMBER)]
    number = about.get("display_phone_number", "?")
    return [
        Finding(True, f"the number is {number} ({about.get('verified_name', 'name not approved yet')})"),
        await _secret(graph, token, secret),
        Finding(True, f"templates: {', '.join(templates.values())}" if templates else "no templates",
                "" if templates else TEMPLATES),
        Finding(True, "incoming messages are tested by writing one to the number yourself"),
    ]  # fmt: skip


async def _secret(graph: Graph, token: str, secret: str) -> Finding:
    """The far side refuses a proof that was made with another app's secret."""
    proof = hmac.new(secret.encode(), token.encode(), hashlib.sha256).hexdigest()
    try:
        await graph.number(appsecret_proof=proof)
    except (Unreachable, Undeliverable) as fault:
        return Finding(False, f"the app secret is not this app's: {fault}", SECRET)
    return Finding(True, "the app secret fits the token")
