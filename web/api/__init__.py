"""The JSON API: one file, one resource, one router; the same documents as the command line prints."""
