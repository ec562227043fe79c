"""The pages: one file, one page, one router; included by `web.app` without a list."""
