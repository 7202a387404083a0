"""What strangers write is shown to officers in a real Chromium, and nothing of it runs."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.messages import Address, File, Inbound, OpenTicket, Person
from storage import conversations, files, receipts, tickets, unheard
from storage.tickets import TicketEvent
from tests.web.conftest import MONDAY, Live
from tests.web.test_desk import sign_in_page

TAGS = ("script", "img", "svg", "iframe", "body", "video", "details", "input", "math", "object", "a", "style", "form")
SHAPES = (
    "<{tag} src=x onerror=hit()>", "<{tag} onload=hit()>", "<{tag} autofocus onfocus=hit() tabindex=1>",
    "\"><{tag} onerror=hit() src=x>", "'><{tag} onload=hit()>", "</textarea><{tag} onload=hit() src=x onerror=hit()>",
    "</title></style></script><{tag} src=x onerror=hit()>", "<{tag}><script>hit()</script></{tag}>",
    "<{tag} href=javascript:hit() src=javascript:hit() data=javascript:hit()>go</{tag}>",
    "<{tag} open ontoggle=hit() oncanplay=hit() onpageshow=hit()>", "<{tag}/onload=hit()//src=x onerror=hit()",
)  # fmt: skip
SINGLE = (
    "{{{{7*7}}}}{{{{hit()}}}}", "${{hit()}}", "<script>hit()</script>", "<scr<script>ipt>hit()</scr</script>ipt>",
    "\u2028<script>hit()</script>", "<!--<script>-->hit()", "javascript:hit()", "&lt;script&gt;hit()&lt;/script&gt;",
    "<base href=//x>", "<meta http-equiv=refresh content=0;url=javascript:hit()>", "]]><script>hit()</script>",
    "\x00<script>hit()</script>",
)  # fmt: skip
PAYLOADS = [shape.format(tag=tag) for tag in TAGS for shape in SHAPES] + [one.format() for one in SINGLE]


def given(c: Connection) -> list[str]:
    """Tickets in which every field that a stranger can fill holds payloads; their numbers."""
    numbers = []
    for n, start in enumerate(range(0, len(PAYLOADS), 20)):
        some = [payload.replace("\x00", "") for payload in PAYLOADS[start : start + 20]]
        me, text = Address("web", f"jahat{n}"), "\n".join(some)
        held = conversations.lock(c, me, MONDAY)
        conversations.know(c, held.person, Person(name=text[:150], unit=text, contact=text))
        for i, payload in enumerate(some):
            file = File(f"x{n}-{i}", f"{payload}.svg", "image", "ab" * 32, 9)
            files.keep(c, file, me, MONDAY)
            receipts.keep(c, Inbound(f"x{n}-{i}", MONDAY, me, payload, files=(file,), subject=payload))
        answers = {"keterangan": text, "nama_tamu": some, "kontak": some[0], some[0]: some[0]}
        kept = tuple(f"x{n}-{i}" for i in range(len(some)))
        marks = (some[0], f"{some[0]}_unverified")
        wanted = OpenTicket("ITSM.5", "internet_tamu", "medan", answers, text, files=kept, marks=marks,
                            outstanding=(some[0],), superior=some[0])  # fmt: skip
        number = tickets.number(c, "KPTIK", MONDAY)
        tickets.open_ticket(c, number, wanted, (held.person.id, held.key), MONDAY)
        tickets.change(c, number, {"question": text, "rating": 1})
        tickets.note(c, TicketEvent(0, number, MONDAY, "person", "remark", "new", "new", {"text": text}))
        unheard.add(c, MONDAY, held.key, "understanding", text, "reject")
        unheard.add(c, MONDAY, held.key, "turn", text, text)
        conversations.call_human(c, held, text, MONDAY)
        numbers.append(number)
    return numbers


def test_nothing_that_strangers_write_runs(browser: Any, live: Live) -> None:
    """Every page that shows their words: no payload runs, no element of theirs is made."""
    assert len(PAYLOADS) >= 150
    numbers = live.site.front.house.store.do(given)
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script("window.hits = 0; window.hit = () => { window.hits += 1 }; window.alert = window.hit")
    page, faults = context.new_page(), []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    sign_in_page(page, live.url)
    paths = [f"/desk/tickets/{number}" for number in numbers]
    paths += ["/desk", "/desk?q=script", "/desk/learn", "/desk/undelivered", "/desk/reports"]
    for path in [*paths, "/desk?q=%22%3E%3Cscript%3Ehit()%3C/script%3E"]:
        page.goto(live.url + path)
        theirs = "main script, main iframe, main object, main [onerror], main [onload], main [onfocus], main base"
        assert page.evaluate("window.hits") == 0, path
        assert page.locator(theirs).count() == 0, path
        assert page.locator("main a[href^='javascript']").count() == 0, path
    assert not faults
    context.close()
