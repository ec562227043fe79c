"""GLPI's export of software or of its licences (semicolons, with a byte order mark), in English, French or German.

https://glpi-user-documentation.readthedocs.io/fr/latest/first-steps/using-glpi.html

A licence has a name of its own beside that of the software that it is for.
"""

from collections.abc import Iterator

from catalog.adoption.entries import Content, Entry, Unusable
from catalog.adoption.inventory import Columns, installed

TITLE = "GLPI software (CSV, XLSX)"
COLUMNS = Columns(
    title=("software", "softwarename", "logiciel", "name", "nom"),
    who=("user", "utilisateur", "benutzer", "computeruser", "alternateusername", "usager"),
    day=("installationdate", "dateofinstallation", "lastupdate", "dernieremodification", "dateinstallation"),
    publisher=("publisher", "editeur", "herausgeber", "manufacturer", "fabricant", "hersteller"),
    count=("numberofinstallations", "installations", "nombreinstallations", "nombredinstallations",
           "anzahlderinstallationen", "anzahlinstallationen", "installationen"),
    also=("publisher", "editeur", "herausgeber", "versions", "version", "versionsname", "numberofinstallations",
          "installations", "nombredinstallations", "entity", "entite", "versionsnom", "versionenname"),
)  # fmt: skip


def read(content: Content) -> Iterator[Entry | Unusable]:
    """Give what each row says to be installed."""
    return installed(content, COLUMNS)
