"""Who uses what: `register` takes what people say, `proposing` what logs show, `listing` tells it, `cases` opens reviews."""
