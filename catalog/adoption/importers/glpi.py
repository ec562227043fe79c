"""GLPI's export of software (semicolons, with a byte order mark), in English, French or German."""

from collections.abc import Iterator

from catalog.adoption.entries import Content, Entry, Unusable
from catalog.adoption.inventory import Columns, installed

TITLE = "GLPI software (CSV, XLSX)"
COLUMNS = Columns(
    title=("name", "nom", "software", "softwarename", "logiciel"),
    who=("user", "utilisateur", "benutzer", "computeruser", "alternateusername", "usager"),
    day=("installationdate", "dateofinstallation", "lastupdate", "dernieremodification", "dateinstallation"),
    publisher=("publisher", "editeur", "herausgeber", "manufacturer", "fabricant", "hersteller"),
    count=("numberofinstallations", "installations", "nombreinstallations", "nombredinstallations"),
    also=("publisher", "editeur", "herausgeber", "versions", "version", "versionsname", "numberofinstallations",
          "installations", "nombredinstallations", "entity", "entite"),
)  # fmt: skip


def read(content: Content) -> Iterator[Entry | Unusable]:
    """Give what each row says to be installed."""
    return installed(content, COLUMNS)
