"""Who is asking through the chat page, and whether they may go on asking."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, HTTPException, Request, Response

from bot.messages import Address
from bot.web.front import Front, front_of
from bot.web.security import from_elsewhere
from bot.web.sessions import GUEST

CHANNEL = "web"


class TooOften(HTTPException):
    """429, with the seconds to wait and a sentence for the person."""

    def __init__(self, front: Front, wait: int) -> None:
        text = front.words("web")["too_often"].format(seconds=wait)
        detail = {"error": "too_often", "text": text}
        super().__init__(429, detail, {"Retry-After": str(wait)})


async def guest(request: Request, response: Response, front: Annotated[Front, Depends(front_of)]) -> Address:
    """The person's address; a new one, with its cookie, where the browser brings none."""
    if from_elsewhere(request.headers):
        raise HTTPException(403, {"error": "from_elsewhere"})
    user = front.sessions.guest(request.cookies.get(GUEST))
    if user is None:
        wait = front.newcomers.take(request.client.host if request.client else "")
        if wait:
            raise TooOften(front, wait)
        user = front.sessions.new_guest()
        front.sessions.keep_guest(response, user)
    return Address(CHANNEL, user)


Guest = Annotated[Address, Depends(guest)]
Fronted = Annotated[Front, Depends(front_of)]
