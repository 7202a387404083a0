"""Conversations of every channel once more, on PostgreSQL: the same tests as on SQLite."""

import pytest

from tests.channels.email import test_bounces, test_conversation, test_threads
from tests.channels.email.conftest import opened as letters
from tests.channels.telegram import conftest as telegram
from tests.channels.telegram import test_conversations as by_telegram
from tests.channels.whatsapp import conftest as whatsapp
from tests.channels.whatsapp import test_conversations as by_whatsapp

pytestmark = pytest.mark.parametrize("url", ["postgresql"], indirect=True)


async def test_telegram(anywhere):
    anywhere.know(telegram.ME)
    async with telegram.opened(anywhere) as desk:
        await by_telegram.test_from_the_first_words_to_the_ticket_with_a_button(desk)


async def test_whatsapp(anywhere):
    anywhere.know(whatsapp.ME)
    async with whatsapp.opened(anywhere) as desk:
        await by_whatsapp.test_from_the_first_words_to_the_ticket_with_a_button(desk)
        await by_whatsapp.test_statuses_only_step_forward(desk)


LETTERS = (
    test_conversation.test_a_whole_request_a_yes_and_a_ticket,
    test_threads.test_a_victim_gets_three_letters,
    test_bounces.test_a_letter_that_comes_back_is_on_the_desk_s_list_once,
)


@pytest.mark.parametrize("talk", LETTERS, ids=lambda talk: talk.__name__)
async def test_letters(talk, anywhere):
    async with letters(anywhere.house) as desk:
        await talk(desk)
