"""A request by letters, from end to end, against a real mailbox and a real post office."""

from tests.channels.email.letters import mail, reply, words

REQUEST = """Yth. KPTIK BMN Medan,

Mohon instalasi SPSS di satu laptop saya, merek Lenovo ThinkPad T14, nomor seri PF2ABC1.

Nama: Ani Lestari
Unit kerja: Bagian Umum
"""


async def test_a_request_becomes_a_ticket(desk):
    await desk.post.put(mail(REQUEST, "Permohonan instalasi SPSS", Cc="kabag.umum@kemenkeu.go.id"))
    (first,) = await desk.letters(1)
    print(words(first))
    await desk.post.put(reply(first, "Ya"))
    print(words((await desk.letters(2))[1]))
    await desk.post.put(reply(desk.box.taken[-1], "Ya"))
    print(words((await desk.letters(3))[2]))
    assert 0
