"""Templates of the lists that a service asks for, made from the catalogue's own columns."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from urllib.parse import quote

from fastapi import APIRouter, HTTPException
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from starlette.responses import Response

from bot.web.guests import Fronted
from catalog_data.model import Catalogue, Field

router = APIRouter(prefix="/files")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTH = 24  # of a column, in characters


def field_of(catalogue: Catalogue, name: str) -> Field | None:
    """The field whose list this template is for."""
    fields = (each for service in catalogue.services.values() for each in service.fields)
    return next((each for each in fields if each.template == name), None)


@lru_cache(maxsize=32)
def template(headers: tuple[str, ...]) -> bytes:
    """An empty list: one bold line of headers."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None, "a new workbook has a sheet"
    sheet.append(headers)
    for n, cell in enumerate(sheet[1], 1):
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(n)].width = WIDTH
    sheet.freeze_panes = "A2"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@router.get("/templates/{name}", summary="The template of a list")
async def download(name: str, front: Fronted) -> Response:
    """An xlsx with the columns that the list must have."""
    field = field_of(front.house.catalogue, name)
    if field is None:
        raise HTTPException(404)
    named = (spellings[0] if spellings else column for column, spellings in field.columns.items())
    headers = tuple(header[:1].upper() + header[1:] for header in named)
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(template(headers), media_type=XLSX, headers={"Content-Disposition": disposition})
