"""Templates of the lists that a service asks for."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, HTTPException
from starlette.responses import Response

from bot import sheets
from bot.web.guests import Fronted
from catalog_data.model import Catalogue, Field

router = APIRouter(prefix="/files")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def field_of(catalogue: Catalogue, name: str) -> Field | None:
    """The field whose list this template is for."""
    fields = (each for service in catalogue.services.values() for each in service.fields)
    return next((each for each in fields if each.template == name), None)


@router.get("/templates/{name}", summary="The template of a list")
async def download(name: str, front: Fronted) -> Response:
    """An xlsx with the columns that the list must have."""
    field = field_of(front.house.catalogue, name)
    if field is None:
        raise HTTPException(404)
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(sheets.template(field), media_type=XLSX, headers={"Content-Disposition": disposition})
