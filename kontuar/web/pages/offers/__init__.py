"""Offers: what is on sale, what runs out, what ended and by whom."""
