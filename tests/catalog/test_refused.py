"""Bad files are refused with file, line and reason; each case spoils one place of a copy."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from catalog_data.check import faults
from catalog_data.load import CatalogueError, load

NET, ACCOUNT, SOFTWARE = "infrastruktur_jaringan", "akun_kementerian_keuangan", "perangkat_lunak"
EVENT, LEADER, VENDOR = "dukungan_kegiatan_khusus", "dukungan_pimpinan", "registrasi_lpse"
FACILITY, PROTOCOL = "penyedia_sarana_prasarana", "protokoler"


@dataclass(frozen=True)
class Spoilt:
    """`old` (its first occurrence) becomes `new`. The fault is shown there, or in the first line with `at`."""

    file: str
    old: str
    new: str
    reason: str
    at: str = ""

    @property
    def path(self) -> str:
        return self.file if self.file.endswith(".toml") else f"services/{self.file}.toml"


TOML = [
    Spoilt(NET, 'code = "ITSM.5"', 'code = "ITSM.5', "not TOML"),
    Spoilt(NET, 'slug = "infra', 'code = "again"\nslug = "infra', "not TOML"),
    Spoilt("offices.toml", "[[offices]]", "[[offices", "not TOML"),
]
SHAPE = [
    Spoilt(NET, "number = 1\n", 'number = "one"\n', "number: Input should be a valid integer"),
    Spoilt(NET, 'group = "TIK"', 'group = "IT"', "group: Input should be 'TIK'"),
    Spoilt(NET, 'group = "TIK"', 'group = "TIK"\ncolour = "blue"', "colour: Extra inputs", at="colour"),
    Spoilt(NET, 'short = "Jaringan dan wifi tamu"', 'short = "Jaringan dan wifi untuk tamu"', "at most 24 characters"),
    Spoilt(
        NET, 'short = "Kabel jaringan/UTP"', f'short = "{"x" * 25}"', "variants.1.short: String should have at most"
    ),
    Spoilt(NET, 'kind = "names"', 'kind = "people"', "fields.2.kind: Input should be"),
    Spoilt(NET, 'rule = "at_event"', 'rule = "sometime"', "terms.0.rule: Input should be"),
    Spoilt(NET, "amount = 3", 'amount = "three"', "terms.1.amount: Input should be a valid integer"),
    Spoilt(
        NET, 'ask = "Untuk berapa orang tamu, Bapak/Ibu?"', 'ask = "  "', "fields.0.ask: String should have at least 1"
    ),
    Spoilt(NET, 'name = "Layanan Infrastruktur Jaringan"\n', "", "name: Field required", at="# Layanan 1"),
    Spoilt("offices.toml", 'zone_label = "WIB"\n', "", "zone_label: Field required", at="[[offices]]"),
    Spoilt("common.toml", "[starts]", "[begins]", "begins: Extra inputs"),
    Spoilt("calendar.toml", "reviewed_to = 2027", 'reviewed_to = "soon"', "reviewed_to: Input should be"),
    Spoilt("routing.toml", "[offices.medan]", "[[offices]]", "offices: Input should be a valid dictionary"),
    Spoilt("person.toml", 'kind = "office"', 'kind = "room"', "person.0.kind: Input should be"),
]
CLAUSES = [
    Spoilt(NET, 'clause = "layanan 1, komponen 1.b.1"', 'clause = "komponen 1"', "clause: String should match pattern"),
    Spoilt(NET, 'clause = "layanan 1, komponen 1.b.1"', 'clause = "layanan 1, komponen 9"', "should match pattern"),
    Spoilt(NET, 'clause = "layanan 1, komponen 1.b.1"', 'clause = "layanan 2, komponen 1"', "is another service's"),
    Spoilt(NET, 'komponen B.8.a"', 'komponen C.8"', "rating_clause: String should match pattern"),
]
BLOCKS = [
    Spoilt(NET, 'queue = "QUEUE"', 'queue = "LINE"', "use.queue: no block 'LINE'"),
    Spoilt(NET, ', product = "infrastruktur jaringan" }', " }", "use.competence: block COMP-TIK wants 'product'"),
    Spoilt(NET, 'queue = "QUEUE"', 'queue = "LAW-TIK7"', "queue.text: Field required"),
    Spoilt(NET, 'queue = "QUEUE", ', "", "queue: Field required", at="# Layanan 1"),
]
IDS = [
    Spoilt(NET, 'id = "kabel_utp"', 'id = "internet_tamu"', "'internet_tamu' is there twice"),
    Spoilt(NET, 'id = "tanggal"', 'id = "Tanggal Pakai"', "'Tanggal Pakai' is no id"),
    Spoilt(NET, 'id = "tanggal"', 'id = "jumlah_tamu"', "'jumlah_tamu' is there twice"),
    Spoilt(NET, 'id = "sejak"', 'id = "nama"', "'nama' is asked of every person"),
    Spoilt(ACCOUNT, '{ id = "internet",', '{ id = "email",', "'email' is there twice"),
    Spoilt(VENDOR, 'id = "bu_npwp"', 'id = "bu_ktp"', "'bu_ktp' is there twice"),
    Spoilt(VENDOR, 'topic = "who_comes"', 'topic = "new_company"', "'new_company' is there twice"),
    Spoilt(NET, 'slug = "infrastruktur_jaringan"', 'slug = "jaringan"', "slug 'jaringan' is not the name of the file"),
    Spoilt(SOFTWARE, 'code = "ITSM.9"', 'code = "ITSM.8"', "'ITSM.8' is already taken by"),
    Spoilt(SOFTWARE, 'short = "Perangkat lunak"', 'short = "Akun email dan internet"', "internet' is already taken by"),
    Spoilt("common.toml", 'labels = ["selesai", ', 'labels = ["selesai", "selesai", ', "'selesai' is there twice"),
]
REFERENCES = [
    Spoilt(NET, 'variants = ["internet_tamu"]', 'variants = ["wifi"]', "unknown variant 'wifi'"),
    Spoilt(
        SOFTWARE, 'clause_variants = ["instalasi_individu"', 'clause_variants = ["pasang"', "unknown variant 'pasang'"
    ),
    Spoilt(NET, "\ngangguan = [", "\nkerusakan = [", "phrases for an unknown variant 'kerusakan'", at="kerusakan = ["),
    Spoilt(NET, "ask_variant =", "# ask_variant =", "no ask_variant", at="code ="),
    Spoilt(NET, "incident = true", 'clause = "layanan 1, komponen 2.d"\nincident = true', "is a disturbance"),
    Spoilt(NET, 'count = "jumlah_tamu"', 'count = "tamu"', "count 'tamu' is no number field"),
    Spoilt(ACCOUNT, 'document = "format_lampiran"', 'document = "lampiran"', "is no document to be uploaded"),
    Spoilt(ACCOUNT, 'param = "accounts"', 'param = "logins"', "the clock knows no 'logins'"),
    Spoilt(ACCOUNT, 'kind = "number"', 'kind = "text"', "is no number field", at='field = "jumlah_akun"'),
    Spoilt(ACCOUNT, "minimum = 1", "minimum = 9\nmaximum = 3", "minimum is above maximum"),
    Spoilt("peminjaman_bmn", 'default = "1"', 'default = "satu"', "default 'satu' is no answer"),
    Spoilt(FACILITY, 'when = [{ field = "luar_jam"', 'when = [{ field = "malam"', "unknown field 'malam'"),
    Spoilt(
        VENDOR,
        'field = "perusahaan_baru", values = ["ya"]',
        'field = "perusahaan_baru", values = ["iya"]',
        "option 'iya'",
    ),
    Spoilt(
        VENDOR, 'field = "perusahaan_baru", values = ["ya"]', 'field = "perusahaan_baru"', "without values or bound"
    ),
    Spoilt(EVENT, 'kind = "superior"', 'kind = "email"', "but no field asks for it", at="use ="),
    Spoilt(EVENT, 'superior = "SUPERIOR", ', "", "but the service wants none", at="[[fields]]"),
    Spoilt(NET, "gap = true", "gap = false", "not marked gap"),
    Spoilt("common.toml", '"BMN.1" = ', '"BMN.9" = ', "no such starting point: 'BMN.9'"),
    Spoilt("common.toml", '"ITSM.5/internet_tamu"', '"ITSM.5/wifi"', "no such starting point"),
]
TIMES = [
    Spoilt(
        NET,
        'variants = ["kabel_utp"]\ntext = "3',
        'variants = ["asistensi_lan"]\ntext = "3',
        "has 0 terms",
        at="[[terms]]",
    ),
    Spoilt(NET, "amount = 3", "amount = 0", "rule 'hk' without an amount"),
    Spoilt(NET, "[incident_term]", "[incident]", "incident: Extra inputs"),
    Spoilt(
        NET,
        'param = "event_date"',
        'param = "accounts"',
        "counts by 'event_date', which no field gives",
        at='rule = "at_event"',
    ),
    Spoilt(SOFTWARE, "{ up_to = 8, amount = 2 }", "{ up_to = 3, amount = 2 }", "each reaching further"),
    Spoilt(FACILITY, "ringan_ada = 1, ", "", "triage must name"),
    Spoilt(EVENT, "amount = 5", "amount = 0", "a lead time of nothing"),
    Spoilt(
        FACILITY, 'param = "after_hours"', 'param = "devices"', "but no field gives 'after_hours'", at="[[lead_times]]"
    ),
    Spoilt(ACCOUNT, 'high = "akun_kolektif"', 'high = "massal"', "unknown variant 'massal'"),
    Spoilt(ACCOUNT, 'field = "jumlah_akun"', 'field = "banyak"', "'banyak' is no number field"),
    Spoilt("calendar.toml", 'opens = "08:00"', 'opens = "18:00"', "in this order"),
    Spoilt(
        "calendar.toml",
        "reviewed_to =",
        'added = [{ day = "2027-02-30", name = "x", decree = "y" }]\nreviewed_to =',
        "no date",
    ),
]
OFFICES = [
    Spoilt("offices.toml", 'zone = "Asia/Jakarta"', 'zone = "Asia/Medan"', "unknown time zone 'Asia/Medan'"),
    Spoilt("offices.toml", 'id = "semarang"', 'id = "medan"', "'medan' is there twice"),
    Spoilt(
        "offices.toml",
        'zone_label = "WIB"',
        'zone_label = "WIB"\nbreak_from = "12:00"',
        "break_from and break_to",
        at="break_from",
    ),
    Spoilt("offices.toml", 'only = ["LPSE.1"', 'only = ["LPSE.9"', "unknown service 'LPSE.9'"),
    Spoilt("routing.toml", "[offices.medan]", "[offices.jakarta]", "unknown office 'jakarta'"),
    Spoilt("routing.toml", 'LPSE = "Kepala', 'LAIN = "Kepala', "no route for group LPSE", at="[supervisors]"),
    Spoilt("person.toml", 'id = "kontak"', 'id = "telepon"', "'kontak' is missing", at="[[person]]"),
    Spoilt("offices.toml", '"mdn"]', '""]', "empty text"),
]
CASES = [*TOML, *SHAPE, *CLAUSES, *BLOCKS, *IDS, *REFERENCES, *TIMES, *OFFICES]


def spoil(folder: Path, case: Spoilt) -> int:
    """Spoil the copy; the line (from 1) on which the fault must be shown."""
    file = folder / case.path
    text = file.read_text("utf-8")
    assert case.old in text, f"{case.path} no longer has {case.old!r}"
    spoilt = text.replace(case.old, case.new, 1)
    file.write_text(spoilt, "utf-8")
    place = spoilt.index(case.at) if case.at else text.index(case.old)
    return spoilt[:place].count("\n") + 1


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.path}: {case.reason}")
def test_refused_with_file_line_and_reason(folder: Path, case: Spoilt) -> None:
    line = spoil(folder, case)
    with pytest.raises(CatalogueError) as refused:
        load(folder)
    found = [fault for fault in refused.value.faults if case.reason in fault.reason]
    assert found, str(refused.value)
    assert found[0].file == case.path
    assert found[0].line == line, f"{found[0]}, but it is on line {line}"


def test_all_faults_come_together(folder: Path) -> None:
    spoil(folder, SHAPE[0])
    spoil(folder, Spoilt(SOFTWARE, 'group = "TIK"', 'group = "IT"', ""))
    spoil(folder, Spoilt("calendar.toml", "reviewed_to =", "reviewed =", ""))
    assert {fault.partition(":")[0] for fault in faults(folder)} == {
        "services/infrastruktur_jaringan.toml",
        "services/perangkat_lunak.toml",
        "calendar.toml",
    }


@pytest.mark.parametrize("name", ["common.toml", "offices.toml", "calendar.toml", "clock.toml", "person.toml"])
def test_a_missing_file_is_one_fault(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert faults(folder) == [f"{name}:1: not readable: FileNotFoundError"]


def test_a_folder_without_services_is_refused(folder: Path) -> None:
    for file in (folder / "services").iterdir():
        file.unlink()
    assert "services:1: no service files" in faults(folder)


def test_bytes_that_are_no_text_are_refused(folder: Path) -> None:
    (folder / "services" / "protokoler.toml").write_bytes(b"\xff\xfe\x00")
    assert "services/protokoler.toml:1: not readable: UnicodeDecodeError" in faults(folder)
