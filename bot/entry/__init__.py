"""How a fact is typed: the word it begins with, its value, and all that is said of it.

kind      “strength”, “mandate-end”, “paid”: a kind of fact, with what the word already says of it
value     read as the kind declares it: about 970, USD 15 million, oppose
stated    dates, source, quotation, scope, parties and the rest, each behind its keyword
source    S2, a link, a document's title, or a person and a place
claim     the fact that all of these make
"""
