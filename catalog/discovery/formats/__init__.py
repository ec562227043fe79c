"""Log formats: one file each, its name the format's name."""
