"""Everything that is kept: one table, one transaction a command."""
