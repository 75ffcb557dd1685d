"""Evidence (Dowody): what stands on record about an order, by date, to print or hand over."""
