"""Where a page says that customers' data is kept."""

import pytest

from tests.scrapers.test_extract_traps import Said, found

ACME = "https://acme.example/trust"
SAID = [
    ("Acme operates on AWS U.S. regions.\n", "data_residency", {("us", None)}),
    ("All data is kept under UK GDPR and hosted in the EU.\n", "data_residency", {("eu", None)}),
    ("Your data is stored securely in Malaysian data centers.\n", "data_residency", {("malaysia", None)}),
    ("Choose by who benefits and where your data will appear in reports:\n", "data_residency", set()),
    ("Until 2021 our servers were hosted in Canada.\n", "data_residency", set()),
    ("Acme is hosted in Canada and may also be hosted elsewhere.\n", "data_residency", {("canada", None)}),
    (
        "It is hosted in the United States or Europe, based on where you have chosen to set it up.\n",
        "data_residency",
        {("customer choice of region", None)},
    ),
    ("We process personal data primarily in the European Union.\n", "data_residency", {("eu", None)}),
    (
        "Letters are hosted in a US region and data is not transferred outside of the US.\n",
        "data_residency",
        {("us", None)},
    ),
    (
        "Acme stores letters in the US. You have the option to process and store them in Europe, too.\n",
        "data_residency",
        {("customer choice of region", None)},
    ),
    (
        "Information will be transferred to, processed, and stored in the United States.\n",
        "data_residency",
        {("us", None)},
    ),
    ("Tell us by a statement that you reside in Canada, hosted as it may be.\n", "data_residency", set()),
    ("Your information is processed entirely within the United States.\n", "data_residency", {("us", None)}),
    (
        "Your data is stored in a hosting centre in Ireland, certified to ISO 9001 standards.\n",
        "data_residency",
        {("ireland", None)},
    ),
    ("Run SELECT in your database to see the region of your data.\n", "data_residency", set()),
    ("Data of our customers is stored in our FR (French) data centres.\n", "data_residency", {("france", None)}),
    (
        "Acme offers separate US and EU regions to store data.\n\nSelect your data region for Acme.\n",
        "data_residency",
        {("customer choice of region", None)},
    ),
    (
        "Data is stored in SOC 2 Type II certified data centers in the US and EU.\n",
        "data_residency",
        {("us", None), ("eu", None)},
    ),
    (
        "Acme offers several regions for hosting data. You can choose a region by its closeness.\n",
        "data_residency",
        {("customer choice of region", None)},
    ),
    ("Acme tells of regions. You can choose a region by its closeness.\n", "data_residency", set()),
    (
        "Personal data collected by Acme will be stored in Ireland, which is on the list of adequate countries.\n",
        "data_residency",
        {("ireland", None)},
    ),
    ("Your data will only be kept in Sweden or within the EU/EEA.\n", "data_residency", {("eu", None)}),
    ("Some of your data is stored in Ireland.\n", "data_residency", set()),
    ("- Hébergement en France\n", "data_residency", {("france", None)}),
    ("- Hosting in Deutschland\n", "data_residency", {("germany", None)}),
    ("Wir liefern aus drei deutschen Rechenzentren.\n", "data_residency", {("germany", None)}),
    (
        "All our servers are located in France, thus data enjoys its regulations.\n",
        "data_residency",
        {("france", None)},
    ),
    (
        (
            "Data is stored in the US by default. On the Team plan, you can choose where your data is stored, in the US"
            " or the EU. What is stored in the selected region stays there.\n"
        ),
        "data_residency",
        {("us", None), ("customer choice of region", "Team")},
    ),
    (
        "Acme keeps data on servers located outside of the EEA, including processing it on our servers in the US.\n",
        "data_residency",
        {("us", None)},
    ),
]


@pytest.mark.parametrize(("text", "fact", "says"), SAID, ids=[text[:40] for text, _, _ in SAID])
def test_where_data_is_kept(text: str, fact: str, says: Said) -> None:
    assert found(text, fact, url=ACME) == says
