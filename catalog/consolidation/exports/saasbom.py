"""What is in use as a CycloneDX list of services (a SaaSBOM, version 1.6): who provides it, which data goes there.

https://cyclonedx.org/capabilities/saasbom/
"""

from collections import defaultdict
from typing import Any

from catalog.check.known import Known
from catalog.consolidation.current import plan_of
from catalog.consolidation.market import Market
from catalog.consolidation.offers import contracts_of
from catalog.consolidation.overlap import Use


def saasbom(market: Market, vendors: dict[int, str], hosts: dict[int, list[str]]) -> str:
    """Give the list as JSON; `vendors` and `hosts` name, by the tool's number, who makes it and where it is."""
    from cyclonedx.model.bom import Bom, BomMetaData
    from cyclonedx.model.component import Component, ComponentType
    from cyclonedx.output.json import JsonV1Dot6

    used: dict[int, list[Use]] = defaultdict(list)
    for some in market.uses.values():
        for use in some:
            used[use.tool_id].append(use)
    there = [it for number, it in market.tools.items() if number in used or contracts_of(it)]
    whole = Component(name="The organisation's tools", type=ComponentType.APPLICATION, bom_ref="organisation")
    bom = Bom(metadata=BomMetaData(timestamp=market.moment.as_of, component=whole))
    for it in sorted(there, key=lambda one: one.tool.slug):
        number = it.tool.id or 0
        bom.services.add(_service(it, used[number], vendors.get(number), hosts.get(number, [])))
    return str(JsonV1Dot6(bom).output_as_string(indent=2))


def _service(it: Known, some: list[Use], vendor: str | None, hosts: list[str]) -> Any:
    from cyclonedx.model import DataClassification, DataFlow, Property, XsUri
    from cyclonedx.model.contact import OrganizationalEntity
    from cyclonedx.model.service import Service

    plans = sorted({plan for use in some if (plan := plan_of(it, use))} | set(contracts_of(it)))
    told = {
        "byot:people": str(len({use.person for use in some})),
        "byot:plans": ", ".join(plans),
        "byot:company_solution": ", ".join(contracts_of(it)),
        "byot:category": it.category.slug if it.category else "",
    }
    return Service(
        name=it.tool.name,
        bom_ref=f"service:{it.tool.slug}",
        provider=OrganizationalEntity(name=vendor) if vendor else None,
        description=it.tool.description or None,
        endpoints=[XsUri(f"https://{host}") for host in sorted(hosts)],
        x_trust_boundary=True,
        data=[
            DataClassification(flow=DataFlow.BI_DIRECTIONAL, classification=name)
            for name in sorted({name for use in some for name in use.data})
        ],
        properties=[Property(name=name, value=value) for name, value in told.items() if value],
    )
