"""The scrapers' commands: one file, one command or group of them (recipe: `catalog/cli/__init__.py`)."""
