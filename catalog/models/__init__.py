"""Tables, and nothing else: tool, evidence, register, review, company."""
