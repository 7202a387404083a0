"""Does the real Telegram take our settings? Nothing is sent to anybody, nothing is changed."""

from __future__ import annotations

from telegram import Bot, WebhookInfo

from channels.base import Finding, Undeliverable, Unreachable, fine, wrong
from channels.telegram.faults import Unparsed, told

TOKEN = "Write the token that @BotFather gave you into LOKET_TELEGRAM_TOKEN, with the number and the colon."
REACH = "Can this machine reach LOKET_TELEGRAM_URL? Try: curl -I that address (network, proxy, firewall)."


async def examine(bot: Bot, webhook: str) -> list[Finding]:
    """What was found; ends at the first thing without which the rest cannot be asked."""
    try:
        with told():
            await bot.initialize()
            found = [fine(f"the token belongs to @{bot.username} ({bot.first_name})")]
            info = await bot.get_webhook_info()
    except Unreachable as fault:
        return [wrong(str(fault), TOKEN if "TOKEN" in str(fault) else REACH)]
    except (Undeliverable, Unparsed) as fault:
        return [wrong(str(fault), TOKEN)]
    if bot.bot.can_join_groups:
        found.append(fine("people may add the bot to groups, where it does not serve",
                             "In @BotFather: Bot Settings, Allow Groups?, Turn groups off."))  # fmt: skip
    return [*found, *(_by_webhook(info, webhook) if webhook else _by_polling(info))]


def _by_polling(info: WebhookInfo) -> list[Finding]:
    waiting = fine(f"long polling; {info.pending_update_count} messages wait to be fetched")
    if not info.url:
        return [waiting]
    about = f"a webhook is set at {info.url}; it is removed when Loket starts"
    return [waiting, fine(about, "If another program uses this bot, give Loket a bot of its own.")]


def _by_webhook(info: WebhookInfo, webhook: str) -> list[Finding]:
    if info.url != f"{webhook}/webhooks/telegram":
        return [fine(f"the webhook is {info.url or 'not set yet'}; Loket sets it when it starts")]
    if info.last_error_message:
        mend = "Is Loket running, and does your web server pass /webhooks/telegram on to it?"
        return [wrong(f"Telegram could not call us: {info.last_error_message}", mend)]
    return [fine(f"webhook {info.url}; {info.pending_update_count} messages wait")]
