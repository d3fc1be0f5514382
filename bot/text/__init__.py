"""Making texts comparable: folding, dates, addresses, languages, character sets, markup."""
