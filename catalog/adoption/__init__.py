"""Who uses what: `register` takes what people say, `proposing` what logs show; `cases` opens reviews."""
