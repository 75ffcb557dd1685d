"""First run: the owner."""
