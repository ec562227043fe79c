"""How a page is read: its sentences, whom and which plan they speak of, and whether they say it or deny it."""
