"""How mail clients, Indonesian and English, mark what they quote and what they add. Patterns only."""

from __future__ import annotations

import re

# One line that says who wrote what follows: Gmail, Apple, Thunderbird, Yahoo, Samsung, Roundcube, Proton, KMail.
# A vendor abroad writes from a client in another language: the verbs of the usual ones.
SAYS = (
    r"(?:menulis|wrote|writes|sent|mengatakan|mengirim(?:kan)?(?:\ pesan)?|telah\ menulis|schrieb|schreef|geschreven"
    r"|a\ écrit|escribió|escreveu|ha\ scritto|napisał\(?a?\)?|skrev|написала?|пишет|đã\ viết)"
)
ATTRIBUTION = re.compile(
    rf"""(?:
      [*_-]*(?:pada|on|tgl\.?|tanggal|am|op|le|el|em|il|w\ dniu|den|på|vào)\b.{{6,300}}?
        \b{SAYS}(?:\s+sebagai\ berikut)?\s*[:-]+
    | \S.{{0,200}}?\b{SAYS}\s+(?:pada|on)\b.{{6,100}}:
    | \S.{{0,200}}?<[^<>\s]+@[^<>\s]+>,?\s*{SAYS}\s*:
    | (?:\w{{2,6}},?\s)?\d{{1,4}}[-/.\s].{{6,200}}<\s*[^<>\s]+@[^<>\s]+>\s*:
    | \d{{4}}[-/]\d\d?[-/]\d\d?\s.{{0,200}}<\s*[^<>\s]+@[^<>\s]+>
    )\s*[*_]?""",
    re.I | re.X,
)
RUNS_ON = re.compile(
    rf"\s*(?:pada|on)\b.{{6,300}}?<[^<>\s]+@[^<>\s]+>\s*{SAYS}\s*:\s", re.I
)  # the quotation in one line with it
SHARED = re.compile(
    rf"""(?<=\S)[\s-]+\b(?:pada|on)\b\s
      (?=.{{0,40}}\d{{4}}\b)(?=.{{0,60}}\d[.:]\d\d)(?=.{{0,200}}@).{{6,300}}\b{SAYS}\s*:\s*$""",
    re.I | re.X,
)  # the new words in one line with the attribution
STARTS = re.compile(
    rf"""[*_-]*\s*(?:(?:pada|on|tgl|tanggal|am|op|le|el|em|il|w\ dniu|den|på|vào)\b.*\d
      | \d{{4}}[-/]\d\d?[-/]\d\d?\s
      | .*<[^<>\s]+@[^<>\s]+>
      | .*\b{SAYS}\s+(?:pada|on)\b
      | \S.{{0,100}}\b{SAYS}\s*-{{2,}})""",
    re.I | re.X,
)
ENDS = (":", ">", "-", "*", "_")  # of an attribution: most lines need no closer look
LINES = 4  # that a client may break an attribution into

_DAY = r"\d{1,4}(?:st|nd|rd|th)?"
RULED = re.compile(rf"-{{2,}}\s*\S.{{0,100}}\b{SAYS}\s*-{{2,}}", re.I)  # Android's
DATE = re.compile(rf"{_DAY}[-/. ,]+\w{{1,12}}[-/. ,]+\d{{1,4}}|\b[a-z]{{3,10}} {_DAY},? \d{{4}}", re.I)
CLOCK = re.compile(r"\b\d{1,2}[.:]\d{2}\b")
ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+")

# A head of a quoted letter: Outlook, Zimbra, Samsung, Yahoo, forwarded mails.
FROM = re.compile(r"[*_ \t]*(?:dari|from|pengirim|de|von|van|fra|från|da)[*_ \t]*:[*_]*\s*\S", re.I)
FIELD = re.compile(
    r"[*_ \t]*(?:dikirim|terkirim|sent|tanggal|tgl|date|kepada|ke|untuk|to|cc|tembusan|salinan|perihal|subjek|subyek"
    r"|subject|hal|judul|re|prioritas|importance|balas ke|reply-to|organisasi|lampiran|attachments"
    r"|gesendet|an|betreff|verzonden|aan|onderwerp|envoyé|à|objet|enviado|para|asunto|assunto|inviato|oggetto|sendt|til"
    r"|emne|skickat|till|ämne)[*_ \t]*:",
    re.I,
)
HEAD_LINES = 14
LONGEST = 1_000  # characters; a longer line introduces nothing

RULE = re.compile(
    r"[-_=*~ ]{2,}\s*(?:pesan asli|pesan awal|original message|original appointment|pesan terusan|pesan diteruskan"
    r"|pesan yang diteruskan|forwarded message|pesan sebelumnya|email asli|surat asli|balasan)\s*[-_=*~ ]{2,}"
    r"|(?:mulai|awal) (?:dari )?pesan (?:yang )?(?:terusan|diteruskan)\s*:|begin forwarded message\s*:",
    re.I,
)
LINE = re.compile(r"\s*[-_=*]{5,}\s*")

# Added under the words by a telephone's or a tablet's program: few words, and the thing's name among them.
DEVICE = (
    r"iphone|ipad|ios|android|samsung|galaxy|xiaomi|redmi|mi|poco|oppo|vivo|realme|infinix|huawei|nokia|asus|sony"
    r"|blackberry|ponsel|hp|handphone|smartphone|telepon|phone|tablet|perangkat|device|gadget|outlook|yahoo|gmail|mail"
    r"|email|surel|zimbra|thunderbird|proton\w*|saya|my"
)
FOOTER = re.compile(
    rf"""(?:dikirim|terkirim|sent)\s+(?:dari|melalui|menggunakan|from|via|using|with)\s+
      (?=.{{0,80}}\b(?:{DEVICE})\b)\S+(?:\s+\S+){{0,7}}
    | (?:dapatkan|unduh|get|download)\s+outlook\s+.{{2,60}}
    | diunggah\ dari\ .{{2,60}}""",
    re.I | re.X,
)
REPLY = re.compile(r"\s*(?:re|fwd?|fw|bls|balas(?:an)?|trs|terusan|aw|sv)\s*(?:\[\d+\])?\s*:", re.I)
SIGNED = ("-- ", "--", "—", "– ")
SIGNATURE_LINES = 12
