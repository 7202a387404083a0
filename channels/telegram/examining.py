"""Does the real Telegram take our settings? Nothing is sent to anybody, nothing is changed."""

from __future__ import annotations

from telegram import Bot, WebhookInfo

from channels.base import Finding, Undeliverable, Unreachable
from channels.telegram.faults import Unparsed, told

TOKEN = "Write the token that @BotFather gave you into LOKET_TELEGRAM_TOKEN, with the number and the colon."
REACH = "Can this machine reach LOKET_TELEGRAM_URL? Try: curl -I that address (network, proxy, firewall)."


async def examine(bot: Bot, webhook: str) -> list[Finding]:
    """What was found; ends at the first thing without which the rest cannot be asked."""
    try:
        with told():
            await bot.initialize()
            found = [Finding(True, f"the token belongs to @{bot.username} ({bot.first_name})")]
            info = await bot.get_webhook_info()
    except Unreachable as fault:
        return [Finding(False, str(fault), TOKEN if "TOKEN" in str(fault) else REACH)]
    except (Undeliverable, Unparsed) as fault:
        return [Finding(False, str(fault), TOKEN)]
    if bot.bot.can_join_groups:
        found.append(Finding(True, "people may add the bot to groups, where it does not serve",
                             "In @BotFather: Bot Settings, Allow Groups?, Turn groups off."))  # fmt: skip
    return [*found, *(_by_webhook(info, webhook) if webhook else _by_polling(info))]


def _by_polling(info: WebhookInfo) -> list[Finding]:
    waiting = Finding(True, f"long polling; {info.pending_update_count} messages wait to be fetched")
    if not info.url:
        return [waiting]
    about = f"a webhook is set at {info.url}; it is removed when Loket starts"
    return [waiting, Finding(True, about, "If another program uses this bot, give Loket a bot of its own.")]


def _by_webhook(info: WebhookInfo, webhook: str) -> list[Finding]:
    if info.url != f"{webhook}/webhooks/telegram":
        return [Finding(True, f"the webhook is {info.url or 'not set yet'}; Loket sets it when it starts")]
    if info.last_error_message:
        mend = "Is Loket running, and does your web server pass /webhooks/telegram on to it?"
        return [Finding(False, f"Telegram could not call us: {info.last_error_message}", mend)]
    return [Finding(True, f"webhook {info.url}; {info.pending_update_count} messages wait")]
