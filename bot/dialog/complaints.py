"""Complaints: about a ticket or about the service; no time is promised for them (standard, gap)."""

from __future__ import annotations

from bot.dialog.choosing import start, unclear, unsure
from bot.dialog.closing import after_form
from bot.dialog.life import refusal
from bot.dialog.scene import Scene, ask, parked, pick, reask
from bot.dialog.state import Turn
from bot.dialog.tickets import act, find, own
from bot.messages import Effect, OpenTicket, Ref, Say, TicketView

IMPATIENT = 5  # words that only urge
NUMBER = Ref("complaint.number")
OTHERWISE = {"request": start, "unsure": unsure}  # what words mean that name no office, by their kind


def complaint(scene: Scene) -> Turn:
    """A complaint is summarised once and confirmed; a ticket it is about is linked."""
    found, named = own(scene)
    about = found[0] if found and (named or len(found) == 1 or scene.heard.reading.service) else None
    office = about.office if about else scene.world.person.office
    return confirm(scene, about, scene.heard.text.strip(), office)


def in_form(scene: Scene) -> Turn:
    """Impatience in a few words while a form is open ("buruan dong") is no complaint: the form hurries on."""
    if len(scene.heard.text.split()) > IMPATIENT or scene.heard.files:
        return complaint(scene)
    return scene.turn(scene.say("complaint.hurry"), *reask(scene))


def confirm(scene: Scene, about: TicketView | None, words: str, office: str) -> Turn:
    """Ask before it is sent; without an office there is nobody to send it to, so that is asked first."""
    held = {"act": "complain", "ticket": about.number if about else None, "words": words, "office": office}
    if not office:
        choices = [pick(f"office/{each}", "office", office=each) for each in scene.world.catalogue.offices]
        state = parked(scene.state).but(step="complaint_office", held=held)
        state, say = ask(scene, state, scene.say("complaint.office"), *choices)
        return scene.turn(say, state=state)
    say = scene.say("complaint.ask", words=words, number=about.number if about else None, office=office)
    yes, no = pick("yes", "choice.complain"), pick("no")
    state, say = ask(scene, parked(scene.state).but(step="confirm_act", held=held), say, yes, no, pick("human"))
    return scene.turn(say, state=state)


def office_picked(scene: Scene) -> Turn:
    """The office of a complaint about no ticket."""
    held = scene.state.held
    about = find(scene, str(held["ticket"])) if held.get("ticket") else None
    return confirm(scene, about, str(held["words"]), scene.name)


def office_named(scene: Scene) -> Turn:
    """ "ruang rapat lt 4 gkn denpasar": the office in other words, and more of what is wrong."""
    offices = {str(each.value) for each in scene.heard.entities("office")}
    if len(offices) != 1:
        return OTHERWISE.get(scene.kind, unclear)(scene)
    held = {**scene.state.held, "words": f"{scene.state.held['words']}\n{scene.heard.text.strip()}"}
    return office_picked(scene.but(name=offices.pop(), state=scene.state.but(held=held)))


def confirm_both(scene: Scene, about: TicketView, words: str) -> Turn:
    """Open it again and complain: one summary, one yes."""
    held = {"act": "both", "ticket": about.number, "words": words, "params": {"reason": words}, "office": about.office}
    say = scene.say("complaint.both", words=words, number=about.number, office=about.office)
    state = parked(scene.state).but(step="confirm_act", held=held)
    state, say = ask(scene, state, say, pick("yes", "choice.send_both"), pick("no"), pick("human"))
    return scene.turn(say, state=state)


def both(scene: Scene) -> Turn:
    """ "Dua-duanya" where opening it again, or a complaint about it, was to be confirmed."""
    held = scene.state.held
    about = find(scene, str(held.get("ticket")))
    possible = about and str(held["act"]) in ("reopen", "complain") and refusal(about, "reopen", scene.world) is None
    if not about or not possible:
        return unclear(scene)
    return confirm_both(scene, about, str(held.get("words") or held["params"]["reason"]))


def send_both(scene: Scene) -> Turn:
    """The ticket is opened again, and the complaint goes its way."""
    reopened = act(scene.but(state=scene.state.but(held={**scene.state.held, "act": "reopen"}, waiting=())))
    return after_form(scene, *reopened.effects, *_sent(scene))


def send(scene: Scene) -> Turn:
    """The confirmed complaint gets its own number and goes to the office's supervisor."""
    return after_form(scene, *_sent(scene))


def _sent(scene: Scene) -> tuple[Effect, ...]:
    held = scene.state.held
    about = find(scene, str(held["ticket"])) if held.get("ticket") else None
    office = about.office if about else str(held.get("office") or scene.world.person.office)
    words = str(held["words"])
    opened = OpenTicket(
        service=about.service if about else "",
        variant=about.variant if about else None,
        office=office,
        answers={"pengaduan": words},
        summary=words[:200],
        type="complaint",
        parent=about.number if about else None,
    )
    contacts = scene.world.catalogue.offices[office]
    mail = next((each.value for each in contacts.contacts if each.kind == "email"), None)
    told = scene.say("complaint.done", number=NUMBER, office=contacts.name, email=mail)
    desk = Say("supervisor", "staff.complaint", {"number": NUMBER, "words": words, "office": contacts.name})
    return opened, told, desk
