"""The network: pages in, findings and facts out. Imports `catalog` only."""
