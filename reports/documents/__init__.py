"""Documents as typed blocks, their covers and snapshots: pure values."""
