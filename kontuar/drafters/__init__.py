"""How could we say it? A draft is a proposal, never sent by itself."""
