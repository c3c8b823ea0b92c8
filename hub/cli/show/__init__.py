"""How documents look to a person: each module draws one kind of document and decides nothing."""
