"""Snipe-IT's licences: the page's and the table's export, the report (CSV), or the API's list (JSON).

https://snipe-it.readme.io/reference/licenses

Who a seat was checked out to uses the tool; without one the licence tells that the organisation has it. Columns are
named in the language of whoever exports. The mail address of a licence is where it was bought for, no user of it.
"""

from collections.abc import Iterator
from typing import Any

from catalog.adoption.documents import dig, entries
from catalog.adoption.entries import Content, Entry, Unusable, Use, moment, said, user
from catalog.adoption.inventory import Columns, installed

TITLE = "Snipe-IT licences (CSV, XLSX, JSON)"
COLUMNS = Columns(
    title=("licensename", "license", "name", "software", "softwarename", "lizenz", "licence", "licencia", "licenza",
           "licentie", "licenca", "nom", "nombre", "nome", "naam"),
    who=("checkedouttousername", "checkedouttoemail", "assignedto", "checkedoutto", "zugewiesenan", "affectea",
         "asignadoa", "assegnatoa", "toegewezenaan", "atribuidoa"),
    day=("checkoutdate", "purchasedate", "kaufdatum", "datedachat", "fechadecompra", "datadiacquisto", "aankoopdatum",
         "datadaaquisicao", "createdat"),
    publisher=("manufacturer", "hersteller", "fabricant", "fabricante", "produttore", "fabrikant"),
    also=("manufacturer", "hersteller", "fabricant", "fabricante", "produttore", "fabrikant", "seats", "totalseats",
          "remainingseats", "productkey", "assignedto", "checkedoutto", "expirationdate", "ablaufdatum",
          "datedexpiration", "fechadevencimiento", "datadiscadenza", "vervaldatum", "datadeexpiracao"),
)  # fmt: skip


def read(content: Content) -> Iterator[Entry | Unusable]:
    """Give what each licence or seat shows."""
    if not content.text().lstrip().startswith(("{", "[")):
        yield from installed(content, COLUMNS)
        return
    for found in entries(content):
        yield found if isinstance(found, Unusable) else _licence(*found)


def _licence(line: int, licence: dict[str, Any]) -> Entry | Unusable:
    name = said(dig(licence, "license", "name")) or said(licence.get("name"))
    if not name:
        return Unusable(line, "has no name")
    try:
        at = moment(dig(licence, "purchase_date", "date") or dig(licence, "created_at", "datetime"))
    except ValueError as error:
        return Unusable(line, str(error))
    holder = dig(licence, "assigned_user") or dig(licence, "assigned_to")
    who = user(dig(holder, "email")) or user(dig(holder, "username")) or user(dig(holder, "name"))
    maker = said(dig(licence, "manufacturer", "name"))
    return Entry(line, (Use(name, who, at, kind="software", detail=maker),))
