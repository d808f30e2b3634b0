"""The financial case of a programme: a document of blocks from its ledger, its readings and what stands around them."""
