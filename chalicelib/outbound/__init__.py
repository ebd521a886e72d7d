"""What follows from events: texts, updates for command and control, facts, allocations. At least once, and each idempotent.

relay (outbox -> queues) -> texts, cad, allocations and insight/facts (queue -> effect); the clock relays what the stream missed.
A message only says "look at this incident": what is done is decided from the table, so a message may come twice, late or early.
"""
