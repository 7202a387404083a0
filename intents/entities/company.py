"""Names of companies and other bodies with their legal form."""

from __future__ import annotations

import re

from intents.entities.page import Page

_FORM = r"(?:PT|Pt|pt|P\.T|CV|Cv|cv|C\.V|UD|Ud|ud|Koperasi|KOPERASI|koperasi|Yayasan|YAYASAN|yayasan|Firma|FIRMA|firma|PD|Perum|PERUM|Perkumpulan|BUMDes)"
_CASED = r"[A-Z][\w&'-]{0,30}"
NAMED = re.compile(rf"(?<![\w.]){_FORM}\.?\s(?:{_CASED}(?:\s(?:{_CASED}|dan|&)){{0,5}})(?:\s?\((?:Persero|persero|PERSERO)\)|,?\s?(?:Tbk|tbk|TBK)\b\.?)?")
LOWER = re.compile(r"(?<![\w.])(?:pt|cv|ud|koperasi|yayasan|firma)\.?\s[a-z][\w&'-]{1,30}(?:\s[a-z][\w&'-]{1,30}){0,3}")
_END = re.compile(
    r"\s(?:mau|mo|ingin|yg|yang|di|dari|baru|sudah|udah|sdh|belum|blm|kami|kita|saya|sy|ini|itu|untuk|utk|dan|dengan|dgn|bisa|daftar|"
    r"tidak|tdk|ga|gak|akan|hendak|perlu|butuh|ada|datang|alamat|pak|bu|min|kak|minta|mohon|sewa|nyewa|dtg|besok|tolong|adalah|sbg|sebagai)\b.*"
)
_NOT = re.compile(r"(?:pt|cv|ud|koperasi|yayasan|firma)\.?\s(?:kami|kita|saya|sy|ini|itu|baru|yang|yg|mau|di|dan|atau|bisa|apa|nya|sudah|belum|boleh|perlu|lain|sendiri|tempat|dari|untuk|ga|tidak|pegawai|simpan|harus|kecil|ku|lama|milik|tersebut|punya|sy|pma|pmdn|perorangan|kapan|gimana|gmn|apakah|apa|kok|tolong|mohon|minta|bagaimana|sdh|udah|blm|atau|dll|lengkap|nya)\b")


def find(page: Page) -> None:
    """Take capitalised names first; small letters are read up to the first everyday word."""
    for hit in page.each(NAMED, cased=True):
        _take(page, hit.start(), hit.end())
    for hit in page.each(LOWER):
        if not _NOT.match(hit[0]):
            _take(page, hit.start(), hit.start() + len(_END.sub("", hit[0])))


def _take(page: Page, start: int, end: int) -> None:
    name = page.text[start:end].rstrip(" ,.")
    if name[-4:] == " dan":
        name = name[:-4]
    if len(name.split()) > 1 and not _NOT.match(name.lower()):
        page.take("company", " ".join(name.split()), (start, start + len(name)))
