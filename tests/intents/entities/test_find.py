"""The values found in a message: a table for each kind, and that every value is used once."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from intents.entities import find
from intents.reading import Entity, When

NOW = datetime(2026, 11, 23, 9, 0)


def of(kind: str, text: str) -> list[object]:
    return [e.value for e in find(text, NOW) if e.kind == kind]


def counts(text: str) -> list[tuple[object, str]]:
    return [(e.value, e.unit) for e in find(text, NOW) if e.kind == "number"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 org", [(3, "orang")]),
        ("dua puluh lima orang peserta", [(25, "orang")]),
        ("duapuluhlima orang peserta", [(25, "orang")]),
        ("dua-puluh-lima orang", [(25, "orang")]),
        ("peserta 30 orang", [(30, "orang")]),
        ("jumlah peserta: 45", [(45, "orang")]),
        ("ada 45 CPNS", [(45, "orang")]),
        ("sepuluhan org", [(10, "orang")]),
        ("3 narsum dr UGM", [(3, "orang")]),
        ("selusin laptop", [(12, "perangkat")]),
        ("lima belas laptop", [(15, "perangkat")]),
        ("3 buah laptop", [(3, "perangkat")]),
        ("5 unit pc", [(5, "perangkat")]),
        ("laptop 5", [(5, "perangkat")]),
        ("11 notebook", [(11, "perangkat")]),
        ("15 akun", [(15, "akun")]),
        ("6 akun internet", [(6, "akun")]),
        ("setengah lusin kursi", [(6, "unit")]),
        ("2 lusin kursi", [(24, "unit")]),
        ("sepasang speaker", [(2, "unit")]),
        ("12 biji", [(12, "unit")]),
        ("lima unit", [(5, "unit")]),
        ("2 pcs", [(2, "unit")]),
        ("kursi lipat 50 biji", [(50, "unit")]),
        ("40 m kabel", [(40, "meter")]),
        ("10mtr", [(10, "meter")]),
        ("4 titik lan", [(4, "titik")]),
        ("1.500 lembar", [(1500, "lembar")]),
        ("seratus lembar kertas", [(100, "lembar")]),
        ("2 rim kertas A4", [(2, "rim")]),
        ("sewa 6 bulan", [(6, "bulan")]),
        ("selama 2 tahun", [(2, "tahun")]),
        ("dua unit mobil", [(2, "kendaraan")]),
        ("mobil 1", [(1, "kendaraan")]),
        ("30", [(30, "")]),
        ("ganti 7 aja", [(7, "")]),
        ("nyilih 6 nggo panitia", [(6, "")]),
        ("eh bukan 5, 7 orang", [(5, ""), (7, "orang")]),
        ("lisensi office 12 biji", [(12, "unit")]),
        ("2 (dua) unit mobil", [(2, "kendaraan")]),
        ("bagi 50 (lima puluh) pegawai", [(50, "orang")]),
        ("sekitar 20an peserta", [(20, "orang")]),
        ("kami berlima", [(5, "orang")]),
        ("lampu sekodi", [(20, "unit")]),
        ("pasang zoom di laptop satu", [(1, "perangkat")]),
        ("instal office di satu laptop", [(1, "perangkat")]),
        ("pinjam laptop 3, proyektor 1", [(3, "perangkat"), (1, "unit")]),
        ("laptop 14 inch rusak", []),
        ("mohon dua orang operator", [(2, "staf_acara")]),
    ],
)
def test_counts(text: str, expected: list[tuple[int, str]]) -> None:
    assert counts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "tanggal 30",
        "tgl 3-5 des",
        "jam 14.00",
        "lt 3",
        "lantai 2 ruang 305",
        "printer epson L3210",
        "laptop ThinkPad T480",
        "windows 11",
        "office 365",
        "eselon 4",
        "tiket 0042",
        "KPTIK-2611-0042",
        "PGD-2611-0007",
        "081234567890",
        "0812-3456-7890",
        "budi30@kemenkeu.go.id",
        "NIP 199001012015031001",
        "kode bmn 3.10.02.03.003 no 17",
        "Rp 500.000",
        "5 juta",
        "50%",
        "S-123/KPT.5/2026",
        "192.168.1.20",
        "SN 5CG1234XYZ",
        "kode otp 123456",
        "2 minggu lagi",
        "besok jam 9",
        "31 feb",
        "H+3",
        "kabel cat 6",
        "25 November 2026 pukul 08.00-17.00 WIB",
    ],
)
def test_these_digits_count_nothing(text: str) -> None:
    assert counts(text) == []


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("email", "cc Budi.Santoso@Kemenkeu.go.id, ya", ["budi.santoso@kemenkeu.go.id"]),
        ("email", "budi @ kemenkeu.go.id", ["budi@kemenkeu.go.id"]),
        ("email", "bikinin email @kemenkeu dong", []),
        ("phone", "hp 0812-3456-7890", ["081234567890"]),
        ("phone", "+62 811 461 4531", ["+628114614531"]),
        ("phone", "(031) 3523096", ["0313523096"]),
        ("phone", "wa saya 081234567890", ["081234567890"]),
        ("phone", "ext 808", ["808"]),
        ("phone", "08.12.34.56.78.90", ["081234567890"]),
        ("phone", "01.12.2026", []),
        ("phone", "10 Des 2026, 09.00-12.00", []),
        ("when", "01.12.2026", [When(date=date(2026, 12, 1))]),
        ("when", "2026-11-25T09:00", [When(date=date(2026, 11, 25), time=time(9))]),
        ("ticket", "tiket 0042", ["0042"]),
        ("ticket", "tiket no 42", ["0042"]),
        ("ticket", "tiket #51", ["0051"]),
        ("ticket", "nomor KPTIK-2611-0042 dan kptik 2611 43", ["KPTIK-2611-0042", "KPTIK-2611-0043"]),
        ("ticket", "pengaduan PGD-2611-0007", ["PGD-2611-0007"]),
        ("ticket", "mau beli tiket pesawat 2 lembar", []),
        ("asset_code", "kode bmn 3.10.02.03.003 no 17", ["3.10.02.03.003 no 17"]),
        ("asset_code", "asset tag 3.10.01.02.001. pls", ["3.10.01.02.001"]),
        ("asset_code", "kode barang 3100203003 nup 5", ["3100203003 no 5"]),
        ("asset_code", "3100203003 NUP 17", ["3100203003 no 17"]),
        ("asset_code", "3.10.02.03.003.17", ["3.10.02.03.003 no 17"]),
        ("asset_code", "NUP 12", ["NUP 12"]),
        ("serial", "SN: 5cg1234xyz", ["5CG1234XYZ"]),
        ("serial", "serial number PF2ABCDE", ["PF2ABCDE"]),
        ("serial", "nomor seri ada di lampiran", []),
        ("office", "semarang", ["semarang"]),
        ("office", "di smg", ["semarang"]),
        ("office", "kanwil DJPb Bali", ["denpasar"]),
        ("office", "GKN medan lt 2", ["medan"]),
        ("office", "ujung pandang", ["makassar"]),
        ("office", "suratnya nanti kembali", []),
        ("office", "balikin", []),
        ("place", "GKN medan lt 2 seksi bank", ["GKN medan lt 2 seksi bank"]),
        ("place", "ruang rapat lantai 3", ["ruang rapat lantai 3"]),
        ("place", "ruang server lt. 1", ["ruang server lt. 1"]),
        ("place", "AC ruang 305 lt 3 gkn denpasar bocor", ["ruang 305 lt 3 gkn denpasar"]),
        ("place", "aula nganggur ga tgl 4", ["aula"]),
        ("place", "rapat kerja di Hotel Gumaya dan butuh jaringan", ["Hotel Gumaya"]),
        ("place", "acara di Hotel Aston di Denpasar", ["Hotel Aston di Denpasar"]),
        ("place", "AC ruang rapat panas bgt", ["ruang rapat"]),
        ("names", "a.n. Siti Nurhaliza, NIP terlampir", [("Siti Nurhaliza",)]),
        ("names", "atas nama: Ahmad Fauzi, S.E., M.M.", [("Ahmad Fauzi, S.E., M.M.",)]),
        ("names", "nama: budi santoso, siti aminah", [("Budi Santoso", "Siti Aminah")]),
        (
            "names",
            "Dr. Bagus Wicaksono, Rina Astuti, Fajar Hidayat.",
            [("Dr. Bagus Wicaksono", "Rina Astuti", "Fajar Hidayat")],
        ),
        (
            "names",
            "1. Budi Santoso\n2. Siti Aminah\n3) I Made Wirawan",
            [("Budi Santoso", "Siti Aminah", "I Made Wirawan")],
        ),
        (
            "names",
            "Dr. Ir. Bambang, M.Sc., Rina Astuti dan Fajar",
            [("Dr. Ir. Bambang, M.Sc.", "Rina Astuti", "Fajar")],
        ),
        ("names", "PT Cahaya Timur Abadi, yg datang Nurul Ilmi", [("Nurul Ilmi",)]),
        ("names", "pic nya pak joko", [("Joko",)]),
        ("names", "Selamat Pagi, Mohon Bantuan", []),
        ("names", "LibreOffice, AutoCAD", []),
        ("company", "PT Cahaya Timur Abadi, yg datang Nurul", ["PT Cahaya Timur Abadi"]),
        ("company", "pt sinar jaya abadi mau daftar", ["pt sinar jaya abadi"]),
        ("company", "CV. Maju Jaya", ["CV. Maju Jaya"]),
        ("company", "PT. Telkom Indonesia (Persero)", ["PT. Telkom Indonesia (Persero)"]),
        ("company", "PT kami baru 3 bulan berdiri", []),
        ("company", "verifikasi berkas CV. kapan bs ke kantor?", []),
        ("software", "LibreOffice dan 7-Zip pada 11 notebook", [("LibreOffice", "7-Zip")]),
        ("software", "minta pasangin adobe reader sama zoom", [("Adobe Acrobat", "Zoom")]),
        ("software", "tolong install Minitab di laptop saya", [("Minitab",)]),
        ("software", "pasang kabel LAN di ruang arsip", []),
        ("event", "kami rakorda di hotel", ["rakorda"]),
        ("event", "sosialisasi phishing di aula", ["sosialisasi phishing"]),
        ("event", "proyektor ruang rapat kuning", []),
        ("event", "kegiatan Kemenkeu Mengajar tgl 24 november di SDN Ketabang", ["Kemenkeu Mengajar"]),
        ("event", "untuk kegiatan Penanaman Pohon Bersama pada 3 desember", ["Penanaman Pohon Bersama"]),
        ("event", "kegiatan sepeda santai bersama hari sabtu", ["sepeda santai bersama"]),
        ("event", "bimtek powerpoint buat 30 orang", ["bimtek powerpoint"]),
        ("event", "upacara hari oeang gabungan tgl 5", ["upacara hari oeang gabungan"]),
        ("event", "administrasi kegiatan perwakilan kemenkeu jatim", []),
        ("event", "kegiatan kami besok", []),
        ("event", "dukungan kegiatan khusus di hotel", []),
        ("event", "koordinasi upacara: upacara hari bakti tgl 14", ["upacara hari bakti"]),
        ("names", "jemput Bapak Surya Darma dan Ibu Tuti Lestari", [("Surya Darma", "Tuti Lestari")]),
        ("names", "tamunya pak hartono bu sari sama pak agus", [("Hartono", "Sari", "Agus")]),
        ("names", "pak tolong bu mohon", []),
        ("place", "Kanwil DJPb akan rapat di Hotel Bumi", ["Hotel Bumi"]),
        ("place", "di Aula Kanwil DJPb Provinsi Jawa Timur", ["Aula Kanwil DJPb Provinsi Jawa Timur"]),
        ("place", "narasumber bidang TIK", []),
        ("goods", "HP 0812-3456-7890", []),
        ("phone", "nol delapan satu dua tiga empat lima enam tujuh delapan", ["0812345678"]),
        ("secret", "password saya: rahasia123", ["rahasia123"]),
        ("secret", "pw nya abc", ["abc"]),
        ("secret", "kode otp 123456", ["123456"]),
        ("secret", "passwordnya Rahasia#2026", ["Rahasia#2026"]),
        ("secret", "my password is hunter2", ["hunter2"]),
        ("secret", "lupa password email", []),
        ("secret", "password saya tidak bisa dipakai", []),
        ("secret", "kata sandinya kelupaan, tolong", []),
    ],
)
def test_values(kind: str, text: str, expected: list[object]) -> None:
    assert of(kind, text) == expected


@pytest.mark.parametrize(
    ("text", "role", "echelon"),
    [
        ("kasubbag umum", "kasubbag", "IV"),
        ("Kepala Subbagian Umum", "kasubbag", "IV"),
        ("kasi saya", "kasi", "IV"),
        ("kabid yg ttd", "kabid", "III"),
        ("ttd Kakanwil", "kakanwil", "II"),
        ("eselon IV", "eselon", "IV"),
        ("eselon 2", "eselon", "II"),
        ("kepala satker", "kasatker", ""),
    ],
)
def test_roles(text: str, role: str, echelon: str) -> None:
    assert [(e.value, e.unit) for e in find(text, NOW) if e.kind == "role"] == [(role, echelon)]


def test_a_secret_is_marked_to_the_letter() -> None:
    text = "halo, password saya: Rahasia123! tolong"
    found = next(e for e in find(text, NOW) if e.kind == "secret")
    assert text[found.start : found.end] == "Rahasia123!"


def test_a_date_takes_the_time_said_apart() -> None:
    found = [e.value for e in find("besok mau rapat 20 orang, jam 2", NOW) if e.kind == "when"]
    assert found == [When(date=date(2026, 11, 24), time=time(14))]


def test_what_lies_behind_is_no_date_to_come() -> None:
    assert of("when", "printer rusak sejak kemarin, dilaporkan senin lalu") == []


def test_impossible_dates_give_nothing_at_all() -> None:
    assert find("31 feb", NOW) == ()


def test_one_letter_gives_all_its_values_once() -> None:
    text = (
        "Yth. Helpdesk, mohon dipasang LibreOffice dan 7-Zip pada 11 notebook di Kanwil kami (lantai 4, ruang Umum). "
        "Pak Dwi Hartono, Kepala Subbagian (eselon IV), dwi.hartono@kemenkeu.go.id, tembusan. Pelaksanaan 2 Desember "
        "2026 pukul 09.00. Hormat kami, Ibu Lestari, 0813-5555-1200"
    )
    found = [(e.kind, e.unit) for e in find(text, NOW) if e.kind not in ("goods", "purpose")]
    assert found == [
        ("software", ""),
        ("number", "perangkat"),
        ("place", ""),
        ("names", ""),
        ("role", "IV"),
        ("role", "IV"),
        ("email", ""),
        ("when", ""),
        ("names", ""),
        ("phone", ""),
    ]
    assert_apart(text, find(text, NOW))


def assert_apart(text: str, found: tuple[Entity, ...]) -> None:
    """In text order, inside the text, none empty, none overlapping."""
    end = 0
    for entity in found:
        assert end <= entity.start < entity.end <= len(text)
        end = entity.end
