"""What contracts cost as rows in the shape of FOCUS 1.1 (FinOps cost and usage): one for each contract and month.

https://focus.finops.org/focus-specification/v1-1/. All columns are there that it wants of everybody. The account and
the list cost stay empty, as only the invoice and the price list have them; `ChargeClass` is empty for what corrects
nothing.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

COLUMNS = (
    "BillingAccountId", "BillingAccountName", "BillingPeriodStart", "BillingPeriodEnd", "ChargePeriodStart",
    "ChargePeriodEnd", "ChargeCategory", "ChargeClass", "ChargeFrequency", "ChargeDescription", "BillingCurrency",
    "BilledCost", "EffectiveCost", "ListCost", "ContractedCost", "ContractedUnitPrice", "PricingQuantity",
    "PricingUnit", "ConsumedQuantity", "ConsumedUnit", "ProviderName", "PublisherName", "InvoiceIssuerName",
    "ServiceName", "ServiceCategory", "SkuId", "ResourceId",
)  # fmt: skip


def focus(register: Mapping[str, Any], vendors: Mapping[str, str], month: date) -> Iterator[dict[str, Any]]:
    """Give a row for each contract of a month, in the contract's own currency; an unknown price is null.

    Unused seats are in the price: `PricingQuantity` are the seats bought, `ConsumedQuantity` those that are used.
    """
    first = month.replace(day=1)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    start, end = (f"{day.isoformat()}T00:00:00Z" for day in (first, after))
    for row in register["contracts"]:
        year = row["cost_year"]["amount"]
        cost = None if year is None else round(year / 12, 2)
        price = None if year is None else round(year / 12 / row["seats"], 4)
        vendor = vendors.get(row["tool"], row["name"])
        yield {
            "BillingAccountId": None,
            "BillingAccountName": None,
            "BillingPeriodStart": start,
            "BillingPeriodEnd": end,
            "ChargePeriodStart": start,
            "ChargePeriodEnd": end,
            "ChargeCategory": "Purchase",
            "ChargeClass": None,
            "ChargeFrequency": "Recurring",
            "ChargeDescription": f"{row['name']} {row['plan_name']}, {row['seats']} seats",
            "BillingCurrency": row["cost_year"]["currency"],
            "BilledCost": cost,
            "EffectiveCost": cost,
            "ListCost": None,
            "ContractedCost": cost,
            "ContractedUnitPrice": price,
            "PricingQuantity": row["seats"],
            "PricingUnit": "Seats",
            "ConsumedQuantity": row["used"],
            "ConsumedUnit": "Seats",
            "ProviderName": vendor,
            "PublisherName": vendor,
            "InvoiceIssuerName": vendor,
            "ServiceName": row["name"],
            "ServiceCategory": "Business Applications",
            "SkuId": f"{row['tool']}:{row['plan']}",
            "ResourceId": f"contract-{row['id']}",
        }
