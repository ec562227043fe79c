"""The catalog's commands: one file, one command or group of commands, its name the file's name.

A file here holds `app = typer.Typer()` and registers functions with `@app.command()`: one function makes one
command (`check.py` is `byot check`), several make a group (`db.py` is `byot db verify`). An underscore in a name
becomes a hyphen, one at its end is dropped (`import_.py` is `byot import`). Only typer and `catalog.cli._show` are
imported at the top; all else inside the function, so that no command pays for another's libraries. The help of each
ends with an example in a line that starts with `$ byot`, which the suite runs.
"""
