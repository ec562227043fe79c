"""Tables, and nothing else: tool, evidence, crawling, register, review, company."""
