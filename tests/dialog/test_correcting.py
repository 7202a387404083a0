"""Something said before was wrong: every kind of field, in every manner of saying so, at the summary and before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pytest

from bot.dialog.asking import proceed
from bot.dialog.engine import take
from bot.dialog.fields.base import Heard
from bot.dialog.language import load_words
from bot.dialog.scene import Scene
from bot.dialog.state import Draft, Given, State, World
from bot.messages import Address, Inbound, Say
from catalog_data.model import Catalogue
from intents.read import Reader
from intents.reading import Reading
from tests.dialog.stage import NOW, world

ME = Address("web", "p1")
WHO = {"kantor": "medan", "nama": "Rina Wati", "unit": "KPPN Medan I", "kontak": "rina.wati@kemenkeu.go.id"}
FORMS: dict[str, tuple[str, str | None, dict[str, Any]]] = {
    "tamu": ("ITSM.5", "internet_tamu", {
        "jumlah_tamu": 3, "tanggal": ["2026-12-01", "2026-12-02"],
        "nama_tamu": ["Ana Sari", "Badu Karim", "Cici Lestari"],
    }),
    "kabel": ("ITSM.5", "kabel_utp", {"jumlah_kabel": "20 meter", "tempat": "lantai 1"}),
    "lan": ("ITSM.5", "asistensi_lan", {
        "kegiatan": "rapat kerja", "tanggal_kegiatan": ["2026-12-01", "2026-12-01"], "tempat": "ruang rapat A",
    }),
    "acara": ("ITSM.11", "sekitar_kantor", {
        "kegiatan": "rakor anggaran", "tanggal_kegiatan": ["2026-12-15", "2026-12-15"], "tempat": "aula lantai 1",
        "dukungan": "operator vicon", "peserta": 50, "surat": [{"id": "a", "name": "surat.pdf"}],
        "atasan": "sri.m@kemenkeu.go.id",
    }),
    "akun": ("ITSM.8", "akun_individu", {
        "jumlah_akun": 2, "jenis_akun": "email", "nama_akun": ["Ana Sari", "Badu Karim"],
    }),
    "reset": ("ITSM.8", "reset_password", {"akun_reset": "ana.sari@kemenkeu.go.id"}),
    "pinjam": ("BMN.1", None, {
        "barang": "proyektor", "jumlah": 2, "tanggal": ["2026-12-01", "2026-12-01"], "keperluan": "rapat kerja",
        "atasan": "sri.m@kemenkeu.go.id",
    }),
    "aset": ("BMN.3", None, {
        "kerusakan": "printer macet", "tempat": "lantai 2", "kode_bmn": "3.10.02.03.003",
        "atasan": "sri.m@kemenkeu.go.id",
    }),
    "aplikasi": ("ITSM.9", "instalasi_individu", {
        "perangkat_lunak": ["Zoom"], "jumlah_perangkat": 2, "tempat": "lantai 2", "atasan": "sri.m@kemenkeu.go.id",
    }),
    "jemput": ("TU.1", "antar_jemput", {
        "tamu": "Kepala Kanwil DJP", "waktu": "2026-12-01T09:00", "penjemputan": "Bandara Kualanamu",
        "tempat": "kantor KPTIK",
    }),
    "terima": ("TU.1", "penerimaan_tamu", {"tamu": "delegasi BPK", "jumlah_tamu": 3, "waktu": "2026-12-01T09:00"}),
    "lpse": ("LPSE.2", "badan_usaha", {
        "daftar_online": "lpse", "perusahaan_baru": "tidak", "kunjungan": "2026-12-01T09:00",
        "perusahaan": "PT Maju Jaya",
        "yang_datang": ["Budi Santoso"],
    }),
    "sewa": ("BMN.2", "sewa_hari_jam", {
        "jenis_penyewa": "perorangan", "objek": "aula", "periode_singkat": "hari", "keperluan": "pernikahan",
    }),
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """In `form`, `field` holds a wrong value. `old`/`new`: as said; `right`: what it is then."""

    form: str
    field: str
    old: str
    new: str
    right: Any
    called: str

    def __str__(self) -> str:
        return f"{self.form}.{self.field}.{self.new}"


RINI, ANI = "rina.watini@kemenkeu.go.id", "ani.sari@kemenkeu.go.id"
CASES = (
    Case("kabel", "tempat", "lt 1", "lt 2", "lt 2", "tempat"),
    Case("lan", "tempat", "ruang rapat A", "ruang rapat B", "ruang rapat B", "lokasi"),
    Case("acara", "tempat", "aula lantai 1", "ruang pertemuan lantai 4", "ruang pertemuan lantai 4", "tempat"),
    Case("terima", "jumlah_tamu", "3 orang", "5 orang", 5, "jumlah tamu"),
    Case("terima", "jumlah_tamu", "3", "7", 7, "jumlah"),
    Case("pinjam", "jumlah", "2 unit", "4 unit", 4, "jumlah"),
    Case("pinjam", "jumlah", "2", "3", 3, "jumlah"),
    Case("kabel", "jumlah_kabel", "20 meter", "35 meter", "35 meter", "kebutuhan kabel"),
    Case("acara", "peserta", "50 orang", "80 orang", 80, "jumlah peserta"),
    Case("aplikasi", "jumlah_perangkat", "2 laptop", "3 laptop", 3, "jumlah perangkat"),
    Case("pinjam", "tanggal", "tgl 1", "tgl 3", ["2026-12-03", "2026-12-03"], "tanggal"),
    Case("lan", "tanggal_kegiatan", "1 desember", "3 desember", ["2026-12-03", "2026-12-03"], "tanggal"),
    Case("lan", "tanggal_kegiatan", "selasa", "kamis 3 des", ["2026-12-03", "2026-12-03"], "hari"),
    Case("tamu", "tanggal", "1-2 desember", "3-4 desember", ["2026-12-03", "2026-12-04"], "tanggal"),
    Case("jemput", "waktu", "jam 9", "jam 10", "2026-12-01T10:00", "jam"),
    Case("jemput", "waktu", "1 desember jam 9", "2 desember jam 8 pagi", "2026-12-02T08:00", "waktu"),
    Case("tamu", "nama_tamu", "Badu Karim", "Budi Karim", ["Ana Sari", "Budi Karim", "Cici Lestari"], "nama tamu"),
    Case("tamu", "nama_tamu", "Badu", "Budi", ["Ana Sari", "Budi Karim", "Cici Lestari"], "nama tamu"),
    Case("akun", "nama_akun", "Badu Karim", "Budi Hakim", ["Ana Sari", "Budi Hakim"], "pemilik akun"),
    Case("kabel", "nama", "Rina Wati", "Rina Watini", "Rina Watini", "nama"),
    Case("kabel", "unit", "KPPN Medan I", "KPPN Medan II", "KPPN Medan II", "unit kerja"),
    Case("kabel", "kontak", WHO["kontak"], RINI, RINI, "kontak"),
    Case("kabel", "kontak", "rina.wati@kemenkeu.go.id", "0812 3456 7890", "081234567890", "kontak"),
    Case("pinjam", "atasan", "sri.m@kemenkeu.go.id", "sri.n@kemenkeu.go.id", "sri.n@kemenkeu.go.id", "email atasan"),
    Case("kabel", "kantor", "medan", "semarang", "semarang", "kantor"),
    Case("akun", "jenis_akun", "email", "internet", "internet", "jenis akun"),
    Case("lpse", "perusahaan", "PT Maju Jaya", "PT Maju Terus", "PT Maju Terus", "nama perusahaan"),
    Case("lpse", "daftar_online", "lewat lpse", "lewat simpel", "simpel", "pendaftaran online"),
    Case("lpse", "yang_datang", "Budi Santoso", "Nurul Ilmi", ["Nurul Ilmi"], "yang datang"),
    Case("lpse", "kunjungan", "jam 9", "jam 10", "2026-12-01T10:00", "jam"),
    Case("sewa", "jenis_penyewa", "perorangan", "koperasi", "koperasi_yayasan", "penyewa"),
    Case("sewa", "periode_singkat", "per hari", "per jam", "jam", "periode"),
    Case("sewa", "keperluan", "pernikahan", "wisuda", "wisuda", "peruntukan"),
    Case("sewa", "objek", "aula", "lapangan", "lapangan", "objek sewa"),
    Case("lan", "kegiatan", "rapat kerja", "rapat koordinasi", "rapat koordinasi", "kegiatan"),
    Case("acara", "dukungan", "operator vicon", "operator dan internet", "operator dan internet", "dukungan"),
    Case("pinjam", "barang", "proyektor", "laptop", "laptop", "barang"),
    Case("pinjam", "keperluan", "rapat kerja", "pelatihan pegawai", "pelatihan pegawai", "keperluan"),
    Case("aset", "kode_bmn", "3.10.02.03.003", "3.10.02.03.004", "3.10.02.03.004", "kode bmn"),
    Case("aset", "tempat", "lantai 2", "lantai 5", "lantai 5", "tempat"),
    Case("aplikasi", "perangkat_lunak", "zoom", "autocad", ["AutoCAD"], "perangkat lunak"),
    Case("reset", "akun_reset", "ana.sari@kemenkeu.go.id", ANI, ANI, "akun yang direset"),
    Case("jemput", "tamu", "Kepala Kanwil DJP", "Kepala Kanwil DJBC", "Kepala Kanwil DJBC", "tamu"),
)  # fmt: skip
MANNERS = (
    "bukan {old}, {new}",
    "eh bukan {old} tapi {new}",
    "bukan {old} ya tapi {new}",
    "bukan {old} melainkan {new}",
    "{new} bukan {old}",
    "yg bener {new} bukan {old}",
    "yang benar {new}, bukan {old}",
    "{old} salah, yang benar {new}",
    "salah, bukan {old}. {new}",
    "{called}nya {new}",
    "{called}nya jadi {new}",
    "{called} ganti jadi {new}",
    "tolong ubah {called} jadi {new}",
    "{called} salah, harusnya {new}",
    "ralat {called}: {new}",
    "ganti {old} jadi {new}",
    "dari {old} jadi {new}",
    "sorry, not {old}, {new}",
    "lho kok {old}? {new} dong",
    "{new} maksudnya, bukan {old}",
)
BARE = (
    "ralat: {new}",
    "salah, harusnya {new}",
    "eh {new} maksudnya",
    "ganti jadi {new}",
    "maaf salah ketik, {new}",
    "yg bener {new}",
    "jadi {new} aja",
    "eh {new}",
    "harusnya {new} pak",
    "i mean {new}",
)
NEEDS_A_NAME = frozenset({"tempat", "kegiatan", "dukungan", "keperluan", "barang", "objek", "unit", "tamu"})
UNLIKE = frozenset({"Budi", "Budi Hakim", "Nurul Ilmi"})  # no other spelling of what stands
NAMED = tuple((case, manner) for case in CASES for manner in MANNERS if case.new not in UNLIKE or "{old}" in manner)
SHAPED = tuple(
    (case, manner) for case in CASES for manner in BARE if case.field not in NEEDS_A_NAME and case.new not in UNLIKE
)
WHERE = ("confirming", "filling")
FEW = 7  # of the product, every so manyth in the plain run


@pytest.fixture(scope="module")
def around(catalogue: Catalogue) -> World:
    return world(catalogue=catalogue, words=load_words(catalogue, "id"))


@pytest.fixture(scope="module")
def read(reader: Reader) -> Callable[[str], Reading]:
    """The same words are the same at the summary and before it."""
    return cache(lambda words: reader.read(words, NOW))


def form(name: str) -> Draft:
    service, variant, answers = FORMS[name]
    told = {key: Given(value, mark="unverified" if key == "atasan" else "") for key, value in answers.items()}
    return Draft(service, variant, {**{key: Given(value) for key, value in WHO.items()}, **told})


def standing(draft: Draft, around: World, step: str = "confirming", without: str = "kontak") -> State:
    """The conversation at the summary, or where `without` is the last thing asked."""
    if step == "filling":
        draft = replace(draft, answers={key: each for key, each in draft.answers.items() if key != without})
    nobody = Heard("", Reading("", "oos", None, None, "reject"))
    return proceed(Scene(State(draft=draft), nobody, around, ME)).state


def say(words: str, state: State, around: World, read: Callable[[str], Reading]) -> tuple[State, list[str]]:
    """The state after these words, and the keys said."""
    turn = take(state, Inbound("1", NOW, ME, words), read(words), around)
    return turn.state, [each.key for each in turn.effects if isinstance(each, Say) and each.key != "privacy"]


def hold(case: Case, words: str, step: str, around: World, read: Callable[[str], Reading]) -> None:
    """The right field is right, no other is touched, and the person hears of it."""
    before = standing(form(case.form), around, step, "unit" if case.field == "kontak" else "kontak")
    assert before.step == step and before.draft
    after, keys = say(words, before, around, read)
    assert after.draft, keys
    told = {key: each.value for key, each in after.draft.answers.items()}
    assert told == {**{key: each.value for key, each in before.draft.answers.items()}, case.field: case.right}, keys
    assert (after.step, after.asked) == (step, before.asked), keys
    assert keys[0] == ("summary.ask" if step == "confirming" else "noted.also")


@pytest.mark.parametrize("step", WHERE)
@pytest.mark.parametrize(("case", "manner"), NAMED[::FEW], ids=str)
def test_what_was_wrong_is_put_right(
    case: Case, manner: str, step: str, around: World, read: Callable[[str], Reading]
) -> None:
    hold(case, manner.format(old=case.old, new=case.new, called=case.called), step, around, read)


@pytest.mark.parametrize(("case", "manner"), SHAPED[::FEW], ids=str)
def test_what_has_a_shape_of_its_own_needs_no_name(
    case: Case, manner: str, around: World, read: Callable[[str], Reading]
) -> None:
    hold(case, manner.format(new=case.new), "confirming", around, read)


@pytest.mark.soak
@pytest.mark.parametrize("step", WHERE)
def test_every_manner_of_every_field(step: str, around: World, read: Callable[[str], Reading]) -> None:
    for case, manner in (*NAMED, *(SHAPED if step == "confirming" else ())):
        hold(case, manner.format(old=case.old, new=case.new, called=case.called), step, around, read)
