"""Exports of other systems into the register: one file each, its name the format's name."""
