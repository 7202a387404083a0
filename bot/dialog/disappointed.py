"""After a low rating: the work opened again, a complaint, or both; the story behind it is the remark."""

from __future__ import annotations

from bot.dialog import complaints, feedback, questions
from bot.dialog import tickets as own
from bot.dialog.scene import Scene
from bot.dialog.state import Turn
from bot.messages import TicketView


def chosen(scene: Scene) -> Turn:
    """A way on was chosen; what was asked beside it ("kompensasinya apa?") is answered first."""
    ticket = own.find(scene, str(scene.state.held["ticket"]))
    words = str(scene.state.held["words"]) or scene.heard.text.strip()
    if ticket is None:
        return questions.stale(scene)
    turn = _confirm(scene, ticket, words)
    beside = scene.heard.reading.asked or scene.heard.reading.topics
    return Turn(turn.state, (*(questions.replies(scene, None) if beside else ()), *turn.effects))


def _confirm(scene: Scene, ticket: TicketView, words: str) -> Turn:
    if scene.name == "reopen":
        return own.CONFIRM["reopen"](scene, ticket, words)
    if scene.name == "both":
        return complaints.confirm_both(scene, ticket, words)
    return complaints.confirm(scene, ticket, words, ticket.office)


def told_or_asked(scene: Scene) -> Turn:
    """A story that only sounds like a question ("datang telat 3 jam") is the remark."""
    return questions.question(scene) if questions.questioning(scene) else feedback.low_words(scene)
