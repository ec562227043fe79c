"""The domain: facts in, verdicts out. It knows no HTTP and no network.

Contents, in the data's way, from the ground up:

settings        BYOT_* settings; the only reader of the environment
errors          the exception tree, drawn; every error says what, where, mend
plugins         a folder is a registry: names(), load(), each()
cli             the commands about tools, facts, use and decisions
"""
