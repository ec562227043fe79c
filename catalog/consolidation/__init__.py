"""The move to company solutions: who uses what, what would replace it at which cost, and who moves when.

`overlap` reads the register, `offers` says what is on the market, `optimize` chooses, `scenario` compares, `waves`
puts the moves in time, and `plan` gives the document of `byot plan`. `solutions` keeps the company's own contracts.
"""
