"""A text proposed by a language model: what leaves is masked and shown first, what comes back is only a proposal."""
