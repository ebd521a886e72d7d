"""`make bench`: the budgets of DESIGN.md, measured. Ratios taken within one run; never a timed assertion."""
