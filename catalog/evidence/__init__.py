"""Facts: recorded with their evidence (`record`), resolved to the one that holds (`resolve`), shown (`known`)."""
