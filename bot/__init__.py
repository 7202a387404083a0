"""Loket: one service counter behind every channel. Where to look, along a message's way:

Comes in    `receive` keeps it, then hears it in order; `entrance` lets whoever brings something go first; `masking`
            hides passwords; `prepare` gathers albums and files, `attachments` and `sheets` say what they are
Is heard    `turn` asks the engine, one transaction each; `effects` makes rows of the answer, `letter` and `bubbles`
            their words; `acting` does an action on a ticket, `admitting` asks who may, `joining` judges codes
Goes out    `outbox` delivers, `delivered` hears of it later; `postage` counts automatic mails, `reply` reads what
            officers answer them, `staff` and `addressees` write to those who keep the promise
By itself   `timers` ticks, `digest` sums up each morning, `learner` learns what `learning` listed, `watch` alarms
The house   `app` introduces everybody; `house` is what a turn needs, `doors` opens the channels (`postbox` the mail's);
            `settings` (by `setting_rules`), `secret`, `check`, `health`, `tally`, `log`
Shapes      `messages` (with `proving`) cross every door, and import nothing of ours

Rooms of their own: `desk` and `dialog` decide and are pure; `languages` holds the words, `web` the pages, `cli` the
commands. `app` is imported by `cli` alone.
"""
