"""The pages on which anybody finds, reads and downloads what the newest public editions publish."""
