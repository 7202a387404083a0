"""How mail clients, Indonesian and English, mark what they quote and what they add. Patterns only."""

from __future__ import annotations

import re

# One line that says who wrote what follows: Gmail, Apple, Thunderbird, Yahoo, Samsung, Roundcube, Proton, KMail.
# A vendor abroad writes from a client in another language: the verbs of the usual ones.
SAYS = (
    r"(?:menulis|wrote|writes|sent|mengatakan|mengirim(?:kan)?(?:\ pesan)?|telah\ menulis|schrieb|schreef|geschreven"
    r"|a\ écrit|escribió|escreveu|ha\ scritto|napisał\(?a?\)?|skrev|написала?|пишет|đã\ viết|写道|寫道|yazdı)"
)
SAID = re.compile(rf"\b{SAYS}", re.I | re.X)
WHEN = r"(?:pada|on|at|tgl\.?|tanggal|am|op|le|el|em|il|w\ dniu|den|på|vào)\b"
MAILED = r"<[^<>\s]+@[^<>\s]+>"
WEEKDAY = re.compile(rf"\s*{WHEN}\D{{0,40}}$", re.I | re.X)  # all that a first line may say: "Pada Senin,"
ATTRIBUTION = re.compile(
    rf"""(?:
      [*_-]*{WHEN}.{{6,300}}?\b{SAYS}(?:\s+sebagai\ berikut|\s[^:<>]{{0,100}}{MAILED})?\s*[:-]+
    | \S.{{0,200}}?\b{SAYS}\s+(?:pada|on)\b.{{6,100}}:
    | \S.{{0,200}}?{MAILED},?\s*{SAYS}\s*:
    | (?:\w{{2,6}},?\s)?\d{{1,4}}[-/.\s].{{6,200}}<\s*[^<>\s]+@[^<>\s]+>\s*:
    | \d{{4}}[-/]\d\d?[-/]\d\d?\s.{{0,200}}<\s*[^<>\s]+@[^<>\s]+>
    )\s*[*_]?""",
    re.I | re.X,
)
RUNS_ON = re.compile(rf"\s*(?:pada|on)\b.{{6,300}}?{MAILED}\s*{SAYS}\s*:\s", re.I)  # the quotation in one line with it
SHARED = re.compile(
    rf"""(?<=\S)[\s-]+\b(?:pada|on)\b\s
      (?=.{{0,40}}\d{{4}}\b)(?=.{{0,60}}\d[.:]\d\d)(?=.{{0,200}}@).{{6,300}}\b{SAYS}\s*:\s*$""",
    re.I | re.X,
)  # the new words in one line with the attribution
STARTS = re.compile(
    rf"""[*_-]*\s*(?:{WHEN}.*\d
      | \d{{4}}[-/]\d\d?[-/]\d\d?\s
      | .*{MAILED}
      | .*\b{SAYS}\s+(?:pada|on)\b
      | \S.{{0,100}}\b{SAYS}\s*-{{2,}})""",
    re.I | re.X,
)
QUOTED = re.compile(r" {0,3}>")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
COLONS = (":", "：")
ENDS = (*COLONS, ">", "-", "*", "_")  # of an attribution: most lines need no closer look
LINES = 4  # that a client may break an attribution into

_DAY = r"\d{1,4}(?:st|nd|rd|th)?"
RULED = re.compile(rf"-{{2,}}\s*\S.{{0,100}}\b{SAYS}\s*-{{2,}}", re.I)  # Android's
DATE = re.compile(rf"{_DAY}[-/. ,]+\w{{1,12}}[-/. ,]+\d{{1,4}}|\b[a-z]{{3,10}} {_DAY},? \d{{4}}", re.I)
CLOCK = re.compile(r"(?<!\d)\d{1,2}[.:]\d{2}(?!\d)")
ADDRESS = re.compile(r"[^\s<>@]{1,64}@[^\s<>@]")

# A head of a quoted letter: Outlook, Zimbra, Samsung, Yahoo, Notes, forwarded mails.
_MARKS = r"[*_ \t]{0,9}"  # of bold words left as signs
_COLON = rf"{_MARKS}[:：]"
FROM = re.compile(
    rf"{_MARKS}(?:dari|from|pengirim|de|von|van|fra|från|da|от|od|发件人|寄件者|差出人|보낸 ?사람){_COLON}[*_]*\s*\S",
    re.I,
)
FIELD = re.compile(
    _MARKS
    + r"(?:dikirim|terkirim|sent|tanggal|tgl|date|kepada|kpd|ke|untuk|to|cc|tembusan|salinan|perihal|subjek|subyek"
    r"|subject|hal|judul|re|prioritas|importance|balas ke|reply-to|organisasi|organization|lampiran|attachments"
    r"|gesendet|datum|an|betreff|verzonden|aan|onderwerp|envoyé|à|objet|enviad[oa](?: el| em)?|fecha|para|asunto"
    r"|assunto|inviato|a|oggetto|sendt|dato|til|emne|skickat|till|ämne|wysłano|do|temat|отправлено|дата|кому|копия|тема"
    r"|发送时间|日期|收件人|抄送|主题|寄件日期|收件者|主旨|送信日時|宛先|件名|보낸 ?날짜|날짜|받는 ?사람|제목)"
    + _COLON,
    re.I,
)
HEAD_LINES = 14
LONGEST = 1_000  # characters; a longer line introduces nothing

RULE = re.compile(
    r"[-_=*~ ]{2,}\s*(?:pesan asli|pesan awal|original message|original appointment|pesan terusan|pesan diteruskan"
    r"|pesan yang diteruskan|forwarded message|repl(?:y|ied) message|original|pesan sebelumnya|email asli|surat asli"
    r"|balasan"
    r"|message d['’]origine|message transféré|ursprüngliche nachricht|weitergeleitete nachricht|oorspronkelijk bericht"
    r"|mensaje original|mensaje reenviado|mensagem original|mensagem encaminhada|messaggio originale"
    r"|messaggio inoltrato|oprindelig meddelelse|ursprungligt meddelande|пересылаемое сообщение"
    r"|исходное сообщение|原始邮件|原始郵件"
    r")\s*[-_=*~ ]{2,}"
    r"|(?:mulai|awal) (?:dari )?pesan (?:yang )?(?:terusan|diteruskan)\s*:|begin forwarded message\s*:",
    re.I,
)
LINE = re.compile(r"\s*[-_=*]{5,}\s*")

# Added under the words by a telephone's or a tablet's program: few words, and the thing's name among them.
MADE = (
    r"iphone|ipad|ipod|ios|android|samsung|galaxy|xiaomi|redmi|poco|oppo|vivo|realme|infinix|huawei|nokia|asus|sony"
    r"|blackberry|pixel|lenovo|outlook|yahoo|gmail|mail\ (?:untuk|for)\ windows|windows\ mail|mailbox|zimbra"
    r"|thunderbird|proton\w*|spark|airmail|bluemail"
)
THING = r"ponsel|hp|handphone|smartphone|telepon|phone|mobile|cell|tablet|perangkat|device|gadget|surel|email|mail|pc"
_SENT = (
    r"(?:dikirim|terkirim|sent|envoyé|gesendet|enviado|inviato|verzonden|verstuurd|sendt|skickat)\s+"
    r"(?:dari|melalui|menggunakan|from|via|using|with|by|de|depuis|von|mit|desde|do|da|dal|vanaf|met|fra|från)"
)
FOOTER = re.compile(
    rf"""[(<]{{0,2}}{_SENT}\s+(?=.{{0,80}}\b(?:{MADE})\b)\S+(?:\s+\S+){{0,7}}
    | [(<]{{0,2}}{_SENT}\s+(?=.{{0,60}}\b(?:{THING})\b)(?=.{{0,60}}\b(?:saya|my|a)\b)\S+(?:\s+\S+){{0,3}}
    | von\ meinem\ (?:\S+\s){{1,3}}gesendet\.?
    | (?:dapatkan|unduh|get|download|obtenir|téléchargez|obtener|scarica)\s+outlook\s+
      (?:untuk|for|pour|para|per)\s+(?:ios|android|mac|windows)\b.{{0,60}}
    | outlook\s+(?:für|voor)\s+(?:ios|android|mac|windows)\b.{{0,60}}
    | powered\ by\ (?=.{{0,60}}(?:blackberry|telkomsel|indosat)).{{2,60}}
    | diunggah\ dari\ .{{2,60}}""",
    re.I | re.X,
)
REPLY = re.compile(r"\s*(?:re|fwd?|fw|bls|balas(?:an)?|trs|terusan|aw|sv)\s*(?:\[\d+\])?\s*:", re.I)
FORWARD = re.compile(r"\s*(?:fwd?|fw|trs|terusan)\s*:", re.I)
SIGNED = ("-- ", "--", "—", "– ")
SIGNATURE_LINES = 12
