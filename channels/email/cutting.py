"""The newest words of a letter: quotations, the client's additions and the signature are cut away.

In doubt words stay: losing a new word is worse than keeping an old one.
"""

from __future__ import annotations

from channels.email import armour, manners

_UNSEEN = "\u200b\u200e\u200f\u202a\u202c\u2060\ufeff"  # no width, or a direction
_PLAIN = dict.fromkeys(map(ord, "\u00a0\u202f\u2009"), " ") | dict.fromkeys(map(ord, _UNSEEN), "")


def newest(text: str, reply: bool) -> str:
    """The new words. `reply`: the letter answers another one (its headers or its subject say so)."""
    lines = _lines(text)
    kept: list[str] = []
    at, marked = 0, False
    while (mark := _mark(lines, at, reply)) is not None:
        kept += ["", *_unsigned(lines[at : mark[0]])]
        at, marked = _past_quote(lines, mark[1]), True
        if at == mark[1]:  # what follows is quoted without a sign
            return _tidy(kept)
    rest = lines[at:]
    if reply or marked:
        rest = [line for line in rest if not line.startswith(">")]
    return _tidy([*kept, *_unsigned(["", *rest] if marked else rest)])


def handed_on(text: str) -> tuple[str, str]:
    """(head, words) of the letter that a letter hands on; empty where it hands on none."""
    lines = _lines(text)
    mark = _mark(lines, 0, reply=False)
    if mark is None:
        return "", ""
    at = next((n for n in range(mark[0], mark[1] + 1) if n < len(lines) and _is_field(lines[n])), mark[1])
    while at < len(lines) and not lines[at].strip():
        at += 1
    end = (_head(lines, at) or at) if at < len(lines) else at
    return "\n".join(lines[at:end]), _tidy(_unsigned(lines[end:]))


def _lines(text: str) -> list[str]:
    """Plain blanks only. Some clients set the attribution behind the last new word: it gets a line of its own."""
    out: list[str] = []
    for line in armour.off(text.translate(_PLAIN)).split("\n"):
        ends = line.rstrip().endswith(":") and not line.startswith(">") and len(line) <= manners.LONGEST
        shared = manners.SHARED.search(line) if ends else None
        out += [line[: shared.start()], line[shared.start() :].strip(" -")] if shared else [line]
    return out


def _mark(lines: list[str], start: int, reply: bool) -> tuple[int, int] | None:
    """(first, one past the last) line of what introduces the next quotation."""
    for at in range(start, len(lines)):
        if not lines[at].strip() or lines[at].startswith(">") or len(lines[at]) > manners.LONGEST:
            continue
        if manners.RUNS_ON.match(lines[at]):
            return at, len(lines)
        end = _attribution(lines, at, reply) or _head(lines, at) or _rule(lines, at)
        if end:
            return _with_lines_above(lines, start, at), end
    return None


def _attribution(lines: list[str], at: int, reply: bool) -> int | None:
    """One past its last line. Lines above one that could stand without them are a person's."""
    end = _attribution_from(lines, at, reply)
    if end is None or manners.WEEKDAY.match(lines[at]):
        return end
    alone = (_timed(" ".join(lines[n:end])) and _attribution_from(lines, n, reply) == end for n in range(at + 1, end))
    return None if any(alone) else end


def _attribution_from(lines: list[str], at: int, reply: bool) -> int | None:
    """One past the last line of an attribution that begins here; it may be broken into several."""
    if not _begins(lines, at):
        return None
    joined = ""
    for end in range(at + 1, min(at + manners.LINES, len(lines)) + 1):
        line = lines[end - 1].strip()
        if not line or line.startswith(">"):
            return None
        joined = f"{joined} {line}".strip()
        if joined.endswith(manners.ENDS) and manners.ATTRIBUTION.fullmatch(joined[:600]):
            return end if _by_a_client(lines, end, joined, reply) else None
        if joined.endswith(manners.COLONS):
            return end if _in_any_language(lines, end, joined) else None
    return None


def _in_any_language(lines: list[str], end: int, said: str) -> bool:
    """Date and time and who it was, whatever the words between are: enough where the quotation is marked."""
    named = manners.ADDRESS.search(said) or manners.SAID.search(said)
    return bool(named) and len(said) <= 300 and _timed(said) and _quoted_next(lines, end)


def _begins(lines: list[str], at: int) -> bool:
    """Whether an attribution may begin here; the date may stand on the next line."""
    line = lines[at].strip()
    broken = line.lower().startswith(("pada", "on ", "tanggal")) and at + 1 < len(lines)
    return broken or _timed(line) or bool(manners.STARTS.match(line))


def _by_a_client(lines: list[str], end: int, said: str, reply: bool) -> bool:
    """A person may write "pada rapat kemarin Pak Budi menulis:"; a program writes date and time or an address."""
    stamped = bool(manners.CLOCK.search(said)) or bool(manners.ADDRESS.search(said))
    dated = bool(manners.DATE.search(said))
    if not (dated and stamped) and not (manners.ADDRESS.search(said) and "<" in said):
        return dated and _quoted_next(lines, end)
    return reply or _quoted_next(lines, end) or bool(manners.ADDRESS.search(said))


def _quoted_next(lines: list[str], at: int) -> bool:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at < len(lines) and bool(manners.QUOTED.match(lines[at]))


def _head(lines: list[str], at: int) -> int | None:
    """One past a quoted letter's head; a person's own fields may stand above it."""
    head = _head_from(lines, at)
    if not head or any(_head_from(lines, n) for n in range(at + 1, at + len(head))):
        return None
    return at + len(head)


def _head_from(lines: list[str], at: int) -> list[str]:
    """A head that begins here: "Dari:" and two more fields, date and time of day in one of them; else nothing.

    Some clients begin with the date: then an address must stand there, for a person may fill a form in that way too.
    """
    if not _is_field(lines[at]) or (at and _is_field(lines[at - 1])):
        return []
    head = _fields(lines, at)
    senders = [bool(manners.FROM.match(line)) for line in head]
    sure = senders[:1] == [True] or (any(senders) and bool(manners.ADDRESS.search(" ".join(head)[:2_000])))
    return head if sum(map(_is_field, head)) > 2 and sure and any(map(_timed, head)) else []


def _timed(line: str) -> bool:
    """A date and a time of day."""
    return bool(manners.CLOCK.search(line) and (manners.DATE.search(line) or manners.YEAR.search(line)))


def _fields(lines: list[str], at: int) -> list[str]:
    """From the first field to the last one, with what stands between them."""
    end, found = at + 1, 1
    for n in range(at + 1, min(at + manners.HEAD_LINES, len(lines))):
        if _is_field(lines[n]):
            end, found = n + 1, found + 1
        elif not lines[n].strip() and found > 2:
            break
    return lines[at:end]


def _is_field(line: str) -> bool:
    return bool(manners.FIELD.match(line) or manners.FROM.match(line))


def _rule(lines: list[str], at: int) -> int | None:
    line = lines[at].strip()
    return at + 1 if manners.RULE.fullmatch(line) or manners.RULED.fullmatch(line) else None


def _with_lines_above(lines: list[str], start: int, at: int) -> int:
    """Rules drawn above a head belong to it."""
    above = at
    while above > start and (not lines[above - 1].strip() or manners.LINE.fullmatch(lines[above - 1])):
        above -= 1
    return above


def _past_quote(lines: list[str], at: int) -> int:
    """One past the quotation that begins at `at`, where it is marked by signs; else `at`."""
    end = at
    while end < len(lines) and (manners.QUOTED.match(lines[end]) or not lines[end].strip()):
        end += 1
    return end if any(line.strip() for line in lines[at:end]) else at


def _unsigned(lines: list[str]) -> list[str]:
    """Without signature and without what a telephone's program adds."""
    lines = _unfooted(lines)
    last = [at for at, line in enumerate(lines) if line.strip()][-manners.SIGNATURE_LINES - 1 :]
    for n, at in enumerate(last):
        below = [lines[each].strip() for each in last[n + 1 :]]
        if lines[at] == "-- " or (lines[at].strip() in manners.SIGNED and at > 0 and _looks_signed(below)):
            return _unfooted(lines[:at])
    return lines


def _looks_signed(below: list[str]) -> bool:
    """A lone "--" may part two paragraphs: below a signature lines are few and short, and ask nothing."""
    return 0 < len(below) <= 7 and all(len(line) <= 60 and not line.endswith((".", "?", ":")) for line in below)


def _unfooted(lines: list[str]) -> list[str]:
    end = len(lines)
    while end and (not lines[end - 1].strip() or manners.FOOTER.fullmatch(lines[end - 1].strip())):
        end -= 1
    return lines[:end]


def _tidy(lines: list[str]) -> str:
    """Ends of lines trimmed, never more than one empty line in a row."""
    out: list[str] = []
    for line in (line.rstrip() for line in lines):
        if line or (out and out[-1]):
            out.append(line)
    return "\n".join(out).strip()
