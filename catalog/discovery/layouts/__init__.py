"""How the lines of logs are laid out; the formats say what stands where, and what it means."""
