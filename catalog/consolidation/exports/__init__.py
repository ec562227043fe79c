"""The plan for other programs, made from the documents that everybody sees: one output format each.

`workbook` writes XLSX, `saasbom` CycloneDX, `dates` iCalendar, `costs` rows in the shape of FOCUS,
`dora` the register of information, `prices` Pricing2Yaml; `writing` chooses.
"""
