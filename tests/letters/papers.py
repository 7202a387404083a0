"""Papers that go with the letters, sound ones, made from their names: what a program would open."""

from __future__ import annotations

import zipfile
from base64 import b64decode
from io import BytesIO
from pathlib import Path

from tests.conversations.attachments import content

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
DOCX = {
    "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Override PartName="/word/document.xml" ContentType="{MAIN}"/>'
    "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}" '
    'Target="word/document.xml"/></Relationships>',
    "word/document.xml": f'<w:document xmlns:w="{WORDS}"><w:body><w:p><w:r><w:t>{{}}</w:t></w:r></w:p></w:body>'
    "</w:document>",
}
PAGE = (
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    "<< /Length {length} >>\nstream\n{words}\nendstream",
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
)

GREY = b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6j"
    "q62rZ4C8ybqmx5moq6T/wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAI"
    "AQEAAD8AP//Z"
)


def laid(name: str, folder: Path) -> Path:
    """The paper of that name in `folder`: a letter, a picture, or one of the talks' lists."""
    path = folder / name
    make = {".pdf": _pdf, ".docx": _docx, ".jpg": _jpg}.get(path.suffix)
    path.write_bytes(make(path.stem) if make else content(name))
    return path


def _pdf(title: str) -> bytes:
    """One page with a line of text, with its table of objects."""
    words = f"BT /F1 14 Tf 72 770 Td ({title}) Tj ET"
    made, places = b"%PDF-1.4\n", []
    page = [*PAGE[:3], PAGE[3].format(length=len(words), words=words), PAGE[4]]
    for number, body in enumerate(page, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(PAGE) + 1
    found = f"xref\n0 {size}\n0000000000 65535 f \n{table}"
    return made + f"{found}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(made)}\n%%EOF\n".encode()


def _docx(title: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in DOCX.items():
            archive.writestr(name, part.format(title))
    return out.getvalue()


def _jpg(title: str) -> bytes:
    """A grey picture of 8 x 8 points with the title as its comment, so that no two are alike."""
    words = title.encode()
    return GREY[:2] + b"\xff\xfe" + (len(words) + 2).to_bytes(2, "big") + words + GREY[2:]
