"""What single words say beside the request."""

from datetime import datetime

import pytest

NOW = datetime(2026, 11, 23, 9)


@pytest.mark.parametrize(
    "said",
    [
        "ya",
        "Iya pak",
        "YA",
        "betul",
        "oke gas",
        "iye",
        "nggih",
        "sip, lanjut",
        "👍",
        "yes please",
        "boleh",
        "iya!! apinya ga ada",
        "ya, tapi tanggalnya kamis",
    ],
)
def test_agrees(said, reader):
    reading = reader.match(said)
    assert (reading.yes, reading.no) == (True, False)


@pytest.mark.parametrize(
    "said",
    [
        "tidak",
        "ga",
        "gak usah",
        "jangan dulu",
        "bukan",
        "belum pak",
        "ora",
        "nope",
        "bukan semuanya",
        "nggak, nanti saja",
    ],
)
def test_refuses(said, reader):
    reading = reader.match(said)
    assert (reading.yes, reading.no) == (False, True)


@pytest.mark.parametrize(
    "said",
    [
        "bukan 5, 7 orang",
        "tidak bisa login email",
        "boleh minta wifi tamu?",
        "ga jadi deh",
        "belum punya email kantor",
        "tanggal 5",
    ],
)
def test_neither(said, reader):
    reading = reader.match(said)
    assert (reading.yes, reading.no) == (False, False)


@pytest.mark.parametrize("said", ["ya", "bukan", "oke", "tidak pak", "siap", "12 orang", "semarang", "besok jam 9"])
def test_an_answer_is_no_request(said, reader):
    assert reader.match(said).decision == "reject"


@pytest.mark.parametrize("said", ["ga jadi", "batal aja", "tidak jadi pak", "cancel"])
def test_cancels(said, reader):
    reading = reader.match(said)
    assert (reading.intent, reading.no) == ("cancel", False)


@pytest.mark.parametrize(
    "said",
    [
        "eh bukan 5, 7 orang",
        "tanggalnya jadi kamis",
        "bukan 5 tapi 7",
        "ralat: 8 unit",
        "geser ke selasa",
        "ganti jadi 10",
        "I mean Thursday",
    ],
)
def test_corrects(said, reader):
    assert reader.match(said).correction


@pytest.mark.parametrize("said", ["keran patah minta diganti", "bukan", "mau sewa aula", "printer rusak"])
def test_corrects_nothing(said, reader):
    assert not reader.match(said).correction


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("stop kontak keluar percikan api", "listrik"),
        ("ada maling di ruang arsip", "keamanan"),
        ("pipa bocor deras di lantai 2", "air"),
        ("KEBAKARAN di panel", "listrik"),
        ("ac tidak dingin", None),
        ("lampu mati satu", None),
    ],
)
def test_urgent(said, kind, reader):
    assert reader.match(said).urgent == kind


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("dasar hukumnya apa", "legal_basis"),
        ("kalau telat ada kompensasi?", "compensation"),
        ("suratnya ditandatangani siapa", "signatory"),
        ("pt baru belum lapor spt gimana", "new_company"),
        ("siapa saja yang boleh menyewa", "who_may_rent"),
        ("data saya dirahasiakan ga", "confidentiality"),
        ("ada mushola ga di sana", "facilities"),
        ("nomor call center lpse pusat", "lpse_helpdesk"),
    ],
)
def test_topics(said, topic, reader):
    assert topic in reader.match(said).topics


def test_follows_later(reader):
    assert reader.match("suratnya menyusul ya").menyusul
    assert not reader.match("suratnya terlampir").menyusul


def test_starts_over(reader):
    reading = reader.match("ulang dari awal dong")
    assert reading.restart
    assert reading.intent == "cancel"


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("please reset my email password", "en"),
        ("I need to borrow a projector for tomorrow", "en"),
        ("tolong reset password email saya", "id"),
        ("pls reset my email pw dong", "id"),
        ("", ""),
        ("John Miller, Sarah Connor", ""),
    ],
)
def test_language(said, language, reader):
    assert reader.match(said).language == language


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("lupa efin pajak", "tax"),
        ("tukin belum cair", "payroll"),
        ("password sakti lupa", "treasury"),
        ("ceritakan lelucon", None),
    ],
)
def test_near_misses_are_only_what_others_serve(said, kind, reader):
    reading = reader.match(said)
    assert (reading.intent, reading.near_miss) == ("oos", kind)


def test_two_requests_are_two(reader):
    reading = reader.read("printer saya rusak, sekalian mau pinjam proyektor buat besok", NOW)
    assert [p.service for p in reading.parts] == ["BMN.3", "BMN.1"]
    three = reader.match("tolong benerin printer di lt 2, pasang zoom di 2 laptop, sama bersihin toilet lt 1")
    assert [p.service for p in three.parts] == ["BMN.3", "ITSM.9", "BMN.4"]
    assert any(e.kind == "when" for e in reading.parts[1].entities)


@pytest.mark.parametrize(
    "said",
    [
        "minta internet tamu untuk 3 orang dan kabel lan 5 meter",  # one service
        "pinjam proyektor dan layar untuk rapat di aula",
        "kami rakorda di hotel tgl 2 desember, 80 orang, minta operator vicon sama internet cadangan",
    ],
)
def test_one_request_stays_one(said, reader):
    assert reader.match(said).parts == ()


def test_a_question_beside_a_request(reader):
    reading = reader.match("mau pinjam proyektor dua unit buat rapat besok, perlu surat ga?")
    assert reading.asked == "ask_requirements"
    assert reading.candidates[0].service == "BMN.1"


@pytest.mark.parametrize(
    ("said", "variant"),
    [
        ("minta 30 akun email untuk pegawai baru", "akun_individu"),
        ("minta 31 akun email untuk pegawai baru", "akun_kolektif"),
        ("install office di 4 laptop", "instalasi_individu"),
        ("install office di 5 laptop", "instalasi_kolektif"),
        ("install office di selusin laptop", "instalasi_kolektif"),
    ],
)
def test_a_count_decides_between_siblings(said, variant, reader):
    assert reader.match(said).variant == variant


def test_the_reading_says_why(reader):
    assert "proyektor" in reader.match("mau pinjam proyektor").why
