"""What CycloneDX's own library finds wrong with a bill of services."""


def faults(text: str) -> object:
    """Give what is wrong with a document; None where nothing is. The library takes seconds to import."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    return JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
